/** A Go module, put in place of the published one by `replace`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from './packages';
import { obtain, run } from './tools';

const OURS = 'github.com/cdk8s-toolhive/cdk8s-toolhive-go/cdk8stoolhive';
const CDK8S = 'github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2';

export async function go(work: Workspace): Promise<string> {
  const folder = work.copyOf('languages/go', 'go');
  const at = { cwd: folder, env: { GOFLAGS: '-mod=mod' } };
  const replaced: Record<string, string> = {
    [OURS]: join(await work.bindings('go'), 'cdk8stoolhive'),
    // Not every module proxy has it.
    [CDK8S]: join(await work.bindingsOf('cdk8s', 'go'), 'cdk8s'),
  };
  await run('go', ['mod', 'edit', ...Object.entries(replaced).map(([name, path]) => `-replace=${name}=${path}`)], at);
  const published = requirementsOf(folder).filter(([name]) => !(name in replaced));
  await obtain('go', ['mod', 'download', ...published.map((requirement) => requirement.join('@'))], at);
  await run('go', ['vet', '.'], at);
  await run('go', ['run', '.'], at);
  return join(folder, 'dist');
}

/** Modules and versions that go.mod requires. */
function requirementsOf(folder: string): string[][] {
  const [, list] = /require \(([^)]*)\)/.exec(readFileSync(join(folder, 'go.mod'), 'utf8'))!;
  return list
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' '));
}
