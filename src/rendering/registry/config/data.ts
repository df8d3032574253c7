/**
 * A registry's own data, as the server of today reads it from a file, address or repository.
 * Source: toolhive-registry-server internal/sources/types.go, and upstream-registry.schema.json of stacklok/toolhive-core.
 */
import { shown } from '../../../findings';
import { isObject, JsonObject } from '../../../plain/objects';

const VERSION = /^\d+\.\d+\.\d+$/;
const NAME = /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/;
const MAX_DESCRIPTION = 100;
const FORMAT = 'write version, meta.last_updated and data.servers, the format of the MCP registry';

/** Why the server refuses the text, so that the source stays empty; undefined where it takes it. */
export function registryDataProblem(text: string): string | undefined {
  if (!text.trim()) return `is empty; ${FORMAT}`;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (e) {
    return `is not JSON (${(e as Error).message}); the registry server reads nothing else`;
  }
  const wrong = isObject(data) ? documentProblem(data) : `must be an object; ${FORMAT}`;
  return wrong && `the registry server refuses it, and the source stays empty: ${wrong}`;
}

/** What the older server reads in both of its formats. */
export function legacyDataProblem(text: string): string | undefined {
  try {
    if (isObject(JSON.parse(text))) return undefined;
  } catch {
    // Said below.
  }
  return 'is no JSON object, and the registry server reads nothing else';
}

function documentProblem({ version, meta, data, servers }: JsonObject): string | undefined {
  if (servers !== undefined && data === undefined) {
    return `servers at the top is ToolHive's older format, which only older servers read; ${FORMAT}`;
  }
  if (typeof version !== 'string' || !VERSION.test(version)) {
    return `version must be a text such as "1.0.0", not ${shown(version ?? null)}`;
  }
  const updated = isObject(meta) ? meta.last_updated : undefined;
  if (typeof updated !== 'string' || Number.isNaN(Date.parse(updated))) {
    return `meta.last_updated must be a time such as "2026-01-31T12:00:00Z", not ${shown(updated ?? null)}`;
  }
  const list = isObject(data) ? data.servers : undefined;
  if (!Array.isArray(list)) return `data.servers must be a list, not ${shown(list ?? null)}`;
  if (!list.length) return 'data.servers must have one server at least';
  for (const [i, server] of list.entries()) {
    const problem = isObject(server) ? serverProblem(server) : ` must be an object, not ${shown(server)}`;
    if (problem) return `data.servers[${i}]${problem}`;
  }
  return undefined;
}

function serverProblem({ name, description, version }: JsonObject): string | undefined {
  if (typeof name !== 'string' || !NAME.test(name)) {
    return `.name must be a reversed domain and a name, such as "io.github.example/fetch", not ${shown(name ?? null)}`;
  }
  if (typeof description !== 'string' || !description || [...description].length > MAX_DESCRIPTION) {
    return `.description must be a text of 1 to ${MAX_DESCRIPTION} characters, not ${shown(description ?? null)}`;
  }
  if (typeof version !== 'string') return `.version must be a text such as "1.0.0", not ${shown(version ?? null)}`;
  return undefined;
}
