import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ClusterIssuerOptions, McpOidcConfig, McpServer, OidcIssuerOptions, OidcProvider, Warnings } from '../../src';
import { chartIn, configMap, eachOptionCounts, objects, runConfigOf } from '../util';

function serverBehind(provider: OidcProvider, chart = chartIn()): Chart {
  const config = new McpOidcConfig(chart, 'sso', { provider });
  new McpServer(chart, 's', {
    image: 'i:1.0',
    oidc: { config, audience: 'a', resourceUrl: 'https://mcp.example.com' },
  });
  return chart;
}

const imports = chartIn();
const secret = kplus.Secret.fromSecretName(imports, 'secret', 'oidc');
const certificates = kplus.ConfigMap.fromConfigMapName(imports, 'certificates', 'company-ca');

describe('an issuer', () => {
  const base: OidcIssuerOptions = { issuer: 'https://sso.example.com' };
  const { protectedResourceAllowPrivateIp: _, ...options }: Required<OidcIssuerOptions> = {
    issuer: 'https://other.example.com',
    clientId: 'toolhive',
    clientSecret: { secret, key: 'secret' },
    jwksUrl: 'https://sso.example.com/keys',
    introspectionUrl: 'https://sso.example.com/introspect',
    jwksAuthTokenPath: '/var/run/token',
    jwksAllowPrivateIp: true,
    protectedResourceAllowPrivateIp: true,
    insecureAllowHttp: true,
    caBundle: { configMap: certificates, key: 'ca.pem' },
  };
  eachOptionCounts<Omit<OidcIssuerOptions, 'protectedResourceAllowPrivateIp'>>(base, options, (given) =>
    Testing.synth(serverBehind(OidcProvider.issuer({ ...base, ...given }))),
  );

  test('the option protectedResourceAllowPrivateIp is for virtual servers; a server says so', () => {
    const chart = serverBehind(OidcProvider.issuer({ ...base, protectedResourceAllowPrivateIp: true }));
    Testing.synth(chart);
    expect(Warnings.of(chart)).toMatchObject([{ id: 'field-without-effect', path: 'chart/s' }]);
  });

  test('its secret is a variable of the proxy, its certificates are mounted and named', () => {
    const chart = serverBehind(OidcProvider.issuer({ ...base, ...options }));
    const { containers, volumes } = objects(chart)['Deployment/s'].spec.template.spec;
    expect(containers[0].env[0]).toEqual({
      name: 'TOOLHIVE_OIDC_CLIENT_SECRET',
      valueFrom: { secretKeyRef: { name: 'oidc', key: 'secret' } },
    });
    expect(volumes[1].configMap).toEqual({ name: 'company-ca', items: [{ key: 'ca.pem', path: 'ca.pem' }] });
    expect(runConfigOf(chart, 's').oidc_config.CACertPath).toBe('/config/certs/company-ca/ca.pem');
    expect(JSON.stringify(runConfigOf(chart, 's'))).not.toContain('"oidc"');
  });

  test.each<[string, Partial<OidcIssuerOptions>, string]>([
    ['plain HTTP', { issuer: 'http://sso.example.com' }, 'provider.issuer: "http://sso.example.com" is plain HTTP'],
    ['no URL', { issuer: 'sso.example.com' }, 'has no scheme or no host'],
    [
      'keys over FTP',
      { jwksUrl: 'ftp://sso.example.com' },
      'provider.jwksUrl: "ftp://sso.example.com" must begin with',
    ],
    [
      "a ConfigMap whose name is too long for a volume's",
      { caBundle: { configMap: kplus.ConfigMap.fromConfigMapName(imports, 'long', 'c'.repeat(49)), key: 'ca' } },
      'at most 48 are possible',
    ],
  ])('fails with %s', (_name, given, message) => {
    const provider = OidcProvider.issuer({ ...base, ...given });
    expect(() => new McpOidcConfig(chartIn(), 'sso', { provider })).toThrow(message);
  });
});

describe('the cluster', () => {
  const options: Required<ClusterIssuerOptions> = {
    issuer: 'https://oidc.eks.example.com',
    jwksUrl: 'https://oidc.eks.example.com/keys',
    introspectionUrl: 'https://oidc.eks.example.com/introspect',
    useClusterAuth: false,
  };
  eachOptionCounts<ClusterIssuerOptions>({}, options, (given) =>
    Testing.synth(serverBehind(OidcProvider.kubernetesServiceAccount(given))),
  );

  test("is asked with the proxy's own token, by default", () => {
    expect(runConfigOf(serverBehind(OidcProvider.kubernetesServiceAccount()), 's').oidc_config).toMatchObject({
      Issuer: 'https://kubernetes.default.svc.cluster.local',
      AuthTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token',
      AllowPrivateIP: true,
    });
  });
});

describe('a provider in a ConfigMap', () => {
  test('is the same as one in code', () => {
    const chart = chartIn();
    configMap(chart, 'settings', { 'oidc.json': '{"issuer":"https://sso.example.com","clientId":"c"}' });
    const provider = OidcProvider.fromConfigMap({
      configMap: kplus.ConfigMap.fromConfigMapName(chart, 'ref', 'settings'),
    });
    const inCode = OidcProvider.issuer({ issuer: 'https://sso.example.com', clientId: 'c' });
    const [, ...others] = Testing.synth(serverBehind(provider, chart));
    expect(others).toEqual(Testing.synth(serverBehind(inCode)));
  });

  test.each<[string, Record<string, string>, string]>([
    ['a secret in it', { 'oidc.json': '{"issuer":"https://a","clientSecret":"s"}' }, 'provider.clientSecret: is not a'],
    ['another key', { other: '{}' }, 'ConfigMap "settings" has no key "oidc.json"; it has other'],
    ['what is no YAML', { 'oidc.json': '{' }, 'key "oidc.json" is neither JSON nor YAML'],
    ['a text alone', { 'oidc.json': 'TODO' }, 'key "oidc.json" must be an object with issuer and so on, not "TODO"'],
  ])('fails with %s', (_, data, message) => {
    const chart = chartIn();
    configMap(chart, 'settings', data);
    const provider = OidcProvider.fromConfigMap({
      configMap: kplus.ConfigMap.fromConfigMapName(chart, 'ref', 'settings'),
    });
    expect(() => new McpOidcConfig(chart, 'sso', { provider })).toThrow(message);
  });

  test('fails when the ConfigMap is not there yet', () => {
    const chart = chartIn();
    const provider = OidcProvider.fromConfigMap({
      configMap: kplus.ConfigMap.fromConfigMapName(chart, 'ref', 'settings'),
    });
    expect(() => new McpOidcConfig(chart, 'sso', { provider })).toThrow('create it before the McpOidcConfig');
  });
});
