import { readFileSync } from 'node:fs';
import { problemLine } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { Obj } from '../../src/plain/objects';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';
import { shared } from '../shared';

function rendered(yaml: string): { objects: Record<string, Obj>; lines: string[] } {
  const { documents, problems } = renderManifests(readManifests(yaml, 'old.yaml'), {
    namespace: 'ns',
    settings: DEFAULT_SETTINGS,
  });
  const objects: readonly Obj[] = documents.flatMap(
    ({ document, manifests = [document.value] }): readonly Obj[] => manifests,
  );
  return {
    objects: Object.fromEntries(objects.map((o) => [`${o.kind}/${o.metadata.name}`, o])),
    lines: problems.map(problemLine),
  };
}

const early = (kind: string, spec: string, group = 'mcp.stacklok.com') =>
  `apiVersion: ${group}/v1alpha1\nkind: ${kind}\nmetadata: {name: x}\nspec: ${spec}\n`;

const runConfigOf = (objects: Record<string, Obj>): Obj =>
  JSON.parse(objects['ConfigMap/x-runconfig'].data['runconfig.json']);

describe.each(['mcp.stacklok.com', 'toolhive.stacklok.dev'])('a server of %s/v1alpha1', (group) => {
  test('has its ports under the names of today, and a note says so', () => {
    const { objects, lines } = rendered(
      early('MCPServer', '{image: i:1.0, transport: sse, port: 8081, targetPort: 3000}', group),
    );
    expect(runConfigOf(objects)).toMatchObject({ port: 8081, target_port: 3000 });
    expect(lines).toEqual([
      'note: old.yaml:1: MCPServer "x": read as MCPServer of toolhive.stacklok.dev/v1beta1: port as proxyPort, targetPort as mcpPort',
    ]);
  });

  test('lets in who has a token of the cluster for the audience of then', () => {
    const { objects, lines } = rendered(early('MCPServer', '{image: i:1.0, oidcConfig: {type: kubernetes}}', group));
    expect(runConfigOf(objects).oidc_config).toMatchObject({
      Issuer: 'https://kubernetes.default.svc',
      Audience: 'toolhive',
    });
    expect(lines[0]).toContain('oidcConfig as MCPOIDCConfig "x-oidc" and a reference to it');
  });

  test('lets in who has a token of a provider that stands in it', () => {
    const oidc =
      '{type: inline, resourceUrl: "https://mcp", inline: {issuer: "https://sso", audience: a, clientId: c}}';
    const { objects } = rendered(early('MCPServer', `{image: i:1.0, oidcConfig: ${oidc}}`, group));
    expect(runConfigOf(objects).oidc_config).toMatchObject({
      Issuer: 'https://sso',
      Audience: 'a',
      ClientID: 'c',
      ResourceURL: 'https://mcp',
    });
  });

  test('shows the tools that it named itself', () => {
    const { objects } = rendered(early('MCPServer', '{image: i:1.0, toolsFilter: [a]}', group));
    expect(runConfigOf(objects).tools_filter).toEqual(['a']);
  });

  test('fails where its secret stands in the resource, or its provider somewhere else', () => {
    const secret = '{image: i:1.0, oidcConfig: {type: inline, inline: {issuer: "https://sso", clientSecret: s}}}';
    expect(rendered(early('MCPServer', secret, group)).lines[0]).toContain(
      'spec.oidcConfig.inline.clientSecret: is no longer read from the resource; put it into a Secret',
    );
    const elsewhere = '{image: i:1.0, oidcConfig: {type: configMap, configMap: {name: c}}}';
    expect(rendered(early('MCPServer', elsewhere, group)).lines[0]).toContain(
      `spec.oidcConfig.type: "configMap" can't be read here`,
    );
  });

  test('fails with a field that no version had', () => {
    expect(rendered(early('MCPServer', '{image: i:1.0, port: 80, prot: 1}', group)).lines.join()).toContain(
      'spec.prot',
    );
  });
});

test('tools of then are tools of today', () => {
  const { objects, lines } = rendered(
    `${early('ToolConfig', '{filter: [b], override: {a: {name: b}}}')}---\n${early('MCPServer', '{image: i:1.0, toolConfigRef: {name: x}}')}`,
  );
  expect(runConfigOf(objects)).toMatchObject({ tools_filter: ['b'], tools_override: { a: { name: 'b' } } });
  expect(lines[0]).toBe(
    'note: old.yaml:1: ToolConfig "x": read as MCPToolConfig of toolhive.stacklok.dev/v1beta1: filter as toolsFilter, override as toolsOverride',
  );
});

describe('a registry of then', () => {
  test('is the server before 1.0, and a warning leads to that of today', () => {
    const git =
      '{source: {type: git, git: {url: "https://github.com/a/b", branch: main}}, syncPolicy: {automatic: true, interval: 1h}, apiService: {enabled: true}}';
    const { objects, lines } = rendered(early('MCPRegistry', git));
    expect(Object.keys(objects).sort()).toEqual([
      'ConfigMap/x-config',
      'Deployment/x',
      'Service/x',
      'ServiceAccount/x',
    ]);
    expect(objects['ConfigMap/x-config'].data['config.yaml']).toBe(`registryName: x
registries:
  - name: x
    format: toolhive
    git:
      repository: https://github.com/a/b
      branch: main
    syncPolicy:
      interval: "1h"
auth:
  mode: anonymous
`);
    expect(lines.join('\n')).toContain(
      'read as RegistryApi with the configuration of the registry server before 1.0 (LegacyRegistryConfig)',
    );
    expect(lines.join('\n')).toContain(
      'write a RegistryConfig with a database and authentication: docs/migrating-from-mcpregistry.md',
    );
  });

  test('takes its data from a ConfigMap, which is mounted', () => {
    const { objects } = rendered(early('MCPRegistry', '{source: {type: configmap, configmap: {name: data}}}'));
    expect(JSON.stringify(objects['Deployment/x'].spec.template.spec.volumes)).toContain('"name":"data"');
  });

  test('of the operator up to 0.15 has its list of registries, with files and passwords mounted', () => {
    const spec = `{displayName: All, registries: [
      {name: a, configMapRef: {name: data, key: r.json}, syncPolicy: {interval: 1h}},
      {name: b, git: {repository: "https://github.com/a/b", branch: main, path: r.json, auth: {username: git, passwordSecretRef: {name: pw, key: token}}}},
      {name: c, format: upstream, api: {endpoint: "https://r.example.com"}, filter: {tags: {include: [x]}}}]}`;
    const { objects, lines } = rendered(early('MCPRegistry', spec, 'toolhive.stacklok.dev'));
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(objects['ConfigMap/x-config'].data['config.yaml']).toBe(`registryName: All
registries:
  - name: a
    format: toolhive
    syncPolicy:
      interval: "1h"
    file:
      path: /etc/registry-files/configmaps/data/r.json
  - name: b
    format: toolhive
    syncPolicy:
      interval: "30m"
    git:
      repository: https://github.com/a/b
      branch: main
      path: r.json
      auth:
        username: git
        passwordFile: /etc/registry-files/secrets/pw/token
  - name: c
    format: upstream
    syncPolicy:
      interval: "30m"
    filter:
      tags:
        include:
          - x
    api:
      endpoint: https://r.example.com
auth:
  mode: anonymous
`);
    expect(JSON.stringify(objects['Deployment/x'].spec.template.spec.volumes)).toContain('"pw"');
  });

  test.each([
    ['{registries: [{name: a}]}', 'spec.registries[0]: has no source; give one of configMapRef, git, api, pvcRef'],
    [
      '{registries: [{name: a, pvcRef: {claimName: c}}]}',
      'spec.registries[0].pvcRef: is not read here: nothing mounts',
    ],
    ['{registries: text}', 'spec.registries: must be a list, not "text"'],
    [
      '{registries: [], authConfig: {mode: oauth}}',
      'spec.authConfig: is not read here: it would let everybody in; write',
    ],
    ['{registries: [], databaseConfig: {}}', 'spec.databaseConfig: is not read here: the server before 1.0 is run'],
    ['{registries: [], enforceServers: true}', 'spec.enforceServers: is no longer in ToolHive'],
  ])('fails with what to write for %s', (spec, message) => {
    const { objects, lines } = rendered(early('MCPRegistry', spec, 'toolhive.stacklok.dev'));
    expect(lines.join('\n')).toContain(message);
    expect(objects).toEqual({});
  });

  test('fails without a source, and with a service that is switched off', () => {
    expect(rendered(early('MCPRegistry', '{source: {type: git}}')).lines[0]).toContain(
      'spec.source: "git" with nothing is no source',
    );
    const off = '{source: {type: api, api: {endpoint: "https://r"}}, apiService: {enabled: false}}';
    expect(rendered(early('MCPRegistry', off)).lines[0]).toContain('spec.apiService.enabled: is false');
  });
});

test.each([
  ['MCPServer', '{image: i:1.0, port: 1, proxyPort: 2}', 'spec.port: is not a field of MCPServer'],
  [
    'MCPServer',
    '{image: i:1.0, oidcConfig: {type: kubernetes}, oidcConfigRef: {name: a, audience: b}}',
    'oidcConfigRef, which is given too',
  ],
  ['MCPServer', '{image: i:1.0, toolsFilter: [a], toolConfigRef: {name: b}}', 'toolConfigRef, which is given too'],
  [
    'MCPServer',
    '{image: i:1.0, oidcConfig: {type: kubernetes, audience: a}}',
    'spec.oidcConfig.audience: is no field of that time',
  ],
  ['MCPServer', '{image: i:1.0, oidcConfig: text}', 'spec.oidcConfig: must be a map, not "text"'],
  ['MCPRegistry', '{source: null}', 'spec.source: null with nothing is no source'],
  ['MCPRegistry', '{source: {type: git, git: text}}', 'spec.source: "git" with git is no source'],
  ['MCPRegistry', '{source: {type: configmap, configmap: {key: a}}}', 'spec.source.configmap.name: must be the name'],
  [
    'MCPRegistry',
    '{source: {type: api, api: {endpoint: "https://r"}}, syncPolicy: {intervall: 1h}}',
    'did you mean "interval"?',
  ],
])('of an older %s with %s, nothing is lost without a word', (kind, spec, message) => {
  const { objects, lines } = rendered(early(kind, spec));
  expect(lines.join('\n')).toContain(message);
  expect(objects).toEqual({});
});

test('headers of early telemetry were texts with a name and a value', () => {
  const spec = (header: string) =>
    `{image: i:1.0, telemetry: {openTelemetry: {enabled: true, endpoint: "otel:4318", tracing: {enabled: true}, headers: [${header}]}}}`;
  const { objects } = rendered(early('MCPServer', spec('"x-team=a=b"'), 'toolhive.stacklok.dev'));
  expect(JSON.stringify(runConfigOf(objects))).toContain('"x-team":"a=b"');
  expect(rendered(early('MCPServer', spec('secret'))).lines.join('\n')).toContain(
    'spec.telemetry.openTelemetry.headers[0]: must be a text such as "x-team=mcp": a name, =, and a value',
  );
});

test('what has no name is refused for that', () => {
  const { lines } = rendered('apiVersion: mcp.stacklok.com/v1alpha1\nkind: MCPServer\nmetadata: {}\n');
  expect(lines[0]).toContain('metadata.name: must be a name');
});

test('v1alpha1 with the fields of today is read as v1beta1', () => {
  const { lines } = rendered(early('MCPServer', '{image: i:1.0}', 'toolhive.stacklok.dev'));
  expect(lines).toEqual([
    'note: old.yaml:1: MCPServer "x": read as toolhive.stacklok.dev/v1beta1, which has the same fields',
  ]);
});

const architecture = shared('reference', 'operator-architecture.md');

architecture.tests('the examples of the document that described them', () =>
  test('are rendered', () => {
    const blocks = [
      ...readFileSync(architecture.path, 'utf8').matchAll(/```yaml\n(apiVersion: mcp\.stacklok\.com[\s\S]*?)```/g),
    ];
    expect(blocks).toHaveLength(3);
    const { objects, lines } = rendered(blocks.map(([, yaml]) => yaml).join('---\n'));
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(Object.keys(objects)).toEqual(
      expect.arrayContaining(['Deployment/weather-server', 'Deployment/company-registry']),
    );
  }),
);

describe('documents up to ToolHive 0.15', () => {
  test('name the remote server, its port and its group as they did then', () => {
    const group = 'apiVersion: toolhive.stacklok.dev/v1alpha1\nkind: MCPGroup\nmetadata: {name: g}\n---\n';
    const spec =
      '{remoteURL: "https://docs.example.com/mcp", groupRef: g, transport: streamable-http, port: 8081, oidcConfig: {}}';
    const { objects, lines } = rendered(group + early('MCPRemoteProxy', spec, 'toolhive.stacklok.dev'));
    expect(lines).toContain(
      'note: old.yaml:5: MCPRemoteProxy "x": read as MCPRemoteProxy of toolhive.stacklok.dev/v1beta1: remoteURL as remoteUrl, port as proxyPort, groupRef as groupRef.name, oidcConfig as MCPOIDCConfig "x-oidc" and a reference to it',
    );
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(runConfigOf(objects)).toMatchObject({ remote_url: 'https://docs.example.com/mcp' });
  });

  test('list tools, and say where telemetry goes, in the server itself', () => {
    const telemetry =
      '{openTelemetry: {enabled: true, endpoint: "otel:4318", serviceName: s, tracing: {enabled: true}}}';
    const { objects, lines } = rendered(
      early('MCPServer', `{image: i:1.0, tools: [a], telemetry: ${telemetry}}`, 'toolhive.stacklok.dev'),
    );
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(runConfigOf(objects)).toMatchObject({ tools_filter: ['a'], telemetry_config: { serviceName: 's' } });
  });
});

describe('a virtual server of then', () => {
  const V1ALPHA1 = 'toolhive.stacklok.dev';
  const members = `${early('MCPGroup', '{description: d}', V1ALPHA1)}---\n${early('MCPServer', '{image: i:1.0, groupRef: x}', V1ALPHA1).replace('name: x', 'name: m')}---\n`;
  const virtual = (spec: string) =>
    rendered(`${members}${early('VirtualMCPServer', spec, V1ALPHA1).replace('name: x', 'name: v')}`);
  const errorsOf = (lines: string[]) => lines.filter((line) => line.startsWith('error'));
  const configOf = (objects: Record<string, Obj>): string => objects['ConfigMap/v-vmcp-config'].data['config.yaml'];
  const noteOf = (lines: string[]) => lines.find((line) => line.startsWith('note') && line.includes('"v"'));

  test('has the group that its config names, as up to 0.15', () => {
    const { objects, lines } = virtual('{config: {groupRef: x}, incomingAuth: {type: anonymous}}');
    expect(errorsOf(lines)).toEqual([]);
    expect(configOf(objects)).toMatch(/^groupRef: x$/m);
    expect(noteOf(lines)).toContain(
      'read as VirtualMCPServer of toolhive.stacklok.dev/v1beta1: config.groupRef as groupRef.name',
    );
  });

  test('has what stood beside config, as up to 0.6', () => {
    const { objects, lines } = virtual(`{groupRef: {name: x}, incomingAuth: {type: anonymous},
      aggregation: {conflictResolution: priority, conflictResolutionConfig: {priorityOrder: [m]}},
      operational: {failureHandling: {partialFailureMode: best_effort}},
      compositeTools: [{name: c, description: d, steps: [{id: a, tool: m.t, onError: {action: retry, maxRetries: 3}}]}]}`);
    expect(errorsOf(lines)).toEqual([]);
    const config = configOf(objects);
    expect(config).toContain('conflictResolution: priority');
    expect(config).toContain('partialFailureMode: best_effort');
    expect(config).toContain('retryCount: 3');
    expect(noteOf(lines)).toContain('aggregation as config.aggregation');
    expect(noteOf(lines)).toContain('compositeTools[0].steps[0].onError.maxRetries as retryCount');
  });

  test('lets in who has a token of the provider that stands in it', () => {
    const { objects, lines } = virtual(`{config: {groupRef: x}, incomingAuth: {type: oidc, oidcConfig: {type: inline,
      resourceUrl: "https://mcp", inline: {issuer: "https://sso", audience: a, clientId: c}}}}`);
    expect(errorsOf(lines)).toEqual([]);
    const config = configOf(objects);
    for (const text of ['issuer: https://sso', 'audience: a', 'clientId: c', 'resource: https://mcp']) {
      expect(config).toContain(text);
    }
    expect(noteOf(lines)).toContain('incomingAuth.oidcConfig as MCPOIDCConfig "v-oidc" and a reference to it');
  });

  test('logs in to members with credentials that are objects of their own', () => {
    const auth = early('MCPExternalAuthConfig', '{type: unauthenticated}', V1ALPHA1);
    const { objects, lines } = rendered(
      `${members}${auth}---\n${early('VirtualMCPServer', '{config: {groupRef: x}, incomingAuth: {type: anonymous}, outgoingAuth: {source: inline, backends: {m: {type: external_auth_config_ref, externalAuthConfigRef: {name: x}}}}}', V1ALPHA1).replace('name: x', 'name: v')}`,
    );
    expect(errorsOf(lines)).toEqual([]);
    expect(configOf(objects)).toMatch(/m:\n\s+type: unauthenticated/);
  });

  test.each([
    [
      '{config: {groupRef: x, aggregation: {}}, aggregation: {}, incomingAuth: {type: anonymous}}',
      'spec.aggregation: says the same as config.aggregation, which is given too; keep one',
    ],
    [
      '{config: {groupRef: x}, incomingAuth: {type: oidc, oidcConfig: {type: kubernetes}, oidcConfigRef: {name: a, audience: b}}}',
      'spec.incomingAuth.oidcConfig: says the same as oidcConfigRef',
    ],
    [
      '{config: {groupRef: x}, incomingAuth: {type: oidc, oidcConfig: {type: configMap, configMap: {name: c}}}}',
      `spec.incomingAuth.oidcConfig.type: "configMap" can't be read here`,
    ],
    [
      '{config: {groupRef: x}, incomingAuth: {type: oidc, oidcConfig: {type: inline, inline: {issuer: "https://sso", clientSecret: s}}}}',
      'spec.incomingAuth.oidcConfig.inline.clientSecret: is no longer read from the resource; put it into a Secret',
    ],
    ['{config: {groupRef: other}, incomingAuth: {type: anonymous}}', 'spec.groupRef: group "other" has no member here'],
    [
      '{config: {groupRef: x}, incomingAuth: {type: anonymous}, compositeTools: [{name: c, description: d, failureMode: continue, steps: [{id: a, tool: m.t}]}]}',
      'spec.compositeTools[0].failureMode: "continue" is no longer in ToolHive; write onError: {action: continue} in each step',
    ],
  ])('fails with what to write for %s', (spec, message) => {
    const { objects, lines } = virtual(spec);
    expect(errorsOf(lines).join('\n')).toContain(message);
    expect(objects['Deployment/v']).toBeUndefined();
  });
});

describe('a composite tool of then', () => {
  const tool = (failureMode: string) =>
    early(
      'VirtualMCPCompositeToolDefinition',
      `{name: c, description: d, failureMode: ${failureMode}, steps: [{id: a, tool: m.t, onError: {action: retry, maxRetries: 3}}]}`,
      'toolhive.stacklok.dev',
    );

  test('retries as often, and aborts as tools of today do anyhow', () => {
    expect(rendered(tool('abort')).lines.filter((line) => line.includes('"x"'))).toEqual([
      expect.stringContaining(
        'read as VirtualMCPCompositeToolDefinition of toolhive.stacklok.dev/v1beta1: failureMode as what happens anyhow, steps[0].onError.maxRetries as retryCount',
      ),
    ]);
  });

  test('fails with what to write where it went on after a failure', () => {
    expect(rendered(tool('continue')).lines.join('\n')).toContain(
      'spec.failureMode: "continue" is no longer in ToolHive; write onError: {action: continue} in each step',
    );
  });
});

test('overrides of an early embedding server are for what runs it today', () => {
  const { objects, lines } = rendered(
    early(
      'EmbeddingServer',
      '{model: m, image: i:1.0, resourceOverrides: {deployment: {annotations: {a: b}}}}',
      'toolhive.stacklok.dev',
    ),
  );
  expect(objects['StatefulSet/x'].metadata.annotations).toMatchObject({ a: 'b' });
  expect(lines[0]).toContain('resourceOverrides.deployment as statefulSet');
});

test('a registry of then that asked nobody is one of the server before 1.0, which asks nobody', () => {
  const spec = (authConfig: string) =>
    early('MCPRegistry', `{source: {type: api, api: {endpoint: "https://r"}}, authConfig: ${authConfig}}`);
  const { objects, lines } = rendered(spec('{mode: anonymous}'));
  expect(lines.join()).toContain('authConfig says what it does anyhow');
  expect(objects['Deployment/x']).toBeDefined();
  expect(rendered(spec('text')).lines.join()).toContain('spec.authConfig: must be a map, not "text"');
  expect(rendered(spec('{mod: oauth}')).lines.join()).toContain('did you mean "mode"?');
});
