import { Obj } from '../../../src/plain/objects';
import { Settings } from '../../../src/rendering/model/settings';
import { render } from '../render';

const proxy = (spec: string) => `
kind: MCPRemoteProxy
metadata: {name: my-proxy}
spec:
  remoteUrl: https://mcp.example.com/mcp
  ${spec}
`;

const auth = (spec: string) => `---
kind: MCPExternalAuthConfig
metadata: {name: auth}
spec: ${spec}
`;

function rendered(yaml: string, settings: Partial<Settings> = {}) {
  const { objects, errors, warnings } = render(yaml, settings);
  expect(errors).toEqual([]);
  const deployment = objects['Deployment/my-proxy'];
  const container: Obj = deployment.spec.template.spec.containers[0];
  const config = JSON.parse(objects['ConfigMap/my-proxy-runconfig'].data['runconfig.json']);
  const middlewares = config.middleware_configs.map(({ type }: Obj) => type);
  const middleware = (type: string) => config.middleware_configs.find((m: Obj) => m.type === type)?.parameters;
  const env = container.env.map(({ name }: Obj) => name);
  return { objects, warnings, deployment, container, config, middleware, middlewares, env };
}

const REQUIRED = ['XDG_CONFIG_HOME', 'HOME', 'TOOLHIVE_RUNTIME', 'UNSTRUCTURED_LOGS'];

test.each(['mine', '""'])('with an account of its own (%s) it makes none, and no rights for it', (account) => {
  const { objects, deployment } = rendered(proxy(`serviceAccount: ${account}`));
  expect(Object.keys(objects)).toEqual([
    'ConfigMap/my-proxy-runconfig',
    'Deployment/my-proxy',
    'Service/mcp-my-proxy-remote-proxy',
  ]);
  expect(deployment.spec.template.spec.serviceAccountName).toBe(account === 'mine' ? 'mine' : undefined);
});

test.each([
  ['sse', 'https://mcp.example.com', []],
  ['sse', 'https://mcp.example.com/sse', ['https://mcp.example.com/sse" has a path']],
  ['sse', 'https://mcp.example.com/', ['https://mcp.example.com/" has a path']],
  ['streamable-http', 'https://mcp.example.com/mcp', []],
  ['streamable-http', 'https://mcp.example.com', ['https://mcp.example.com" has no path: ToolHive asks "/"']],
  ['streamable-http', 'https://mcp.example.com/?a=/b', ['has no path: requests reach the remote server at "/"']],
])('over %s, the remote URL %s is warned of where its path breaks requests', (transport, url, warned) => {
  const { warnings } = render(proxy(`transport: ${transport}`).replace('https://mcp.example.com/mcp', url));
  expect(warnings).toEqual(warned.map((text) => expect.stringContaining(text)));
});

describe('headers', () => {
  test('with secret values alone stand by name in the configuration, and nowhere in the middleware', () => {
    const { config, middleware, env } = rendered(
      proxy(`headerForward:
    addHeadersFromSecret:
      - {headerName: x.key, valueSecretRef: {name: s, key: k}}
  resourceOverrides: {proxyDeployment: {env: [{name: MINE, value: a}]}}`),
    );
    expect(config.header_forward).toEqual({ add_headers_from_secret: { 'x.key': 'HEADER_FORWARD_X_KEY_MY_PROXY' } });
    expect(middleware('header-forward')).toEqual({ add_headers: null });
    const provider = 'TOOLHIVE_SECRETS_PROVIDER';
    expect(env).toEqual([provider, 'TOOLHIVE_SECRET_HEADER_FORWARD_X_KEY_MY_PROXY', 'MINE', ...REQUIRED]);
  });

  test('none at all are no section', () => {
    const { config, middlewares } = rendered(proxy('headerForward: {addPlaintextHeaders: {}}'));
    expect(config).not.toHaveProperty('header_forward');
    expect(middlewares).not.toContain('header-forward');
  });

  test('that would be one variable are refused', () => {
    const { errors } = render(
      proxy(`headerForward:
    addHeadersFromSecret:
      - {headerName: X-A, valueSecretRef: {name: s, key: k}}
      - {headerName: x_a, valueSecretRef: {name: s, key: l}}`),
    );
    expect(errors).toEqual([expect.stringContaining('addHeadersFromSecret[1].headerName: "x_a" and "X-A" would be')]);
  });

  test('that steer requests are warned of', () => {
    const { warnings } = rendered(proxy('headerForward: {addPlaintextHeaders: {HOST: a}}'));
    expect(warnings).toEqual([expect.stringContaining('addPlaintextHeaders.HOST: "HOST" is a header that ToolHive')]);
  });
});

describe('authenticates to the remote server', () => {
  test('to AWS, at the address that requests are signed for', () => {
    const { config, middleware, middlewares } = rendered(
      proxy('externalAuthConfigRef: {name: auth}\n  headerForward: {addPlaintextHeaders: {X-A: b}}') +
        auth(`
  type: awsSts
  awsSts:
    region: eu-central-1
    roleMappings:
      - {claim: admins, roleArn: "arn:aws:iam::123456789012:role/admin", priority: 0}
      - {matcher: "true", roleArn: "arn:aws:iam::123456789012:role/any"}`),
    );
    const sts = {
      region: 'eu-central-1',
      service: 'aws-mcp',
      role_mappings: [
        { claim: 'admins', role_arn: 'arn:aws:iam::123456789012:role/admin', priority: 0 },
        { matcher: 'true', role_arn: 'arn:aws:iam::123456789012:role/any' },
      ],
      role_claim: 'groups',
      session_duration: 3600,
      session_name_claim: 'sub',
    };
    expect(JSON.stringify(config.aws_sts_config)).toBe(JSON.stringify(sts));
    expect(middleware('awssts')).toEqual({ aws_sts_config: sts, target_url: 'https://mcp.example.com/mcp' });
    expect(middlewares.slice(-3)).toEqual(['awssts', 'header-forward', 'recovery']);
  });

  test('by a bearer token, which the proxy finds under the name of its Secret', () => {
    const { container } = rendered(
      proxy('externalAuthConfigRef: {name: auth}') +
        auth('{type: bearerToken, bearerToken: {tokenSecretRef: {name: my-token, key: t}}}'),
    );
    expect(container.env[0]).toEqual({
      name: 'TOOLHIVE_SECRET_my-token',
      valueFrom: { secretKeyRef: { name: 'my-token', key: 't' } },
    });
    expect(container.env.at(-1)).toEqual({ name: 'TOOLHIVE_SECRETS_PROVIDER', value: 'environment' });
  });

  test.each([
    ['headerInjection', '{headerName: X-A, valueSecretRef: {name: s, key: k}}', 'headerForward sends headers'],
    ['upstreamInject', '{providerName: p}', 'a VirtualMCPServer does it'],
  ])('not by %s, which a warning says', (type, config, instead) => {
    const { warnings } = rendered(
      proxy('externalAuthConfigRef: {name: auth}') + auth(`{type: ${type}, ${type}: ${config}}`),
    );
    expect(warnings).toEqual([
      expect.stringContaining(`"${type}", with which ToolHive does nothing on an MCPRemoteProxy; ${instead}`),
    ]);
  });
});

test.each([
  ['nothing of a credential that a virtual server of its group sends', 'g', 0],
  ['one that only a virtual server of another group would send', 'other', 1],
])('warns of %s', (_, group, count) => {
  const { warnings } = render(`${proxy('externalAuthConfigRef: {name: auth}\n  groupRef: {name: g}')}
${auth('{type: upstreamInject, upstreamInject: {providerName: p}}')}
---
kind: MCPGroup
metadata: {name: g}
spec: {}
---
kind: VirtualMCPServer
metadata: {name: v}
spec: {groupRef: {name: ${group}}, incomingAuth: {type: anonymous}}
`);
  expect(warnings.filter((text) => text.includes('ToolHive does nothing'))).toHaveLength(count);
});

describe('the default Redis', () => {
  const redis = { address: 'redis:6379' };

  test('is for a proxy that says nothing of sessions', () => {
    expect(rendered(proxy('replicas: 2'), { redis }).config.scaling_config).toEqual({ session_redis: redis });
  });

  test('is turned off by sessions in memory, which two proxies lose', () => {
    const { config, warnings } = rendered(proxy('replicas: 2\n  sessionStorage: {provider: memory}'), { redis });
    expect(config).not.toHaveProperty('scaling_config');
    expect(warnings).toEqual([expect.stringContaining('2 proxies without a shared session store')]);
  });
});

test("annotations of the user's replace the hash of the pod template, even none", () => {
  const template = 'podTemplateSpec: {spec: {nodeSelector: {a: b}}}';
  const hash = { 'toolhive.stacklok.io/podtemplatespec-hash': expect.stringMatching(/^[0-9a-f]{64}$/) };
  expect(rendered(proxy(template)).deployment.metadata.annotations).toEqual(hash);
  const overridden = rendered(proxy(`${template}\n  resourceOverrides: {proxyDeployment: {annotations: {}}}`));
  expect(overridden.deployment.metadata.annotations).toBeUndefined();
});

test('telemetry comes without variables, and headers that need them are warned of', () => {
  const { env, warnings } = rendered(
    `${proxy('telemetryConfigRef: {name: t}')}---
kind: MCPTelemetryConfig
metadata: {name: t}
spec:
  openTelemetry:
    enabled: true
    endpoint: https://otel
    tracing: {enabled: true}
    sensitiveHeaders: [{name: X-Key, secretKeyRef: {name: s, key: k}}]
`,
  );
  expect(env).toEqual(REQUIRED);
  expect(warnings).toEqual([
    expect.stringContaining('sensitiveHeaders of MCPTelemetryConfig "t" never reach the collector'),
  ]);
});

test('a group that is missing is warned of', () => {
  expect(rendered(proxy('groupRef: {name: nowhere}')).warnings).toEqual([
    expect.stringContaining('no MCPGroup "nowhere"'),
  ]);
});

test('policies in a ConfigMap are Cedar', () => {
  const { errors } = render(`${proxy('authzConfig: {type: configMap, configMap: {name: policies}}')}---
apiVersion: v1
kind: ConfigMap
metadata: {name: policies}
data:
  authz.json: '{"version": "1.0", "type": "httpv1", "pdp": {"http": {"url": "https://pdp"}, "claim_mapping": "mpe"}}'
`);
  expect(errors).toEqual([expect.stringContaining('an MCPRemoteProxy takes "cedarv1" from a ConfigMap')]);
});

test.each([
  ['an amount that is none', 'resources: {limits: {cpu: lots}}', 'spec.resources.limits.cpu: "lots" is no quantity'],
  [
    'a selector label changed by the template',
    'podTemplateSpec: {metadata: {labels: {app: other}}}',
    'replaces a label that the pods are selected by',
  ],
  ['a label that is none', 'resourceOverrides: {proxyService: {labels: {a: "b c"}}}', 'proxyService.labels'],
  ['a reference to nothing', 'externalAuthConfigRef: {name: nowhere}', 'no MCPExternalAuthConfig "nowhere"'],
])('is refused with %s', (_, spec, message) => {
  expect(render(proxy(spec)).errors).toEqual([expect.stringContaining(message)]);
});

describe.each(['MCPRemoteProxy', 'MCPServerEntry'])('the address of an %s', (kind) => {
  const errorsAt = (remoteUrl: string, allowPrivateEndpoint: boolean) =>
    render(`kind: ${kind}
metadata: {name: my-proxy}
spec: {groupRef: {name: g}, remoteUrl: ${JSON.stringify(remoteUrl)}, transport: sse, allowPrivateEndpoint: ${allowPrivateEndpoint}}
---
kind: MCPGroup
metadata: {name: g}
spec: {}
`).errors;

  test.each([
    'https://mcp.example.com',
    'http://service.ns.svc:8080/mcp',
    'https://mylocalhost/',
    'https://172.32.0.1/',
    'https://[2001:db8::1]:8443/a%20b?c=%',
  ])('may be %s', (url) => {
    expect(errorsAt(url, false)).toEqual([]);
  });

  test.each([
    'https://10.0.0.1',
    'http://172.16.0.1:80/mcp',
    'https://192.168.1.1',
    'https://[fd00::1]',
    'http://a.ns.svc.CLUSTER.local/',
  ])('may be %s where private ones are allowed', (url) => {
    expect(errorsAt(url, false)).toEqual([
      expect.stringContaining('set allowPrivateEndpoint to reach it all the same, which ToolHive knows from 0.63.0 on'),
    ]);
    expect(errorsAt(url, true)).toEqual([]);
  });

  test.each([
    'http://localhost:8080',
    'http://a.localhost',
    'http://127.0.0.2',
    'http://0.1.2.3',
    'http://169.254.169.254/latest',
    'http://[::1]/',
    'http://[::]/',
    'http://[fe80::1]/',
    'http://[::ffff:127.0.0.1]/',
    'https://kubernetes.default.svc.cluster.local',
    'https://kubernetes.default',
    'http://Metadata.google.internal/',
  ])('is never %s', (url) => {
    expect(errorsAt(url, true)).toEqual([
      expect.stringContaining(`${JSON.stringify(url)} is an address of this machine`),
    ]);
  });

  test.each(['https://', 'https:///mcp', 'https://a b/', 'https://a/%zz', 'https://a/\n', 'https://a:x/'])(
    'is refused where it is none: %j',
    (url) => {
      expect(errorsAt(url, true)).toEqual([expect.stringContaining('is no URL')]);
    },
  );
});
