import { McpServer, McpTools, McpTransport, SecretReference, ToolhiveChart } from 'cdk8s-toolhive';
import type { Construct } from 'constructs';

/** The MCP servers of one namespace. */
export class Servers extends ToolhiveChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      namespace: 'toolhive',
      // Every pod and every ServiceAccount below pulls with this Secret, which has to be in the namespace.
      imagePullSecrets: [SecretReference.named(scope, 'regcred')],
    });

    new McpServer(this, 'fetch', {
      image: 'ghcr.io/stackloklabs/gofetch/server:1.0.4',
      transport: McpTransport.STREAMABLE_HTTP,
      tools: McpTools.allow('fetch'),
    });
  }
}
