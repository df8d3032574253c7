/** The files of an imported app. */
import { ChartCode } from './chart-code';
import { CHART } from './expression';
import { LibraryName, libraryOf } from './library';
import { Names } from './names';
import { commentLine, Printer } from './print';

/** Text of a file by its path. */
export type Files = ReadonlyMap<string, string>;

/** Versions of what the app is written with. */
export interface Versions {
  readonly [library: string]: string;
}

/** @param remarks what is left out of the app, for the reader of its code */
export function projectFiles(charts: readonly ChartCode[], versions: Versions, remarks: readonly string[] = []): Files {
  const end = remarks.length ? `${remarks.map((remark) => commentLine(remark, 0)).join('')}\n` : '';
  const code = charts.length > 1 ? severalCharts(charts, end) : oneChart(charts, end);
  return new Map([
    ['package.json', packageJson(versions)],
    ['cdk8s.yaml', 'language: typescript\napp: npx tsx main.ts\n'],
    ['tsconfig.json', TSCONFIG],
    ['.gitignore', 'node_modules/\ndist/\n'],
    ...code,
  ]);
}

function packageJson(versions: Versions): string {
  const of = (...names: string[]) => Object.fromEntries(names.map((name) => [name, versions[name]]));
  const content = {
    name: 'toolhive-app',
    version: '0.0.0',
    private: true,
    scripts: { synth: 'tsx main.ts' },
    dependencies: of('cdk8s', 'cdk8s-plus-28', 'cdk8s-toolhive', 'constructs'),
    devDependencies: { '@types/node': '^20', tsx: '^4.20.0', typescript: '^5.9.0' },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'ES2022',
      module: 'commonjs',
      esModuleInterop: true,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    },
    include: ['**/*.ts'],
  },
  null,
  2,
)}\n`;

function oneChart([chart]: readonly ChartCode[], end: string): [string, string][] {
  const start = 'const app = new App();\n';
  if (!chart) return [['main.ts', `${importText(['App'])}\n${start}\n${end}app.synth();\n`]];
  const { of, args } = chart.chart;
  const created = printed('const chart = ', `new ${of}`, 'app', args, 0);
  const body = chart.text('chart', 0);
  const imports = importText(['App', ...chart.names]);
  return [['main.ts', `${imports}\n${start}\n${created}\n${body}\n${end}app.synth();\n`]];
}

function severalCharts(charts: readonly ChartCode[], end: string): [string, string][] {
  const classes = Names.ofClasses(['App', 'Construct', ...charts.flatMap(({ names }) => names)]);
  const paths = Names.ofFiles();
  const files = charts.map((chart) => {
    const name = classes.take(`${chart.id}-chart`);
    return { name, path: `charts/${paths.take(chart.id)}`, text: chartFile(chart, name) };
  });
  const imports = files.map(({ name, path }) => `import { ${name} } from './${path}';\n`).join('');
  const made = files.map(({ name }) => `new ${name}(app);\n`).join('');
  const main = `${importText(['App'])}${imports}\nconst app = new App();\n\n${made}\n${end}app.synth();\n`;
  return [['main.ts', main], ...files.map(({ path, text }): [string, string] => [`${path}.ts`, text])];
}

function chartFile(chart: ChartCode, name: string): string {
  const { of, args } = chart.chart;
  const imports = `${importText(chart.names)}import { Construct } from 'constructs';\n`;
  const created = printed('', 'super', 'scope', args, 4);
  const head = `export class ${name} extends ${of} {\n  constructor(scope: Construct) {\n`;
  return `${imports}\n${head}${created}\n${chart.text('this', 4)}  }\n}\n`;
}

/** A statement that makes a chart, or calls the constructor of its class. */
function printed(
  before: string,
  head: string,
  scope: string,
  args: ChartCode['chart']['args'],
  indent: number,
): string {
  const printer = new Printer({ chart: scope, nameOf: () => '' });
  const start = ' '.repeat(indent) + before;
  return `${start}${printer.call(head, [CHART, ...args], indent, start.length, 1)};\n`;
}

function importText(names: readonly LibraryName[]): string {
  const byLibrary = new Map<string, Set<string>>();
  for (const name of names) {
    const library = libraryOf(name);
    byLibrary.set(library, (byLibrary.get(library) ?? new Set()).add(name));
  }
  const libraries = [...byLibrary].sort(([a], [b]) => (a < b ? -1 : 1));
  return libraries.map(([library, used]) => importLine(library, [...used].sort())).join('');
}

function importLine(library: string, names: readonly string[]): string {
  const line = `import { ${names.join(', ')} } from '${library}';\n`;
  return line.length <= 101 ? line : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${library}';\n`;
}
