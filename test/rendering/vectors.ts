/** Renders cases of scripts/operator-facts, whose outcomes by ToolHive's own code are in `vectors`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Findings } from '../../src/findings';
import { ManifestCatalog } from '../../src/manifests/catalog';
import { Obj } from '../../src/plain/objects';
import { Settings, settingsFor } from '../../src/rendering/model/settings';
import { checkResource, Rendering } from '../../src/rendering/render';
import { Resource } from '../../src/resources/resource';
import { VersionName } from '../../src/resources/versions';

/** The released version whose own code was asked for the outcomes. */
export const VECTORS_OF: VersionName = '0.44.0';

/** A resource of ToolHive's (with `spec`), a ConfigMap (with `data`) or an `Operator` (with its variables as `data`). */
export interface CaseResource {
  readonly kind: string;
  readonly name: string;
  readonly annotations?: Record<string, string>;
  readonly spec?: Obj;
  readonly data?: Record<string, string>;
}

/** What of an outcome all kinds have. */
export interface Vector {
  readonly name: string;
  readonly resources: readonly CaseResource[];
  readonly refused?: string;
  readonly env?: Obj[];
  readonly volumes?: Obj[];
  readonly mounts?: Obj[];
}

export interface RenderedCase {
  readonly errors: string[];
  /** Each behind its id. */
  readonly warnings: string[];
  readonly manifests: Obj[];
}

export function readVectors<V extends Vector>(set: string): V[] {
  return JSON.parse(readFileSync(join(__dirname, 'vectors', `${set}.json`), 'utf8'));
}

/**
 * @param mainKind the kind whose objects are asked for; a case has one resource of it at most
 * @param constructOptions what a construct, or an option of the command line, says besides
 */
export function renderCase(
  { resources }: Pick<Vector, 'resources'>,
  mainKind: string,
  constructOptions?: Obj,
  version: VersionName = VECTORS_OF,
): RenderedCase {
  const catalog = new ManifestCatalog();
  const others: Findings[] = [];
  let main: { resource: Resource; findings: Findings } | undefined;
  let settings = settingsFor(version);
  for (const { kind, name, annotations, spec = {}, data = {} } of resources) {
    if (kind === 'Operator') {
      settings = { ...settings, ...settingsOf(data) };
      continue;
    }
    if (kind === 'ConfigMap') {
      catalog.addConfigMap('ns', name, { data });
      continue;
    }
    const findings = new Findings();
    const resource = checkResource(
      { kind, name, namespace: 'ns', annotations, constructOptions, spec },
      findings,
      settings.version,
    );
    catalog.add({ ...resource, isRefused: findings.errors.length > 0 });
    if (kind === mainKind) main = { resource, findings };
    else others.push(findings);
  }
  const rendering = main && Rendering.of(main.resource, main.findings, catalog, settings);
  const all = [...others, ...(main ? [main.findings] : [])];
  const errors = all.flatMap((findings) => findings.errors.map(({ message }) => message));
  const warnings = all.flatMap((findings) => findings.warnings.map(({ id, message }) => `${id}: ${message}`));
  return { errors, warnings, manifests: errors.length ? [] : (rendering?.manifests() ?? []) };
}

/** Variables of the operator as settings. */
function settingsOf(variables: Record<string, string>): Partial<Settings> {
  const address = variables.TOOLHIVE_DEFAULT_REDIS_ADDR;
  const name = variables.TOOLHIVE_DEFAULT_REDIS_SECRET_NAME;
  const key = variables.TOOLHIVE_DEFAULT_REDIS_SECRET_KEY ?? 'redis-password';
  return {
    ...(address && { redis: { address, ...(name && { passwordSecret: { name, key } }) } }),
    imagePullSecrets: (variables.TOOLHIVE_DEFAULT_IMAGE_PULL_SECRETS ?? '').split(',').filter(Boolean),
  };
}
