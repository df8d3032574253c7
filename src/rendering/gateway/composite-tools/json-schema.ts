/**
 * JSON schemas as gojsonschema takes them, which ToolHive checks them with: what is there must have the right form, and what
 * it doesn't know it ignores. Our own walk rather than a validator, which would be the largest of our dependencies, and refuses
 * other things (package github.com/xeipuuv/gojsonschema, schema.go).
 */
import { fieldPath, Findings, shown } from '../../../findings';
import { isObject, JsonObject } from '../../../plain/objects';
import { suggestion } from '../../../resources/schema';

const TYPES = ['array', 'boolean', 'integer', 'number', 'null', 'object', 'string'];

/** Checks a JSON schema, down to its last part. */
export function checkJsonSchema(schema: JsonObject, at: string, findings: Findings): void {
  new SchemaWalk(schema, at, findings).all();
}

type Check = (walk: SchemaWalk, value: unknown, at: string, schema: JsonObject) => void;

class SchemaWalk {
  private readonly followed = new Set<unknown>();

  constructor(
    private readonly root: JsonObject,
    private readonly rootAt: string,
    private readonly findings: Findings,
  ) {}

  all(): void {
    this.schema(this.root, this.rootAt);
  }

  schema(schema: unknown, at: string): void {
    if (typeof schema === 'boolean' || this.followed.has(schema)) return;
    if (!isObject(schema)) {
      this.wrong(at, `must be a JSON schema, not ${shown(schema)}`);
      return;
    }
    this.followed.add(schema);
    // Beside a reference, nothing else counts.
    const keywords = '$ref' in schema ? ['title', 'description', 'definitions', '$ref'] : Object.keys(KEYWORDS);
    for (const keyword of keywords) {
      if (schema[keyword] !== undefined) KEYWORDS[keyword](this, schema[keyword], fieldPath(at, keyword), schema);
    }
  }

  /** What a `$ref` within the schema leads to. */
  reference(ref: string, at: string): void {
    if (!/^#(\/|$)/.test(ref)) return;
    let target: unknown = this.root;
    for (const part of ref.split('/').slice(1)) {
      const key = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
      target = typeof target === 'object' && target !== null ? (target as JsonObject)[key] : undefined;
    }
    if (target === undefined) this.wrong(at, `${shown(ref)} leads nowhere in this schema`);
    else this.schema(target, at);
  }

  /** Whether the schema declares another draft than one with this. */
  says(...drafts: string[]): boolean {
    return drafts.some((draft) => String(this.root.$schema).includes(`draft-0${draft}`));
  }

  wrong(at: string, message: string): void {
    this.findings.error(at, message);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const isOf =
  (type: string, name: string): Check =>
  (walk, value, at) => {
    if (typeof value !== type) walk.wrong(at, `must be ${name}, not ${shown(value)}`);
  };
const text = isOf('string', 'a string');
const flag = isOf('boolean', 'true or false');
const number = isOf('number', 'a number');

const count: Check = (walk, value, at) => {
  if (!Number.isInteger(value) || (value as number) < 0) {
    walk.wrong(at, `must be a whole number from 0 on, not ${shown(value)}`);
  }
};

/** A minimum that a maximum must not be below. */
const countBelow =
  (other: string): Check =>
  (walk, value, at, schema) => {
    count(walk, value, at, schema);
    const most = schema[other];
    if (typeof most === 'number' && (value as number) > most) {
      walk.wrong(at, `${shown(value)} is more than ${other}, ${most}`);
    }
  };

const schema: Check = (walk, value, at) => walk.schema(value, at);

const schemaList: Check = (walk, value, at) => {
  if (!Array.isArray(value)) walk.wrong(at, `must be a list of JSON schemas, not ${shown(value)}`);
  else value.forEach((item, i) => walk.schema(item, fieldPath(at, i)));
};

const schemas: Check = (walk, value, at) => {
  if (!isObject(value)) walk.wrong(at, `must be an object of JSON schemas, not ${shown(value)}`);
  else for (const [key, item] of Object.entries(value)) walk.schema(item, fieldPath(at, key));
};

const type: Check = (walk, value, at) => {
  const types = Array.isArray(value) ? value : [value];
  types.forEach((item, i) => {
    const field = Array.isArray(value) ? fieldPath(at, i) : at;
    if (!TYPES.includes(item)) {
      const hint = typeof item === 'string' ? suggestion(item, TYPES) : '';
      const choice = hint.includes('did you mean') ? hint : `; use one of ${TYPES.map(shown).join(', ')}`;
      walk.wrong(field, `${shown(item)} is no type of JSON schema${choice}`);
    } else if (types.indexOf(item) < i) {
      walk.wrong(field, `${shown(item)} is a duplicate`);
    }
  });
};

const pattern: Check = (walk, value, at) => {
  if (typeof value !== 'string') {
    walk.wrong(at, `must be a string, not ${shown(value)}`);
  } else if (!isGoPattern(value)) {
    walk.wrong(at, `${shown(value)} is no regular expression of Go, which has no (?=, (?! or \\1`);
  }
};

/** Whether Go may take a regular expression: JavaScript's, without looking around or back, and with flags in front. */
function isGoPattern(value: string): boolean {
  const plain = value.replace(/\\[^1-9]/g, 'x').replace(/\[\^?\]?[^\]]*(?:\]|$)/g, 'x');
  if (/\(\?<?[=!]|\\[1-9]/.test(plain)) return false;
  try {
    new RegExp(
      value
        .replaceAll('(?P<', '(?<')
        .replace(/\(\?[imsU-]+\)/g, '')
        .replace(/\(\?[imsU-]+:/g, '(?:'),
    );
    return true;
  } catch {
    return false;
  }
}

const unique: Check = (walk, value, at) => {
  if (!Array.isArray(value)) {
    walk.wrong(at, `must be a list, not ${shown(value)}`);
    return;
  }
  const texts = value.map((item) => JSON.stringify(item));
  texts.forEach((item, i) => {
    if (texts.indexOf(item) < i) walk.wrong(fieldPath(at, i), `${shown(value[i])} is a duplicate`);
  });
};

const names: Check = (walk, value, at, whole) => {
  unique(walk, value, at, whole);
  if (!Array.isArray(value)) return;
  value.forEach((item, i) => text(walk, item, fieldPath(at, i), whole));
};

/** `true` next to the limit in drafts before 6, a number since then; without `$schema`, both. */
const exclusive =
  (limit: string): Check =>
  (walk, value, at, whole) => {
    const mayBeFlag = !walk.says('6', '7');
    if (typeof value === 'number' ? walk.says('4') : typeof value !== 'boolean' || !mayBeFlag) {
      walk.wrong(at, `must be ${walk.says('4') ? 'true or false' : 'a number'}, not ${shown(value)}`);
    } else if (typeof value === 'boolean' && whole[limit] === undefined) {
      walk.wrong(at, `${shown(value)} has no meaning without ${limit}`);
    }
  };

const KEYWORDS: Record<string, Check> = {
  $schema: text,
  $ref: (walk, value, at) => {
    if (typeof value !== 'string') walk.wrong(at, `must be a string, not ${shown(value)}`);
    else walk.reference(value, at);
  },
  title: text,
  description: text,
  format: text,
  pattern,
  type,
  definitions: schemas,
  properties: schemas,
  patternProperties: (walk, value, at, whole) => {
    schemas(walk, value, at, whole);
    if (isObject(value)) Object.keys(value).forEach((key) => pattern(walk, key, fieldPath(at, key), whole));
  },
  dependencies: (walk, value, at, whole) => {
    if (!isObject(value)) {
      walk.wrong(at, `must be an object, not ${shown(value)}`);
    } else {
      for (const [key, item] of Object.entries(value)) {
        if (Array.isArray(item)) item.forEach((name, i) => text(walk, name, fieldPath(fieldPath(at, key), i), whole));
        else walk.schema(item, fieldPath(at, key));
      }
    }
  },
  additionalProperties: schema,
  propertyNames: schema,
  items: (walk, value, at, whole) => (Array.isArray(value) ? schemaList : schema)(walk, value, at, whole),
  additionalItems: schema,
  contains: schema,
  not: schema,
  if: schema,
  then: schema,
  else: schema,
  allOf: schemaList,
  anyOf: schemaList,
  oneOf: schemaList,
  multipleOf: (walk, value, at) => {
    if (typeof value !== 'number' || value <= 0) walk.wrong(at, `must be a number above 0, not ${shown(value)}`);
  },
  minimum: number,
  maximum: number,
  exclusiveMinimum: exclusive('minimum'),
  exclusiveMaximum: exclusive('maximum'),
  minLength: countBelow('maxLength'),
  maxLength: count,
  minProperties: countBelow('maxProperties'),
  maxProperties: count,
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  required: names,
  enum: unique,
};
