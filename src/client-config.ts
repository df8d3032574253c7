import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiObject, App, Lazy } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { Endpoints } from './clients/endpoint';
import { endpointsOf } from './clients/endpoints';
import { McpClient } from './clients/mcp-client';
import { summaryText } from './clients/summary';
import { wrongVariable } from './clients/token-variable';
import { ClientFile, clientFile, pathOf } from './clients/write';
import { checkCalls } from './props/check-calls';
import { refused } from './props/language';
import { Resource } from './resources/resource';
import { requiredSecretsOf } from './synthesis/required-secrets';
import type { ToolhiveResource } from './synthesis/toolhive-resource';

/** Options of a ClientConfig. */
export interface ClientConfigOptions {
  /**
   * Whether the clients run in the cluster, so that they use the addresses of Services.
   *
   * @default false
   */
  readonly inCluster?: boolean;

  /**
   * Name of the environment variable whose token clients send to servers that require one.
   *
   * VS Code asks for the token instead. Claude Desktop and Zed read no variables, so their files have a placeholder.
   *
   * @default - clients log in with the browser, as the MCP specification has it
   */
  readonly tokenVariable?: string;
}

/** Options of `ClientConfig.save`. */
export interface ClientConfigSaveOptions {
  /**
   * Where the file is written. It is made when it is missing.
   *
   * @default - `clients/CLIENT` in the app's output directory, where `kubectl apply -f` reads nothing
   */
  readonly folder?: string;
}

/**
 * Configuration of an MCP client for the servers of a scope.
 *
 * A virtual server is listed in place of its members. Servers without an address for the client are left out. The texts are made
 * when they are asked for, so ask when the chart is complete.
 *
 * @example
 * const config = chart.clientConfig(McpClient.CLAUDE_CODE);
 * app.synth();
 * config.save();
 */
export class ClientConfig {
  static {
    checkCalls('ClientConfig', this);
  }

  /** @internal */
  public static _of(scope: IConstruct, client: McpClient, options: ClientConfigOptions): ClientConfig {
    return new ClientConfig(scope, client, options);
  }

  private constructor(
    private readonly scope: IConstruct,
    /** Client that the configuration is for. */
    public readonly client: McpClient,
    private readonly options: ClientConfigOptions,
  ) {
    const { tokenVariable } = options;
    if (tokenVariable === undefined) return;
    const wrong = wrongVariable(tokenVariable);
    if (wrong) throw refused(`[${scope.node.path}] tokenVariable: ${wrong}`);
  }

  /** Path of the file, relative to the folder that the client reads it from. */
  public get path(): string {
    return pathOf(this.client);
  }

  /**
   * Text of the file.
   *
   * @throws when the input of a construct is wrong, as synthesis does
   */
  public text(): string {
    return this.file().text;
  }

  /**
   * Writes the file into a folder.
   *
   * @param options where it is written
   * @returns path of the file
   * @throws when the file can't be written
   */
  public save(options: ClientConfigSaveOptions = {}): string {
    const { path, text } = this.file();
    const file = join(options.folder ?? join(App.of(this.scope).outdir, 'clients', this.client), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /**
   * Adds a ConfigMap that has the file, for clients in the cluster or for people who look it up.
   *
   * @param scope a chart, or a construct in one
   * @param id id of the ConfigMap
   * @returns the ConfigMap, with the file's name as its key
   */
  public toConfigMap(scope: Construct, id: string): ApiObject {
    const key = this.path.slice(this.path.lastIndexOf('/') + 1);
    const data = Lazy.any({ produce: () => ({ [key]: this.text() }) });
    return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', data });
  }

  private file(): ClientFile {
    const { inCluster = false, tokenVariable } = this.options;
    const { reachable } = endpointsIn(this.scope, inCluster);
    return clientFile(this.client, reachable, tokenVariable);
  }
}

/** The text of `Toolhive.summary`. */
export function summaryOf(scope: IConstruct): string {
  const secrets = requiredSecretsOf(scope).map(({ namespace, name }) => `${namespace}/${name}`);
  return summaryText({ ...endpointsIn(scope, false), secrets });
}

function endpointsIn(scope: IConstruct, isInCluster: boolean): Endpoints {
  const objects = isInCluster ? [] : objectsIn(scope, ['Ingress', 'HTTPRoute']).map((object) => object.toJson());
  return endpointsOf(resourcesIn(scope), { isInCluster, objects });
}

function resourcesIn(scope: IConstruct): Resource[] {
  // Not by class: there may be two copies of the library in one app.
  return (scope.node.findAll() as Partial<ToolhiveResource>[]).flatMap((construct) => construct._checked?.() ?? []);
}

function objectsIn(scope: IConstruct, kinds: readonly string[]): ApiObject[] {
  return scope.node
    .findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && kinds.includes(construct.kind));
}
