import { readFileSync } from 'node:fs';
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { differenceText, firstDifference, objectText } from './like';
import { NetworkPlace } from './network-place';
import { restarts, workloadNames } from './restarts';
import { Access, AccessQuestion } from '../access';
import { AccessVerdict } from '../authorization/access-decision';
import { shown } from '../findings';
import { connection } from '../network/connection';
import { portsToTry } from '../network/open-ports';
import { Place } from '../network/place';
import { Obj } from '../plain/objects';
import { checkCalls } from '../props/check-calls';
import { suggestion } from '../resources/schema';
import { warningsBelow } from '../scope-warnings';

/** A connection that has to be possible. */
export interface ConnectionOptions {
  /** Who connects. */
  readonly from: NetworkPlace;
  /** Whom it connects to. */
  readonly to: NetworkPlace;
  /** TCP port of the pod or host that is connected to. Of DNS, 53, UDP as well. */
  readonly port: number;
}

/** A connection that must not be possible. */
export interface NoConnectionOptions {
  /** Who connects. */
  readonly from: NetworkPlace;
  /** Whom it connects to. */
  readonly to: NetworkPlace;

  /**
   * TCP port of the pod or host that is connected to.
   *
   * @default - any port
   */
  readonly port?: number;
}

/** An object that has to be there. */
export interface ObjectLike {
  /** What kind of object it is, such as `Deployment`. */
  readonly kind: string;

  /**
   * What the object is called.
   *
   * @default - any name
   */
  readonly name?: string;

  /**
   * What it has. More members are right; lists have as many items, and are compared one by one.
   *
   * @default - anything
   */
  readonly like?: { [member: string]: any };
}

/** Workloads that may restart. */
export interface RestartsOptions {
  /** The app before the change, such as `Assertions.ofYaml('before.yaml')`. */
  readonly before: Assertions;

  /** Which Deployments, StatefulSets and DaemonSets may restart, by name; none where nothing may. */
  readonly names: string[];
}

/**
 * Assertions about an app, for its tests: who reaches whom, who may call what, what restarts, and what is there.
 *
 * Each throws an error whose message says what is, and which rule decides it. They don't depend on a test framework. Ask when the
 * app is complete.
 *
 * @example
 * const assertions = Assertions.of(chart);
 * const monitoring = NetworkPlace.pods({ namespace: 'monitoring' });
 * assertions.cannotReach({ from: monitoring, to: NetworkPlace.internet() });
 * assertions.hasNoWarnings();
 */
export class Assertions {
  static {
    checkCalls('Assertions', this);
  }

  /**
   * Assertions about everything at and below a scope. NetworkPolicies of the whole app count.
   *
   * @param scope an app, a chart or a construct
   */
  public static of(scope: IConstruct): Assertions {
    const objects = (of: IConstruct) =>
      of.node
        .findAll()
        .filter(isObject)
        .map((object) => object.toJson() as Obj);
    return new Assertions(
      `[${scope.node.path}] `,
      () => objects(scope),
      () => objects(scope.node.root),
      scope,
    );
  }

  /**
   * Assertions about YAML that was made before, such as a chart in `dist/`.
   *
   * Who may call what, and warnings, can't be asked of it.
   *
   * @param path the file, relative to the working directory of the app
   * @throws when it can't be read
   */
  public static ofYaml(path: string): Assertions {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (e) {
      throw new Error(`Assertions: ${path} can't be read: ${(e as NodeJS.ErrnoException).code ?? String(e)}`);
    }
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- few apps read YAML
    const { readManifests } = require('../manifests/read') as typeof import('../manifests/read');
    const objects = readManifests(text, path).map(({ value }) => value as Obj);
    return new Assertions(
      `${path}: `,
      () => objects,
      () => objects,
    );
  }

  private constructor(
    private readonly place: string,
    private readonly own: () => Obj[],
    private readonly all: () => Obj[],
    private readonly scope?: IConstruct,
  ) {}

  /**
   * Asserts that NetworkPolicies let a connection through, on both sides.
   *
   * @param options who connects to whom
   * @throws when they don't
   */
  public canReach(options: ConnectionOptions): void {
    const { objects, from, to } = this.ends(options);
    this.checkPort(options.port);
    const { isOpen, reasons } = connection(objects, from, to, options.port);
    if (!isOpen) this.fail(`${from.name} can't reach ${to.name} at port ${options.port}: ${reasons.join(', and ')}`);
  }

  /**
   * Asserts that NetworkPolicies don't let a connection through.
   *
   * @param options who must not connect to whom
   * @throws when they do
   */
  public cannotReach(options: NoConnectionOptions): void {
    const { objects, from, to } = this.ends(options);
    if (options.port !== undefined) this.checkPort(options.port);
    const ports = options.port === undefined ? portsToTry(to, objects) : [options.port];
    for (const port of ports) {
      const { isOpen, reasons } = connection(objects, from, to, port);
      if (isOpen) this.fail(`${from.name} reaches ${to.name} at port ${port}: ${reasons.join(', and ')}`);
    }
  }

  /**
   * Asserts that a server permits something to somebody.
   *
   * @param question who asks which server for what
   * @throws when it is denied, or depends on arguments that the question doesn't give
   */
  public mayCall(question: AccessQuestion): void {
    this.checkAccess(question, AccessVerdict.PERMITTED, 'may not');
  }

  /**
   * Asserts that a server denies something to somebody, whatever the arguments are.
   *
   * @param question who asks which server for what
   * @throws when it is permitted, or depends on arguments that the question doesn't give
   */
  public mayNotCall(question: AccessQuestion): void {
    this.checkAccess(question, AccessVerdict.DENIED, 'may');
  }

  /**
   * Asserts that applying the app in place of an earlier one makes no new pods, except for some workloads.
   *
   * Workloads that are new or gone don't count. MCP servers that ToolHive's proxy makes restart with their proxy's Deployment.
   *
   * @param options the earlier app, and what may restart
   * @throws when another workload restarts, or a name is no workload
   */
  public restartsOnly(options: RestartsOptions): void {
    const { before, names } = options;
    const now = this.own();
    const known = workloadNames(now);
    const strange = names.find((name) => !known.includes(name));
    if (strange !== undefined) this.fail(`there is no workload ${shown(strange)}${suggestion(strange, known)}`);
    const others = restarts(before.own(), now).filter(({ name }) => !names.includes(name));
    if (others.length) this.fail(others.map(({ text, why }) => `${text} restarts: ${why}`).join('; '));
  }

  /**
   * Asserts that there is an object.
   *
   * @param options what it is like
   * @throws when there is none; the message says where the nearest one differs
   */
  public hasObject(options: ObjectLike): void {
    const { kind, name, like = {} } = options;
    const objects = this.own();
    const ofKind = objects.filter((object) => object.kind === kind);
    if (!ofKind.length) {
      const kinds = [...new Set(objects.map((object) => object.kind as string))];
      this.fail(`there is no ${kind}${suggestion(kind, kinds)}`);
    }
    const named = ofKind.filter((object) => name === undefined || object.metadata?.name === name);
    if (!named.length) {
      const names = ofKind.map((object) => object.metadata?.name as string);
      this.fail(`there is no ${kind} ${shown(name)}${suggestion(name!, names)}`);
    }
    const differences = named.map((object) => ({ object, at: firstDifference(object, like, false) }));
    if (differences.some(({ at }) => at === undefined)) return;
    const [{ object, at }] = differences;
    const others = differences.length > 1 ? `, and ${differences.length - 1} more differ, too` : '';
    this.fail(`${objectText(object)}: ${differenceText(at!)}${others}`);
  }

  /**
   * Asserts that there are no warnings, apart from those that were acknowledged.
   *
   * @throws when there are some, and the message has them all; or when the input of a construct is wrong
   */
  public hasNoWarnings(): void {
    const scope = this.constructs('warnings');
    // They are known once all is checked.
    const errors = scope.node.findAll().flatMap(({ node }) => node.validate());
    if (errors.length) this.fail(errors.join('; '));
    const found = warningsBelow(scope).map(({ path, message, id }) => `[${path}] ${message} [${id}]`);
    if (found.length) throw new Error(`Assertions: there are warnings:\n${found.join('\n')}`);
  }

  private ends({ from, to }: { readonly from: NetworkPlace; readonly to: NetworkPlace }) {
    const objects = this.all();
    const find = (end: NetworkPlace): Place => {
      try {
        return end._in(objects);
      } catch (e) {
        return this.fail((e as Error).message);
      }
    };
    return { objects, from: find(from), to: find(to) };
  }

  private checkPort(port: number): void {
    if (Number.isInteger(port) && port > 0 && port < 65_536) return;
    this.fail(`port: ${shown(port)} is no port; give a number from 1 to 65535`);
  }

  private checkAccess(question: AccessQuestion, expected: AccessVerdict, otherwise: string): void {
    const { verdict, reason, server } = Access.of(this.constructs('access')).decide(question);
    if (verdict === expected) return;
    const { principal, name } = question;
    const word = verdict === AccessVerdict.DEPENDS ? 'may or may not' : otherwise;
    this.fail(`${principal.label} ${word} use ${name} of ${server}: ${reason}`);
  }

  private constructs(what: string): IConstruct {
    return this.scope ?? this.fail(`${what} are known of constructs, not of YAML; use Assertions.of`);
  }

  private fail(message: string): never {
    throw new Error(`${this.place}Assertions: ${message}`);
  }
}

const isObject = (construct: IConstruct): construct is ApiObject => ApiObject.isApiObject(construct);
