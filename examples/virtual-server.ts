/**
 * A virtual server in front of two MCP servers, a proxy of a remote server, and a remote server without a proxy.
 * Users log in at the company's provider, and Cedar policies decide who may call what.
 *
 * These Secrets must be in the namespace: `redis` (key `password`), `github-token` (key `token`) and
 * `tickets` (key `api-key`).
 */
import { EnvValue } from 'cdk8s-plus-28';
import {
  Aggregation,
  CompositeStep,
  ExternalAuth,
  McpAuthz,
  McpExternalAuthConfig,
  McpGroup,
  McpOidcConfig,
  McpRemoteProxy,
  McpServer,
  McpServerEntry,
  McpTools,
  McpTransport,
  OidcProvider,
  SecretReference,
  SessionStorage,
  StepErrorHandling,
  ToolhiveChart,
  VirtualMcpServer,
} from 'cdk8s-toolhive';
import { Construct } from 'constructs';

export function virtualServer(scope: Construct): ToolhiveChart {
  const chart = new ToolhiveChart(scope, 'virtual-server', { namespace: 'mcp-gateway' });
  const secretValue = (name: string, key: string) => SecretReference.key(chart, name, key);

  const group = new McpGroup(chart, 'engineering', { description: 'What engineers work with' });

  // Two servers that run in the cluster.
  const fetch = new McpServer(chart, 'fetch', {
    image: 'ghcr.io/stackloklabs/gofetch/server:1.0.4',
    transport: McpTransport.STREAMABLE_HTTP,
    group,
  });
  const github = new McpServer(chart, 'github', {
    image: 'ghcr.io/github/github-mcp-server:v0.20.0',
    env: { GITHUB_PERSONAL_ACCESS_TOKEN: EnvValue.fromSecretValue(secretValue('github-token', 'token')) },
    group,
  });

  // A remote server behind a proxy, which could serve other clients as well.
  new McpRemoteProxy(chart, 'wiki', {
    remoteUrl: 'https://mcp.deepwiki.com/mcp',
    tools: McpTools.allow('ask_question'),
    group,
  });

  // A remote server that the virtual server reaches by itself, with a key in a header.
  const tickets = new McpServerEntry(chart, 'tickets', {
    remoteUrl: 'https://tickets.example.com/mcp',
    externalAuth: new McpExternalAuthConfig(chart, 'tickets-key', {
      auth: ExternalAuth.headerInjection({ headerName: 'X-Api-Key', value: secretValue('tickets', 'api-key') }),
    }),
    group,
  });

  const sso = new McpOidcConfig(chart, 'sso', {
    provider: OidcProvider.issuer({ issuer: 'https://sso.example.com/realms/company' }),
  });

  // Engineers may call all tools, everybody else who logs in the composite tool alone.
  const authz = McpAuthz.cedar(
    [
      'permit(principal in THVGroup::"engineering", action == Action::"call_tool", resource);',
      'permit(principal, action == Action::"call_tool", resource == Tool::"ticket_with_page");',
    ],
    { groupClaimName: 'groups' },
  );

  const ticket = CompositeStep.tool('ticket', {
    tool: 'tickets.get_ticket',
    arguments: { id: '{{.params.id}}' },
    onError: StepErrorHandling.retry({ retryCount: 2 }),
  });
  const page = CompositeStep.tool('page', {
    tool: 'fetch.fetch',
    arguments: { url: '{{.steps.ticket.output.url}}' },
    dependsOn: [ticket],
  });

  new VirtualMcpServer(chart, 'gateway', {
    group,
    oidc: { config: sso, resourceUrl: 'https://mcp.example.com' },
    authz,
    aggregation: Aggregation.prefix({
      tools: [
        { member: github, filter: ['search_code', 'get_file_contents'] },
        { member: fetch, overrides: { fetch: { name: 'fetch', annotations: { readOnlyHint: true } } } },
        { member: tickets, excludeAll: true }, // for composite tools only
      ],
    }),
    compositeTools: [
      {
        name: 'ticket_with_page',
        description: 'A ticket, and the page that it is about.',
        parameters: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
        steps: [ticket, page],
      },
    ],
    sessionStorage: SessionStorage.redis('redis.cache.svc:6379', { password: secretValue('redis', 'password') }),
    replicas: 2,
    audit: {},
  });

  return chart;
}
