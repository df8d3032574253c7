/**
 * The Deployment of a running proxy, if it is in the input beside the ConfigMap: a RunConfig names variables and files, and
 * the pod has the Secrets and ConfigMaps that they are made of.
 */
import { ManifestDocument } from '../../../manifests/read';
import { jsonObject } from '../../../plain/json';
import { isObject, JsonObject } from '../../../plain/objects';

/** A key of a Secret or ConfigMap. */
export interface KeyRef {
  readonly name: string;
  readonly key: string;
}

const PATCH = '--k8s-pod-patch=';

export class ProxyPod {
  /** The pod of the Deployment that mounts a ConfigMap. */
  static of(
    configMap: string,
    namespace: string | undefined,
    documents: readonly ManifestDocument[],
  ): ProxyPod | undefined {
    return documents
      .filter(({ value: { kind, metadata } }) => kind === 'Deployment' && metadata?.namespace === namespace)
      .map(({ value }) => new ProxyPod(partOf(value.spec)))
      .find(({ volumes }) => volumes.some((volume) => partOf(volume.configMap).name === configMap));
  }

  private readonly volumes: readonly JsonObject[];
  private readonly proxy: JsonObject;
  private readonly count: unknown;

  private constructor({ replicas, template }: JsonObject) {
    const spec = partOf(partOf(template).spec);
    this.count = replicas;
    this.volumes = mapsIn(spec.volumes);
    [this.proxy = {}] = mapsIn(spec.containers);
  }

  /** Undefined for one, which is the default. */
  get replicas(): number | undefined {
    return typeof this.count === 'number' && this.count !== 1 ? this.count : undefined;
  }

  /** Where a variable of the proxy comes from. */
  secretOfVariable(variable: string): KeyRef | undefined {
    return secretOf(mapsIn(this.proxy.env).find(({ name }) => name === variable));
  }

  /** Where a file comes from that a Secret has. */
  secretOfFile(path: string): KeyRef | undefined {
    return this.sourceOfFile(path, 'secret', 'secretName');
  }

  /** Where a file comes from that a ConfigMap has. */
  configMapOfFile(path: string): KeyRef | undefined {
    return this.sourceOfFile(path, 'configMap', 'name');
  }

  /** Secrets that the MCP server has in its environment, as ToolHive hands them on. */
  serverSecrets(): (KeyRef & { readonly targetEnvName: string })[] {
    const args = Array.isArray(this.proxy.args) ? this.proxy.args : [];
    const patch: unknown = args.find((arg) => String(arg).startsWith(PATCH));
    const { spec } = partOf(patch === undefined ? undefined : jsonObject(String(patch).slice(PATCH.length)));
    return mapsIn(partOf(spec).containers)
      .filter(({ name }) => name === 'mcp')
      .flatMap(({ env }) => mapsIn(env))
      .flatMap((variable) => {
        const ref = secretOf(variable);
        return ref ? [{ ...ref, targetEnvName: String(variable.name) }] : [];
      });
  }

  private sourceOfFile(path: string, member: 'secret' | 'configMap', nameMember: string): KeyRef | undefined {
    for (const mount of mapsIn(this.proxy.volumeMounts)) {
      const { name, mountPath, subPath } = mount;
      const isFile = path === mountPath && typeof subPath === 'string';
      if (!isFile && !path.startsWith(`${String(mountPath)}/`)) continue;
      const file = isFile ? subPath : path.slice(String(mountPath).length + 1);
      const source = partOf(this.volumes.find((volume) => volume.name === name)?.[member]);
      const items = mapsIn(source.items);
      const ref = {
        name: source[nameMember],
        key: items.length ? items.find((item) => item.path === file)?.key : file,
      };
      if (isKeyRef(ref)) return ref;
    }
    return undefined;
  }
}

/** The input may be anything. */
function partOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function mapsIn(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function secretOf(variable: JsonObject | undefined): KeyRef | undefined {
  const { name, key } = partOf(partOf(variable?.valueFrom).secretKeyRef);
  const ref = { name, key };
  return isKeyRef(ref) ? ref : undefined;
}

function isKeyRef(ref: { readonly name: unknown; readonly key: unknown }): ref is KeyRef {
  return typeof ref.name === 'string' && typeof ref.key === 'string';
}
