/** `manifests.js COUNT render|helm [cedar]`: the servers as MCPServers, or as values of the Helm chart. */
import { imageOf, ISSUER, nameOf, NAMESPACE, POLICY, SCOPES, secretOf, TOOLS, urlOf } from './fleet';

const [count, target, cedar] = process.argv.slice(2);

const server = (i: number) => `---
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata:
  name: ${nameOf(i)}
  namespace: ${NAMESPACE}
spec:
  image: ${imageOf(i)}
  transport: streamable-http
  mcpPort: 9090
  env:
    - name: LOG_LEVEL
      value: info
  secrets:
    - name: ${secretOf(i)}
      key: token
      targetEnvName: API_TOKEN
  toolConfigRef:
    name: tools
  oidcConfigRef:
    name: sso
    audience: ${urlOf(i)}
    resourceUrl: ${urlOf(i)}
    scopes: [${SCOPES.join(', ')}]
  audit:
    enabled: true
  resources:
    requests:
      cpu: 100m
      memory: 128Mi
    limits:
      memory: 256Mi
${cedar ? `  authzConfig:\n    type: inline\n    inline:\n      policies:\n        - '${POLICY}'\n` : ''}`;

const values = (i: number) => `  - name: ${nameOf(i)}
    image: ${imageOf(i)}
    env:
      - name: LOG_LEVEL
        value: info
    secrets:
      - name: ${secretOf(i)}
        key: token
        targetEnvName: API_TOKEN
    toolsFilter: [${TOOLS.join(', ')}]
    oidc:
      issuer: ${ISSUER}
      resourceUrl: ${urlOf(i)}
      scopes: [${SCOPES.join(', ')}]
    resources:
      requests:
        cpu: 100m
        memory: 128Mi
      limits:
        memory: 256Mi
`;

const shared = `---
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPToolConfig
metadata:
  name: tools
  namespace: ${NAMESPACE}
spec:
  toolsFilter: [${TOOLS.join(', ')}]
---
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPOIDCConfig
metadata:
  name: sso
  namespace: ${NAMESPACE}
spec:
  type: inline
  inline:
    issuer: ${ISSUER}
`;

const indices = Array.from({ length: Number(count) }, (_, i) => i);
process.stdout.write(
  target === 'helm' ? `servers:\n${indices.map(values).join('')}` : shared + indices.map(server).join(''),
);
