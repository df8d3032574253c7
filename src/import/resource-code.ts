/**
 * A resource as a construct: its props, and overrides for what props don't cover. The construct is made from the code before
 * it is written, and its result is compared with the manifest, so that nothing is lost.
 */
import { App } from 'cdk8s';
import { Comments } from './comments';
import { differences, valueAt } from './differences';
import { Evaluator } from './evaluate';
import { CHART, Expression, make, object, scalar } from './expression';
import { dataOf, Fields, withComment } from './fields';
import { Made } from './forms/making';
import { tableOf } from './kinds';
import { KindTable, Props } from './kinds/kind-table';
import { References } from './references';
import { Finding, Findings } from '../findings';
import { isObject, JsonObject } from '../plain/objects';
import { VersionName } from '../rendering/model/versions';
import { TOOLHIVE_KINDS } from '../resources/crd';
import { Resource } from '../resources/resource';
import { checkSpec } from '../resources/schema';
import { pathText, withOverride } from '../synthesis/spec-override';
import { ToolhiveChart } from '../toolhive-chart';
import { PodSecurity, ToolhiveVersion } from '../toolhive-settings';

export interface Override {
  readonly path: readonly string[];
  /** Undefined where the field is to be absent. */
  readonly value?: Expression;
}

/** The construct of a resource. */
export interface ResourceCode {
  readonly props: Props;
  readonly overrides: readonly Override[];
}

/** No code can make this resource. */
export class Unsayable extends Error {}

type Path = readonly string[];

export class ResourceWriter {
  private readonly table: KindTable;
  private readonly spec: JsonObject;
  private readonly wanted: JsonObject;
  private readonly hasCrd: boolean;

  /**
   * @param version the version of ToolHive that the app is set to
   * @param warnings what is doubtful about the resource, and may be refused by its construct
   * @param made settings that are not in the resource
   */
  constructor(
    private readonly resource: Resource,
    private readonly version: VersionName,
    private readonly warnings: readonly Finding[],
    private readonly comments: Comments,
    private readonly references: References,
    private readonly made?: Made,
  ) {
    this.table = tableOf(resource.kind);
    const spec = resource.spec as JsonObject;
    // What was no manifest was no operator's either.
    const complete = made ? undefined : this.table.complete;
    this.spec = complete?.(spec, resource.name, resource.namespace) ?? spec;
    this.hasCrd = TOOLHIVE_KINDS.includes(resource.kind);
    this.wanted = this.withDefaults(this.spec);
  }

  /** @throws Unsayable */
  write(): ResourceCode {
    // Fields that are left to overrides.
    let hidden: Path[] = [];
    for (;;) {
      const said = this.said(hidden);
      if (said instanceof Error) {
        hidden = [...hidden, ...this.culprits(hidden, said)];
        continue;
      }
      const { props } = said;
      if (!this.hasCrd) return { props, overrides: [] };
      const found = differences(this.wanted, this.withDefaults(said.spec)).filter(({ path }) => !this.isDecided(path));
      const wrong = found.filter(({ said: value }) => value !== undefined).map(({ path }) => path);
      const more = [...wrong, ...this.refused(said.construct)].filter((path) => this.isLeftOut(path, hidden));
      if (!more.length) return { props, overrides: found.map(({ path }) => this.override(path)) };
      hidden = [...hidden, ...more];
    }
  }

  /** Whether a setting that is not in the resource decides a field. */
  private isDecided([field]: Path): boolean {
    return this.made?.decides.includes(field) ?? false;
  }

  private propsWithout(hidden: readonly Path[]): Props {
    const view = hidden.reduce((spec, path) => withOverride(spec, { path, value: undefined }), this.spec);
    const surroundings = { references: this.references, comments: this.comments };
    const props = this.table.props(new Fields(view, ['spec'], surroundings), { ...this.resource.constructOptions });
    return { ...props, ...this.made?.props };
  }

  /** The construct by what is not hidden, and its spec. */
  private said(hidden: readonly Path[]): { props: Props; construct: Probe; spec: JsonObject } | Error {
    const { name, namespace } = this.resource;
    const settings = { podSecurity: PodSecurity.OPERATOR, toolhiveVersion: this.version as ToolhiveVersion };
    const chart = new ToolhiveChart(new App(), 'chart', { namespace, ...settings });
    try {
      // A table may fail on what the operator accepts and no prop can have, as the construct may.
      const props = this.propsWithout(hidden);
      const construct = new Evaluator(chart).evaluate(make(this.table.construct, CHART, scalar(name), object(props)));
      return { props, construct, spec: (construct as Probe)._spec() };
    } catch (e) {
      return e as Error;
    }
  }

  /** What the construct would refuse, although the operator takes it. */
  private refused(construct: Probe): Path[] {
    return this.warnings.filter((warning) => construct._isRefused(warning)).map(({ field }) => pathOf(field));
  }

  /** Whether props may, and do, leave a field to an override. */
  private isLeftOut(path: Path, hidden: readonly Path[]): boolean {
    if (valueAt(this.spec, path) === undefined) return false;
    if (this.table.always?.includes(pathText(path))) return false;
    return !hidden.some((other) => pathText(other) === pathText(path));
  }

  /** The first field without which the construct can be made; all of them, where no single one is enough. */
  private culprits(hidden: readonly Path[], error: Error): Path[] {
    const candidates = this.droppable(this.spec, [], hidden);
    if (!candidates.length) throw new Unsayable(isOwn(error) ? error.message : NO_CONSTRUCT);
    const one = candidates.find((path) => !(this.said([...hidden, path]) instanceof Error));
    return one ? [one] : candidates;
  }

  /** The fields that may be left to overrides, as few as possible: of a map that the construct needs a part of, the others. */
  private droppable(map: JsonObject, path: Path, hidden: readonly Path[]): Path[] {
    return Object.keys(map).flatMap((key): Path[] => {
      const own = [...path, key];
      if (!this.isLeftOut(own, hidden)) return [];
      const isNeeded = this.table.always?.some((field) => field.startsWith(`${pathText(own)}.`));
      if (!isNeeded) return [own];
      return isObject(map[key]) ? this.droppable(map[key], own, hidden) : [];
    });
  }

  private override(path: Path): Override {
    const value = valueAt(this.spec, path) ?? valueAt(this.wanted, path);
    const place = ['spec', ...path];
    if (value === undefined) return { path };
    return { path, value: withComment(dataOf(value, place, this.comments), this.comments.of(place)) };
  }

  private withDefaults(spec: JsonObject): JsonObject {
    return this.hasCrd ? checkSpec(this.resource.kind, this.version, spec, new Findings()) : spec;
  }
}

const NO_CONSTRUCT =
  'no construct says this, though the operator takes it; leave the resource out of the input, and deploy it with render';

/** Whether it is an error message of the library; otherwise it is a bug. */
function isOwn(error: Error): boolean {
  return Object.getPrototypeOf(error) === Error.prototype;
}

/** What isn't public of a construct. */
interface Probe {
  _spec(): JsonObject;
  _isRefused(warning: Finding): boolean;
}

/** The path of a finding's field in the spec, as far as there are maps: `spec.a.b[0].c` is `a.b`. */
function pathOf(field: string): string[] {
  const path: string[] = [];
  for (const [, name, quoted] of field.matchAll(/\.?([A-Za-z_$][\w$-]*)|\["((?:[^"\\]|\\.)*)"\]|\[\d+\]/g)) {
    if (name === undefined && quoted === undefined) break;
    path.push(name ?? JSON.parse(`"${quoted}"`));
  }
  return path.slice(1);
}
