/**
 * What the documents show is true: code compiles and runs, YAML is what comes out of the code before it, links lead
 * somewhere, and every warning is explained.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as ts from 'typescript';
import { parse } from 'yaml';
import * as toolhive from '../src';
import { WARNING_IDS } from '../src/rendering/warning-ids';

const ROOT = resolve(__dirname, '..');

function markdownFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return folder === '.' && entry.name !== 'docs' ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') && entry.name !== 'API.md' ? [path] : [];
  });
}

const documents = markdownFiles('.').sort();
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Block {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** `output: Kind/name` or `part of: Kind/name` in a comment before the block. */
  readonly claim?: RegExpMatchArray;
}

function blocksOf(file: string): Block[] {
  const text = textOf(file);
  return [...text.matchAll(/(?:<!-- (.*?) -->\n)?```(\w+)\n([\s\S]*?)```/g)].map((match) => {
    const [, comment, language, code] = match;
    return {
      file,
      language,
      code,
      line: text.slice(0, match.index).split('\n').length,
      claim: comment?.match(/^(output|part of): (\S+)$/) ?? undefined,
    };
  });
}

/** Blocks without imports of their own find these names. */
const FIXTURE = `
import { ApiObject, App, Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as toolhive from 'cdk8s-toolhive';
${Object.keys(toolhive)
  .map((name) => `import { ${name} } from 'cdk8s-toolhive';`)
  .join('\n')}
declare const app: App;
declare const chart: toolhive.ToolhiveChart;
`;

const isWhole = (code: string) => /^import /m.test(code);
const programs = documents.flatMap(blocksOf).filter(({ language }) => language === 'ts');
const fileOf = (block: Block) => join(ROOT, `${block.file.replace(/\W/g, '-')}-${block.line}.ts`);

test('all code in the documents and in examples/ compiles', () => {
  const virtual = new Map(
    programs.map((block) => [
      fileOf(block),
      isWhole(block.code) ? block.code : `${FIXTURE}\nexport {};\n${block.code}`,
    ]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    esModuleInterop: true,
    skipLibCheck: true,
    types: ['node'],
    paths: { 'cdk8s-toolhive': [join(ROOT, 'src/index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (name) => virtual.get(name) ?? readFile(name);
  host.fileExists = (name) => virtual.has(name) || fileExists(name);
  host.getCurrentDirectory = () => ROOT;
  const examples = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.ts'));
  const roots = [...virtual.keys(), ...examples.map((name) => join(ROOT, 'examples', name))];
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(roots, options, host));
  const shown = diagnostics.map(
    ({ file, start, messageText }) =>
      `${file?.fileName}:${file && file.getLineAndCharacterOfPosition(start!).line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
  expect(shown).toEqual([]);
}, 60_000);

/** Runs a block and gives what its app synthesizes to, by kind and name. */
function run(block: Block, app: cdk8s.App, chart: cdk8s.Chart): Record<string, any> {
  process.env.CDK8S_OUTDIR = app.outdir;
  let built: cdk8s.App = app;
  class RecordedApp extends cdk8s.App {
    constructor(props?: cdk8s.AppProps) {
      super(props);
      built = this;
    }
  }
  const modules: Record<string, unknown> = {
    cdk8s: isWhole(block.code) ? { ...cdk8s, App: RecordedApp } : cdk8s,
    'cdk8s-plus-28': require('cdk8s-plus-28'), // eslint-disable-line @typescript-eslint/no-require-imports
    'cdk8s-toolhive': toolhive,
  };
  const { outputText } = ts.transpileModule(isWhole(block.code) ? block.code : `${FIXTURE}\n${block.code}`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const scope = isWhole(block.code) ? [] : ['app', 'chart'];
  new Function('require', 'exports', 'console', ...scope, outputText)(
    (name: string) => modules[name],
    {},
    { log: () => {} },
    app,
    chart,
  );
  const objects = built.charts.flatMap((c) => cdk8s.Testing.synth(c));
  return Object.fromEntries(objects.map((o) => [`${o.kind}/${o.metadata.name}`, o]));
}

describe.each(documents.filter((file) => blocksOf(file).some(({ language }) => language === 'ts')))('%s', (file) => {
  const outdir = mkdtempSync(join(tmpdir(), 'docs-'));
  const app = new cdk8s.App({ outdir });
  const chart = new toolhive.ToolhiveChart(app, 'chart', { namespace: 'ns' });
  let objects: Record<string, any> = {};
  afterAll(() => rmSync(outdir, { recursive: true }));

  test.each(blocksOf(file).filter(({ language, claim }) => language === 'ts' || claim))(
    'the $language block in line $line holds',
    (block) => {
      if (block.language === 'ts') {
        objects = run(block, app, chart);
        return;
      }
      const [, claim, name] = block.claim!;
      const shown = parse(block.code);
      if (claim === 'output') expect(objects[name]).toEqual(shown);
      else expect(objects[name]).toMatchObject(shown);
    },
  );
});

test('every link inside the project leads somewhere', () => {
  const broken = documents.flatMap((file) =>
    [...textOf(file).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target]) => target)
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, dirname(file), target)))
      .map((target) => `${file}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every warning has its section in docs/warnings.md, and no section is left over', () => {
  const sections = [...textOf('docs/warnings.md').matchAll(/^## `(.*)`$/gm)].map(([, id]) => id);
  expect(sections.sort()).toEqual([...WARNING_IDS].sort());
});
