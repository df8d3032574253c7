/** How a Secret is made by hand. */
import { masked } from '../credentials/mask';

/** What has to be in a Secret. */
export interface SecretToMake {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly { readonly key: string; readonly placeholder: string; readonly purpose?: string }[];
  /** A file of variables that it is made of. */
  readonly envFile?: string;
}

/** The line of kubectl that makes it, with placeholders for what is secret. */
export function secretCommand({ name, namespace, keys, envFile }: SecretToMake): string {
  const literals = keys.map(({ key, placeholder }) => `--from-literal=${quoted(`${key}=${masked(placeholder)}`)}`);
  const file = envFile === undefined ? [] : [`--from-env-file=${quoted(masked(envFile))}`];
  const parts = ['kubectl create secret generic', name, `--namespace ${namespace}`, ...file, ...literals];
  return parts.join(' ');
}

/** Keys whose values are files. */
const OF_FILES = /\.(?:crt|json|key|p12|pem|ya?ml)$/;

/** The same for a Secret of a type, whose keys have no placeholders of their own. */
export function commandFor(
  type: string,
  { name, namespace, keys }: { readonly name: string; readonly namespace: string; readonly keys: readonly string[] },
): string {
  const make = (what: string, ...options: string[]) =>
    [`kubectl create secret ${what} ${name} --namespace ${namespace}`, ...options].join(' ');
  if (type === 'kubernetes.io/dockerconfigjson') {
    return make(
      'docker-registry',
      "--docker-server='<registry>' --docker-username='<user>' --docker-password='<password>'",
    );
  }
  if (type === 'kubernetes.io/tls') return make('tls', "--cert='<file>' --key='<file>'");
  const options = keys.map((key) =>
    OF_FILES.test(key) ? `--from-file=${quoted(`${key}=<file>`)}` : `--from-literal=${quoted(`${key}=<value>`)}`,
  );
  return make('generic', ...(options.length ? options : ["--from-literal='<key>=<value>'"]));
}

/** What the keys are for, if it is known. */
export function purposesOf({ keys }: SecretToMake): string[] {
  return keys.flatMap(({ key, purpose }) => (purpose === undefined ? [] : [masked(`${key}: ${purpose}`)]));
}

/** One word for a shell. */
function quoted(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
