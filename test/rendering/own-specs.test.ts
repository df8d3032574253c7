/** The specs that no CRD describes, and what the compiler makes of them: a misspelt field in `src/rendering` doesn't compile. */
import { OperatorSpec } from '../../src/rendering/operator/spec';
import { RegistryApiSpec } from '../../src/rendering/registry/api/spec';
import { ServerConfig } from '../../src/rendering/registry/config/shape';

const read = jest.fn();

test('a field that is misspelt does not compile in what a registry or an operator says', () => {
  const registry: RegistryApiSpec = { config: '' };
  const operator: OperatorSpec = { scope: { rights: 'cluster' } };
  // @ts-expect-error -- migration
  read(registry.migraton);
  // @ts-expect-error -- storageVersionMigrator
  read(operator.storageVersionMigrater);
  expect(read).toHaveBeenCalledTimes(2);
});

test('nor in the configuration of the registry server, at any depth', () => {
  const config: ServerConfig = { sources: [{ name: 'own', git: { repository: 'https://example.com/r.git' } }] };
  // @ts-expect-error -- repository
  expect(config.sources?.map(({ git }) => git?.repositry)).toEqual([undefined]);
  // @ts-expect-error -- a whole number
  expect(config.database?.port === '5432').toBe(false);
  // @ts-expect-error -- claims hold texts
  const wrong: ServerConfig = { registries: [{ claims: { group: 1 } }] };
  expect(wrong.registries).toHaveLength(1);
});
