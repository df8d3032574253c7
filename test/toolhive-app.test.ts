import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, AppProps, Chart, JsonPatch, Lazy, Testing, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import fc, { runs } from './random';
import { McpServer, McpToolConfig, McpTools, PermissionProfile, ToolhiveApp, ToolhiveChart } from '../src';
import { renderCase } from './parity/compare';
import { recordingsOf } from './parity/recordings';
import { documentsIn } from './yaml';

const EXAMPLES = join(__dirname, '..', 'examples');

type Build = (app: App) => void;

const OUTPUT_TYPES = Object.values(YamlOutputType).filter((type): type is YamlOutputType => typeof type === 'number');

interface Written {
  readonly names: string[];
  readonly files: unknown[][];
  readonly yaml: unknown[];
}

/** The documents of each file, or what the app fails with. */
function written(make: (props: AppProps) => App, build: Build, props: AppProps): Written {
  const outdir = mkdtempSync(join(tmpdir(), 'app-'));
  try {
    const app = make({ ...props, outdir });
    build(app);
    app.synth();
    const names = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).sort();
    const files = names.filter((name) => statSync(join(outdir, name)).isFile());
    return {
      names,
      files: files.map((name) => documentsIn(readFileSync(join(outdir, name), 'utf8'))),
      yaml: documentsIn(app.synthYaml()),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** An App writes objects of one kind and name over each other; nothing else may differ, and here nothing is lost. */
function expectSame(build: Build, props: AppProps = {}): void {
  const ours = written((p) => new ToolhiveApp(p), build, props);
  const theirs = written((p) => new App(p), build, props);
  const objects = ({ files }: Written) => files.flat().filter((o) => !isConstructMetadata(o));
  if (objects(theirs).length === objects(ours).length) {
    expect(ours).toEqual(theirs);
  } else {
    expect(ours).toEqual({ yaml: theirs.yaml, names: expect.arrayContaining(theirs.names), files: ours.files });
    expect(texts(objects(ours))).toEqual(texts(ours.yaml));
  }
}

const isConstructMetadata = (o: unknown) => typeof o === 'object' && o !== null && 'version' in o && 'resources' in o;
const texts = (objects: readonly unknown[]) => objects.map((o) => JSON.stringify(o)).sort();

const object = (scope: Construct, id: string, fields: object = {}) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', ...fields });

const BUILDS: Record<string, Build> = {
  'an app without charts': () => {},
  'a chart without objects': (app) => new Chart(app, 'empty'),
  'the examples': (app) => {
    for (const name of readdirSync(EXAMPLES)) {
      if (!name.endsWith('.ts') || name === 'main.ts') continue;
      const [example] = Object.values<Build>(jest.requireActual(join(EXAMPLES, name)));
      example(app);
    }
  },
  'servers, patched and labelled': (app) => {
    const chart = new ToolhiveChart(app, 'a', { namespace: 'a', labels: { team: 't' } });
    const config = new McpToolConfig(chart, 'tools', { toolsFilter: ['x'] });
    new McpServer(chart, 's', { image: 'i', tools: McpTools.fromConfig(config) });
    const { deployment, service } = new McpServer(new Chart(app, 'b', { namespace: 'b' }), 's', { image: 'i' });
    deployment!.addJsonPatch(JsonPatch.add('/spec/strategy', { type: 'Recreate' }));
    service!.metadata.addAnnotation('note', 'on');
  },
  'the objects of cdk8s-plus-28': (app) => {
    const chart = new Chart(app, 'plus');
    const deployment = new kplus.Deployment(chart, 'd', { containers: [{ image: 'i', portNumber: 80 }] });
    deployment.exposeViaService();
  },
  'objects with lazy values, texts that need quotes, and other kinds of numbers': (app) => {
    const data = {
      lazy: Lazy.any({ produce: () => 'l' }),
      y: 'no',
      n: '1e3',
      lines: 'a\n b\n',
      cr: 'a\r\n',
      n2: 1e21,
      f: -0.5,
    };
    object(new Chart(app, 'texts'), 'o', { data, list: [[], {}, [1, [null]]] });
  },
  'dependencies between constructs and between charts': (app) => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(app, id, { namespace: id }));
    const servers = [c, c, a].map((chart, i) => new McpServer(chart, `s${i}`, { image: 'i' }));
    servers[0].node.addDependency(servers[1], servers[2]);
    b.addDependency(c);
    servers[1].deployment!.addDependency(servers[1].service!);
  },
  'charts in charts': (app) => {
    const outer = new Chart(app, 'outer');
    object(outer, 'one');
    const inner = new Chart(outer, 'inner');
    object(inner, 'two');
    object(new Construct(outer, 'between'), 'three').addDependency(object(new Chart(outer, '0'), 'four'));
  },
  'charts whose ids are numbers': (app) => {
    for (const id of ['10', 'x', '9', '0']) {
      const chart = new Chart(app, id);
      object(chart, 'o');
      object(new Chart(new Construct(chart, 'c'), '1'), 'o');
    }
  },
  'a chart that says itself what is in it': (app) => {
    class Mine extends Chart {
      public toJson(): any[] {
        return [...super.toJson(), undefined, { kind: 'Mine', metadata: { name: 'm/n' } }];
      }
    }
    object(new Mine(app, 'mine'), 'o');
  },
};

test.each(OUTPUT_TYPES)(
  'in output type %s, objects that share a name in two namespaces are all written',
  (yamlOutputType) => {
    const build: Build = (app) => {
      for (const namespace of ['dev', 'prod', 'test']) {
        new McpServer(new ToolhiveChart(app, namespace, { namespace }), 'fetch', { image: 'i:1' });
      }
      const chart = new Chart(app, 'others');
      object(chart, 'a', { metadata: { name: 'a b' } });
      object(chart, 'b', { metadata: { name: 'ab' } });
      object(chart, 'c', { metadata: { name: 'AB' } });
    };
    const { yaml, files } = written((props) => new ToolhiveApp(props), build, { yamlOutputType });
    expect(yaml).toHaveLength(3 * 7 + 3);
    expect(texts(files.flat())).toEqual(texts(yaml));
  },
);

test('files whose content is the same keep the time at which they changed', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'app-'));
  const longAgo = new Date('2020-01-01T00:00:00Z');
  const synth = (image: string) => {
    const app = new ToolhiveApp({ outdir, recordConstructMetadata: true });
    new McpServer(new ToolhiveChart(app, 'one', { namespace: 'mcp' }), 'fetch', { image: 'example.com/fetch:1' });
    new McpServer(new ToolhiveChart(app, 'two', { namespace: 'mcp' }), 'search', { image });
    app.synth();
  };
  try {
    synth('example.com/search:1');
    const names = readdirSync(outdir);
    for (const name of names) utimesSync(join(outdir, name), longAgo, longAgo);
    synth('example.com/search:2');
    expect(names).toContain('construct-metadata.json');
    expect(names.filter((name) => statSync(join(outdir, name)).mtime > longAgo)).toEqual(['two.k8s.yaml']);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

test('with one file a resource, the namespace tells the files of two objects apart', () => {
  const build: Build = (app) => {
    for (const namespace of ['dev', 'prod']) {
      object(new Chart(app, namespace, { namespace }), 'a', { metadata: { name: 'a' } });
    }
  };
  const { names } = written((props) => new ToolhiveApp(props), build, {
    yamlOutputType: YamlOutputType.FILE_PER_RESOURCE,
  });
  expect(names).toEqual(['ConfigMap.a.k8s.yaml', 'ConfigMap.a.prod.k8s.yaml']);
});

describe.each(OUTPUT_TYPES)('in output type %s', (yamlOutputType) => {
  test.each(Object.entries(BUILDS))('%s: the same objects are in the same files', (_, build) => {
    expectSame(build, { yamlOutputType, recordConstructMetadata: true, outputFileExtension: '.yml' });
  });
});

test('what the recorded cases render is written the same', () => {
  expectSame((app) => {
    for (const recording of recordingsOf('cases')) {
      const chart = new Chart(app, recording.name);
      const manifests = renderCase(recording).documents.flatMap((rendered) => rendered.manifests ?? []);
      manifests.forEach((manifest, i) => new ApiObject(chart, `${i}`, manifest as any));
    }
  });
});

/** A tree of charts, constructs and objects in which some depend on others. */
const tree = fc.record({
  nodes: fc.array(fc.tuple(fc.nat(), fc.constantFrom('chart', 'construct', 'object', 'object')), { maxLength: 14 }),
  dependencies: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
});

type Tree = typeof tree extends fc.Arbitrary<infer T> ? T : never;

function buildTree(app: App, { nodes, dependencies }: Tree): void {
  const made: Construct[] = [new Chart(app, 'chart')];
  nodes.forEach(([parent, kind], i) => {
    const scope = made[parent % made.length];
    if (kind === 'chart') made.push(new Chart(parent % 3 ? scope : app, `${i}`));
    else if (kind === 'construct') made.push(new Construct(scope, `n${i}`));
    else made.push(object(scope, `o${i}`));
  });
  for (const [from, to] of dependencies) {
    const [source, target] = [made[from % made.length], made[to % made.length]];
    if (source !== target) source.node.addDependency(target);
  }
}

test('any tree is written in the order of cdk8s, or refused as it would be', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom(...OUTPUT_TYPES), (plan, yamlOutputType) => {
      const result = (make: (props: AppProps) => App) => {
        try {
          return written(make, (app) => buildTree(app, plan), { yamlOutputType });
        } catch (error) {
          return (error as Error).message.split(':')[0];
        }
      };
      expect(result((props) => new ToolhiveApp(props))).toEqual(result((props) => new App(props)));
    }),
    { numRuns: runs(100) },
  );
});

describe('fails as cdk8s does', () => {
  const message = (app: App, build: Build): string => {
    build(app);
    try {
      app.synth();
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  const outdir = () => Testing.app().outdir;

  test.each<[string, Build, string]>([
    [
      'on constructs that depend on each other',
      (app) => {
        const chart = new Chart(app, 'c');
        const [a, b] = ['a', 'b'].map((id) => object(chart, id));
        a.addDependency(b);
        b.addDependency(a);
      },
      'Dependency cycle detected: c/a => c/b => c/a',
    ],
    [
      'on what constructs find wrong, all at once',
      (app) => {
        const chart = new Chart(app, 'c');
        for (const id of ['a', 'b']) object(chart, id).node.addValidation({ validate: () => [`${id} is wrong`] });
      },
      'Validation failed with the following errors:\n  [c/a] a is wrong\n  [c/b] b is wrong',
    ],
    [
      'on an object that belongs to no chart',
      (app) => {
        const chart = new Chart(app, 'c');
        object(chart, 'a').node.addDependency(new Construct(app, 'outside'));
      },
      'cannot find a parent chart (directly or indirectly)',
    ],
  ])('%s', (_, build, expected) => {
    expect(message(new ToolhiveApp({ outdir: outdir() }), build)).toBe(expected);
    expect(message(new App({ outdir: outdir() }), build)).toBe(expected);
  });

  test('and leaves no half of a file', () => {
    const app = new ToolhiveApp({ outdir: outdir() });
    const chart = new Chart(app, 'c');
    object(chart, 'good', { data: { text: 'x'.repeat(100000) } });
    object(chart, 'bad', { data: { date: new Date(0) } });
    expect(() => app.synth()).toThrow("can't render non-simple object of type 'Date'");
    expect(readdirSync(app.outdir)).toEqual([]);
  });
});

describe('time grows with the number of servers', () => {
  /** How often anything asks for the children of a construct: `App` does so for each chart and each dependency again. */
  function walks(build: (app: App) => IConstruct[]): number {
    const app = new ToolhiveApp({ outdir: Testing.app().outdir });
    const constructs = build(app);
    let count = 0;
    const { prototype } = constructs[0].node.constructor as any;
    const children = Object.getOwnPropertyDescriptor(prototype, 'children')!;
    Object.defineProperty(prototype, 'children', {
      ...children,
      get() {
        count++;
        return children.get!.call(this);
      },
    });
    try {
      app.synth();
    } finally {
      Object.defineProperty(prototype, 'children', children);
    }
    return count / constructs.length;
  }

  const servers = (count: number, link: boolean) => (app: App) =>
    Array.from({ length: count }, (_, i) => new McpServer(new Chart(app, `c${i}`), `s${i}`, { image: 'i' })).map(
      (server, i, all) => {
        if (link && i) server.node.addDependency(all[i - 1]);
        return server;
      },
    );

  test('that refer to ConfigMaps of others', () => {
    const build = (count: number) => (app: App) => {
      const chart = new Chart(app, 'c');
      const configMap = new kplus.ConfigMap(chart, 'p', { metadata: { name: 'p' }, data: { k: '{}' } });
      const permissionProfile = PermissionProfile.fromConfigMap({ configMap, key: 'k' });
      const one = (i: number) => new McpServer(chart, `s${i}`, { image: 'i', permissionProfile });
      return Array.from({ length: count }, (_, i) => one(i));
    };
    expect(walks(build(40))).toBeLessThan(1.1 * walks(build(10)));
  });

  test.each([
    ['in as many charts', false],
    ['in as many charts, each waiting for the one before', true],
  ])('%s', (_, link) => {
    expect(walks(servers(40, link))).toBeLessThan(1.1 * walks(servers(10, link)));
  });
});
