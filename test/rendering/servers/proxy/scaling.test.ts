import { render } from '../../render';

const proxy = (spec: string) =>
  render(`kind: MCPRemoteProxy\nmetadata: {name: p}\nspec: {remoteUrl: "https://mcp.example.com/mcp", ${spec}}`)
    .warnings;

describe('several replicas', () => {
  test.each(['sessionAffinity: ClientIP', 'sessionAffinity: None'])('lose sessions in memory, with %s', (affinity) => {
    const always = affinity.endsWith('None');
    expect(proxy(`replicas: 2, ${affinity}`)).toEqual([
      `spec.replicas: 2 proxies without a shared session store lose a client's session when it reaches another one${always ? ', and without session affinity it reaches any of them with every request' : ''}; name a Redis as sessionStorage, or as the default for all`,
    ]);
  });

  test('keep them in Redis', () => {
    expect(
      proxy('replicas: 2, sessionAffinity: None, sessionStorage: {provider: redis, address: "redis:6379"}'),
    ).toEqual([]);
  });
});
