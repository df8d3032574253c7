/** The judges themselves, none of them ours: fetched, built and asked. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const CACHE = resolve('node_modules/.cache/judges');
const KUBERNETES_VALIDATE = 'kubernetes-validate==1.37.0';
const POD_SECURITY = resolve('../shared/tools/pod-security');

/** Kubernetes versions that the README promises. */
export const KUBERNETES_VERSIONS = ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34', '1.35'];

export interface Case {
  /** Where the object comes from, kind and name. */
  readonly name: string;
  readonly object: unknown;
}

export interface Verdict {
  readonly name: string;
  readonly problems: string[];
}

/** The API server's schemas, unknown fields refused. Undefined where there is no python3. */
export function judgeSchemas(cases: readonly Case[]): Verdict[] | undefined {
  if (!runs('python3', '--version')) return undefined;
  const venv = join(CACHE, 'venv');
  const python = join(venv, 'bin', 'python');
  if (!existsSync(python)) {
    execFileSync('python3', ['-m', 'venv', venv]);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', KUBERNETES_VALIDATE]);
  }
  const input = cases.map((c) => JSON.stringify(c)).join('\n');
  const output = execFileSync(python, [join(__dirname, 'schemas.py'), ...KUBERNETES_VERSIONS], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The API server's own evaluator of the restricted standard. Undefined where there is no go, or the tool isn't beside. */
export function judgePodSecurity(cases: readonly Case[]): Verdict[] | undefined {
  if (!existsSync(POD_SECURITY) || !runs('go', 'version')) return undefined;
  const source = join(CACHE, 'pod-security');
  const binary = join(source, 'pod-security');
  if (!existsSync(binary)) {
    mkdirSync(source, { recursive: true });
    for (const file of ['main.go', 'go.mod', 'go.sum'])
      cpSync(join(POD_SECURITY, file), join(source, file), { mode: 0 });
    execFileSync('go', ['build', '-o', 'pod-security', '.'], { cwd: source, stdio: ['ignore', 'inherit', 'inherit'] });
  }
  return cases.map(({ name, object }) => {
    const { status, stdout, stderr } = spawnSync(binary, ['restricted'], {
      input: JSON.stringify(object),
      encoding: 'utf8',
    });
    return { name, problems: status === 0 ? [] : [`${stdout}${stderr}`.trim()] };
  });
}

function runs(command: string, argument: string): boolean {
  return spawnSync(command, [argument], { stdio: 'ignore' }).status === 0;
}
