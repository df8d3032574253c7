/**
 * What the documents show is true: code compiles and runs, that in comments compiles, YAML and messages are what comes out of the code before
 * them, links lead somewhere, and every warning is explained.
 *
 * A comment in the line before a block says what the block is:
 *
 * - `output: Kind/name`: YAML that is the whole object;
 * - `part of: Kind/name`: YAML that is in the object, other members left out;
 * - `for another program`: YAML that is not made here;
 * - `refused`: code that throws, in an app of its own;
 * - `message`: text of the error that the refused code before it throws;
 * - `printed`: text on standard error when the app is synthesized;
 * - `graph: NAME`: the Mermaid flowchart of `examples/NAME.ts`;
 * - `reachability: NAME`: who reaches whom in `examples/NAME.ts`, by the policies that come out of it;
 * - `logged`: what the code before it gives to console.log.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { parse, parseAllDocuments } from 'yaml';
import { javaScriptOf } from './javascript';
import { appMatrix } from './reachability';
import { mistakesIn, programOf } from '../scripts/jest/compiler';
import * as toolhive from '../src';
import { WARNING_IDS } from '../src/warning-ids';

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
  /** What the comment before the block says; empty without one. */
  readonly claim: string;
  /** Kind and name of the object that it speaks of. */
  readonly object: string;
}

function blocksOf(file: string): Block[] {
  const text = textOf(file);
  return [...text.matchAll(/(?:<!-- (.*?) -->\n)?```(\w+)\n([\s\S]*?)```/g)].map((match) => {
    const [, comment = '', language, code] = match;
    const [claim, object = ''] = comment.split(': ');
    return { file, language, code, line: text.slice(0, match.index).split('\n').length, claim, object };
  });
}

/** Blocks without imports of their own find these names, and what they use of the library. */
const FIXTURE = `
import { ApiObject, App, Chart, Duration, Include, JsonPatch, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as toolhive from 'cdk8s-toolhive';
declare const app: App;
declare const chart: toolhive.ToolhiveChart;
`;

function withFixture(code: string): string {
  if (isWhole(code)) return code;
  const names = [...new Set(code.match(/\b[A-Z]\w*/g))].filter((name) => name in toolhive);
  return `import { ${names.join(', ')} } from 'cdk8s-toolhive';${FIXTURE}\nexport {};\n${code}`;
}

/** The examples in the comments of src/, as blocks. */
function examplesIn(file: string): Block[] {
  const text = textOf(file);
  return [...text.matchAll(/^ *\* @example\n((?: *\*(?! @|\/).*\n)+)/gm)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length,
    language: 'ts',
    // In a block of its own, so that it may name its chart as it likes.
    code: `{\n${match[1].replace(/^ *\* ?/gm, '')}}\n`,
    claim: '',
    object: '',
  }));
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

const isWhole = (code: string) => /^import /m.test(code);
const examples = sourceFiles('src').flatMap(examplesIn);
const programs = [...documents.flatMap(blocksOf).filter(({ language }) => language === 'ts'), ...examples];
const fileOf = (block: Block) => join(ROOT, `${block.file.replace(/\W/g, '-')}-${block.line}.ts`);

test('comments have examples to compile', () => {
  expect(examples.length).toBeGreaterThan(15);
});

test('all code in the documents, in comments and in examples/ compiles', () => {
  const virtual = new Map(programs.map((block) => [fileOf(block), withFixture(block.code)]));
  const apps = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.ts'));
  const roots = [...virtual.keys(), ...apps.map((name) => join(ROOT, 'examples', name))];
  expect(mistakesIn(programOf(roots, { virtual }), roots)).toEqual([]);
}, 60_000);

test('code that does not compile would be found', () => {
  const path = join(ROOT, 'wrong.ts');
  const code = "import { McpServer } from 'cdk8s-toolhive';\nexport const name: number = McpServer.name;\n";
  expect(mistakesIn(programOf([path], { virtual: new Map([[path, code]]) }), [path])).toEqual([
    `${path}:2: Type 'string' is not assignable to type 'number'.`,
  ]);
}, 60_000);

/** What the last block that ran gave to console.log. */
let logged = '';

/** What the last block that ran wrote to standard error, when its app was synthesized. */
let warned = '';

/** Runs a block and gives what its app synthesizes to, by kind and name. */
function run(block: Block, app: cdk8s.App, chart: cdk8s.Chart): Record<string, any> {
  process.env.CDK8S_OUTDIR = app.outdir;
  logged = '';
  let built: cdk8s.App = app;
  class RecordedApp extends cdk8s.App {
    constructor(props?: cdk8s.AppProps) {
      super(props);
      built = this;
    }
  }
  const modules: Record<string, unknown> = {
    cdk8s: isWhole(block.code) ? { ...cdk8s, App: RecordedApp } : cdk8s,
    'cdk8s-plus-28': kplus,
    'cdk8s-toolhive': toolhive,
  };
  const scope = isWhole(block.code) ? [] : ['app', 'chart'];
  warned = writtenBy(() =>
    new Function('require', 'module', 'console', ...scope, javaScriptOf(withFixture(block.code)))(
      (name: string) => modules[name],
      {},
      { log: (text: string) => (logged += `${text}\n`) },
      app,
      chart,
    ),
  );
  const objects = built.charts.flatMap((c) => cdk8s.Testing.synth(c));
  return Object.fromEntries(objects.map((o) => [`${o.kind}/${o.metadata.name}`, o]));
}

const outdir = mkdtempSync(join(tmpdir(), 'docs-'));
afterAll(() => {
  rmSync(outdir, { recursive: true });
  delete process.env.CDK8S_OUTDIR;
});

/** The app and the chart that the README's first example makes. */
function fixture(): [cdk8s.App, toolhive.ToolhiveChart] {
  const app = new cdk8s.App({ outdir });
  return [app, new toolhive.ToolhiveChart(app, 'mcp', { namespace: 'toolhive' })];
}

/** What is written to standard error meanwhile. */
function writtenBy(action: () => void): string {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    action();
    return write.mock.calls.map(([text]) => text).join('');
  } finally {
    write.mockRestore();
  }
}

function exampleOf(name: string): toolhive.ToolhiveChart {
  const [build] = Object.values<(scope: cdk8s.App) => toolhive.ToolhiveChart>(
    jest.requireActual(join(ROOT, 'examples', name)),
  );
  return build(new cdk8s.App({ outdir }));
}

function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe.each(documents.filter((file) => blocksOf(file).some(({ language }) => language === 'ts')))('%s', (file) => {
  const [app, chart] = fixture();
  let objects: Record<string, any> = {};
  let message = '';

  const checks: Record<string, (block: Block) => void> = {
    '': (block) => (objects = run(block, app, chart)),
    output: ({ code, object }) => expect(objects[object]).toEqual(parse(code)),
    'part of': ({ code, object }) => expect(objects[object]).toMatchObject(parse(code)),
    refused: (block) => {
      message = errorOf(() => run(block, ...fixture()));
      expect(message).not.toBe('');
    },
    message: ({ code }) => expect(`${message}\n`).toBe(code),
    reachability: ({ code, object }) => expect(`${appMatrix(cdk8s.Testing.synth(exampleOf(object)))}\n`).toBe(code),
    graph: ({ code, object }) => expect(exampleOf(object).toMermaid()).toBe(code),
    logged: ({ code }) => expect(logged).toBe(code),
    printed: ({ code }) => expect(warned + writtenBy(() => app.synth())).toContain(code),
    'for another program': ({ code }) => {
      for (const document of parseAllDocuments(code)) expect(document.toJS()).toHaveProperty('kind');
    },
  };

  test.each(blocksOf(file).filter(({ language, claim }) => language === 'ts' || claim))(
    'the $language block in line $line holds',
    (block) => {
      expect(Object.keys(checks)).toContain(block.claim);
      checks[block.claim](block);
    },
  );
});

test('every YAML block says which object it shows', () => {
  const silent = documents.flatMap(blocksOf).filter(({ language, claim }) => language === 'yaml' && !claim);
  expect(silent.map(({ file, line }) => `${file}:${line}`)).toEqual([]);
});

/** Constructs that are no row of the README's table: they make no object of their own. */
const WITHOUT_OBJECTS = [
  'CompositeTool',
  'McpAuthzConfig',
  'McpExternalAuthConfig',
  'McpGroup',
  'McpOidcConfig',
  'McpServerEntry',
  'McpTelemetryConfig',
  'McpToolConfig',
  'McpWebhookConfig',
  'ToolhiveApp',
  'ToolhiveChart',
];

test("the README's table of constructs names the objects that each of them makes", () => {
  const [, chart] = fixture();
  const config = toolhive.RegistryConfig.fromParts({
    sources: [toolhive.RegistrySource.managed({ name: 'own' })],
    database: toolhive.RegistryDatabase.pgpass({
      host: 'postgres',
      database: 'registry',
      user: 'app',
      pgpass: { secret: kplus.Secret.fromSecretName(chart, 'Pgpass', 'pgpass'), key: 'pgpass' },
    }),
    auth: toolhive.RegistryAuth.anonymous(),
  });
  const group = new toolhive.McpGroup(chart, 'group');
  const constructs = [
    new toolhive.McpServer(chart, 'server', { image: 'mcp', group }),
    new toolhive.McpRemoteProxy(chart, 'proxy', { remoteUrl: 'https://mcp.example.com/mcp' }),
    new toolhive.VirtualMcpServer(chart, 'virtual', { group }),
    new toolhive.EmbeddingServer(chart, 'embeddings'),
    new toolhive.RegistryApi(chart, 'registry-api', { config }),
    new toolhive.McpRegistry(chart, 'registry', { config }),
    new toolhive.ToolLock(chart, 'lock', {
      server: toolhive.McpServer.fromMcpServerName(chart, 'locked', 'locked'),
      lock: toolhive.LockedTools.fromText('{"tools":{}}'),
      image: 'node:22-alpine',
    }),
    new toolhive.ImagePolicy(chart, 'signed', {
      images: [
        {
          image: 'registry.example.com/mcp',
          provenance: {
            repositoryUri: 'https://github.com/acme/mcp',
            signerIdentity: '/.github/workflows/release.yml',
            certIssuer: 'https://token.actions.githubusercontent.com',
          },
        },
      ],
    }),
    new toolhive.ToolhiveOperator(chart, 'toolhive-operator'),
  ];
  const made = constructs.map((construct) => [
    construct.constructor.name,
    construct.node
      .findAll()
      .flatMap((child) => (cdk8s.ApiObject.isApiObject(child) ? [child.kind] : []))
      .sort(),
  ]);
  const table = [...textOf('README.md').matchAll(/^\| `(\w+)` \| ([A-Z0-9].*) \|$/gm)].map(([, name, kinds]) => [
    name,
    kinds
      .split(', ')
      .flatMap((text) => {
        const [kind, count = 1] = text.split(' × ').reverse();
        return Array(Number(count)).fill(kind);
      })
      .sort(),
  ]);
  expect(table).toEqual(made);
  const isConstruct = (value: unknown) => typeof value === 'function' && value.prototype instanceof Construct;
  const all = Object.entries(toolhive).flatMap(([name, value]) => (isConstruct(value) ? [name] : []));
  const others = all.filter((name) => !made.some(([known]) => known === name));
  expect(others.sort()).toEqual(WITHOUT_OBJECTS);
});

const pages = documents.filter((file) => /^docs\/[^/]*\.md$/.test(file));
/** About commands for those who work on the library. */
const WITHOUT_EXAMPLE = ['docs/following-toolhive.md', 'docs/proof.md'];

test('every page begins with what it is for, and its first code is an app that can be pasted whole', () => {
  const others = pages.filter((file) => {
    const first = blocksOf(file).find(({ language }) => language === 'ts');
    return !first || !isWhole(first.code) || !/^# .*\n\n\w/.test(textOf(file));
  });
  expect(others).toEqual(WITHOUT_EXAMPLE);
});

/** Tables, code, and a word that is longer, such as a link, can't be broken. */
function longLinesIn(file: string): string[] {
  const text = textOf(file).replace(/^ *```[\s\S]*?^ *```/gm, (code) => code.replace(/.+/g, ''));
  return text
    .split('\n')
    .flatMap((line, i) => (line.length >= 120 && !/^\s*\||^<!--|^\S+$/.test(line) ? [`${file}:${i + 1}`] : []));
}

test('lines of the documents are below 120 characters', () => {
  expect(documents.flatMap(longLinesIn)).toEqual([]);
});

test('words of our own are neither in the documents nor in comments, where everybody has another', () => {
  const riddles = /proves? (?:itself|themselves)|who (?:may )?comes? in\b|takes? (?:the|a) path away|as good as none/gi;
  expect(
    [...documents, ...sourceFiles('src')].flatMap(
      (file) =>
        textOf(file)
          .match(riddles)
          ?.map((words) => `${file}: ${words}`) ?? [],
    ),
  ).toEqual([]);
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
