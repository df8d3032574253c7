/** Reads `tools.json`: what an MCP server answers to `tools/list`. */
import { Tool, toolHints } from './tool';
import { fieldPath, shown } from '../findings';
import { isObject, JsonObject } from '../plain/objects';

const FORM = 'the answer of tools/list, { "tools": [{ "name": "search" }] }';

/**
 * The tools of a file.
 *
 * @param file its name, for messages
 * @throws when it is none; the message has all that is wrong
 */
export function readToolsText(text: string, file: string): Tool[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (e) {
    throw new Error(`${file}: is no JSON: ${(e as Error).message}; write it with cdk8s-toolhive tools --from URL`);
  }
  const { list, path } = listIn(value);
  if (!Array.isArray(list)) throw new Error(`${file}: has no list of tools; what is read: ${FORM}`);
  return readTools(list, path, file);
}

/** As a file has it, an answer of JSON-RPC, or the list alone. */
function listIn(value: unknown): { list: unknown; path: string } {
  if (!isObject(value)) return { list: value, path: '' };
  if (isObject(value.result)) return { list: value.result.tools, path: 'result.tools' };
  return { list: value.tools, path: 'tools' };
}

/** @throws with all that is wrong */
export function readTools(list: readonly unknown[], path: string, file: string): Tool[] {
  const problems: string[] = [];
  const tools = list.map((item, i) => readTool(item, fieldPath(path, i), problems));
  const names = tools.map((tool) => tool?.name);
  names.forEach((name, i) => {
    if (name !== undefined && names.indexOf(name) < i) {
      problems.push(`${fieldPath(path, i)}.name: ${shown(name)} is in the list twice`);
    }
  });
  if (!list.length) problems.push('has no tool in it');
  if (problems.length) throw new Error(problems.map((problem) => `${file}: ${problem}`).join('\n'));
  return tools as Tool[];
}

function readTool(item: unknown, at: string, problems: string[]): Tool | undefined {
  if (!isObject(item)) {
    problems.push(`${at}: must be a tool, { "name": "search" }, not ${shown(item)}`);
    return undefined;
  }
  const { name, description, inputSchema, annotations } = item;
  if (typeof name !== 'string' || !name) {
    const given = name === undefined ? 'is missing' : `must be a text that isn't empty, not ${shown(name)}`;
    problems.push(`${at}.name: ${given}`);
    return undefined;
  }
  const before = problems.length;
  if (!isAbsent(description) && typeof description !== 'string') {
    problems.push(`${at}.description: must be a text, not ${shown(description)}`);
  }
  if (!isAbsent(inputSchema) && !isObject(inputSchema)) {
    problems.push(`${at}.inputSchema: must be a map, not ${shown(inputSchema)}`);
  }
  if (problems.length > before) return undefined;
  const hints = toolHints(annotations);
  return {
    name,
    ...(!isAbsent(description) && { description: description as string }),
    ...(hints && { annotations: hints }),
    ...(!isAbsent(inputSchema) && { inputSchema: inputSchema as JsonObject }),
  };
}

const isAbsent = (value: unknown) => value === undefined || value === null;
