import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareKeys } from '../../../../src/go/json';
import { parseTemplate } from '../../../../src/go/template/template';
import { templateError } from '../../../../src/rendering/gateway/composite-tools/template-check';

interface Vector {
  readonly text: string;
  readonly error?: string;
  readonly references?: string[];
}

const file = process.env.TEMPLATE_VECTORS ?? join(__dirname, 'vectors', 'templates.json');
const vectors: Vector[] = JSON.parse(readFileSync(file, 'utf8'));

describe('a template', () => {
  test('is taken or refused as Go does, all of them', () => {
    const different = vectors.filter(
      ({ text, error }) => (templateError(text) === undefined) !== (error === undefined),
    );
    expect(different).toEqual([]);
    expect(vectors.filter(({ error }) => error).length).toBeGreaterThan(200);
    expect(vectors.filter(({ error }) => !error).length).toBeGreaterThan(100);
  });

  test('refers to what Go finds in it', () => {
    for (const { text, references = [] } of vectors.filter(({ error }) => !error)) {
      expect([text, [...parseTemplate(text).references].sort(compareKeys)]).toEqual([text, references]);
    }
  });

  test.each([
    ['{{.params.url', 'line 1, column 1: the action that begins here has no end; close it with }}'],
    ['a\n  {{Json .a}}', 'line 2, column 5: there is no function Json; did you mean "json"?'],
    ['{{params.url}}', 'line 1, column 3: there is no function params; a value begins with a dot, as in .params.url'],
    ['{{$x}}', 'line 1, column 3: there is no variable $x; set it first, as in {{$x := 1}}'],
    ['{{if .a}}b', 'line 1, column 3: this if has no {{end}}'],
    ['{{.a-b}}', 'line 1, column 5: - can\'t follow .a; write (index .a "b-c") for names with a hyphen'],
    [
      '{{.a==1}}',
      "line 1, column 5: = can't follow .a; write functions first, such as eq, ne, lt, gt, and, or: {{eq .a .b}}",
    ],
    ["{{eq .a 'bc'}}", `line 1, column 9: 'bc' is not one character; quote a text with "`],
    ['{{end}}', 'line 1, column 6: did not expect {{end}} here'],
  ])('%s: says what is wrong, and where', (text, message) => {
    expect(templateError(text)).toBe(message);
  });

  test('that is nested beyond reason is refused, not the end of the program', () => {
    expect(templateError(`{{${'('.repeat(600)}.a${')'.repeat(600)}}}`)).toMatch(/is nested too deeply$/);
    expect(templateError('{{if .a}}'.repeat(600) + '{{end}}'.repeat(600))).toMatch(/is nested too deeply$/);
  });
});
