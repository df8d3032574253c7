/** Virtual servers of ToolHive up to 0.15. */
import { beside, Fields, manifest, noteOf, ReadOlder, section } from './common';
import { compositeToolOf, isEarlyCompositeTool } from './composite-tool';
import { fieldsOfOidc, oidcOf } from './oidc';
import { fieldPath, Findings, shown } from '../../findings';
import { isObject, Obj } from '../../plain/objects';

/** Fields that were next to `config` up to 0.6, and are in it today. */
const IN_CONFIG = ['aggregation', 'compositeTools', 'compositeToolRefs', 'operational'];

/** Where early documents set how tokens are checked. */
const OIDC = 'spec.incomingAuth.oidcConfig';

/** How the backend's credential was marked as an object of its own. */
const EARLY_AUTH_TYPE = 'external_auth_config_ref';

export function isEarlyVirtualServer(spec: Obj): boolean {
  const { config, incomingAuth, groupRef } = spec;
  return (
    IN_CONFIG.some((field) => spec[field] !== undefined) ||
    typeof groupRef === 'string' ||
    (isObject(config) && config.groupRef !== undefined && groupRef === undefined) ||
    (isObject(config) && toolsOf(config).some((tool) => isObject(tool) && isEarlyCompositeTool(tool))) ||
    (isObject(incomingAuth) && incomingAuth.oidcConfig !== undefined) ||
    backendsOf(spec).some(({ auth }) => auth.type === EARLY_AUTH_TYPE)
  );
}

export function readVirtualServer(value: Obj): ReadOlder {
  const findings = new Findings();
  const read: string[] = [];
  const fields: Fields = {};
  const { kind, metadata } = value;
  const spec = structuredClone(value.spec ?? {});
  const given: Obj = section(spec.config, 'spec.config', Object.keys(spec.config ?? {}), findings);
  const config: Obj = { ...given };

  if (typeof spec.groupRef === 'string') {
    spec.groupRef = { name: spec.groupRef };
    read.push('groupRef as groupRef.name');
  }
  if (config.groupRef !== undefined && spec.groupRef === undefined) {
    spec.groupRef = { name: config.groupRef };
    fields['spec.groupRef.name'] = 'spec.config.groupRef';
    read.push('config.groupRef as groupRef.name');
    delete config.groupRef;
  }
  for (const field of IN_CONFIG.filter((name) => spec[name] !== undefined)) {
    if (given[field] !== undefined) {
      findings.error(`spec.${field}`, `says the same as config.${field}, which is given too; keep one`);
    }
    config[field] = spec[field];
    delete spec[field];
    fields[`spec.config.${field}`] = `spec.${field}`;
    read.push(`${field} as config.${field}`);
  }
  config.compositeTools = Array.isArray(config.compositeTools)
    ? config.compositeTools.map((tool: unknown, i: number) => {
        const at = fieldPath('spec.config.compositeTools', i);
        const stood = given.compositeTools ? at : fieldPath('spec.compositeTools', i);
        return isObject(tool) ? compositeToolOf(tool, at, read, fields, findings, stood) : tool;
      })
    : config.compositeTools;
  if (config.compositeTools === undefined) delete config.compositeTools;
  if (spec.config !== undefined || Object.keys(config).length) spec.config = config;

  for (const { auth, at } of backendsOf(spec)) {
    if (auth.type !== EARLY_AUTH_TYPE) continue;
    auth.type = 'externalAuthConfigRef';
    read.push(`${at.replace('spec.', '')}.type ${EARLY_AUTH_TYPE} as ${auth.type}`);
  }
  const others = oidcBeside(value, spec, read, fields, findings);
  return {
    manifests: [manifest(kind, metadata, spec), ...others],
    fields: [fields, fieldsOfOidc(OIDC)],
    note: noteOf(kind, read),
    findings,
  };
}

/** An MCPOIDCConfig, and a reference to it in place of the older fields. */
function oidcBeside(value: Obj, spec: Obj, read: string[], fields: Fields, findings: Findings): Obj[] {
  if (!isObject(spec.incomingAuth) || spec.incomingAuth.oidcConfig === undefined) return [];
  const { oidcConfig, ...incomingAuth } = spec.incomingAuth;
  spec.incomingAuth = incomingAuth;
  if (incomingAuth.oidcConfigRef !== undefined) {
    findings.error(OIDC, 'says the same as oidcConfigRef, which is given too; keep one');
    return [];
  }
  const oidc = oidcOf(oidcConfig, OIDC, findings);
  if (!oidc) return [];
  const name = `${value.metadata.name}-oidc`;
  incomingAuth.oidcConfigRef = { name, ...oidc.reference };
  fields['spec.incomingAuth.oidcConfigRef'] = OIDC;
  read.push(`incomingAuth.oidcConfig as MCPOIDCConfig ${shown(name)} and a reference to it`);
  return [beside('MCPOIDCConfig', value, 'oidc', oidc.config)];
}

function toolsOf({ compositeTools }: Obj): unknown[] {
  return Array.isArray(compositeTools) ? compositeTools : [];
}

/** Sections about the virtual server's credentials for its members. */
function backendsOf({ outgoingAuth }: Obj): { auth: Obj; at: string }[] {
  if (!isObject(outgoingAuth)) return [];
  const { default: byDefault, backends } = outgoingAuth;
  const members = isObject(backends) ? Object.entries(backends) : [];
  return [
    { auth: byDefault as Obj, at: 'spec.outgoingAuth.default' },
    ...members.map(([name, auth]) => ({ auth: auth as Obj, at: fieldPath('spec.outgoingAuth.backends', name) })),
  ].filter(({ auth }) => isObject(auth));
}
