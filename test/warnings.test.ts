import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Testing } from 'cdk8s';
import { McpServer, McpTransport, Warnings } from '../src';
import { chartIn } from './util';
import { Findings } from '../src/findings';
import { WARNING_IDS } from '../src/warning-ids';

const ID = 'replicas-without-session-storage';

function doubtful(app: App) {
  const chart = chartIn(app);
  return { chart, server: new McpServer(chart, 's', { image: 'i:1.0', transport: McpTransport.SSE, replicas: 2 }) };
}

/** What is printed on standard error meanwhile. */
function printed(action: () => void): string {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    action();
    return write.mock.calls.map(([text]) => text).join('');
  } finally {
    write.mockRestore();
  }
}

test('a warning is printed when the app is synthesized, once, with path and id', () => {
  const app = Testing.app();
  doubtful(app);
  expect(printed(() => app.synth())).toBe(
    `warning: [chart/s] McpServer "s": replicas: 2 proxies without a shared session store lose a client's session when it reaches another one; ` +
      `name a Redis as sessionStorage, or as the default for all [${ID}]\n`,
  );
});

test('as well when it is synthesized to a string', () => {
  const app = Testing.app();
  doubtful(app);
  expect(printed(() => expect(app.synthYaml()).toContain('kind: Deployment'))).toContain(ID);
});

test('as well when jsii calls the method of the class, and once when a subclass calls its parent', () => {
  class MyApp extends App {
    public synth() {
      super.synth();
    }
  }
  doubtful(Testing.app());
  const app = new MyApp({ outdir: Testing.app().outdir });
  doubtful(app);
  expect(printed(() => MyApp.prototype.synth.call(app)).match(/warning:/g)).toHaveLength(1);
});

test('not for an app that has none of our constructs', () => {
  doubtful(Testing.app());
  expect(printed(() => Testing.app().synth())).toBe('');
});

test('not in a test, which finds it with Warnings.of', () => {
  const { chart, server } = doubtful(Testing.app());
  expect(printed(() => Testing.synth(chart))).toBe('');
  expect(Warnings.of(chart)).toEqual([{ id: ID, path: 'chart/s', message: expect.stringContaining('lose a client') }]);
  expect(server.node.metadata).toHaveLength(1);
});

test('an acknowledged warning is silent, at and below the scope', () => {
  const app = Testing.app();
  const { chart } = doubtful(app);
  Warnings.acknowledge(chart, ID, 'clients keep to one replica');
  expect(printed(() => app.synth())).toBe('');
  expect(Warnings.of(app)).toEqual([]);
});

test('fails on acknowledging what is no warning, and suggests one', () => {
  const app = Testing.app();
  expect(() => Warnings.acknowledge(app, 'replicas-without-session-store', 'x')).toThrow(`did you mean "${ID}"?`);
});

test('fails on acknowledging without a reason', () => {
  expect(() => Warnings.acknowledge(Testing.app(), ID, ' ')).toThrow('give the reason');
});

test('every id in the list is given somewhere, and none that is not in it compiles', () => {
  const files = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
    );
  const source = files(join(__dirname, '..', 'src'))
    .filter((file) => !file.endsWith('warning-ids.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const literals = new Set([...source.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, text]) => text));
  expect(WARNING_IDS.filter((id) => !literals.has(id))).toEqual([]);
  // @ts-expect-error -- no warning is called so
  new Findings().warning('no-name-space', 'spec', 'is wrong');
});
