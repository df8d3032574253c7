/**
 * Reads a configuration as the server does (viper and mapstructure: keys in any case, `null` as absent, texts where
 * numbers are meant), and reports what it accepts silently but is surely a mistake.
 */
import type { Document } from 'yaml';
import { Shape, Value } from './shape';
import { fieldPath, Findings, shown } from '../../../findings';
import { parseDuration } from '../../../go/duration';
import { valueOf, yamlError } from '../../../kubernetes/yaml';
import { yamlLibrary } from '../../../kubernetes/yaml-library';
import { isObject, JsonObject } from '../../../plain/objects';
import { suggestion } from '../../../resources/schema';
import { checkConfigCredentials } from '../../model/credentials/credentials';

const TYPE_NAMES: Record<Shape['type'], string> = {
  text: 'a text',
  duration: 'a duration such as "30m"',
  integer: 'a whole number',
  number: 'a number',
  flag: 'true or false',
  claims: 'a map of claims',
  list: 'a list',
  map: 'a map',
};

/** Reads a configuration's text; what isn't YAML, or no map, is an error. */
export function parseConfig(text: string, findings: Findings): JsonObject | undefined {
  const { LineCounter, parseDocument } = yamlLibrary();
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    findings.error('', `is not YAML: line ${line}, column ${col}: ${error.message}`);
    return undefined;
  }
  try {
    // The careful reader reports what is wrong with anchors and aliases.
    valueOf(document);
  } catch (e) {
    const { message, offset } = yamlError(e);
    const { line, col } = lineCounter.linePos(offset);
    findings.error('', `is not YAML: line ${line}, column ${col}: ${message}`);
    return undefined;
  }
  keepLongNumbers(document);
  const config = document.toJS({ maxAliasCount: -1 });
  if (isObject(config)) {
    checkConfigCredentials(text, config, findings);
    return config;
  }
  findings.error('', `must be a map with sources, registries, database and auth, not ${shown(config)}`);
  return undefined;
}

/** A number as it was written, such as the SHA of a commit that happens to have no letter in it. */
class LongNumber {
  constructor(readonly source: string) {}

  toJSON(): string {
    return this.source;
  }
}

function keepLongNumbers(document: Document): void {
  yamlLibrary().visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'number' && Math.abs(node.value) > Number.MAX_SAFE_INTEGER && node.source) {
        node.value = new LongNumber(node.source);
      }
    },
  });
}

/** A configuration as a server understands it. */
export function readConfig<Config extends Shape>(shape: Config, given: JsonObject, findings: Findings): Value<Config> {
  return read(shape, given, '', findings) as Value<Config>;
}

/** The value as the server understands it; undefined where it is absent, or wrong, which is reported. */
function read(shape: Shape, value: unknown, at: string, findings: Findings): unknown {
  if (value === undefined || value === null) return undefined;
  switch (shape.type) {
    case 'map':
      return isObject(value) ? readMap(shape, value, at, findings) : mustBe(shape, value, at, findings);
    case 'list':
      return readList(shape, value, at, findings);
    case 'claims':
      return isObject(value) ? readClaims(value, at, findings) : mustBe(shape, value, at, findings);
    default:
      return readScalar(shape, value, at, findings);
  }
}

function readMap(
  { fields, former }: Shape & { type: 'map' },
  given: JsonObject,
  at: string,
  findings: Findings,
): JsonObject {
  const result: Record<string, unknown> = {};
  const known = new Map(Object.keys(fields).map((name) => [name.toLowerCase(), name]));
  for (const [key, value] of Object.entries(given)) {
    const name = known.get(key.toLowerCase());
    const field = fieldPath(at, key);
    if (name === undefined && Object.hasOwn(former, key)) {
      const message = `is of an older registry server, and today's ignores it; ${former[key]}`;
      findings.warning('registry-legacy-field', field, message);
      continue;
    }
    if (name === undefined) {
      findings.error(
        field,
        `is no field of the registry server's configuration, which ignores it${suggestion(key, Object.keys(fields))}`,
      );
      continue;
    }
    if (name in result) {
      findings.error(field, `is there twice, in different upper and lower case; keep ${shown(name)}`);
      continue;
    }
    if (name !== key) {
      findings.warning(
        'registry-config-key-case',
        field,
        `is read as ${shown(name)}, by this server only; write it that way`,
      );
    }
    const read_ = read(fields[name], value, fieldPath(at, name), findings);
    if (read_ !== undefined) result[name] = read_;
  }
  return result;
}

function readList(shape: Shape & { type: 'list' }, value: unknown, at: string, findings: Findings): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item, i) => {
      const place = fieldPath(at, i);
      if (item === null) return mustBe(shape.items, item, place, findings);
      return read(shape.items, item, place, findings);
    });
    return items.filter((item) => item !== undefined);
  }
  if (typeof value !== 'string' || shape.items.type !== 'text') return mustBe(shape, value, at, findings);
  const items = value.split(',');
  loose(value, items, at, findings);
  return items;
}

/** The server lower-cases every key, those of claims too, and then looks for the claim of that name in the token. */
function readClaims(given: JsonObject, at: string, findings: Findings): JsonObject {
  const claims: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const field = fieldPath(at, key);
    if (key !== key.toLowerCase()) {
      findings.warning(
        'registry-claim-case',
        field,
        `the server looks for the claim ${shown(key.toLowerCase())}, which a token with ${shown(key)} doesn't have; have the identity provider issue it in lower case`,
      );
    }
    const values = Array.isArray(value) ? value : [value];
    if (!values.length) reportNoValue(field, findings);
    if (values.every((item) => typeof item === 'string')) claims[key] = value;
    else findings.error(field, `must be a text or a list of texts, not ${shown(value)}; put quotes around numbers`);
  }
  return claims;
}

/** Among a role's claims, an empty list matches nobody; among those of a source or registry, every value. */
function reportNoValue(field: string, findings: Findings): void {
  if (field.startsWith('auth.')) {
    findings.error(field, 'is empty and matches nobody; name the values that have the role');
    return;
  }
  findings.warning(
    'registry-claim-empty',
    field,
    'is empty, with which the server lets all readers through whose token has the claim, whatever it says; name the values that are meant',
  );
}

function readScalar(shape: Shape, value: unknown, at: string, findings: Findings): unknown {
  if (value instanceof LongNumber && shape.type === 'text') {
    const message = `${value.source} is taken for a number, and rounded; put quotes around it`;
    findings.warning('registry-config-loose-type', at, message);
    return value.source;
  }
  if (typeof value === 'object') return mustBe(shape, value, at, findings);
  const wanted = { text: 'string', duration: 'string', flag: 'boolean' }[shape.type as string] ?? 'number';
  if (typeof value === wanted) {
    if (shape.type === 'integer' && !Number.isInteger(value)) return mustBe(shape, value, at, findings);
    return typeof value === 'string' ? readText(shape, value, at, findings) : value;
  }
  const converted = CONVERSIONS[wanted](value as string | number | boolean, shape);
  if (converted === undefined) return mustBe(shape, value, at, findings);
  if (shape.type === 'duration') return readText(shape, converted as string, at, findings);
  loose(value, converted, at, findings);
  return converted;
}

/** What the server makes of a value of another type; undefined where it refuses. */
const CONVERSIONS: Record<string, (value: string | number | boolean, shape: Shape) => unknown> = {
  string: (value) => (typeof value === 'boolean' ? String(Number(value)) : String(value)),
  // As Go's strconv.ParseBool.
  boolean: (value) => {
    if (typeof value === 'number') return value !== 0;
    if (/^(1|t|T|TRUE|true|True)$/.test(String(value))) return true;
    return /^(0|f|F|FALSE|false|False)$/.test(String(value)) ? false : undefined;
  },
  number: (value, { type }) => {
    const pattern = type === 'integer' ? /^[+-]?\d+$/ : /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
    return typeof value === 'string' && pattern.test(value) ? Number(value) : undefined;
  },
};

function readText(shape: Shape, value: string, at: string, findings: Findings): string | undefined {
  const placeholder = /\$\{[^}$]*\}/.exec(value)?.[0];
  if (placeholder) {
    findings.error(
      at,
      `${shown(placeholder)} stays as it is: the server puts no variables in; write the value, or for a password give a Secret`,
    );
    return undefined;
  }
  if (shape.type === 'duration' && value !== '' && parseDuration(value) === undefined) {
    findings.error(
      at,
      `${shown(value)} is no duration; write one with the units s, m and h, such as "30m" (there is no d)`,
    );
    return undefined;
  }
  return value;
}

function loose(given: unknown, taken: unknown, at: string, findings: Findings): void {
  findings.warning('registry-config-loose-type', at, `${shown(given)} is read as ${shown(taken)}; write that`);
}

function mustBe(shape: Shape, value: unknown, at: string, findings: Findings): undefined {
  findings.error(at, `must be ${TYPE_NAMES[shape.type]}, not ${shown(value)}`);
  return undefined;
}

/** Seconds of a duration that has been read. */
export function seconds(text: string): number {
  return Number(parseDuration(text) ?? 0n) / 1e9;
}
