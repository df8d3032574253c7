/** Programs of before 1.0 go on with the names that they know. */
import * as library from '../src';

test.each([
  ['OnError', library.StepErrorHandling],
  ['Platform', library.ToolhivePlatform],
  ['Discovery', library.MemberDiscovery],
  ['Monitoring', library.ServerMonitoring],
])('%s is there under its older name', (name, value) => {
  expect((library as any)[name]).toBe(value);
});

test('what `of` made is made as by its new name', () => {
  const { OAuthProvider, PermissionProfile, RegistryAuth, RegistryConfig, RegistryDatabase, RegistrySource } = library;
  const options = {
    sources: [RegistrySource.managed({ name: 'own' })],
    database: RegistryDatabase.awsRdsIam({ host: 'db', database: 'registry', user: 'app' }),
    auth: RegistryAuth.anonymous(),
  };
  expect(RegistryConfig.of(options)._text()).toBe(RegistryConfig.fromParts(options)._text());
  const provider = { name: 'sso', issuerUrl: 'https://sso.example.com', audience: 'registry' };
  expect(OAuthProvider.of(provider)).toBeInstanceOf(OAuthProvider);
  expect(PermissionProfile.of({ allowPort: [443] })).toBeInstanceOf(PermissionProfile);
});

test('a message names the new ways only', () => {
  const config: any = {};
  expect(() => new library.McpServer(config, 'a', { image: 'i', permissionProfile: {} as any })).toThrow(
    /permissionProfile: .*PermissionProfile\.allow/,
  );
});
