/** npm run parity [-- VERSION[=FOLDER]...]: recordings of those versions, or of all that are known, on the compiled command. */
import { parityOf, Recorded, recordedBeside } from './recorded-runs';

function asked(argument: string): Recorded {
  const [version, folder] = argument.split('=');
  const known = recordedBeside().find((recorded) => recorded.version === version);
  if (folder) return { version, folders: [folder] };
  if (!known) throw new Error(`${version} is not known; give the folder of its recordings, as in ${version}=FOLDER`);
  return known;
}

function main(given: readonly string[]): void {
  const recorded = given.length ? given.map(asked) : recordedBeside();
  const tallies = recorded.flatMap((one) => parityOf('bin/cdk8s-toolhive', one, '.'));
  const sum = (key: 'passed' | 'failed') => tallies.reduce((total, tally) => total + tally[key], 0);
  console.log(tallies.length ? `${sum('passed')} passed, ${sum('failed')} failed` : 'no recordings beside the project');
  process.exitCode = sum('failed') ? 1 : 0;
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
