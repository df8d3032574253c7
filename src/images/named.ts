/** Images that an object names: those of its pods, and what ToolHive's programs are told to start. */
import { isObject, JsonObject } from '../plain/objects';
import { imagesIn } from '../rendering/model/images';

/** Argument of ToolHive's proxy with the pod template of its MCP server. */
const POD_PATCH = /^--k8s-pod-patch=(.*)$/s;

/** Variables of ToolHive's operator. */
const IMAGE_VARIABLES = ['TOOLHIVE_RUNNER_IMAGE', 'VMCP_IMAGE', 'TOOLHIVE_REGISTRY_API_IMAGE'];

/** @param object of a cluster, from anybody; what is of another form in it is not looked at */
export function imagesNamedBy(object: object): string[] {
  return [...new Set([...imagesIn(object), ...ofRunConfig(object as JsonObject), ...ofContainers(object)])];
}

/** The configuration of a proxy has the image of its MCP server; that of a proxy before a remote server has none. */
function ofRunConfig({ kind, data }: JsonObject): string[] {
  const text = kind === 'ConfigMap' && isObject(data) ? data['runconfig.json'] : undefined;
  const config = parsed(text);
  return isObject(config) && typeof config.image === 'string' && config.image ? [config.image] : [];
}

function ofContainers(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(ofContainers);
  if (!isObject(value)) return [];
  const { args, env } = value;
  const patches = textsIn(args).flatMap((text) => parsed(POD_PATCH.exec(text)?.[1]) ?? []);
  const variables = (Array.isArray(env) ? env : []).flatMap((item) =>
    isObject(item) && IMAGE_VARIABLES.includes(String(item.name)) && typeof item.value === 'string' ? item.value : [],
  );
  return [...imagesIn(patches), ...variables, ...Object.values(value).flatMap(ofContainers)];
}

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
