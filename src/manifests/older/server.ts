/** Servers, proxies of remote ones, and tool configurations of early documents. */
import { beside, Fields, manifest, noteOf, ReadOlder, refuseBoth, renamed, section } from './common';
import { fieldsOfOidc, oidcOf } from './oidc';
import { fieldPath, Findings, shown } from '../../findings';
import { Obj } from '../../plain/objects';

/** A server, or the proxy of a remote one, which had the same older fields. */
export function readServer(value: Obj): ReadOlder {
  const findings = new Findings();
  const read: string[] = [];
  const { kind, metadata, spec: given = {} } = value;
  const { oidcConfig, tools, toolsFilter = tools, telemetry, ...rest } = given ?? {};
  refuseBoth(given ?? {}, 'tools', 'toolsFilter', findings);
  for (const [field, today] of Object.entries(MOVED)) refuseBoth(given ?? {}, field, today, findings);
  const fields: Fields[] = [{}];
  const spec = renamed(rest, OTHER_NAMES, read, fields[0]);
  if (typeof spec.groupRef === 'string') {
    spec.groupRef = { name: spec.groupRef };
    read.push('groupRef as groupRef.name');
  }
  const others: Obj[] = [];
  const moved = (field: string, ref: string, other: string, suffix: string, config: Obj, reference: Obj = {}) => {
    others.push(beside(other, value, suffix, config));
    fields[0][`spec.${ref}`] = `spec.${field}`;
    fields.push(suffix === 'tools' ? { 'spec.toolsFilter': `spec.${field}` } : fieldsOfOidc(`spec.${field}`));
    spec[ref] = { name: `${metadata.name}-${suffix}`, ...reference };
    read.push(`${field} as ${other} ${shown(spec[ref].name)} and a reference to it`);
  };
  const oidc = oidcConfig ? oidcOf(oidcConfig, 'spec.oidcConfig', findings) : undefined;
  if (oidc) moved('oidcConfig', 'oidcConfigRef', 'MCPOIDCConfig', 'oidc', oidc.config, oidc.reference);
  const filter = tools ? 'tools' : 'toolsFilter';
  if (toolsFilter) moved(filter, 'toolConfigRef', 'MCPToolConfig', 'tools', { toolsFilter });
  if (telemetry) {
    const { openTelemetry, ...also } = section(telemetry, 'spec.telemetry', ['openTelemetry', 'prometheus'], findings);
    const { serviceName, ...collector } = openTelemetry ?? {};
    const { headers } = collector;
    if (Array.isArray(headers)) collector.headers = headersOf(headers, findings);
    const config = { ...also, ...(openTelemetry && { openTelemetry: collector }) };
    moved('telemetry', 'telemetryConfigRef', 'MCPTelemetryConfig', 'telemetry', config, serviceName && { serviceName });
  }
  return { manifests: [manifest(kind, metadata, spec), ...others], fields, note: noteOf(kind, read), findings };
}

/** Headers were texts such as `x-team=mcp`. A value may be a credential, so none is shown. */
function headersOf(given: readonly unknown[], findings: Findings): Obj {
  const at = 'spec.telemetry.openTelemetry.headers';
  const headers = given.map((header, i) => {
    const parts = typeof header === 'string' ? /^\s*([^=\s]+)\s*=(.*)$/s.exec(header) : null;
    if (!parts) findings.error(fieldPath(at, i), 'must be a text such as "x-team=mcp": a name, =, and a value');
    return parts ? [parts[1], parts[2].trim()] : ['', ''];
  });
  return Object.fromEntries(headers);
}

const OTHER_NAMES = {
  port: 'proxyPort',
  targetPort: 'mcpPort',
  remoteURL: 'remoteUrl',
  // The guide's examples had it, and no operator.
  upstreamURL: 'remoteUrl',
};

/** Older fields of a server that are a resource of their own today. */
const MOVED = { oidcConfig: 'oidcConfigRef', toolsFilter: 'toolConfigRef', telemetry: 'telemetryConfigRef' };

export function readToolConfig(value: Obj): ReadOlder {
  const read: string[] = [];
  const fields: Fields = {};
  const spec = renamed(value.spec ?? {}, { filter: 'toolsFilter', override: 'toolsOverride' }, read, fields);
  return {
    manifests: [manifest('MCPToolConfig', value.metadata, spec)],
    fields: [fields],
    note: noteOf('MCPToolConfig', read),
    findings: new Findings(),
  };
}
