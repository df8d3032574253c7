/** A wheel, installed into a fresh virtual environment. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PEERS, Workspace } from './packages';
import { obtain, run } from './tools';

export async function python(work: Workspace): Promise<string> {
  const folder = work.copyOf('languages/python', 'python');
  const source = await work.bindings('python');
  const at = { cwd: folder };
  await obtain('python3', ['-m', 'venv', '.venv'], at);
  const interpreter = join(folder, '.venv', 'bin', 'python');
  const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check'];
  await obtain(interpreter, [...pip, 'install', ...Object.keys(PEERS)], at);
  await run(interpreter, [...pip, 'wheel', '--no-deps', '--wheel-dir', 'wheels', source], at);
  const [wheel] = readdirSync(join(folder, 'wheels'));
  await run(interpreter, [...pip, 'install', '--no-index', join('wheels', wheel)], at);
  await run(interpreter, ['main.py'], at);
  return join(folder, 'dist');
}
