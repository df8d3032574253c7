/** Whatever is exported checks what it is given: each constructor, factory and method, argument by argument. */
import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as library from '../../src';
import { hintFor } from '../../src/props/hints';
import { callablesOf, entries, Parameter, propsOf } from '../../src/props/read-table';

const classes = [...entries().values()].filter(({ kind }) => kind === 'class').map(({ name }) => name);
const exported = library as unknown as Record<string, any>;

/** Something that no parameter takes. */
class Nothing {
  public readonly nothing = true;
}

interface Case {
  readonly where: string;
  readonly parameter: Parameter;
  readonly position: number;
  readonly call: (args: unknown[]) => unknown;
}

const cases: Case[] = classes
  .filter((name) => name !== 'RegistryServerConfig')
  .flatMap((name) =>
    callablesOf(name).flatMap((callable) =>
      callable.parameters
        .map((parameter, position) => ({ parameter, position }))
        .filter(({ parameter }) => parameter.type !== 'any')
        .map(({ parameter, position }) => ({
          where: `${callable.name === 'new' ? 'new ' : ''}${name}${callable.name === 'new' ? '' : `.${callable.name}`} ${parameter.name}`,
          parameter,
          position,
          call: (args: unknown[]) => {
            const type = exported[name];
            if (callable.name === 'new') return new type(...args);
            if (callable.isStatic) return type[callable.name](...args);
            // Arguments are looked at before anything of the instance is.
            return type.prototype[callable.name].apply(Object.create(type.prototype), args);
          },
        })),
    ),
  );

test('the table has all that is exported, with what can be called', () => {
  // An older name of a class has that class's.
  const isOwnName = (name: string) => typeof exported[name] === 'function' && exported[name].name === name;
  const made = Object.keys(exported).filter((name) => /^[A-Z]/.test(name) && isOwnName(name));
  expect(made.filter((name) => !classes.includes(name))).toEqual([]);
  expect(cases.length).toBeGreaterThan(200);
});

test.each(cases)('fails on a wrong value: $where', ({ parameter, position, call }) => {
  for (const wrong of [new Nothing(), null, Symbol('wrong'), () => 1]) {
    const args: unknown[] = [];
    args[position] = wrong;
    let thrown: any;
    try {
      call(args);
    } catch (e) {
      thrown = e;
    }
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).not.toBeInstanceOf(TypeError);
    expect(thrown.message).toMatch(new RegExp(`\\b${parameter.name}\\b.*: .* was given`));
  }
});

test('how to make a value is known of each type that is due', () => {
  const due = [...entries().values()].filter(({ kind }) => kind !== 'enum').map(({ name }) => name);
  // What is never due by itself, or is made by extending it.
  const silent = [
    'Access',
    'CatalogEntry',
    'cdk8s.ChartProps',
    'RegistryServerConfig',
    'SecretReference',
    'Toolhive',
    'Warnings',
  ];
  expect(due.filter((name) => !hintFor(name) && !silent.includes(name))).toEqual([]);
});

test('every prop says its type in a form that can be checked', () => {
  const structs = [...entries().values()].filter(({ kind }) => kind === 'struct');
  expect(structs.flatMap(({ name }) => propsOf(name)).length).toBeGreaterThan(700);
  const leaf = (type: string) => type.replace(/[[\]{}]/g, '');
  const unknown = structs
    .flatMap(({ name }) => propsOf(name).map(({ type }) => leaf(type)))
    .filter((type) => !['string', 'number', 'boolean', 'any'].includes(type) && !entries().has(type));
  expect(unknown).toEqual([]);
});

test('values of other copies of cdk8s, cdk8s-plus-28 and this library are what they are', () => {
  const load = () => {
    let copy: any;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a second copy of each
    const again = (name: string) => require(name);
    jest.isolateModules(() => {
      copy = {
        library: again('../../src'),
        kplus: again('cdk8s-plus-28'),
        cdk8s: again('cdk8s'),
      };
    });
    return copy;
  };
  const other = load();
  expect(other.library.McpTools).not.toBe(library.McpTools);
  expect(other.cdk8s.Size).not.toBe(Size);
  const chart = new Chart(new App(), 'chart');
  expect(
    () =>
      new library.McpServer(chart, 'a', {
        image: 'registry.example.com/a:1',
        tools: other.library.McpTools.allow('x'),
        env: { A: other.kplus.EnvValue.fromValue('b') },
        imagePullSecrets: [other.kplus.Secret.fromSecretName(chart, 's', 's')],
        resources: { memory: { limit: other.cdk8s.Size.mebibytes(1) }, cpu: { limit: other.kplus.Cpu.millis(1) } },
      }),
  ).not.toThrow();
  expect(() =>
    library.StepErrorHandling.retry({ retryCount: 1, retryDelay: other.cdk8s.Duration.seconds(1) }),
  ).not.toThrow();
  expect(Duration).not.toBe(other.cdk8s.Duration);
  expect(kplus.Cpu).not.toBe(other.kplus.Cpu);
});
