/**
 * The configuration of one of ToolHive's proxies: what `thv export` writes, and what the ConfigMap of a running proxy has.
 * Source: pkg/runner/config.go of stacklok/toolhive, RunConfig, and docs/server/swagger.json for what is in it.
 */
import { About, EXPOSED } from './making';
import { Part } from './part';
import { writeEntry } from './write-entry';
import { Entry, Permissions, Setting } from '../../catalog/entry';
import { resourceName } from '../../catalog/resource-name';
import { masked } from '../../credentials/mask';
import { isObject, JsonObject, pruned } from '../../plain/objects';

const OF_THE_MACHINE = 'is of the machine that ToolHive ran on';
const SAYS_AGAIN = 'is what ToolHive makes of the other fields';
const VERSIONS = ['v0.1.0', 'v1.0.0'];
const RESOURCES = 'is not read here; import the custom resource (kubectl get -o yaml), or say it with the prop';

/** What `thv export` writes. */
export function readRunConfig(root: Part, about: About): void {
  const name = root.text('base_name') || root.text('name') || root.text('container_name') || 'server';
  root.leave(
    'another name is taken',
    ...['name', 'base_name', 'container_name'].filter((key) => root.raw(key) !== name),
  );
  // Somebody's own machine has another port for each server.
  const isLocal = /^(?:127\.|localhost|::1)/.test(root.text('host') ?? '127.0.0.1');
  root.leave(OF_THE_MACHINE, 'host', ...(isLocal ? ['port'] : []));
  new RunConfigReader(root, name, about).read(isLocal ? undefined : root.number('port'));
  about.list(root.value, '', name);
}

/** The ConfigMap of a running proxy. */
export function readRunConfigMap(root: Part, about: About): void {
  const { metadata, data } = root.value as { metadata?: JsonObject; data: Record<string, string> };
  const config = parsed(data['runconfig.json']);
  const name = String(config?.name ?? metadata?.name ?? 'server');
  const isTaken = about.making.isTaken(name, metadata?.namespace as string | undefined);
  root.skip('apiVersion', 'kind', 'metadata', 'data');
  if (isTaken) {
    about.say('note', 'data', name, 'its ConfigMap is left out, for its resource is in the input and makes it');
    return;
  }
  if (!config) return about.leave('data', name, 'its runconfig.json is no JSON');
  const part = new Part(config, '', about.ledger);
  part.skip('name', 'base_name', 'container_name', 'host', 'mcpserver_generation');
  about.say('note', 'data', name, 'what it takes from Secrets stands in its Deployment, not here; add that to env');
  new RunConfigReader(part, name, about, metadata?.namespace as string | undefined).read(part.number('port'));
  about.list(config, '', name);
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

class RunConfigReader {
  constructor(
    private readonly root: Part,
    private readonly name: string,
    private readonly about: About,
    private readonly namespace?: string,
  ) {}

  read(proxyPort: number | undefined): void {
    const { root, name, about, namespace } = this;
    if (masked(name) !== name) return about.leave('', name, EXPOSED);
    const transport = root.text('transport') ?? 'stdio';
    const port = root.number('target_port');
    const url = root.text('remote_url');
    const image = root.text('image') ?? '';
    if (!VERSIONS.includes(String(root.any('schema_version')))) {
      root.leave('is no version that is known', 'schema_version');
    }
    root.leave(
      OF_THE_MACHINE,
      'target_host',
      'debug',
      'env_file_dir',
      'publish',
      'allow_docker_gateway',
      'ignore_config',
    );
    root.leave(
      OF_THE_MACHINE,
      'permission_profile_name_or_path',
      'audit_config_path',
      'authz_config_path',
      'runtime_config',
    );
    root.leave(
      OF_THE_MACHINE,
      'thv_ca_bundle',
      'jwks_auth_token_file',
      'registry_api_url',
      'registry_url',
      'registry_server_name',
    );
    root.leave(
      SAYS_AGAIN,
      'container_labels',
      'middleware_configs',
      'additional_middleware_configs',
      'rate_limit_namespace',
    );
    root.leave('files of that machine are not in a cluster; mount a volume there with the prop volumes', 'volumes');
    root.leave('keep it to the hosts of its permission profile with the prop networkIsolation', 'isolate_network');
    root.leave(
      RESOURCES,
      'token_exchange_config',
      'upstream_swap_config',
      'aws_sts_config',
      'embedded_auth_server_config',
    );
    root.leave(
      RESOURCES,
      'telemetry_config',
      'validating_webhooks',
      'mutating_webhooks',
      'rate_limit_config',
      'scaling_config',
    );
    root.leave(RESOURCES, 'k8s_pod_template_patch', 'max_request_body_size', 'proxy_read_timeout', 'session_ttl');
    root.leave(RESOURCES, 'strict_protocol_validation', 'allowed_origins', 'remote_auth_config');
    const isPackage = image.includes('://');
    if (isPackage) return this.package(image);
    const secrets = root.texts('secrets').map(({ text }) => secretOf(text));
    const headers = this.headers();
    const entry: Entry = {
      ...{ name, isDeprecated: false, tags: [], tools: [], refusals: [] },
      isStateless: root.flag('stateless') ?? false,
      proxyPort: proxyPort === 8080 ? undefined : proxyPort,
      inputs: [...secrets, ...headers.secrets].map((input) => ({
        ...{ name: input, kind: 'variable', isSecret: true, isRequired: true },
      })),
      ...(url
        ? { remote: { url: [url], transport, headers: headers.settings } }
        : {
            container: {
              image,
              transport,
              port: transport === 'stdio' || port === 8080 ? undefined : port,
              args: root.texts('cmd_args').map(({ text }) => ({ value: [text] })),
              env: [...this.env(transport, port), ...secrets.map(fromSecret)],
              permissions: this.permissions(),
              mounts: [],
            },
          }),
    };
    writeEntry(about, entry, { path: '', namespace, spec: this.spec(transport) });
  }

  private package(image: string): void {
    const given = this.about.making.imageFor(this.name);
    if (given !== undefined) return this.again(given);
    const reason = `it runs ${image}, and Kubernetes runs images; build one with \`thv build --tag IMAGE ${image}\`, push it, and import again with --image ${this.name}=IMAGE`;
    this.about.leave('image', this.name, reason);
  }

  private again(image: string): void {
    const part = new Part({ ...this.root.value, image }, this.root.path, this.root.ledger);
    new RunConfigReader(part, this.name, this.about, this.namespace).read(undefined);
  }

  /** Without what ToolHive adds itself. */
  private env(transport: string, port: number | undefined): Setting[] {
    const own: Record<string, string> = {
      MCP_TRANSPORT: transport,
      MCP_PORT: String(port),
      FASTMCP_PORT: String(port),
    };
    return this.root
      .textMap('env_vars')
      .filter(([name, { text }]) => own[name] !== text)
      .map(([name, { text }]) => ({ name, value: [text], isSecret: false }));
  }

  private headers(): { settings: Setting[]; secrets: string[] } {
    const forward = this.root.part('header_forward');
    const plain = forward?.textMap('add_plaintext_headers') ?? [];
    const secret = forward?.textMap('add_headers_from_secret') ?? [];
    const settings = [
      ...plain.map(([name, { text }]): Setting => ({ name, value: [text], isSecret: false })),
      ...secret.map(([name, { text }]): Setting => ({ name, value: [{ input: text }], isSecret: true })),
    ];
    return { settings, secrets: secret.map(([, { text }]) => text) };
  }

  private permissions(): Permissions | undefined {
    const profile = this.root.part('permission_profile');
    const network = profile?.part('network');
    const outbound = network?.part('outbound');
    profile?.leave(OF_THE_MACHINE, 'read', 'write');
    network?.leave('says nothing on Kubernetes', 'inbound');
    const isPrivileged = profile?.flag('privileged') ?? false;
    const name = profile?.text('name');
    return (
      outbound && {
        ...{ read: [], write: [], isPrivileged },
        name: name === 'network' || name === 'none' ? undefined : name,
        network: {
          allowAll: outbound.flag('insecure_allow_all') ?? false,
          hosts: outbound.texts('allow_host').map(({ text }) => text),
          ports: outbound.texts('allow_port').map(({ text }) => Number(text)),
        },
      }
    );
  }

  private spec(transport: string): JsonObject {
    const { root } = this;
    const mode = root.text('proxy_mode');
    return pruned({
      proxyMode: transport === 'stdio' && mode === 'sse' ? 'sse' : undefined,
      trustProxyHeaders: root.flag('trust_proxy_headers') || undefined,
      endpointPrefix: root.text('endpoint_prefix') || undefined,
      groupRef: this.group(),
      oidcConfigRef: this.oidc(),
      toolConfigRef: this.tools(),
      audit: this.audit(),
      authzConfig: this.authz(),
    });
  }

  /** Every server of somebody's machine is in the group `default`. */
  private group(): JsonObject | undefined {
    const name = this.root.text('group');
    return name && name !== 'default' ? this.other('MCPGroup', name, {}) : undefined;
  }

  private oidc(): JsonObject | undefined {
    const config = this.root.part('oidc_config');
    const issuer = config?.text('Issuer');
    if (!config || !issuer) return undefined;
    config.leave('is in a file of the proxy; say it with the props of McpOidcConfig', 'CACertPath', 'AuthTokenFile');
    const secret = config.text('ClientSecret');
    const made = `${resourceName(this.name) || 'server'}-oidc`;
    if (secret) {
      this.about.need({ name: `${made}-secrets`, keys: [{ key: 'client-secret', placeholder: '<client secret>' }] });
    }
    const inline = pruned({
      issuer,
      jwksUrl: config.text('JWKSURL') || undefined,
      introspectionUrl: config.text('IntrospectionURL') || undefined,
      clientId: config.text('ClientID') || undefined,
      clientSecretRef: secret ? { name: `${made}-secrets`, key: 'client-secret' } : undefined,
      insecureAllowHTTP: config.flag('InsecureAllowHTTP') || undefined,
      jwksAllowPrivateIP: config.flag('AllowPrivateIP') || undefined,
    });
    const reference = this.other('MCPOIDCConfig', made, { type: 'inline', inline });
    const scopes = config.texts('Scopes').map(({ text }) => text);
    const audience = config.text('Audience') || undefined;
    return (
      reference && pruned({ ...reference, audience, resourceUrl: config.text('ResourceURL') || undefined, scopes })
    );
  }

  private tools(): JsonObject | undefined {
    const toolsFilter = this.root.texts('tools_filter').map(({ text }) => text);
    const toolsOverride = Object.fromEntries(
      this.root
        .byName('tools_override')
        .map(([name, part]) => [
          name,
          pruned({ name: part.text('name') || undefined, description: part.text('description') || undefined }),
        ]),
    );
    const spec = pruned({ toolsFilter, toolsOverride });
    return Object.keys(spec).length
      ? this.other('MCPToolConfig', `${resourceName(this.name) || 'server'}-tools`, spec)
      : undefined;
  }

  private audit(): JsonObject | undefined {
    const config = this.root.part('audit_config');
    config?.leave('is what ToolHive sets itself', 'component', 'detectApplicationErrors', 'maxDataSize', 'enabled');
    return config && { enabled: true };
  }

  /** Cedar policies; what else decides is left. */
  private authz(): JsonObject | undefined {
    const config = this.root.part('authz_config');
    if (!config) return undefined;
    const cedar = config.part('cedar');
    const isCedar = cedar && /^cedar/.test(config.text('type') ?? 'cedar');
    if (config.text('version') !== '1.0') config.leave('is no version that is known', 'version');
    if (!isCedar) {
      config.leave(RESOURCES, ...config.keys());
      return undefined;
    }
    const policies = cedar.texts('policies').map(({ text }) => text);
    return { type: 'inline', inline: pruned({ policies, entitiesJson: cedar.text('entities_json') }) };
  }

  /** Another resource that the server refers to. */
  private other(kind: string, given: string, spec: JsonObject): JsonObject | undefined {
    const { about, namespace } = this;
    const name = about.making.shared(kind, given, namespace);
    if (name.isNew) {
      about.make({ kind, name: name.name, namespace, spec, path: '', called: this.name });
    }
    return { name: name.name };
  }
}

/** `NAME,target=VARIABLE`: the variable, for the name is one of the machine's own store. */
function secretOf(text: string): string {
  return /,target=(.+)$/.exec(text)?.[1] ?? text;
}

function fromSecret(name: string): Setting {
  return { name, isSecret: true, value: [{ input: name }] };
}
