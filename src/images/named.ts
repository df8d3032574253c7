/** Images that an object names: those of its pods, and what ToolHive's programs are told to start. */
import { jsonObject } from '../plain/json';
import { isObject, JsonObject } from '../plain/objects';
import { imagesIn } from '../rendering/model/images';
import { podPatchesIn } from '../rendering/model/pod-patches';

/** Variables of ToolHive's operator. */
const IMAGE_VARIABLES = ['TOOLHIVE_RUNNER_IMAGE', 'VMCP_IMAGE', 'TOOLHIVE_REGISTRY_API_IMAGE'];

/** @param object of a cluster, from anybody; what is of another form in it is not looked at */
export function imagesNamedBy(object: object): string[] {
  const patches = imagesIn(podPatchesIn(object));
  return [...new Set([...imagesIn(object), ...ofRunConfig(object as JsonObject), ...patches, ...ofVariables(object)])];
}

/** The configuration of a proxy has the image of its MCP server; that of a proxy before a remote server has none. */
function ofRunConfig({ kind, data }: JsonObject): string[] {
  const config = kind === 'ConfigMap' && isObject(data) ? jsonObject(data['runconfig.json']) : undefined;
  return typeof config?.image === 'string' && config.image ? [config.image] : [];
}

function ofVariables(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(ofVariables);
  if (!isObject(value)) return [];
  const variables = (Array.isArray(value.env) ? value.env : []).flatMap((item) =>
    isObject(item) && IMAGE_VARIABLES.includes(String(item.name)) && typeof item.value === 'string' ? item.value : [],
  );
  return [...variables, ...Object.values(value).flatMap(ofVariables)];
}
