import { parse } from 'yaml';
import { Obj } from '../../../src/plain/objects';
import { CaseResource, readVectors, renderCase, RenderedCase, Vector } from '../vectors';

/** What ToolHive's own code makes of a VirtualMCPServer, and what its server says to the configuration. */
interface VirtualVector extends Vector {
  readonly virtual: {
    readonly data: Record<string, string>;
    readonly configMapAnnotations: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly podAnnotations: Record<string, string>;
    readonly replicas?: number;
    readonly args: string[];
    readonly serviceAccount: string;
    readonly imagePullSecrets?: Obj[];
    readonly service: Record<string, string>;
    readonly rules?: Obj[];
    readonly refusedByServer?: string;
  };
}

const vectors = readVectors<VirtualVector>('virtual-mcp-server');
const accepted = vectors.filter(({ refused }) => refused === undefined);
const refused = vectors.filter((vector) => vector.refused !== undefined);

const of = (manifests: readonly Obj[], kind: string) => manifests.find((m) => m.kind === kind);

/** Server-side apply refuses a variable that is listed twice, as the operator lists it for two who need it. */
function once(env: readonly Obj[]): Obj[] {
  return [...new Map(env.map((variable) => [variable.name, variable])).values()];
}

/** Here the server refuses what its configuration's own checks let pass: a missing secret, or a step. */
const REFUSED_LATER = ['inline-member-xaa', 'inline-member-xaa-issuing', 'composite-inner-step-unnamed'];

describe("what ToolHive's own code makes of the same resources", () => {
  test.each(accepted)('$name: configuration, pod and Service, texts byte for byte', (vector) => {
    const { errors, manifests, warnings } = renderCase(vector, 'VirtualMCPServer');
    expect(errors).toEqual([]);
    const { virtual, env, volumes, mounts } = vector;
    const configMap = of(manifests, 'ConfigMap')!;
    expect(configMap.data).toEqual(virtual.data);
    expect(configMap.metadata.annotations).toEqual(virtual.configMapAnnotations);
    const { metadata, spec } = of(manifests, 'Deployment')!;
    const { spec: pod, ...template } = spec.template;
    const container = pod.containers.find(({ name }: Obj) => name === 'vmcp');
    expect(metadata.annotations).toEqual(virtual.annotations);
    expect(spec.replicas).toEqual(virtual.replicas);
    expect(template.metadata.annotations).toEqual(virtual.podAnnotations);
    expect(container.args).toEqual(virtual.args);
    expect(container.env).toEqual(once(env!));
    expect(container.volumeMounts).toEqual(mounts);
    expect(pod.volumes).toEqual(volumes);
    expect(pod.serviceAccountName).toEqual(virtual.serviceAccount);
    expect(pod.imagePullSecrets).toEqual(virtual.imagePullSecrets);
    expect(of(manifests, 'Service')!.spec).toMatchObject(virtual.service);
    expect(of(manifests, 'Role')?.rules).toEqual(virtual.rules);
    const refusals = warnings.filter((warning) => warning.startsWith('refused-by-proxy'));
    if (virtual.refusedByServer || REFUSED_LATER.includes(vector.name)) expect(refusals).not.toEqual([]);
    else expect(refusals).toEqual([]);
  });
});

describe("what ToolHive's own code refuses", () => {
  test.each(refused)('$name', (vector) => {
    expect(renderCase(vector, 'VirtualMCPServer').errors).not.toEqual([]);
  });
});

test('both are of a good number', () => {
  expect(accepted.length).toBeGreaterThan(250);
  expect(refused.length).toBeGreaterThan(50);
});

const IN_GROUP = { groupRef: { name: 'g' } };
const GROUP: CaseResource = { kind: 'MCPGroup', name: 'g', spec: {} };

const member = (kind: string, name: string, spec: Obj): CaseResource => ({
  kind,
  name,
  spec: { ...IN_GROUP, ...spec },
});
const server = (name: string, spec: Obj = {}) =>
  member('MCPServer', name, { image: 'ghcr.io/example/mcp:1', transport: 'streamable-http', ...spec });
const proxy = (name: string, spec: Obj = {}) =>
  member('MCPRemoteProxy', name, { remoteUrl: `https://${name}.example.com/mcp`, ...spec });
const entry = (name: string, spec: Obj = {}) =>
  member('MCPServerEntry', name, {
    remoteUrl: `https://${name}.example.com/mcp`,
    transport: 'streamable-http',
    ...spec,
  });
const external = (name: string, type: string, config?: Obj): CaseResource => ({
  kind: 'MCPExternalAuthConfig',
  name,
  spec: { type, ...(config && { [type]: config }) },
});
const apiKey = (name: string) =>
  external(name, 'headerInjection', { headerName: 'X-Api-Key', valueSecretRef: { name, key: 'k' } });
const proven = (name: string) => ({ externalAuthConfigRef: { name } });
const by = (name: string) => ({ type: 'externalAuthConfigRef', externalAuthConfigRef: { name } });
const trusting = { caBundleRef: { configMapRef: { name: 'ca', key: 'x.pem' } } };

interface RenderedServer extends RenderedCase {
  /** `config.yaml`. */
  readonly config: Obj;
  readonly env: Obj[];
  /** By name of the backend, those of the group alone. */
  readonly backends: Record<string, Obj>;
}

function virtualServer(others: readonly CaseResource[], spec: Obj = {}, constructOptions?: Obj): RenderedServer {
  const asked = {
    kind: 'VirtualMCPServer',
    name: 'v',
    spec: { ...IN_GROUP, incomingAuth: { type: 'anonymous' }, ...spec },
  };
  const rendered = renderCase({ resources: [GROUP, ...others, asked] }, 'VirtualMCPServer', constructOptions);
  const config = parse(of(rendered.manifests, 'ConfigMap')?.data['config.yaml'] ?? '{}');
  const [container] = of(rendered.manifests, 'Deployment')?.spec.template.spec.containers ?? [{ env: [] }];
  const listed = (config.backends ?? []).map(({ name, ...backend }: Obj) => [name, backend]);
  return { ...rendered, config, env: container.env, backends: Object.fromEntries(listed) };
}

const inline = (others: readonly CaseResource[], outgoingAuth: Obj = {}, spec: Obj = {}) =>
  virtualServer(others, { outgoingAuth: { source: 'inline', ...outgoingAuth }, ...spec });

describe('a virtual server whose members stand in its configuration', () => {
  const declared = (others: readonly CaseResource[], spec: Obj = {}) =>
    virtualServer(others, spec, { discovery: 'static' });

  test('asks nothing of the cluster: no Role, no name to report by, no secret for sessions', () => {
    const { manifests, env, warnings, config } = declared([server('one')], { outgoingAuth: { source: 'discovered' } });
    expect(manifests.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'ConfigMap', 'Deployment', 'Service']);
    expect(env.map(({ name }) => name)).toEqual([
      'VMCP_NAMESPACE',
      'XDG_CONFIG_HOME',
      'HOME',
      'TOOLHIVE_RUNTIME',
      'UNSTRUCTURED_LOGS',
    ]);
    expect(config.outgoingAuth).toEqual({ source: 'inline' });
    expect(warnings).toEqual([]);
  });

  test('finds each member where a client would: with path, without fragment, and SSE as SSE', () => {
    const { backends } = declared([
      server('http', { proxyPort: 9000 }),
      server('http-mode', { proxyMode: 'sse' }),
      server('sse', { transport: 'sse' }),
      server('stdio', { transport: 'stdio' }),
      server('stdio-sse', { transport: 'stdio', proxyMode: 'sse' }),
      proxy('remote', { remoteUrl: 'https://r.example.com/mcp' }),
      entry('entry', { transport: 'sse', remoteUrl: 'https://e.example.com/sse?a=b' }),
    ]);
    const addresses = Object.entries(backends).map(([name, { url, transport }]) => [name, url, transport]);
    expect(addresses).toEqual([
      ['entry', 'https://e.example.com/sse?a=b', 'sse'],
      ['http', 'http://mcp-http-proxy.ns.svc.cluster.local:9000/mcp', 'streamable-http'],
      ['http-mode', 'http://mcp-http-mode-proxy.ns.svc.cluster.local:8080/mcp', 'streamable-http'],
      ['remote', 'http://mcp-remote-remote-proxy.ns.svc.cluster.local:8080/mcp', 'streamable-http'],
      ['sse', 'http://mcp-sse-proxy.ns.svc.cluster.local:8080/sse', 'sse'],
      ['stdio', 'http://mcp-stdio-proxy.ns.svc.cluster.local:8080/mcp', 'streamable-http'],
      ['stdio-sse', 'http://mcp-stdio-sse-proxy.ns.svc.cluster.local:8080/sse', 'sse'],
    ]);
  });

  test('says of a member what does not change while it runs', () => {
    const annotated = { ...server('one'), annotations: { team: 'a', 'kubernetes.io/x': 'y' } };
    expect(declared([annotated]).backends.one.metadata).toEqual({
      group: 'g',
      namespace: 'ns',
      team: 'a',
      tool_type: 'mcp',
      workload_type: 'mcp_server',
    });
  });

  test('trusts the certificates of an entry, which it calls one', () => {
    const { backends, manifests, warnings } = declared([entry('e', trusting)]);
    expect(backends.e).toMatchObject({ type: 'entry', caBundlePath: '/etc/toolhive/ca-bundles/e/x.pem' });
    expect(of(manifests, 'Deployment')!.spec.template.spec.volumes).toContainEqual({
      name: 'ca-bundle-e',
      configMap: { name: 'ca', items: [{ key: 'x.pem', path: 'x.pem' }] },
    });
    expect(warnings).toEqual([]);
  });

  test('authenticates to members as they say, with their secrets', () => {
    const { config, env, warnings } = declared([apiKey('x'), server('one', proven('x')), server('two')]);
    expect(config.outgoingAuth.backends).toEqual({
      one: {
        type: 'header_injection',
        headerInjection: { headerName: 'X-Api-Key', headerValueEnv: 'TOOLHIVE_HEADER_INJECTION_VALUE_X' },
      },
    });
    expect(env).toContainEqual({
      name: 'TOOLHIVE_HEADER_INJECTION_VALUE_X',
      valueFrom: { secretKeyRef: { name: 'x', key: 'k' } },
    });
    expect(warnings).toEqual([]);
  });

  // ToolHive pkg/vmcp/aggregator/discoverer.go, applyAuthConfigToBackend, at v0.44.0.
  describe('where it and a member configure its outbound credentials', () => {
    const others = [apiKey('x'), external('y', 'unauthenticated'), entry('one', proven('x')), entry('two')];
    const given = { one: by('y'), two: by('y') };

    test('uses what the member says, and says that its own entry has no effect', () => {
      for (const outgoingAuth of [{ backends: given }, { source: 'discovered', backends: given }]) {
        const { config, warnings } = declared(others, { outgoingAuth });
        expect(config.outgoingAuth.backends).toMatchObject({
          one: { type: 'header_injection' },
          two: { type: 'unauthenticated' },
        });
        expect(warnings).toEqual([
          expect.stringMatching(/^outgoing-auth-overruled: has no effect: .* MCPServerEntry "one" says itself is used/),
        ]);
      }
    });

    test('uses its own entry with source "inline", as the operator does', () => {
      const outgoingAuth = { source: 'inline', backends: given };
      const { config, warnings } = declared(others, { outgoingAuth });
      expect(config.outgoingAuth.backends.one).toEqual({ type: 'unauthenticated' });
      expect(warnings).toEqual([]);
      expect(virtualServer(others, { outgoingAuth }).config.outgoingAuth.backends.one).toEqual({
        type: 'unauthenticated',
      });
    });

    test('uses its own entry where the member says nothing that it could use', () => {
      const bearer = external('x', 'bearerToken', { tokenSecretRef: { name: 's', key: 'k' } });
      const { config } = declared([bearer, external('y', 'unauthenticated'), entry('one', proven('x'))], {
        outgoingAuth: { source: 'discovered', backends: { one: by('y') } },
      });
      expect(config.outgoingAuth.backends.one).toEqual({ type: 'unauthenticated' });
    });

    test('leaves a member that says "discovered" to itself', () => {
      const outgoingAuth = { backends: { one: { type: 'discovered' } } };
      const { config, warnings } = declared(others, { outgoingAuth });
      expect(config.outgoingAuth.backends.one.type).toBe('header_injection');
      expect(warnings).toEqual([]);
    });
  });

  test('warns of names that no member has, each at its field, and names the nearest', () => {
    const spec = {
      outgoingAuth: { source: 'inline', backends: { onne: { type: 'discovered' } } },
      config: {
        backends: [{ name: 'mine', url: 'https://mine/mcp', transport: 'sse' }],
        aggregation: {
          conflictResolution: 'priority',
          conflictResolutionConfig: { priorityOrder: ['one', 'mine', 'elsewhere'] },
          tools: [{ workload: 'nobody', excludeAll: true }, { workload: 'one' }],
        },
        operational: { timeouts: { perWorkload: { One: '5s' } } },
        compositeTools: [
          {
            name: 'c',
            description: 'd',
            steps: [
              { id: 'a', tool: 'oen.say' },
              { id: 'b', tool: 'plain_say' },
              { id: 'c', type: 'forEach', collection: '[]', step: { id: 'd', tool: 'ghost.say' } },
            ],
          },
        ],
      },
    };
    const outside = { ...server('elsewhere'), spec: { image: 'i:1' } };
    const { warnings } = declared([server('one'), outside], spec);
    const strangers = warnings.filter((warning) => warning.startsWith('not-a-member'));
    expect(strangers.map((warning) => /"\w+"/.exec(warning)![0])).toEqual([
      '"nobody"',
      '"elsewhere"',
      '"onne"',
      '"One"',
      '"oen"',
      '"ghost"',
    ]);
    expect(strangers[1]).toContain('(MCPServer "elsewhere" is in another group, or in none)');
    expect(strangers[2]).toMatch(/; did you mean "one"\?$/);
    expect(strangers[5]).toMatch(/; it has "one", "mine"$/);
    // In the cluster may be others.
    expect(virtualServer([], spec).warnings.filter((warning) => warning.startsWith('not-a-member'))).toEqual([]);
  });

  test.each([
    [[] as string[], 'an entry, which has no proxy', entry('one', proven('x')), {}],
    [['one'], 'a server', server('one', proven('x')), {}],
    [['one'], 'a remote proxy', proxy('one', proven('x')), {}],
    [
      [],
      'a server, for which it says otherwise',
      server('one', proven('x')),
      { source: 'inline', backends: { one: by('y') } },
    ],
    [['one'], 'a server, by the default for all', server('one', proven('x')), { source: 'inline', default: by('x') }],
  ])('warns of tokens that are exchanged twice: %j of %s', (wanted, _, one, outgoingAuth) => {
    const exchange = external('x', 'tokenExchange', { tokenUrl: 'https://idp.example.com/token', audience: 'a' });
    const { warnings } = declared([exchange, external('y', 'unauthenticated'), one], { outgoingAuth });
    const twice = warnings.filter((warning) => warning.startsWith('token-exchanged-twice'));
    expect(twice.map((warning) => /"(\w+)" is exchanged here, and again by its own proxy/.exec(warning)?.[1])).toEqual(
      wanted,
    );
  });

  test('leaves to a proxy what only a proxy can do, and an entry with the like out', () => {
    const bearer = external('x', 'bearerToken', { tokenSecretRef: { name: 's', key: 'k' } });
    const members = [server('server', proven('x')), proxy('proxy', proven('x')), entry('entry', proven('x'))];
    const { backends, config, warnings } = declared([bearer, ...members]);
    expect(Object.keys(backends)).toEqual(['proxy', 'server']);
    expect(config.outgoingAuth).toEqual({ source: 'inline' });
    expect(warnings).toEqual([
      `backend-left-out: MCPServerEntry "entry" is left out: its MCPExternalAuthConfig "x" is of type "bearerToken", which a virtual server can't authenticate with; say in outgoingAuth.backends how the virtual server does`,
    ]);
  });

  test('keeps the backends of its configuration, unless a member has the name', () => {
    const given = (name: string) => ({ name, url: `https://${name}/mcp`, transport: 'sse' });
    const { config } = declared([server('one')], { config: { backends: [given('mine'), given('one')] } });
    expect(config.backends).toMatchObject([{ name: 'one', transport: 'streamable-http' }, given('mine')]);
    expect(declared([], { config: { backends: [given('mine')] } }).config.backends).toEqual([given('mine')]);
  });

  test('names the certificates that the telemetry endpoint is trusted by', () => {
    const openTelemetry = { enabled: true, endpoint: 'otel:4318', tracing: { enabled: true }, ...trusting };
    const telemetry = { kind: 'MCPTelemetryConfig', name: 't', spec: { openTelemetry } };
    const spec = { telemetryConfigRef: { name: 't' } };
    expect(declared([server('one'), telemetry], spec).config.telemetry.caCertPath).toBe('/config/certs/otel/ca/x.pem');
    const { config, warnings } = virtualServer([server('one'), telemetry], spec);
    expect(config.telemetry.caCertPath).toBeUndefined();
    expect(warnings).toContainEqual(expect.stringMatching(/^field-without-effect: its caBundleRef has no effect/));
  });

  test('sends secret headers to the collector, which the operator only says it does', () => {
    const sensitiveHeaders = [{ name: 'Authorization', secretKeyRef: { name: 'otel', key: 'token' } }];
    const openTelemetry = { enabled: true, endpoint: 'otel:4318', tracing: { enabled: true }, sensitiveHeaders };
    const telemetry = { kind: 'MCPTelemetryConfig', name: 't', spec: { openTelemetry } };
    const spec = { telemetryConfigRef: { name: 't' } };
    expect(declared([server('one'), telemetry], spec).env).toContainEqual({
      name: 'OTEL_EXPORTER_OTLP_HEADERS',
      value: 'Authorization=$(TOOLHIVE_OTEL_HEADER_AUTHORIZATION)',
    });
    const asOperator = virtualServer([server('one'), telemetry], spec);
    expect(asOperator.env.map(({ name }) => name)).not.toContain('OTEL_EXPORTER_OTLP_HEADERS');
    expect(asOperator.warnings).toContainEqual(
      expect.stringMatching(/^telemetry-headers-not-sent: .* in podTemplateSpec/),
    );
  });

  describe('with an optimizer', () => {
    const spec = { config: { optimizer: { embeddingService: 'http://tei:8080' } } };
    const mountsIn = ({ manifests }: RenderedCase) => {
      const pod = of(manifests, 'Deployment')!.spec.template.spec;
      const mounts = pod.containers[0].volumeMounts.filter(({ mountPath }: Obj) => mountPath === '/tmp');
      return mounts.map(({ name }: Obj) => pod.volumes.find((volume: Obj) => volume.name === name));
    };

    test('has a place for its temporary files', () => {
      expect(mountsIn(declared([server('one')], spec))).toEqual([{ name: 'optimizer-tmp', emptyDir: {} }]);
      expect(mountsIn(declared([server('one')]))).toEqual([]);
    });

    test('keeps the place that the pod template gives it', () => {
      const own = { name: 'mine', emptyDir: { medium: 'Memory' } };
      const containers = [{ name: 'vmcp', volumeMounts: [{ name: 'mine', mountPath: '/tmp' }] }];
      const podTemplateSpec = { spec: { containers, volumes: [own] } };
      expect(mountsIn(declared([server('one')], { ...spec, podTemplateSpec }))).toEqual([own]);
    });

    test('has none in the way of the operator', () => {
      expect(mountsIn(virtualServer([server('one')], spec))).toEqual([]);
    });
  });

  test('is refused without anything to offer', () => {
    const message = expect.stringMatching(/^group "g" has no member here whose tools could be offered;/);
    expect(declared([]).errors).toEqual([message]);
    expect(declared([server('other', { groupRef: { name: 'h' } })]).errors).toEqual([message]);
  });

  test('is refused where it is open whose token is traded', () => {
    const trade = external('x', 'xaa', { idpTokenUrl: 'https://i', targetTokenUrl: 'https://t', targetAudience: 'a' });
    const upstream = (name: string) => ({ name, type: 'oidc', oidcConfig: { issuerUrl: 'https://i', clientId: 'c' } });
    const issuer = 'https://auth.example.com';
    const oidc = { kind: 'MCPOIDCConfig', name: 'oidc', spec: { type: 'inline', inline: { issuer } } };
    const spec = {
      incomingAuth: { type: 'oidc', oidcConfigRef: { name: 'oidc', audience: issuer, resourceUrl: issuer } },
      authServerConfig: { issuer, upstreamProviders: [upstream('a'), upstream('b')] },
    };
    const resources = [trade, oidc, server('one', proven('x')), server('two')];
    expect(declared(resources, spec).errors).toEqual([
      `MCPExternalAuthConfig "x" doesn't say which of the 2 upstream providers' tokens it trades; set subjectProviderName`,
    ]);
    const { errors, warnings, backends } = inline(resources, {}, spec);
    expect(errors).toEqual([]);
    expect(Object.keys(backends)).toEqual(['two']);
    expect(warnings).toContainEqual(
      expect.stringMatching(/^backend-left-out: what it is for is left out: MCPExternalAuthConfig "x" doesn't say/),
    );
  });
});

describe('a virtual server in the way of the operator', () => {
  test('refers to a secret for sessions, and says how it is made', () => {
    const { env, warnings } = virtualServer([server('one')]);
    expect(env.map(({ name }) => name)).toEqual(expect.arrayContaining(['VMCP_NAME', 'VMCP_SESSION_HMAC_SECRET']));
    expect(warnings).toEqual([
      expect.stringMatching(
        /^cluster-discovery: looks for its members in the cluster: it needs ToolHive's CRDs, MCPGroup "g"/,
      ),
      'session-secret-not-made: the pod refers to Secret "v-hmac-secret", which the operator fills at random and a manifest can\'t; make it once: kubectl -n ns create secret generic v-hmac-secret --from-literal=hmac-secret="$(openssl rand -base64 32)"',
    ]);
  });

  test('lists a server that speaks SSE as one, which the operator does not', () => {
    expect(inline([server('one', { transport: 'sse' })]).backends.one).toMatchObject({
      url: 'http://mcp-one-proxy.ns.svc.cluster.local:8080/sse#one',
      transport: 'sse',
    });
  });

  test('says that a member is left out that is refused itself', () => {
    const refusedEntry = entry('bad', { remoteUrl: 'ftp://example.com' });
    const { warnings } = inline([server('one'), refusedEntry]);
    expect(warnings).toContain(
      'backend-left-out: MCPServerEntry "bad" is left out, because it is refused itself; see the messages about it',
    );
  });

  test('leaves out a member whose authentication is not known, even where it says another itself', () => {
    const others = [server('one'), entry('two', proven('nowhere')), external('y', 'unauthenticated')];
    const { backends, warnings } = inline(others, { backends: { two: by('y') } });
    expect(Object.keys(backends)).toEqual(['one']);
    expect(warnings).toContain(
      'backend-left-out: MCPServerEntry "two" is left out: its MCPExternalAuthConfig "nowhere" is not here, or refused itself; use another, or --discovery static',
    );
  });

  test.each([
    ['certificates of an entry', [entry('e', trusting)], {}, /MCPServerEntry "e" has a CA bundle/],
    [
      '"as discovered" in a list',
      [server('one')],
      { default: { type: 'discovered' } },
      /"discovered" is written as it stands/,
    ],
    ['a secret of a member', [apiKey('x'), server('one', proven('x'))], {}, /TOOLHIVE_HEADER_INJECTION_VALUE_X/],
  ])('warns of what the server refuses when it starts: %s', (_, others, outgoingAuth, message) => {
    const { errors, warnings } = inline(others, outgoingAuth);
    expect(errors).toEqual([]);
    const refusals = warnings.filter((warning) => warning.startsWith('refused-by-proxy: '));
    expect(refusals).toEqual([expect.stringMatching(message)]);
  });
});
