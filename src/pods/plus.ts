/**
 * cdk8s-plus-28 is loaded when it is first needed: it doubles the time that this library takes to load, and most of it
 * (its own workloads) is never used here.
 */
export function plus(): typeof import('cdk8s-plus-28') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import statement would load it at start-up
  return require('cdk8s-plus-28');
}
