import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Findings } from '../../../../src/findings';
import { Obj } from '../../../../src/plain/objects';
import { checkJsonSchema } from '../../../../src/rendering/gateway/composite-tools/json-schema';

const vectors: { schema: Obj; error?: string }[] = JSON.parse(
  readFileSync(join(__dirname, 'vectors', 'schemas.json'), 'utf8'),
);

function errorsOf(schema: Obj): string[] {
  const findings = new Findings();
  checkJsonSchema(schema, 'schema', findings);
  return findings.list.map(({ field, message }) => `${field}: ${message}`);
}

test('a JSON schema is taken or refused as by the library that ToolHive checks with', () => {
  const different = vectors.filter(({ schema, error }) => errorsOf(schema).length > 0 !== (error !== undefined));
  expect(different).toEqual([]);
});

test('says everything that is wrong, each at its place', () => {
  const schema = {
    type: 'object',
    properties: { url: { type: 'strng' }, 'max-pages': { type: 'integer', minimum: '1' } },
    required: ['url', 'url'],
  };
  expect(errorsOf(schema)).toEqual([
    'schema.properties.url.type: "strng" is no type of JSON schema; did you mean "string"?',
    'schema.properties.max-pages.minimum: must be a number, not "1"',
    'schema.required[1]: "url" is a duplicate',
  ]);
});
