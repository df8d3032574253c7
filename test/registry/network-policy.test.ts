import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { configIn, made, passwordOf, registryIn } from './util';
import {
  NetworkIsolation,
  NetworkIsolationOptions,
  OAuthProvider,
  ToolhivePlatform,
  RegistryAuth,
  RegistryConfig,
  RegistryConfigOptions,
  RegistryDatabase,
  RegistryMigration,
  RegistrySource,
  RegistryTelemetry,
  Warnings,
} from '../../src';
import { chartIn, objects } from '../util';

const NAME = 'kubernetes.io/metadata.name';
const inNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { [NAME]: name } } });
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: 'TCP', port }));
const internet = [
  { ipBlock: expect.objectContaining({ cidr: '0.0.0.0/0' }) },
  { ipBlock: expect.objectContaining({ cidr: '::/0' }) },
];
const dns = { to: [inNamespace('kube-system')], ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)] };

interface Given {
  readonly config?: Partial<RegistryConfigOptions> | ((chart: Chart) => Partial<RegistryConfigOptions>);
  readonly policy?: (chart: Chart) => NetworkIsolationOptions;
}

function propsIn(chart: Chart, { config = {}, policy }: Given) {
  const options = typeof config === 'function' ? config(chart) : config;
  return { config: configIn(chart, options), networkIsolation: NetworkIsolation.on(policy?.(chart)) };
}

const spec = (given: Given = {}) => made((chart) => propsIn(chart, given))['NetworkPolicy/r-netpol'].spec;

function database(chart: Chart, host: string, port?: number): RegistryDatabase {
  return RegistryDatabase.password({ host, port, database: 'd', user: 'u', password: passwordOf(chart) });
}

test('there is no policy unless it is asked for', () => {
  expect(made()).not.toHaveProperty('NetworkPolicy/r-netpol');
});

test('the policy is about the pods of the registry, both ways', () => {
  const { podSelector, policyTypes } = spec();
  const { 'Deployment/r': deployment } = made();
  expect(podSelector.matchLabels).toEqual(deployment.spec.selector.matchLabels);
  expect(policyTypes).toEqual(['Ingress', 'Egress']);
});

describe('to the registry', () => {
  test('clients come to the API, and whoever reads metrics to the internal port', () => {
    const { ingress } = spec({
      policy: (chart) => ({
        clients: [kplus.Namespaces.select(chart, 'clients', { labels: { mcp: 'yes' } })],
        metrics: [kplus.Namespaces.select(chart, 'prometheus', { names: ['monitoring'] })],
      }),
    });
    expect(ingress).toEqual([
      { from: [{ namespaceSelector: { matchLabels: { mcp: 'yes' } } }], ports: tcp(8080) },
      { from: [inNamespace('monitoring')], ports: tcp(8081) },
    ]);
  });

  test('without clients nobody comes', () => {
    expect(spec().ingress).toBeUndefined();
  });
});

describe('from the registry', () => {
  const egress = (config: Given['config'], policy?: Given['policy']) => spec({ config, policy }).egress;

  test('it goes to DNS, to the database and to where its sources are, and nowhere else', () => {
    expect(spec().egress).toEqual([
      dns,
      { to: [inNamespace('database')], ports: tcp(5432) },
      { to: internet, ports: tcp(443) },
    ]);
  });

  test('all of the world is open for the ports that are needed there, apart from private ranges and cloud metadata', () => {
    const { to } = spec().egress[2];
    expect(to[0].ipBlock.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '192.168.0.0/16']));
    expect(to[1].ipBlock.except).toContain('fc00::/7');
  });

  test('every source, issuer and collector has its port', () => {
    const telemetry = RegistryTelemetry.otlp({ endpoint: 'collector.monitoring.svc:4318', metrics: true });
    const rules = egress((chart) => ({
      database: database(chart, '10.0.0.5', 6432),
      sources: [
        RegistrySource.git({ name: 'git', repository: 'https://git.example.com:8443/r.git' }),
        RegistrySource.api({ name: 'api', endpoint: 'http://registry' }),
        RegistrySource.managed({ name: 'own' }),
      ],
      auth: RegistryAuth.oauth({
        resourceUrl: 'https://r.example.com',
        providers: [
          OAuthProvider.issuer({
            name: 'sso',
            issuerUrl: 'https://sso.example.com',
            audience: 'r',
            introspectionUrl: 'https://introspect.sso.svc/look',
            clientId: 'r',
            clientSecret: passwordOf(chart),
          }),
        ],
      }),
      telemetry,
    }));
    expect(rules.slice(1)).toEqual([
      { to: [{ ipBlock: { cidr: '10.0.0.5/32' } }], ports: tcp(6432) },
      { to: internet, ports: tcp(8443, 443) },
      { to: [{ podSelector: {} }], ports: tcp(80) },
      { to: [inNamespace('sso')], ports: tcp(443) },
      { to: [inNamespace('monitoring')], ports: tcp(4318) },
    ]);
  });

  test('a collector in the pod needs no rule', () => {
    const telemetry = RegistryTelemetry.otlp({ tracing: true });
    expect(egress({ telemetry })).toEqual(spec().egress);
  });

  describe('the Kubernetes API is open at any address, for want of its own,', () => {
    const anywhere = {
      to: [
        { ipBlock: { cidr: '0.0.0.0/0', except: expect.arrayContaining(['169.254.0.0/16', '168.63.129.16/32']) } },
        internet[1],
      ],
      ports: tcp(443, 6443),
    };

    test('for a kubernetes source', () => {
      const sources = [RegistrySource.kubernetes({ name: 'k', namespace: 'servers' })];
      expect(egress({ sources })).toContainEqual(anywhere);
    });

    test('for the keys of the ServiceAccounts, once', () => {
      const providers = [OAuthProvider.kubernetes({ audience: 'r' })];
      const auth = RegistryAuth.oauth({ resourceUrl: 'https://r.example.com', providers });
      const rules = egress({ auth, sources: [RegistrySource.kubernetes({ name: 'k', namespace: 'servers' })] });
      expect(rules.filter(({ ports }: any) => ports.some(({ port }: any) => port === 6443))).toEqual([anywhere]);
    });

    test('and where it is said to be, once that is known', () => {
      const sources = [RegistrySource.kubernetes({ name: 'k', namespace: 'servers' })];
      const apiServer = (chart: Chart) => [kplus.NetworkPolicyIpBlock.ipv4(chart, 'api', '10.96.0.1/32')];
      expect(egress({ sources }, (chart) => ({ apiServer: apiServer(chart) }))).toContainEqual({
        to: [{ ipBlock: { cidr: '10.96.0.1/32' } }],
        ports: tcp(443, 6443),
      });
    });

    test('but not for anything else', () => {
      expect(spec().egress).not.toContainEqual(anywhere);
    });
  });

  describe('for a database of AWS', () => {
    const host = 'db.eu-west-1.rds.amazonaws.com';
    const rules = (region?: string) =>
      egress({ database: RegistryDatabase.awsRdsIam({ host, database: 'd', user: 'u', region }) }, (chart) => ({
        database: [kplus.NetworkPolicyIpBlock.ipv4(chart, 'vpc', '10.0.0.0/16')],
      }));
    const credentials = (cidr: string) => expect.arrayContaining([{ ipBlock: { cidr } }]);

    test('it gets the credentials of its own account, and no others', () => {
      expect(rules('eu-west-1').slice(1)).toEqual([
        { to: [{ ipBlock: { cidr: '10.0.0.0/16' } }], ports: tcp(5432) },
        { to: internet, ports: tcp(443) },
        { to: credentials('169.254.170.23/32'), ports: tcp(80) },
      ]);
    });

    test("it gets to the machine's metadata to ask for the region", () => {
      expect(rules()).toContainEqual({ to: credentials('169.254.169.254/32'), ports: tcp(80) });
    });
  });

  test('with cilium it goes to hosts by their names, and so do the Jobs that prepare the database', () => {
    const host = 'db.eu-west-1.rds.amazonaws.com';
    const all = made((chart) => ({
      config: configIn(chart, {
        database: RegistryDatabase.awsRdsIam({ host, database: 'd', user: 'u', region: 'eu-west-1' }),
      }),
      migration: RegistryMigration.job(),
      networkIsolation: NetworkIsolation.on({ cilium: true }),
    }));
    const names = (policy: string) =>
      all[`CiliumNetworkPolicy/${policy}`].spec.egress.flatMap(({ toFQDNs = [] }: any) =>
        toFQDNs.map(({ matchName }: any) => matchName),
      );
    expect(names('r-netpol')).toEqual([host, 'example.com', 'sts.eu-west-1.amazonaws.com']);
    expect(names('r-migrate-netpol')).toEqual([host, 'sts.eu-west-1.amazonaws.com']);
  });

  test('peers that are given stand for what would be guessed', () => {
    const rules = egress({}, (chart) => ({
      dns: [kplus.NetworkPolicyIpBlock.ipv4(chart, 'cache', '169.254.20.10/32')],
      database: [kplus.Pods.select(chart, 'pg', { labels: { app: 'pg' } })],
      externalHosts: [kplus.NetworkPolicyIpBlock.ipv4(chart, 'proxy', '10.9.0.0/24')],
    }));
    expect(rules.map(({ to }: any) => to)).toEqual([
      [{ ipBlock: { cidr: '169.254.20.10/32' } }],
      [{ podSelector: { matchLabels: { app: 'pg' } } }],
      [{ ipBlock: { cidr: '10.9.0.0/24' } }],
    ]);
  });

  test('DNS is where OpenShift has it', () => {
    const chart = chartIn(undefined, { platform: ToolhivePlatform.OPENSHIFT });
    registryIn(chart, propsIn(chart, {}));
    const [{ to, ports }] = objects(chart)['NetworkPolicy/r-netpol'].spec.egress;
    expect(to).toEqual([inNamespace('openshift-dns')]);
    expect(ports.map(({ protocol, port }: any) => `${protocol} ${port}`)).toEqual([
      'UDP 53',
      'TCP 53',
      'UDP 5353',
      'TCP 5353',
    ]);
  });
});

describe('a host that the policy probably cuts off', () => {
  function warnings(given: Given): string[] {
    const chart = chartIn();
    registryIn(chart, propsIn(chart, given));
    Testing.synth(chart);
    return Warnings.of(chart).map(({ id, message }) => `${id}: ${message}`);
  }
  const managed: Given['config'] = (chart) => ({ database: database(chart, 'db.example.com') });

  test('is a database with a name outside the cluster', () => {
    expect(warnings({ config: managed })).toEqual([
      'network-policy-private-host: RegistryApi "r": config.database.host: "db.example.com" is a name, which no NetworkPolicy takes, so port 5432 is open to public addresses only, and this one is probably private; give networkIsolation its range as database, or write a Service of the cluster as NAME.NAMESPACE.svc',
    ]);
  });

  test('is an issuer that is said to be at a private address', () => {
    const issuer = { name: 'sso', issuerUrl: 'https://sso.corp.example.com', audience: 'r', allowPrivateIp: true };
    const auth = RegistryAuth.oauth({
      resourceUrl: 'https://r.example.com',
      providers: [OAuthProvider.issuer(issuer)],
    });
    expect(warnings({ config: { auth } })).toContainEqual(
      expect.stringContaining('give networkIsolation its range as externalHosts'),
    );
  });

  test.each(['database', 'externalHosts'])('is none once %s are given', (option) => {
    const range = (chart: Chart) => [kplus.NetworkPolicyIpBlock.ipv4(chart, 'range', '10.0.0.0/16')];
    expect(warnings({ config: managed, policy: (chart) => ({ [option]: range(chart) }) })).toEqual([]);
  });

  test('is no Service, and no address', () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({ config: (chart) => ({ database: database(chart, '10.0.0.5') }) })).toEqual([]);
  });
});

test('fails on a host that is missing with the error of the configuration alone', () => {
  const config = RegistryConfig.fromYaml('{ database: { port: 5432 }, auth: { mode: anonymous } }');
  expect(() => made(() => ({ config, networkIsolation: NetworkIsolation.on() }))).toThrow(
    /config\.database\.host: is required/,
  );
});

test("policies of cdk8s-plus-28 take the registry for their pods, and for another's peer", () => {
  const chart = chartIn();
  const registry = registryIn(chart);
  const proxy = kplus.NetworkPolicyIpBlock.ipv4(chart, 'proxy', '10.0.0.9/32');
  const more = new kplus.NetworkPolicy(chart, 'more', { selector: registry });
  more.addEgressRule(proxy, [kplus.NetworkPolicyPort.tcp(3128)]);
  new kplus.NetworkPolicy(chart, 'client', { egress: { rules: [{ peer: registry }] } });
  const { [`NetworkPolicy/${more.name}`]: own, ...others } = objects(chart);
  const { matchLabels } = others['Deployment/r'].spec.selector;
  expect(own.metadata.namespace).toBe('ns');
  expect(own.spec.podSelector).toEqual({ matchLabels });
  const [client] = Object.values(others).filter(({ kind }) => kind === 'NetworkPolicy');
  expect(client.spec.egress[0].to).toEqual([{ ...inNamespace('ns'), podSelector: { matchLabels } }]);
});

test('a configuration from a file is looked through in the same way', () => {
  const text = `
sources: [{ name: a, file: { url: 'https://data.example.com:8443/r.json' }, syncPolicy: { interval: 1h } }]
registries: [{ name: default, sources: [a] }]
database: { host: pg, port: 5432, user: u, database: d }
auth: { mode: anonymous }
`;
  const { egress } = made(() => ({ config: RegistryConfig.fromYaml(text), networkIsolation: NetworkIsolation.on() }))[
    'NetworkPolicy/r-netpol'
  ].spec;
  expect(egress.slice(1)).toEqual([
    { to: [{ podSelector: {} }], ports: tcp(5432) },
    { to: internet, ports: tcp(8443) },
  ]);
});
