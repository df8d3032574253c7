import { Assembly } from '../scripts/api-reference/assembly';
import { reference } from '../scripts/api-reference/render';

const text = { primitive: 'string' };
const at = (filename: string) => ({ locationInModule: { filename } });

const ASSEMBLY: Assembly = {
  types: {
    'lib.Server': {
      fqn: 'lib.Server',
      name: 'Server',
      kind: 'class',
      base: 'constructs.Construct',
      docs: { summary: 'A server.', remarks: 'It serves.', example: 'new Server();' },
      initializer: { docs: { custom: { throws: 'when it is wrong' } }, parameters: [] },
      methods: [
        {
          name: 'of',
          static: true,
          docs: { summary: 'Finds one.' },
          parameters: [{ name: 'names', type: text, variadic: true, docs: { summary: 'which' } }],
          returns: { type: { fqn: 'lib.Server' }, optional: true },
        },
      ],
      ...at('src/servers/server.ts'),
    },
    'lib.Props': {
      fqn: 'lib.Props',
      name: 'Props',
      kind: 'interface',
      datatype: true,
      interfaces: ['lib.Base'],
      properties: [
        {
          name: 'all',
          type: { collection: { kind: 'map', elementtype: { fqn: 'other.k8s.Thing' } } },
          optional: true,
          docs: { summary: 'All;', remarks: 'or\nnone.', default: '- none' },
        },
      ],
      ...at('src/servers/props.ts'),
    },
    'lib.Base': { fqn: 'lib.Base', name: 'Base', kind: 'interface', datatype: true, ...at('src/base.ts') },
    'lib.Choice': {
      fqn: 'lib.Choice',
      name: 'Choice',
      kind: 'enum',
      members: [{ name: 'ONE', docs: { summary: 'The one.' } }],
      ...at('src/base.ts'),
    },
  },
};

test('a type shows its own members, and links to those that it extends', () => {
  const written = reference(ASSEMBLY);
  expect(written).toContain(`### Props

*Struct.* Extends [Base](#base).

- \`all?\`: map of \`other.k8s.Thing\`. All; or none. Default: none.
`);
  expect(written).toContain('- `ONE`. The one.');
});

test('a construct shows how it is made, its example and its methods with their parameters', () => {
  expect(reference(ASSEMBLY)).toContain(`### Server

*Construct.* Extends \`constructs.Construct\`.

A server. It serves.

\`\`\`ts
new Server();
\`\`\`

- \`new Server()\`. Throws when it is wrong.
- \`Server.of(...names)\`: [Server](#server), optional. Finds one.
  - \`names\`: string. which
`);
});

test('constructs stand before what they take', () => {
  const written = reference(ASSEMBLY);
  expect(written.indexOf('### Server')).toBeLessThan(written.indexOf('### Props'));
});

test('fails on a folder that no section is for', () => {
  const types = { 'lib.New': { ...ASSEMBLY.types['lib.Base'], ...at('src/new/new.ts') } };
  expect(() => reference({ types })).toThrow('a folder of src/ has no section');
});
