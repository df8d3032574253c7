/** The interfaces of specs, and what the compiler makes of them: a misspelt field in `src/rendering` doesn't compile. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { interfaces } from '../../scripts/crd-facts/interfaces';
import { crdOf, TOOLHIVE_KINDS } from '../../src/resources/crd';
import { Specs } from '../../src/resources/spec';

// It imports dynamically, which Jest can't; what an interface says is the same without it.
jest.mock('prettier', () => ({ format: (text: string) => text }));

const FOLDER = 'src/resources/spec';

/** Without what prettier changes: blanks, a last comma, and the bar before a choice that has a line for each. */
const bare = (text: string) => text.replace(/\s+|,(?=\s*})/g, '').replaceAll(':|', ':');

test('the interfaces are those of the tables; npx tsx scripts/crd-facts/interfaces.ts writes them', () => {
  const expected = interfaces(TOOLHIVE_KINDS.map(crdOf));
  expect(readdirSync(FOLDER).sort()).toEqual([...expected.keys()].sort());
  for (const [name, text] of expected) expect(bare(readFileSync(join(FOLDER, name), 'utf8'))).toBe(bare(text));
});

describe('a field that is misspelt does not compile', () => {
  test('in no kind', () => {
    type Open = { [Kind in keyof Specs]: string extends keyof Specs[Kind] ? Kind : never }[keyof Specs];
    // It compiles while no kind takes a field of any name.
    const openKinds = (kind: Open): never => kind;
    expect(openKinds.length).toBe(1);
    const read = (spec: Specs['MCPServer'] | undefined): unknown =>
      // @ts-expect-error -- sessionStorage
      spec?.sesionStorage;
    expect(read(undefined)).toBeUndefined();
  });

  test('nor below, in lists, nor in what may be said of one', () => {
    const server: Specs['MCPServer'] = {
      image: 'server',
      proxyMode: 'sse',
      proxyPort: 8080,
      sessionAffinity: 'None',
      transport: 'sse',
      trustProxyHeaders: false,
      env: [{ name: 'A', value: '1' }],
    };
    // @ts-expect-error -- provider
    expect(server.sessionStorage?.provdier).toBeUndefined();
    // @ts-expect-error -- value
    expect(server.env?.map(({ vlaue }) => vlaue)).toEqual([undefined]);
    // @ts-expect-error -- stdio, streamable-http, sse
    expect(server.transport === 'http').toBe(false);
  });
});
