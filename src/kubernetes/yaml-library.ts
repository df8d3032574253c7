/** The YAML library that keeps lines and comments. It is loaded when it is first needed, as few apps need it. */
export function yamlLibrary(): typeof import('yaml') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import statement would load it at start-up
  return require('yaml');
}
