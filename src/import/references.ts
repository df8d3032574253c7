/** What the resources of one namespace refer to, each thing once, with the code that makes it known. */
import { call, CHART, Expression, object, scalar, variable, Variable } from './expression';
import { LibraryName } from './library';
import { KeySelector } from '../kubernetes/objects';
import { MEMBER_KINDS } from '../rendering/model/kinds';

/** Something outside the app that is known by its name alone. */
export interface Reference {
  readonly variable: Variable;
  /** Name of what is referred to, and id of the construct unless that is taken. */
  readonly name: string;
  /** The code, with the id that the construct gets. */
  code(id: string): Expression;
}

/** A resource of the app that others may refer to. */
export interface Target {
  readonly kind: string;
  readonly name: string;
  readonly variable: Variable;
}

const SECRET = { of: 'Secret', method: 'fromSecretName', suffix: 'secret' } as const;
const CONFIG_MAP = { of: 'ConfigMap', method: 'fromConfigMapName', suffix: 'config-map' } as const;
const ACCOUNT = { of: 'ServiceAccount', method: 'fromServiceAccountName', suffix: 'service-account' } as const;
const MEMBER = { of: 'McpServer', method: 'fromMcpServerName', suffix: 'member' } as const;

/** How a resource outside the app is referred to. */
export interface Referable {
  /** Appended to ids and variables where a name is taken. */
  readonly suffix: string;
  /** Undefined where no code can. */
  readonly fromName?: { readonly of: LibraryName; readonly method: string };
}

interface FromName {
  readonly of: LibraryName;
  readonly method: string;
  readonly suffix: string;
}

export class References {
  private readonly targets = new Map<string, Target>();
  private readonly found = new Map<string, Reference>();

  /** @param tableOf how resources outside the app are referred to, by kind */
  constructor(
    targets: readonly Target[],
    private readonly tableOf: (kind: string) => Referable,
  ) {
    for (const target of targets) this.targets.set(`${target.kind}/${target.name}`, target);
  }

  /** All that turned out to be outside. */
  get outside(): Reference[] {
    return [...this.found.values()];
  }

  secret(name: string): Variable {
    return this.reference(SECRET, name);
  }

  configMap(name: string): Variable {
    return this.reference(CONFIG_MAP, name);
  }

  serviceAccount(name: string): Variable {
    return this.reference(ACCOUNT, name);
  }

  /** A resource of the app, or one that is known by its name; undefined where no code can refer to it. */
  resource(kind: string, name: string): Expression | undefined {
    const target = this.targets.get(`${kind}/${name}`);
    if (target) return variable(target.variable);
    const { fromName, suffix } = this.tableOf(kind);
    return fromName && variable(this.reference({ ...fromName, suffix }, name));
  }

  /** A server, remote proxy or entry. */
  member(name: string): Expression {
    const target = MEMBER_KINDS.map((kind) => this.targets.get(`${kind}/${name}`)).find(Boolean);
    return variable(target?.variable ?? this.reference(MEMBER, name));
  }

  /** `{ secret, key }` */
  secretValue({ name, key }: Partial<KeySelector>): Expression | undefined {
    return name && key ? object({ secret: variable(this.secret(name)), key: scalar(key) }) : undefined;
  }

  /** `{ configMap, key }` */
  configMapKey({ name, key }: Partial<KeySelector>): Expression | undefined {
    return name && key ? object({ configMap: variable(this.configMap(name)), key: scalar(key) }) : undefined;
  }

  private reference({ of, method, suffix }: FromName, name: string): Variable {
    // The operator takes references without a name, which no code can write.
    if (typeof name !== 'string' || !name) throw new TypeError('a reference without a name');
    const key = `${of}.${method}/${name}`;
    let reference = this.found.get(key);
    if (!reference) {
      const code = (id: string) => call(of, method, CHART, scalar(id), scalar(name));
      const stand: Variable = { hint: name, suffix, standIn: code(`${suffix} ${name}`) };
      this.found.set(key, (reference = { variable: stand, name, code }));
    }
    return reference.variable;
  }
}
