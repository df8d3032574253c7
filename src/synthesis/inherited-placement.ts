/**
 * Where the pods of proxies run, as it is inherited down the tree. It is written into each resource, so that it comes out the
 * same with and without the operator.
 */
import { IConstruct } from 'constructs';
import { resolved } from './resolved';
import { wrongSetting } from './wrong-setting';
import { Findings } from '../findings';
import { checkScheduling } from '../kubernetes/pod-validation/scheduling';
import { decodeTyped } from '../kubernetes/typed';
import { defined, isObject, JsonObject } from '../plain/objects';
import type { ProxyPlacement } from '../pods/proxy-placement';
import { refused } from '../props/language';
import { specSchema, VersionSchema } from '../resources/of-version';
import { VersionName } from '../resources/versions';

const FIELDS = ['nodeSelector', 'tolerations', 'affinity'] as const;

type Path = readonly string[];

const OVERRIDES: Path = ['resourceOverrides', 'proxyDeployment'];
const TEMPLATE: Path = ['podTemplateSpec', 'spec'];

/** Where a resource sets it, the preferred place first. The pod template of an MCPServer is that of the MCP server itself. */
const PLACES: Readonly<Record<string, readonly Path[]>> = {
  MCPServer: [OVERRIDES],
  MCPRemoteProxy: [OVERRIDES, TEMPLATE],
  VirtualMCPServer: [TEMPLATE],
};

/** The settings of the scopes around, each field from the nearest that sets it. @param layers the nearest first */
export function nearestPlacement(layers: readonly (ProxyPlacement | undefined)[]): ProxyPlacement | undefined {
  const placement = Object.assign({}, ...[...layers].reverse().map((layer) => defined({ ...layer }))) as ProxyPlacement;
  return Object.keys(placement).length ? placement : undefined;
}

/** @throws on what the API server would refuse of a pod; values that are known later are left to it */
export function checkPlacement(scope: IConstruct, given: ProxyPlacement | undefined): void {
  const { value: placement, isLate } = resolved(scope, given);
  if (!placement || isLate) return;
  const findings = new Findings();
  decodeTyped('PodSpec', placement, 'proxyPlacement', findings);
  if (!findings.list.length) {
    checkScheduling(placement, (at, message) => findings.error(`proxyPlacement.${at}`, message));
  }
  if (!findings.list.length) return;
  throw refused(
    findings.list.map(({ field, message }) => wrongSetting(scope, `${field}: ${message}`).message).join('\n'),
  );
}

/** A resource's spec with what it inherits, or what of that its version has no field for. */
export interface Placed {
  readonly spec: JsonObject;
  readonly unsayable: readonly string[];
  /** The version that brought the fields. */
  readonly since?: VersionName;
}

/** @param version of the custom resource that gets it. Default: any version, because no operator reads it */
export function withPlacement(
  kind: string,
  spec: JsonObject,
  placement: ProxyPlacement | undefined,
  version?: VersionName,
): Placed {
  const places = PLACES[kind] ?? [];
  const missing = FIELDS.filter(
    (field) =>
      placement?.[field] !== undefined && !places.some((place) => memberAt(spec, place)?.[field] !== undefined),
  );
  if (!places.length || !missing.length) return { spec, unsayable: [] };
  const spanOf = (place: Path) => (version ? fieldOf(kind, version, [...place, missing[0]]) : HELD);
  const place = places.find((one) => spanOf(one).isHeld);
  if (!place) return { spec, unsayable: missing, since: spanOf(places[0]).since };
  const members = Object.fromEntries(missing.map((field) => [field, placement![field]]));
  return { spec: extended(spec, place, members), unsayable: [] };
}

function memberAt(spec: JsonObject, path: Path): JsonObject | undefined {
  const found = path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), spec);
  return isObject(found) ? found : undefined;
}

function extended(value: unknown, [key, ...rest]: Path, members: JsonObject): JsonObject {
  const parent = isObject(value) ? value : {};
  return key === undefined ? { ...parent, ...members } : { ...parent, [key]: extended(parent[key], rest, members) };
}

interface Span {
  readonly isHeld: boolean;
  readonly since?: VersionName;
}

const HELD: Span = { isHeld: true };

/** Whether the custom resource has a field. What a schema leaves open, such as a pod template, has every field. */
function fieldOf(kind: string, version: VersionName, path: Path): Span {
  let schema = specSchema(kind, version);
  for (const key of path) {
    if (!schema.properties) return HELD;
    const below: VersionSchema | undefined = schema.properties[key];
    if (!below) return { isHeld: false, since: schema.elsewhere?.[key]?.since };
    schema = below;
  }
  return HELD;
}
