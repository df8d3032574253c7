/** What is required has a name where it is given: languages without named arguments show nothing else of it. */
import { callablesOf, entries, Parameter, propsOf } from '../../src/props/read-table';

/** Before the options, as cdk8s has it: where something hangs, and what it is called. */
const IDENTITY = ['scope', 'id', 'name'];

const classes = [...entries().values()].filter(({ kind }) => kind === 'class').map(({ name }) => name);
const callables = classes.flatMap((name) =>
  callablesOf(name).map((callable) => ({ where: `${name}.${callable.name}`, parameters: callable.parameters })),
);

function isRequiredStruct({ type, isOptional }: Parameter): boolean {
  if (isOptional) return false;
  if (type === 'kplus.SecretValue') return true;
  return entries().get(type)?.kind === 'struct' && propsOf(type).some((prop) => !prop.isOptional);
}

test('a struct with required members is the only argument besides scope, id and name', () => {
  const structs = callables.filter(({ parameters }) => parameters.some(isRequiredStruct));
  expect(structs.length).toBeGreaterThan(60);
  const mixed = structs.filter(
    ({ parameters }) => parameters.filter(({ name }) => !IDENTITY.includes(name)).length > 1,
  );
  expect(mixed.map(({ where }) => where)).toEqual([]);
});

test('what is optional and no struct stands in one', () => {
  const loose = callables.filter(({ parameters }) =>
    parameters.some(({ type, isOptional }) => isOptional && entries().get(type)?.kind !== 'struct'),
  );
  // The value of an override may be anything, also nothing; where a text came from is for messages.
  const meant = ['addSpecOverride', 'McpCatalog.fromText', 'ToolhiveApp.new'];
  expect(loose.map(({ where }) => where).filter((where) => !meant.some((one) => where.endsWith(one)))).toEqual([]);
});
