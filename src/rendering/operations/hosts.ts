/**
 * The hosts that ToolHive's programs connect to, by the resources that name them. Addresses that only a user's browser goes to
 * are none.
 */
import { AnyServer } from './server-kinds';
import { fieldPath, Findings } from '../../findings';
import { AnyOf } from '../../plain/objects';
import { SpecOf } from '../../resources/resource';
import { Specs } from '../../resources/spec';
import { Context } from '../model/workload';
import { authzConfigOf } from '../policies/authz/authz';
import { Destination } from '../registry/config/needs';
import { httpAddress, portOf } from '../registry/config/places';

const REDIS_PORT = 6379;
const OTLP_PORT = 4318;
const SENTINEL_PORT = 26379;

interface Reference {
  readonly name: string;
}

/** Fields of the configuration kinds that hold an address which is asked. */
const ASKED = [
  'issuerUrl',
  'jwksUrl',
  'introspectionUrl',
  'tokenUrl',
  'idpTokenUrl',
  'targetTokenUrl',
  'tokenEndpoint',
  'endpointUrl',
  'discoveryUrl',
  'registrationEndpoint',
  'embeddingService',
];

/** What proxies and virtual servers have in common. @param oidc the reference to an MCPOIDCConfig */
export function commonHosts(resource: AnyServer, oidc: Reference | undefined, context: Context): Destination[] {
  const { spec } = resource;
  const { address } = spec.sessionStorage ?? {};
  return [
    ...(address ? [hostAndPort(address, REDIS_PORT, 'sessionStorage')] : []),
    ...oidcHosts(resource, oidc, context),
    ...telemetryHosts(resource, context),
    ...webhookHosts(resource, context),
    ...authzHosts(resource, context),
  ];
}

/** The authorization server of a workload is its own issuer, and its keys are at hand. */
function oidcHosts(resource: AnyServer, oidc: Reference | undefined, context: Context): Destination[] {
  const config = referred('MCPOIDCConfig', oidc, resource, context);
  if (!config || resource.spec.authServerRef || resource.spec.authServerConfig) return [];
  const provider: AnyOf<Provider> = config.inline ?? config.kubernetesServiceAccount ?? {};
  const { issuer, jwksUrl, introspectionUrl, jwksAllowPrivateIP: isPrivate } = provider;
  // With the keys' own address, the issuer is never asked for it.
  const urls = [jwksUrl || issuer || (config.inline ? undefined : CLUSTER_ISSUER), introspectionUrl];
  return urls.flatMap((url) => urlHost(url, 'oidc', isPrivate));
}

type Provider = NonNullable<Specs['MCPOIDCConfig']['inline' | 'kubernetesServiceAccount']>;

const CLUSTER_ISSUER = 'https://kubernetes.default.svc';

function telemetryHosts(resource: AnyServer, context: Context): Destination[] {
  const { openTelemetry } = referred('MCPTelemetryConfig', resource.spec.telemetryConfigRef, resource, context) ?? {};
  if (!openTelemetry?.enabled || !openTelemetry.endpoint) return [];
  const { endpoint } = openTelemetry;
  return /^https?:/.test(endpoint)
    ? [hostAndPort(endpoint.replace(/^https?:\/\//, '').split('/', 1)[0], OTLP_PORT, 'telemetry')]
    : [hostAndPort(endpoint, OTLP_PORT, 'telemetry')];
}

function webhookHosts(resource: AnyServer, context: Context): Destination[] {
  const { validating = [], mutating = [] } =
    referred('MCPWebhookConfig', resource.spec.webhookConfigRef, resource, context) ?? {};
  return [...validating, ...mutating].flatMap(({ url }) => urlHost(url, 'webhooks'));
}

function authzHosts(resource: AnyServer, context: Context): Destination[] {
  const { spec } = resource;
  const silent = { ...context, findings: new Findings() };
  const document = authzConfigOf({ ...resource, spec: spec.incomingAuth ?? spec }, silent);
  return urlHost(document?.pdp?.http?.url, 'authz');
}

/** What an MCPExternalAuthConfig leads to, and the embedded authorization server in it. */
export function externalAuthHosts(
  reference: Reference | undefined,
  field: string,
  resource: AnyServer,
  context: Context,
): Destination[] {
  const config = referred('MCPExternalAuthConfig', reference, resource, context);
  return config ? hostsIn(config, field, resource.namespace) : [];
}

/** What marks a text of a configuration as an address. */
interface Addressed {
  readonly allowPrivateIPs?: boolean;
  readonly awsSts?: { readonly region?: string };
  readonly addr?: string;
  readonly sentinelAddrs?: readonly string[];
  readonly sentinelService?: { readonly name: string; readonly namespace?: string; readonly port?: number };
  readonly jwksUrl?: string;
}

/** All addresses in a configuration. */
export function hostsIn(config: object, field: string, namespace: string): Destination[] {
  const found: Destination[] = [];
  // What an object allows holds for the addresses of those in it, too: those of users, and of registration.
  const visit = (value: unknown, isPrivateAround?: boolean): void => {
    if (typeof value !== 'object' || value === null) return;
    const object: Addressed = value;
    const isPrivate = object.allowPrivateIPs ?? isPrivateAround;
    if (object.awsSts?.region) found.push({ host: `sts.${object.awsSts.region}.amazonaws.com`, port: 443, field });
    if (object.addr) found.push(hostAndPort(object.addr, REDIS_PORT, field));
    for (const address of object.sentinelAddrs ?? []) found.push(hostAndPort(address, SENTINEL_PORT, field));
    if (object.sentinelService) {
      const { name, namespace: other = namespace, port = SENTINEL_PORT } = object.sentinelService;
      // Sentinels report where Redis itself is; we assume that it is where they are.
      for (const number of [port, REDIS_PORT]) found.push({ host: `${name}.${other}.svc`, port: number, field });
    }
    for (const [key, member] of Object.entries(object)) {
      const isUnasked = key === 'issuerUrl' && object.jwksUrl;
      if (typeof member === 'string' && ASKED.includes(key) && !isUnasked) {
        found.push(...urlHost(member, field, isPrivate));
      } else {
        visit(member, isPrivate);
      }
    }
  };
  visit(config);
  return found;
}

export function urlHost(url: string | undefined, field: string, isPrivate?: boolean): Destination[] {
  const address = url ? httpAddress(url) : undefined;
  return address ? [{ host: address.hostname, port: portOf(address), field: fieldPath('', field), isPrivate }] : [];
}

/** The spec of what a reference names; what leads nowhere is reported by the kind's own rendering. */
function referred<Kind extends keyof Specs>(
  kind: Kind,
  reference: Reference | undefined,
  { namespace }: AnyServer,
  { catalog }: Context,
): SpecOf<Kind> | undefined {
  return reference && catalog.resource(kind, namespace, reference.name)?.spec;
}

function hostAndPort(text: string, defaultPort: number, field: string): Destination {
  const [, host, port] = /^(.*?)(?::(\d+))?$/s.exec(text)!;
  return { host, port: Number(port ?? defaultPort), field };
}
