/** What belongs into the package, and why. */

/** Each file of our own is one of these. */
const WANTED: readonly { readonly files: RegExp; readonly why: string }[] = [
  { files: /^(package\.json|LICENSE|README\.md)$/, why: 'npm wants and shows them' },
  { files: /^(API|CHANGELOG|SECURITY)\.md$/, why: 'README leads to them' },
  { files: /^\.jsii$/, why: 'other languages have their types from it' },
  { files: /^bin\/cdk8s-toolhive$/, why: 'the command' },
  { files: /^bin\/compile-cache\.js$/, why: 'where the command keeps compiled code' },
  { files: /^lib\/(index|cli\/program\.bundle|import\/import-manifests)\.js$/, why: 'what is run' },
  { files: /^lib\/.+\.d\.ts$/, why: 'types' },
];

const CARRIED = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * The files of a package that nobody asked for: source, tests, notes and settings of ours, and packages that the bundled
 * ones don't need. What is in those is theirs.
 *
 * @param carried names of the packages that are carried along
 */
export function unwanted(files: readonly string[], carried: readonly string[]): string[] {
  return files.filter((file) => {
    const name = CARRIED.exec(file)?.[1];
    return name ? !carried.includes(name) : !WANTED.some((kind) => kind.files.test(file));
  });
}

/** Those kinds of files that the package lacks. */
export function missing(files: readonly string[]): string[] {
  return WANTED.filter((kind) => !files.some((file) => kind.files.test(file))).map(({ why }) => why);
}
