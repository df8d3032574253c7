/**
 * An entry of a catalogue, or what a client's file has in the same format, as a resource: all is filled in. What is secret, what
 * looks like it, and what has no value becomes the key of a Secret.
 */
import { Argument, Entry, Input, Permissions, Setting, Template } from '../../catalog/entry';
import { transportNamed } from '../../catalog/transports';
import { isCredentialHeader, isCredentialName, isPath } from '../../credentials/forms';
import { masked } from '../../credentials/mask';
import { isEnvVarName } from '../../kubernetes/names';
import { JsonObject, pruned } from '../../plain/objects';
import { isPrivateUrl } from '../../rendering/servers/proxy/remote-url';

/** A key of a Secret that has to be made. */
export interface SecretKey {
  readonly key: string;
  /** What is to be put there, with names in angle brackets. */
  readonly placeholder: string;
  /** What it is for, if the file has it. */
  readonly purpose?: string;
}

/** A server, ready to be written. */
export interface Settled {
  readonly kind: 'MCPServer' | 'MCPRemoteProxy';
  readonly spec: JsonObject;
  /** Of its own Secret. */
  readonly keys: readonly SecretKey[];
  /** Paths in the spec of variables and headers, by their names. */
  readonly places: ReadonlyMap<string, readonly (string | number)[]>;
  /** Network and files, where no built-in profile fits. */
  readonly permissions?: Permissions;
  /** Inputs that stay unset. */
  readonly unset: readonly Input[];
}

/** @returns the server, or why none can be made */
export function settle(entry: Entry, secret: string): Settled | { readonly refusals: readonly string[] } {
  const refusals = entry.refusals.filter(({ omit }) => omit === undefined).map(({ message }) => message);
  const { container, remote } = entry;
  const word = (container ?? remote)?.transport ?? '';
  const transport = transportNamed(word);
  if (container && !container.image) refusals.push('it names no image');
  if (container && masked(container.image) !== container.image) refusals.push('its image has a credential in it');
  if ((container ?? remote) && !transport) {
    refusals.push('its transport is none that ToolHive speaks: stdio, sse, streamable-http');
  }
  if (remote && word === 'stdio') refusals.push('a remote server speaks sse or streamable-http');
  const settling = new Settling(entry.inputs, secret);
  const url = remote && settling.url(remote.url);
  if (url && 'refusal' in url) refusals.push(url.refusal);
  if (refusals.length) return { refusals };
  const permissions = container?.permissions?.network && container.permissions;
  const isPlain = permissions && !permissions.network!.hosts.length && !permissions.network!.ports.length;
  const args = settling.arguments(container?.args ?? [], container?.env ?? []);
  const spec = container
    ? pruned({
        image: container.image,
        transport: transport === 'stdio' ? undefined : transport,
        proxyPort: entry.proxyPort,
        mcpPort: container.port,
        args,
        permissionProfile: isPlain && !permissions.network!.allowAll ? { type: 'builtin', name: 'none' } : undefined,
        ...settling.env(container.env),
      })
    : pruned({
        remoteUrl: (url as { url: string }).url,
        allowPrivateEndpoint: isPrivateUrl((url as { url: string }).url) || undefined,
        transport,
        proxyPort: entry.proxyPort,
        headerForward: pruned(settling.headers(remote!.headers)),
      });
  const needed = new Set([...settling.used]);
  return {
    kind: container ? 'MCPServer' : 'MCPRemoteProxy',
    spec,
    keys: [...settling.keys.values()],
    places: settling.places,
    permissions: isPlain ? undefined : permissions,
    unset: entry.inputs.filter(({ name }) => !needed.has(name)),
  };
}

/** A text, as far as it may be in code; and what a person has to put in its place. */
interface Text {
  readonly text: string;
  readonly isSecret: boolean;
}

class Settling {
  readonly keys = new Map<string, SecretKey>();
  readonly places = new Map<string, readonly (string | number)[]>();
  /** Inputs that have a value. */
  readonly used = new Set<string>();
  /** Variables that are there only for arguments. */
  private readonly extra: string[] = [];
  private readonly inputs: ReadonlyMap<string, Input>;

  constructor(
    inputs: readonly Input[],
    private readonly secret: string,
  ) {
    this.inputs = new Map(inputs.map((input) => [input.name, input]));
  }

  /** `env` and `secrets` of a spec. */
  env(settings: readonly Setting[]): { env: JsonObject[]; secrets: JsonObject[] } {
    const env: JsonObject[] = [];
    const secrets = this.extra.map((key) => ({ name: this.secret, key }));
    for (const setting of settings) {
      const { name } = setting;
      const value = this.setting(setting, isCredentialName);
      if (!value) continue;
      if (value.isSecret) {
        this.places.set(name, ['spec', 'secrets', secrets.length]);
        secrets.push({ name: this.secret, key: name });
      } else {
        this.places.set(name, ['spec', 'env', env.length]);
        env.push({ name, value: literal(value.text) });
      }
    }
    return { env, secrets };
  }

  /** `headerForward` of a spec. */
  headers(settings: readonly Setting[]): JsonObject {
    const plain: Record<string, string> = {};
    const secret: JsonObject[] = [];
    for (const setting of settings) {
      const { name } = setting;
      const value = this.setting(setting, isCredentialHeader);
      if (value?.isSecret) {
        secret.push({ headerName: name, valueSecretRef: { name: this.secret, key: keyOf(name) } });
      } else if (value) {
        plain[name] = value.text;
      }
    }
    return { addPlaintextHeaders: plain, addHeadersFromSecret: secret };
  }

  url(template: Template): { url: string } | { refusal: string } {
    const filled = this.fill(template);
    if (!filled || filled.isSecret) {
      const names = template.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.input])).join(', ');
      return {
        refusal: `its address has ${names} in it, and no Secret can be put into an address; write the address out, or send the credential in a header`,
      };
    }
    if (masked(filled.text) !== filled.text) {
      return { refusal: 'its address has a credential in it, for everybody to read; send that in a header' };
    }
    return { url: filled.text };
  }

  /** Kubernetes puts variables into arguments, where those write `$(NAME)`. */
  arguments(args: readonly Argument[], env: readonly Setting[]): string[] {
    const found: string[] = [];
    for (const { flag, value } of args) {
      const template = value && this.fill(value);
      if (value && !template) continue;
      const parts = flag === undefined ? value! : value ? [`${flag}=`, ...value] : [flag];
      found.push(...(template?.text === '' && flag !== undefined ? [flag] : [this.argument(parts, found, env)]));
    }
    return found;
  }

  private argument(template: Template, before: readonly string[], env: readonly Setting[]): string {
    const filled = this.fill(template)!;
    if (filled.isSecret) {
      return template
        .map((piece) => (typeof piece === 'string' ? literal(piece) : this.piece(piece.input, env)))
        .join('');
    }
    const { text } = filled;
    const [, start = '', name = '', value = text] = /^(-{0,2}([A-Za-z][\w.-]*)(?:=|:\s*))([^]+)$/.exec(text) ?? [];
    const flag = /^--?([A-Za-z][\w-]*)$/.exec(before.at(-1) ?? '')?.[1];
    const isValueOfFlag = flag !== undefined && !text.startsWith('-') && isSecretValue(isCredentialName, flag, text);
    if (isValueOfFlag) return `$(${this.variable(flag, env)})`;
    if (start && isSecretValue(isCredentialHeader, name, value)) {
      return `${literal(start)}$(${this.variable(name, env)})`;
    }
    return masked(text) === text ? literal(text) : `$(${this.variable(`ARGUMENT_${before.length + 1}`, env)})`;
  }

  /** The part of an argument that comes from an input. */
  private piece(input: string, env: readonly Setting[]): string {
    const { isSecret, default: given } = this.inputs.get(input) ?? { isSecret: true };
    if (!isSecret && given !== undefined && masked(given) === given) return literal(given);
    const same = env.find(
      ({ value: [piece, ...rest] }) => !rest.length && typeof piece === 'object' && piece.input === input,
    );
    return `$(${same?.name ?? this.variable(input, env, `<${input}>`, this.purposeOf([{ input }]))})`;
  }

  /** A variable whose value is in the Secret. */
  private variable(name: string, env: readonly Setting[], placeholder?: string, purpose?: string): string {
    const word =
      name
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .replace(/\W+/g, '_')
        .replace(/^_+/, '')
        .toUpperCase() || 'ARGUMENT';
    const start = /^\d/.test(word) ? `_${word}` : word;
    let key = start;
    for (let n = 2; this.keys.has(key) && placeholder === undefined; n++) key = `${start}_${n}`;
    if (env.some((setting) => setting.name === key)) key = `${key}_ARGUMENT`;
    if (!this.extra.includes(key)) this.extra.push(key);
    this.keys.set(key, { key, placeholder: placeholder ?? `<${key}>`, purpose });
    return key;
  }

  private setting({ name, value, isSecret }: Setting, tells: (name: string) => boolean): Text | undefined {
    if (tells === isCredentialName && isEnvVarName(name)) return undefined;
    const filled = this.fill(value);
    if (!filled) return undefined;
    const isOwn = !filled.isSecret && (isSecret || isSecretValue(tells, name, filled.text));
    if (!filled.isSecret && !isOwn) return filled;
    const key = keyOf(name);
    this.keys.set(key, { key, placeholder: isOwn ? `<${key}>` : filled.text, purpose: this.purposeOf(value) });
    return { text: '', isSecret: true };
  }

  private purposeOf(template: Template): string | undefined {
    const said = template.flatMap((piece) =>
      typeof piece === 'string' ? [] : [this.inputs.get(piece.input)?.description],
    );
    return said.filter((text) => text !== undefined).join('; ') || undefined;
  }

  /** Undefined where something in it has no value and needs none. */
  private fill(template: Template): Text | undefined {
    let text = '';
    let isSecret = false;
    for (const piece of template) {
      if (typeof piece === 'string') {
        text += piece;
        continue;
      }
      const input = this.inputs.get(piece.input);
      const given = input?.isSecret ? undefined : input?.default;
      if (given !== undefined && masked(given) === given) {
        text += given;
      } else if (!input || input.isRequired || given !== undefined) {
        isSecret = true;
        text += `<${piece.input}>`;
      } else {
        return undefined;
      }
      this.used.add(piece.input);
    }
    return { text, isSecret };
  }
}

/** A key of a Secret: letters, digits, `-`, `_` and `.`. */
function keyOf(name: string): string {
  return name.replace(/[^-\w.]/g, '-') || 'value';
}

/** Kubernetes would put a variable in place of `$(NAME)`. */
function literal(text: string): string {
  return text.replace(/\$\((?=[^()]*\))/g, '$$$$(');
}

/** Whether a text of the file may not be in code. */
function isSecretValue(tells: (name: string) => boolean, name: string, value: string): boolean {
  const isHarmless = value === '' || /^(?:true|false|yes|no|none|null|\d{1,6})$/i.test(value) || isPath(value);
  return (tells(name) && !isHarmless) || masked(value) !== value;
}
