/** `toolhive.js COUNT one|many|linked|cedar FOLDER [stock]`: the servers as constructs, in a ToolhiveApp or in cdk8s' App. */
import { App, Size } from 'cdk8s';
import { Cpu, EnvValue, Secret } from 'cdk8s-plus-28';
import { imageOf, ISSUER, nameOf, NAMESPACE, POLICY, SCOPES, secretOf, TOOLS, urlOf } from './fleet';
import {
  McpAuthz,
  McpOidcConfig,
  McpServer,
  McpToolConfig,
  McpTools,
  McpTransport,
  OidcProvider,
  ToolhiveApp,
  ToolhiveChart,
} from '../../lib';

const [count, way, outdir, stock] = process.argv.slice(2);

const app = stock ? new App({ outdir }) : new ToolhiveApp({ outdir });
const chartOf = (id: string) => new ToolhiveChart(app, id, { namespace: NAMESPACE });
const shared = chartOf('shared');
const tools = McpTools.fromConfig(new McpToolConfig(shared, 'tools', { toolsFilter: TOOLS }));
const sso = new McpOidcConfig(shared, 'sso', { provider: OidcProvider.issuer({ issuer: ISSUER }) });
let previous: McpServer | undefined;
for (let i = 0; i < Number(count); i++) {
  const chart = way === 'one' || way === 'cedar' ? shared : chartOf(nameOf(i));
  const server = new McpServer(chart, nameOf(i), {
    image: imageOf(i),
    transport: McpTransport.STREAMABLE_HTTP,
    mcpPort: 9090,
    env: {
      LOG_LEVEL: EnvValue.fromValue('info'),
      API_TOKEN: Secret.fromSecretName(chart, secretOf(i), secretOf(i)).envValue('token'),
    },
    tools,
    oidc: { config: sso, resourceUrl: urlOf(i), scopes: SCOPES },
    audit: true,
    authz: way === 'cedar' ? McpAuthz.cedar([POLICY]) : undefined,
    proxyResources: {
      cpu: { request: Cpu.millis(100) },
      memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
    },
  });
  if (way === 'linked' && previous) server.node.addDependency(previous);
  previous = server;
}
app.synth();
