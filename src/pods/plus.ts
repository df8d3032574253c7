/**
 * cdk8s-plus-28 is loaded when it is first needed: it takes time and memory to load, and its own workloads are never used
 * here.
 */
export function plus(): typeof import('cdk8s-plus-28') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import statement would load it at start-up
  return (loaded ??= require('cdk8s-plus-28'));
}

let loaded: any;
