/** Messages name lines, and no text is parsed more than once for them, however many they are. */
import { yamlLibrary } from '../../src/kubernetes/yaml-library';
import { PlainParser } from '../../src/manifests/plain-positions';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';

const server = (name: string) => `apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata: {name: ${name}}
spec:
  image: "i:1.0"
  groupRef: {name: g}
  externalAuthConfigRef: {name: a}
  toolConfigRef: {name: t}
`;

const SERVERS = ['a', 'b', 'c', 'd'].map(server);

/** The same with what only the careful reader reads. */
const ANCHOR = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: &n z}\ndata: {x: *n}\n';

/** How many lines messages name, and how often a parser was called while they were found. */
function countsOf(text: string) {
  const documents = readManifests(text, 'f.yaml');
  const parsers = [jest.spyOn(PlainParser.prototype, 'parse'), jest.spyOn(yamlLibrary(), 'parseAllDocuments')];
  try {
    const { problems } = renderManifests(documents, { namespace: 'default', settings: DEFAULT_SETTINGS });
    const [fast, careful] = parsers.map((parser) => parser.mock.calls.length);
    return { lines: new Set(problems.map(({ source }) => source)).size, fast, careful };
  } finally {
    parsers.forEach((parser) => parser.mockRestore());
  }
}

test('a text without messages is parsed to be read, and no more', () => {
  const text = server('a').replace(/^ {2}\w+Ref: .*\n/gm, '');
  expect(countsOf(text)).toEqual({ lines: 0, fast: 0, careful: 0 });
});

test('a document with messages is parsed once more, by the fast parser, however many they are', () => {
  expect(countsOf(SERVERS.join('---\n'))).toEqual({ lines: 12, fast: 4, careful: 0 });
});

test('a text that was read with care is parsed no more', () => {
  expect(countsOf([...SERVERS, ANCHOR].join('---\n'))).toEqual({ lines: 12, fast: 0, careful: 0 });
});

test('items of a list are found in one parse of it', () => {
  const items = SERVERS.map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`).join('');
  const list = `apiVersion: v1\nkind: List\nitems:\n${items}`;
  expect(countsOf(list)).toEqual({ lines: 12, fast: 1, careful: 0 });
});

test('an empty item, whose place only the careful parser tells, takes both, once', () => {
  expect(countsOf(`${SERVERS[0]}  args:\n  - x\n  -\n  -\n`)).toEqual({ lines: 2, fast: 1, careful: 1 });
});
