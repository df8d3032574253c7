import { publicAddress } from '../../src/clients/public-address';

const service = { name: 'mcp-orders-proxy', namespace: 'mcp', path: '/mcp' };

function ingress(path: string | undefined, tls: unknown = [{ hosts: ['mcp.example.com'] }], host = 'mcp.example.com') {
  const backend = { service: { name: service.name, port: { number: 8080 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'way', namespace: 'mcp' },
    spec: { tls, rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend }] } }] },
  };
}

function route(hostnames: string[], path?: string) {
  const matches = path === undefined ? undefined : [{ path: { type: 'PathPrefix', value: path } }];
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'way', namespace: 'mcp' },
    spec: { hostnames, rules: [{ matches, backendRefs: [{ name: service.name, port: 8080 }] }] },
  };
}

test.each([
  ['the root', ingress('/'), 'https://mcp.example.com/mcp'],
  ['no path', ingress(undefined), 'https://mcp.example.com/mcp'],
  ["the server's own path", ingress('/mcp'), 'https://mcp.example.com/mcp'],
  ['a path that is stripped', ingress('/orders'), 'https://mcp.example.com/orders/mcp'],
  ['a path that is stripped, with the own one', ingress('/orders/mcp'), 'https://mcp.example.com/orders/mcp'],
  ['a regular expression', ingress('/orders(/|$)(.*)'), 'https://mcp.example.com/orders/mcp'],
  ['a certificate for all hosts', ingress('/', [{ secretName: 'tls' }]), 'https://mcp.example.com/mcp'],
  ['no certificate', ingress('/', []), 'http://mcp.example.com/mcp'],
  ['a certificate of another host', ingress('/', [{ hosts: ['other.example.com'] }]), 'http://mcp.example.com/mcp'],
  ['an HTTPRoute', route(['mcp.example.com'], '/orders'), 'https://mcp.example.com/orders/mcp'],
  ['an HTTPRoute without a path', route(['mcp.example.com']), 'https://mcp.example.com/mcp'],
])('with %s, the address is found', (_, object, address) => {
  expect(publicAddress([object], service)).toBe(address);
});

test.each([
  ['no host', ingress('/', [], '')],
  ['a wildcard', ingress('/', [], '*.example.com')],
  ['an HTTPRoute without a host', route([])],
  ['another namespace', { ...ingress('/'), metadata: { name: 'way', namespace: 'other' } }],
  ['documents of clients alone', ingress('/.well-known/oauth-protected-resource')],
  ['another kind', { ...ingress('/'), kind: 'Service' }],
  ['nonsense', { ...ingress('/'), spec: { rules: 'x', tls: 5 } }],
])('with %s, there is none', (_, object) => {
  expect(publicAddress([object], service)).toBeUndefined();
});
