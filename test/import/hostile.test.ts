/** No text of an input becomes code, a path or a module's name. */
import fc, { runs } from '../random';
import { imported, linesOf, objectsOf } from './app';
import { unexpectedIn } from './code-shape';
import { readManifests } from '../../src/manifests/read';
import { Obj } from '../../src/plain/objects';
import { inputOf } from '../parity/compare';
import { recordingsOf } from '../parity/recordings';

const RAN = 'importedCodeRan';
const RUN = `globalThis.${RAN}=1`;

/** Texts that end literals, comments, paths and lines, or mean something to JavaScript. */
const HOSTILE: readonly string[] = [
  `';${RUN};//`,
  `');${RUN};('`,
  `'+(${RUN})+'`,
  `"+(${RUN})+"`,
  `\`+(${RUN})+\``,
  `\${${RUN}}`,
  `a\n\${${RUN}}\nb`,
  `a\n\`;${RUN};//\nb`,
  `a\\\n\`;${RUN};//\nb`,
  `\\';${RUN};//`,
  `\\`,
  `*/${RUN};/*`,
  `//\n${RUN}`,
  `a\u2028${RUN}`,
  `a\u2029${RUN}`,
  `a\r${RUN}`,
  `a\u0085${RUN}\u000b\u000c`,
  `@ts-expect-error`,
  `eslint-disable`,
  `\u202e${RUN}\u2066`,
  `\ud800`,
  `[${RUN}]`,
  `../../outside`,
  `..`,
  `/etc/passwd`,
  `a/b`,
  `C:\\x`,
  `constructor`,
  `__proto__`,
  `toString`,
  `undefined`,
  `class`,
  `import`,
  `</script>`,
  `\0`,
  ``,
  ` `,
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 12 }));

const cases = recordingsOf('cases').map((recording) =>
  readManifests(inputOf(recording), recording.name).map(({ value }) => value),
);

/** A text that stands somewhere in a document. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly isKey: boolean;
}

function placesIn(value: unknown, path: readonly (string | number)[] = []): Place[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => placesIn(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? [{ path, isKey: false }] : [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = [...path, key];
    return [{ path: own, isKey: true }, ...placesIn(inner, own)];
  });
}

function withText(value: any, { path, isKey }: Place, text: string): any {
  const [key, ...rest] = path;
  if (path.length === 0) return text;
  if (Array.isArray(value)) return value.map((v, i) => (i === key ? withText(v, { path: rest, isKey }, text) : v));
  return Object.fromEntries(
    Object.entries(value).map(([k, inner]) => {
      if (k !== key) return [k, inner];
      return isKey && !rest.length ? [text, inner] : [k, withText(inner, { path: rest, isKey }, text)];
    }),
  );
}

const written = (documents: readonly Obj[]) => documents.map((o) => JSON.stringify(o)).join('\n---\n');

/** One case, in which some texts are others. */
const input = fc
  .record({
    documents: fc.constantFrom(...cases),
    changes: fc.array(fc.tuple(fc.nat(), hostile), { minLength: 1, maxLength: 3 }),
    comment: hostile,
  })
  .map(({ documents, changes, comment }) => {
    let changed: Obj[] = documents;
    for (const [n, text] of changes) {
      const places = placesIn(changed);
      changed = withText(changed, places[n % places.length], text);
    }
    return `# ${comment.replace(/[\n\r]/g, '\n# ')}\n${written(changed.filter((o) => typeof o === 'object'))}`;
  });

afterEach(() => {
  expect(globalThis).not.toHaveProperty(RAN);
});

test.each(['namespace', 'name'])('fails for a %s that is code, and writes nothing', (field) => {
  for (const text of HOSTILE) {
    const metadata = { name: 'c', [field]: text };
    const app = imported(written([...cases[0], { apiVersion: 'v1', kind: 'ConfigMap', metadata }]));
    expect(unexpectedIn(app.files)).toEqual([]);
    if (field === 'namespace' && /[^a-z-]/.test(text)) {
      const errors = linesOf(app).filter((line) => /^error: .*ConfigMap "c": metadata\.namespace: /.test(line));
      expect({ text, errors: errors.length }).toEqual({ text, errors: 1 });
    }
  }
});

test('the code of all recorded cases has no other shape', () => {
  for (const documents of cases) expect(unexpectedIn(imported(written(documents)).files)).toEqual([]);
});

test('whatever texts are in an input, the code has no other shape', () => {
  let accepted = 0;
  fc.assert(
    fc.property(input, (text) => {
      let app;
      try {
        app = imported(text);
      } catch (e) {
        expect((e as Error).constructor.name).toBe('ReadError');
        return;
      }
      accepted += Math.min(app.files.size, 1);
      expect(unexpectedIn(app.files)).toEqual([]);
    }),
    { numRuns: runs(1500), seed: 16 },
  );
  expect(accepted).toBeGreaterThan(runs(1500) / 20);
}, 120_000);

test('code with such texts runs, and none of them with it', () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 4, maxLength: 8 }), ([comment, ...texts]) => {
      const [first, second, third = ''] = texts;
      const server = {
        apiVersion: 'toolhive.stacklok.dev/v1beta1',
        kind: 'MCPServer',
        metadata: { name: 's', annotations: { a: first, b: second } },
        spec: { image: 'i:1', args: texts },
      };
      const data = { a: third, ...(first !== 'constructor' && first !== '__proto__' && { [first || 'b']: second }) };
      const other = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'default' }, data };
      const app = imported(`# ${comment.replace(/[\n\r]/g, '\n# ')}\n${written([server, other])}`);
      expect(unexpectedIn(app.files)).toEqual([]);
      expect(linesOf(app).filter((line) => !line.startsWith('warning'))).toEqual([]);
      const objects = objectsOf(app);
      expect(objects.find(({ kind }) => kind === 'ConfigMap')!.data).toEqual(data);
    }),
    { numRuns: runs(200), seed: 16 },
  );
}, 60_000);
