/** What the tables that `import` writes props by make of the fields of the CRDs. */
import { Comments, Path } from '../../src/import/comments';
import { commentsIn, Expression, partsOfExpression, scalar } from '../../src/import/expression';
import { Fields } from '../../src/import/fields';
import { tableOf } from '../../src/import/kinds';
import { References } from '../../src/import/references';
import { Obj } from '../../src/plain/objects';
import { VersionSchema } from '../../src/resources/of-version';

/** Anything that a field may be, so that tables which read text as a duration or size find one. */
const TEXT: Readonly<Record<string, string>> = { size: '1Gi', samplingRate: '0.5', memory: '1Gi', cpu: '1' };

/** A key that the user chooses. */
const ANY_KEY = 'anyKey';

/** A value with every field that a schema has; `choose` says the value of an enum. */
function sample(
  schema: VersionSchema,
  name: string,
  path: string,
  choose: (path: string, of: VersionSchema) => unknown,
): unknown {
  const inner = (of: VersionSchema, key: string) => sample(of, key, `${path}.${key}`, choose);
  if (schema.enum) return choose(path, schema);
  if (schema.items) return [sample(schema.items, name, path, choose)];
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([key, of]) => [key, inner(of, key)]));
  }
  if (schema.type === 'object' || schema.additionalProperties) {
    return { [ANY_KEY]: inner(schema.additionalProperties ?? { type: 'string' }, ANY_KEY) };
  }
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  return TEXT[name] ?? '30s';
}

/** A spec for each value of each enum, since one says what a table reads. */
export function samples(schema: VersionSchema): Obj[] {
  const choices = new Map<string, unknown>();
  const first = sample(schema, '', '', (path, of) => {
    for (const value of of.enum!) choices.set(`${path} ${value}`, [path, value]);
    return of.enum![0];
  });
  const others = [...choices.values()].map((choice) => {
    const [at, value] = choice as [string, unknown];
    return sample(schema, '', '', (path, of) => (path === at ? value : of.enum![0]));
  });
  return [first, ...others] as Obj[];
}

/** Tells of each expression which field it is made of, in the place of a comment. */
const everywhere = { of: (path: Path) => [{ field: shownPath(path), text: '' }] } as unknown as Comments;

const anything = new Proxy({}, { get: () => () => scalar('anything') }) as References;

const shownPath = (path: Path) =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);

/** The props of a spec as `import` has them, with the fields that they are made of in place of comments. */
function propsOf(kind: string, spec: Obj): [name: string, code: Expression][] {
  const fields = new Fields(spec, [], { references: anything, comments: everywhere });
  return Object.entries(tableOf(kind).props(fields, {})).filter((entry): entry is [string, Expression] => !!entry[1]);
}

/** The fields that props say of one of {@link samples}: `MCPServer.env[].name`, and `*` for a key that the user chooses. */
export function saidBy(kind: string, spec: Obj): string[] {
  return propsOf(kind, spec)
    .flatMap(([, code]) => commentsIn(code))
    .map((path) => `${kind}.${path.replace(/\[\d+\]/g, '[]').replaceAll(`.${ANY_KEY}`, '.*')}`);
}

/** The fields that props are made of, as `import` has it. */
export function pairsOf(kind: string, spec: Obj): [field: string, prop: string][] {
  const found: [string, string][] = [];
  const visit = (code: Expression, prop: string) => {
    // An argument has no name.
    const ofArguments = code.type === 'call' ? code.args.flatMap(({ comment = [] }) => comment) : [];
    for (const comment of code.comment ?? []) if (!ofArguments.includes(comment)) found.push([comment.field, prop]);
    if (code.type === 'object') for (const [name, value] of code.members) visit(value, name);
    else if (code.type !== 'call') for (const inner of partsOfExpression(code)) visit(inner, prop);
    else for (const inner of code.args) if (inner.type === 'object') visit(inner, prop);
  };
  for (const [name, code] of propsOf(kind, spec)) visit(code, name);
  return found;
}
