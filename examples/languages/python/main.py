"""Two MCP servers, and one that offers both as one. They trust one provider of identities; images are private.

The Secrets that it names have to be in the namespace: `regcred` (pull secret) and `github-token` (key `token`).
"""

from cdk8s import App, Size
from cdk8s_plus_28 import ContainerResources, Cpu, CpuResources, MemoryResources, Secret
from cdk8s_toolhive import (
    McpAuthz,
    McpGroup,
    McpOidcConfig,
    McpServer,
    McpTools,
    McpTransport,
    OidcProvider,
    OidcReference,
    ToolhiveChart,
    VirtualMcpServer,
)

app = App()
chart = ToolhiveChart(
    app,
    "toolhive",
    namespace="toolhive",
    image_pull_secrets=[Secret.from_secret_name(app, "regcred", "regcred")],
)

sso = McpOidcConfig(
    chart,
    "sso",
    provider=OidcProvider.issuer(issuer="https://sso.example.com/realms/company"),
)
group = McpGroup(chart, "engineering", description="What engineers work with")

McpServer(
    chart,
    "fetch",
    image="registry.example.com/stackloklabs/gofetch/server:1.0.4",
    transport=McpTransport.STREAMABLE_HTTP,
    tools=McpTools.allow("fetch"),
    oidc=OidcReference(config=sso, audience="fetch"),
    group=group,
)

token = Secret.from_secret_name(chart, "github-token", "github-token")
McpServer(
    chart,
    "github",
    image="registry.example.com/github/github-mcp-server:v0.20.0",
    env={"GITHUB_PERSONAL_ACCESS_TOKEN": token.env_value("token")},
    resources=ContainerResources(
        cpu=CpuResources(limit=Cpu.millis(200)),
        memory=MemoryResources(limit=Size.mebibytes(256)),
    ),
    oidc=OidcReference(config=sso, audience="github"),
    authz=McpAuthz.cedar(
        ['permit(principal, action == Action::"call_tool", resource == Tool::"search_code");']
    ),
    group=group,
)

VirtualMcpServer(
    chart,
    "gateway",
    group=group,
    oidc=OidcReference(config=sso, resource_url="https://mcp.example.com"),
)

app.synth()
