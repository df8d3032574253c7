/** `manifests.js COUNT render|helm [cedar]`: the servers as MCPServers, or as values of the Helm chart. */
import { imageOf, nameOf, NAMESPACE, POLICY, secretOf, TOOLS } from './fleet';

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
    resources:
      requests:
        cpu: 100m
        memory: 128Mi
      limits:
        memory: 256Mi
`;

const tools = `---
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPToolConfig
metadata:
  name: tools
  namespace: ${NAMESPACE}
spec:
  toolsFilter: [${TOOLS.join(', ')}]
`;

const indices = Array.from({ length: Number(count) }, (_, i) => i);
process.stdout.write(
  target === 'helm' ? `servers:\n${indices.map(values).join('')}` : tools + indices.map(server).join(''),
);
