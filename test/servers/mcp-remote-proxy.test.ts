import { ApiObject, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  ExternalAuth,
  McpAuthz,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpProtocol,
  McpRemoteProxy,
  McpRemoteProxyProps,
  McpTelemetryConfig,
  McpTools,
  OidcProvider,
  PodTemplate,
  RemoteTransport,
  SessionAffinity,
  SessionStorage,
  UpstreamProvider,
} from '../../src';
import { Dependent, EVERY_SESSION_OPERATION, chartIn, objects, checkedSpec } from '../util';

const remoteUrl = 'https://mcp.example.com/mcp';
const secret = (chart: Chart, name: string) => kplus.Secret.fromSecretName(chart, `secret-${name}`, name);
const specOf = (props: Partial<McpRemoteProxyProps>) =>
  checkedSpec(new McpRemoteProxy(chartIn(), 'p', { remoteUrl, ...props }));

test('hands out its parts', () => {
  const proxy = new McpRemoteProxy(chartIn(), 'p', { remoteUrl });
  expect(proxy.deployment).toBe(proxy.node.findChild('Resource') as ApiObject);
  expect(proxy.service!.name).toBe('mcp-p-remote-proxy');
  expect(proxy.serviceAccount.name).toBe('p-remote-proxy-runner');
});

test.each<[string, McpRemoteProxyProps, string]>([
  ['streamable HTTP, at the path of the remote server', { remoteUrl }, ':8080/mcp'],
  ['a remote server without a path', { remoteUrl: 'https://mcp.example.com/', proxyPort: 9000 }, ':9000'],
  ['SSE', { remoteUrl: 'https://mcp.example.com/events', transport: RemoteTransport.SSE }, ':8080/events'],
  ['SSE without a path', { remoteUrl: 'https://mcp.example.com', transport: RemoteTransport.SSE }, ':8080/sse'],
])('the address before %s', (_, props, rest) => {
  const { url } = new McpRemoteProxy(chartIn(), 'p', props);
  expect(url).toBe(`http://mcp-p-remote-proxy.ns.svc.cluster.local${rest}`);
});

test('headers stand in the resource, secret ones by reference', () => {
  const chart = chartIn();
  const key = { secret: secret(chart, 'remote'), key: 'key' };
  const headers = { 'X-Tenant': 'acme' };
  const proxy = new McpRemoteProxy(chart, 'p', { remoteUrl, headers, secretHeaders: { 'X-Key': key } });
  expect(checkedSpec(proxy).headerForward).toEqual({
    addPlaintextHeaders: headers,
    addHeadersFromSecret: [{ headerName: 'X-Key', valueSecretRef: { name: 'remote', key: 'key' } }],
  });
});

test('clients are told the URL of the Service, where no other is given', () => {
  const chart = chartIn();
  const config = new McpOidcConfig(chart, 'sso', { provider: OidcProvider.issuer({ issuer: 'https://sso' }) });
  const url = 'http://mcp-p-remote-proxy.ns.svc.cluster.local:8080';
  expect(checkedSpec(new McpRemoteProxy(chart, 'p', { remoteUrl, oidc: { config } })).oidcConfigRef).toEqual({
    name: 'sso',
    audience: url,
    resourceUrl: url,
  });
});

test("sessions are in the Redis of the scope's settings, password by reference", () => {
  const chart = chartIn();
  const passwordSecret = { secret: secret(chart, 'redis'), key: 'password' };
  const withDefault = chartIn(undefined, { redis: { address: 'default:6379', passwordSecret } });
  const { sessionStorage } = checkedSpec(new McpRemoteProxy(withDefault, 'p', { remoteUrl }));
  expect(sessionStorage).toMatchObject({
    address: 'default:6379',
    passwordRef: { name: 'redis', key: 'password' },
  });
});

test('hardens sidecars', () => {
  const podTemplateSpec = PodTemplate.fromJson({ spec: { containers: [{ name: 'side', image: 's' }] } });
  expect(specOf({ podTemplateSpec }).podTemplateSpec.spec.containers[0].securityContext).toMatchObject({
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
  });
});

test('is refused with an address that is none', () => {
  expect(() => specOf({ remoteUrl: 'mcp.example.com' })).toThrow('McpRemoteProxy "p": remoteUrl: "mcp.example.com"');
});

const sso = (chart: Chart) =>
  new McpOidcConfig(chart, 'sso', { provider: OidcProvider.issuer({ issuer: 'https://sso.example.com' }) });

/** For every prop something that is not its default. A prop that is added has to be added here. */
const everyProp: {
  [prop in Exclude<keyof McpRemoteProxyProps, 'group' | 'knownTools' | 'listing' | Dependent>]-?: (
    chart: Chart,
  ) => Partial<McpRemoteProxyProps>;
} = {
  ...EVERY_SESSION_OPERATION,
  serviceType: () => ({ serviceType: kplus.ServiceType.LOAD_BALANCER }),
  remoteUrl: () => ({ remoteUrl: 'https://other.example.com/mcp' }),
  transport: () => ({ transport: RemoteTransport.SSE }),
  proxyPort: () => ({ proxyPort: 9000 }),
  allowPrivateEndpoint: () => ({ allowPrivateEndpoint: true, remoteUrl: 'http://10.0.0.1/mcp' }),
  headers: () => ({ headers: { 'X-Tenant': 'acme' } }),
  secretHeaders: (chart) => ({ secretHeaders: { 'X-Key': { secret: secret(chart, 'remote'), key: 'key' } } }),
  tools: () => ({ tools: McpTools.allow('a') }),
  oidc: (chart) => ({ oidc: { config: sso(chart) } }),
  authz: () => ({ authz: McpAuthz.cedar(['permit(principal, action, resource);']) }),
  authServer: (chart) => {
    const upstream = UpstreamProvider.oidc('idp', { issuerUrl: 'https://idp.example.com', clientId: 'toolhive' });
    const auth = ExternalAuth.embeddedAuthServer({ issuer: 'https://sso.example.com', upstreamProviders: [upstream] });
    return { authServer: new McpExternalAuthConfig(chart, 'auth-server', { auth }) };
  },
  externalAuth: (chart) => {
    const auth = ExternalAuth.bearerToken({ secret: secret(chart, 'token'), key: 'token' });
    return { externalAuth: new McpExternalAuthConfig(chart, 'bearer', { auth }) };
  },
  telemetry: (chart) => ({ telemetry: { config: new McpTelemetryConfig(chart, 'telemetry') } }),
  audit: () => ({ audit: true }),
  sessionStorage: () => ({ sessionStorage: SessionStorage.redis('redis:6379') }),
  protocol: () => ({ protocol: McpProtocol.STATELESS }),
  sessionAffinity: () => ({ sessionAffinity: SessionAffinity.NONE }),
  endpointPrefix: () => ({ endpointPrefix: '/p' }),
  trustProxyHeaders: () => ({ trustProxyHeaders: true }),
  resourceOverrides: () => ({ resourceOverrides: { proxyService: { labels: { a: 'b' } } } }),
  resources: () => ({ resources: { memory: { limit: Size.mebibytes(64) } } }),
  replicas: () => ({ replicas: 0 }),
  serviceAccount: (chart) => ({ serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'sa', 'mine') }),
  imagePullSecrets: (chart) => ({ imagePullSecrets: [secret(chart, 'regcred')] }),
  podTemplateSpec: () => ({ podTemplateSpec: PodTemplate.fromJson({ spec: { nodeSelector: { a: 'b' } } }) }),
  name: () => ({ name: 'other' }),
};

/** What a prop can't do without. */
const companions: { [prop: string]: (chart: Chart) => Partial<McpRemoteProxyProps> } = {
  authServer: (chart) => ({ oidc: { config: sso(chart) } }),
};

test.each(Object.entries(everyProp))('the prop %s changes the YAML', (prop, props) => {
  const companion = companions[prop] ?? (() => ({}));
  const synthesizedWith = (own: (chart: Chart) => Partial<McpRemoteProxyProps>) => {
    const chart = chartIn();
    new McpRemoteProxy(chart, 'p', { remoteUrl, ...companion(chart), ...own(chart) });
    return objects(chart);
  };
  expect(synthesizedWith(props)).not.toEqual(synthesizedWith(() => ({})));
});

test('the prop group changes the resource', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'g');
  expect(checkedSpec(new McpRemoteProxy(chart, 'p', { remoteUrl, group })).groupRef).toEqual({ name: 'g' });
});

test('can be read back', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'g');
  const proxy = new McpRemoteProxy(chart, 'p', { remoteUrl, group, proxyPort: 9000, replicas: 1 });
  expect(proxy).toMatchObject({ remoteUrl, port: 9000, replicas: 1, group, transport: 'streamable-http' });
});
