"""Two MCP servers, one that offers both as one, and a registry that lists them all. They trust one provider of identities;
images are private.

The Secrets that it names have to be in the namespace: `regcred` (pull secret), `github-token` (key `token`),
`registry-db` (key `password`) and `mcp-tls`.
"""

from cdk8s import App, Size
from cdk8s_plus_28 import (
    ContainerResources,
    Cpu,
    CpuResources,
    EnvValue,
    HorizontalPodAutoscaler,
    MemoryResources,
)
from cdk8s_toolhive import (
    EmbeddingServer,
    IngressController,
    McpAuthz,
    McpGroup,
    McpOidcConfig,
    McpServer,
    McpTools,
    McpTransport,
    OAuthProvider,
    OidcProvider,
    OidcReference,
    Optimizer,
    ProxyPlacement,
    RedisDefaults,
    RegistryApi,
    RegistryAuth,
    RegistryClaim,
    RegistryConfig,
    RegistryDatabase,
    RegistryRole,
    RegistryRoles,
    RegistrySource,
    RegistryView,
    SecretReference,
    Toleration,
    ToolhiveChart,
    VirtualMcpServer,
)

ISSUER = "https://sso.example.com/realms/company"


def requests(millis: int, mebibytes: int) -> ContainerResources:
    return ContainerResources(
        cpu=CpuResources(request=Cpu.millis(millis)),
        memory=MemoryResources(request=Size.mebibytes(mebibytes)),
    )


app = App()
chart = ToolhiveChart(
    app,
    "toolhive",
    namespace="toolhive",
    image_pull_secrets=[SecretReference.named(app, "regcred")],
    redis=RedisDefaults(address="redis.cache.svc:6379"),
    proxy_placement=ProxyPlacement(
        node_selector={"pool": "gateways"},
        tolerations=[
            Toleration(key="dedicated", operator="Equal", value="gateways", effect="NoSchedule")
        ],
    ),
)

sso = McpOidcConfig(chart, "sso", provider=OidcProvider.issuer(issuer=ISSUER))
group = McpGroup(chart, "engineering", description="What engineers work with")

fetch = McpServer(
    chart,
    "fetch",
    image="registry.example.com/stackloklabs/gofetch/server:1.0.4",
    transport=McpTransport.STREAMABLE_HTTP,
    tools=McpTools.allow("fetch"),
    oidc=OidcReference(config=sso, audience="fetch"),
    proxy_resources=requests(100, 128),
    group=group,
)
fetch.autoscale(min_replicas=2, max_replicas=4)

github = McpServer(
    chart,
    "github",
    image="registry.example.com/github/github-mcp-server:v0.20.0",
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
github.add_env(
    "GITHUB_PERSONAL_ACCESS_TOKEN",
    EnvValue.from_secret_value(SecretReference.key(chart, "github-token", "token")),
)

embeddings = EmbeddingServer.from_embedding_server_name(chart, "embeddings", "embeddings")
gateway = VirtualMcpServer(
    chart,
    "gateway",
    group=group,
    oidc=OidcReference(config=sso, resource_url="https://mcp.example.com/tools"),
    optimizer=Optimizer.embedding_server(embeddings),
)
gateway.expose_via_ingress(
    "mcp.example.com",
    path_prefix="/tools",
    controller=IngressController.NGINX,
    tls_secret=SecretReference.named(chart, "mcp-tls"),
)

claims = [RegistryClaim(name="groups", values=["engineering"])]
deployed = RegistrySource.servers([fetch, github, gateway], name="deployed", claims=claims)
registry = RegistryApi(
    chart,
    "registry",
    config=RegistryConfig.from_parts(
        sources=[deployed],
        registries=[RegistryView(name="engineering", sources=[deployed], claims=claims)],
        database=RegistryDatabase.password(
            host="postgres.database.svc.cluster.local",
            database="registry",
            user="registry",
            password=SecretReference.key(chart, "registry-db", "password"),
        ),
        auth=RegistryAuth.oauth(
            resource_url="https://registry.example.com",
            providers=[OAuthProvider.issuer(name="sso", issuer_url=ISSUER, audience="registry")],
            roles=RegistryRoles(
                super_admin=[RegistryRole(claims=[RegistryClaim(name="groups", values=["platform"])])]
            ),
        ),
    ),
    resources=requests(100, 128),
)
HorizontalPodAutoscaler(
    chart, "registry-autoscaler", target=registry, min_replicas=2, max_replicas=4
)

app.synth()
