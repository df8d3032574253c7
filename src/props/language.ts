/**
 * Names of props and methods as the app's language writes them. jsii runs this library in a process of its own for Python, Java
 * and Go, and names the language in a variable.
 */
import { callablesOf, entries, propsOf } from './read-table';

/** Of jsii: `Python/3.12.1`, `Java/17.0.1`, `go1.25.0/linux/amd64`. */
const AGENT = 'JSII_AGENT';

const WRITTEN: readonly (readonly [agent: RegExp, write: (name: string) => string])[] = [
  [/^python/i, (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()],
  [/^go/i, (name) => name[0].toUpperCase() + name.slice(1)],
];

/** What the user gave, and what must be copied exactly, is in quotes. */
const QUOTED = /("(?:[^"\\]|\\[^])*"?)/;
const PATH = /[A-Za-z_]\w*(?:\[\d+\]|\.[A-Za-z_]\w*)*/g;
/** Below it are names of Kubernetes, which are the same everywhere. */
const KUBERNETES = 'podTemplateSpec';

/** The error that a construct, factory or method of the public API throws, with names as the app's language has them. */
export function refused(message: string): Error {
  return new Error(inLanguage(message));
}

/** A message with the names of props and methods in it as the language of the app has them. */
export function inLanguage(message: string): string {
  const agent = process.env[AGENT];
  const write = agent && WRITTEN.find(([wanted]) => wanted.test(agent))?.[1];
  if (!write) return message;
  const parts = message.split(QUOTED);
  return parts.map((part, i) => (i % 2 ? part : part.replace(PATH, (path) => written(path, write)))).join('');
}

function written(path: string, write: (name: string) => string): string {
  const [said, ...below] = path.split(new RegExp(`(?<=\\b${KUBERNETES}\\b)`));
  const names = said.replace(/[A-Za-z_]\w*/g, (name) => (known().has(name) ? write(name) : name));
  return names + below.join('');
}

let names: ReadonlySet<string> | undefined;

/** Names that no English word is mistaken for: those with a capital letter inside. */
function known(): ReadonlySet<string> {
  return (names ??= new Set([...entries().values()].flatMap(namesOf).filter((name) => /^[a-z]\w*[A-Z]/.test(name))));
}

function namesOf({ kind, name }: { readonly kind: string; readonly name: string }): string[] {
  if (kind === 'struct') return propsOf(name).map((prop) => prop.name);
  if (kind !== 'class') return [];
  return callablesOf(name).flatMap((callable) => [callable.name, ...callable.parameters.map((one) => one.name)]);
}
