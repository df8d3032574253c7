/** Programs of before 1.0 that nobody checks the types of: what was positional is taken by its name. */
import { Duration, Testing } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import * as library from '../../src';
import { RegistryDatabase, StepErrorHandling, ToolhiveChart } from '../../src';
import { namedArguments, positionalNames } from '../../src/props/positional';

const chart = new ToolhiveChart(Testing.app(), 'mcp', { namespace: 'mcp' });
const value = { secret: Secret.fromSecretName(chart, 'db', 'db'), key: 'password' };
const OPTIONS = { host: 'pg', database: 'registry', user: 'registry' };

/** A method as JavaScript sees it. */
function call(type: keyof typeof library, method: string, ...args: unknown[]): unknown {
  return (library[type] as unknown as Record<string, (...given: unknown[]) => unknown>)[method](...args);
}

test('options, a value and more options are one struct', () => {
  const names = positionalNames('RegistryDatabase.password')!;
  const struct = { ...OPTIONS, password: value, migrationPassword: value };
  expect(namedArguments(names, [OPTIONS, value, { migrationPassword: value }])).toEqual([struct]);
  expect(call('RegistryDatabase', 'password', OPTIONS, value)).toBeInstanceOf(RegistryDatabase);
});

test('a number stays one', () => {
  expect(call('StepErrorHandling', 'retry', 3, Duration.seconds(2))).toEqual(
    StepErrorHandling.retry({ retryCount: 3, retryDelay: Duration.seconds(2) }),
  );
});

test('fails as the struct does', () => {
  expect(() => call('RegistryDatabase', 'password', OPTIONS, 'hunter2')).toThrow(/RegistryDatabase.password: password/);
  expect(() => call('RegistryDatabase', 'password', OPTIONS)).toThrow(/password: is missing/);
});

test('what fits neither way is left as it is', () => {
  const names = ['...', 'password', '...'];
  for (const args of [[OPTIONS], [1, value], [OPTIONS, value, 'x'], [OPTIONS, value, {}, 4]]) {
    expect(namedArguments(names, args)).toBe(args);
  }
});
