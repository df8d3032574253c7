/** The judges themselves, third parties' programs: fetched, built and run. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { kubernetesVersions } from '../../src/kubernetes/versions';

const CACHE = resolve('node_modules/.cache/judges');
const KUBERNETES_VALIDATE = 'kubernetes-validate==1.37.0';
const POD_SECURITY = resolve('../shared/tools/pod-security');

export interface Case {
  /** Where the object comes from, kind and name. */
  readonly name: string;
  readonly object: any;
}

export interface Verdict {
  readonly name: string;
  readonly problems: string[];
}

/** A judge that is not available here, and why. */
export class Absent extends Error {}

/** The API server's schemas, unknown fields refused. */
export function judgeSchemas(cases: readonly Case[]): Verdict[] {
  const output = execFileSync(pythonWithSchemas(), [join(__dirname, 'schemas.py'), ...kubernetesVersions()], {
    input: cases.map((c) => JSON.stringify(c)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The API server's own evaluator of the restricted standard, for objects with one pod each. */
export function judgePodSecurity(cases: readonly Case[]): Verdict[] {
  const evaluator = podSecurityEvaluator();
  return cases.map(({ name, object }) => {
    const input = JSON.stringify(object);
    const { stdout, stderr } = spawnSync(evaluator, ['restricted'], { input, encoding: 'utf8' });
    const clean = stdout === '1 pod templates, 0 violations of restricted\n';
    return { name, problems: clean ? [] : `${stdout}${stderr}`.trim().split('\n') };
  });
}

function pythonWithSchemas(): string {
  const venv = join(CACHE, KUBERNETES_VALIDATE);
  if (!existsSync(venv)) {
    const unfinished = join(CACHE, 'unfinished');
    rmSync(unfinished, { recursive: true, force: true });
    need('python3', ['-m', 'venv', unfinished]);
    need(join(unfinished, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', KUBERNETES_VALIDATE]);
    renameSync(unfinished, venv);
  }
  return join(venv, 'bin', 'python');
}

function podSecurityEvaluator(): string {
  if (!existsSync(POD_SECURITY)) throw new Absent(`there is no ${POD_SECURITY}`);
  const binary = join(CACHE, 'pod-security-evaluator');
  mkdirSync(CACHE, { recursive: true });
  need('go', ['build', '-buildvcs=false', '-o', binary, '.'], POD_SECURITY);
  return binary;
}

function need(command: string, args: string[], cwd?: string): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Absent(`${[command, ...args].join(' ')}: ${error?.message ?? `status ${status}`}`);
}
