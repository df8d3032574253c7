/** Files of clients, as text. */
import { Endpoint } from './endpoint';
import { FORMS } from './forms';
import { McpClient } from './mcp-client';
import { YamlWriter } from '../kubernetes/yaml-writer';
import { isObject } from '../plain/objects';

/** The file of a client, with its path. */
export interface ClientFile {
  readonly path: string;
  readonly text: string;
}

/** Where a client reads its file. */
export function pathOf(client: McpClient): string {
  return FORMS[client].path;
}

/** @param token name of the variable that has a token; undefined where clients log in by themselves */
export function clientFile(client: McpClient, endpoints: readonly Endpoint[], token: string | undefined): ClientFile {
  const { path, format, content } = FORMS[client];
  const data = content(endpoints, token);
  return { path, text: WRITERS[format](data) };
}

const WRITERS = {
  json: (data: object) => `${JSON.stringify(data, null, 2)}\n`,
  yaml: yamlText,
  toml: tomlText,
};

function yamlText(data: object): string {
  let text = '';
  new YamlWriter((piece) => (text += piece)).document(data).flush();
  return text;
}

/** Tables within tables, with texts, lists of texts and maps of texts in them; there is nothing else in these files. */
function tomlText(data: object, path: readonly string[] = []): string {
  const members = Object.entries(data);
  const lines = members
    .filter(([, value]) => !isObject(value))
    .map(([key, value]) => `${tomlKey(key)} = ${tomlValue(value)}\n`);
  const tables = members.flatMap(([key, value]) => (isObject(value) ? [tomlText(value, [...path, key])] : []));
  const head = path.length && lines.length ? [`[${path.map(tomlKey).join('.')}]\n${lines.join('')}`] : [];
  return [...head, ...tables].join('\n');
}

function tomlKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

/** A basic string is written as in JSON, but for one more character that has to be escaped. */
function tomlValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`;
  return JSON.stringify(value).replaceAll('\x7f', '\\u007f');
}
