package com.example;

import io.github.cdk8s_toolhive.AutoscaleOptions;
import io.github.cdk8s_toolhive.EmbeddingServer;
import io.github.cdk8s_toolhive.ExposeViaIngressOptions;
import io.github.cdk8s_toolhive.IngressController;
import io.github.cdk8s_toolhive.McpAuthz;
import io.github.cdk8s_toolhive.McpGroup;
import io.github.cdk8s_toolhive.McpOidcConfig;
import io.github.cdk8s_toolhive.McpServer;
import io.github.cdk8s_toolhive.McpTools;
import io.github.cdk8s_toolhive.McpTransport;
import io.github.cdk8s_toolhive.OAuthOptions;
import io.github.cdk8s_toolhive.OAuthProvider;
import io.github.cdk8s_toolhive.OAuthProviderOptions;
import io.github.cdk8s_toolhive.OidcIssuerOptions;
import io.github.cdk8s_toolhive.OidcProvider;
import io.github.cdk8s_toolhive.OidcReference;
import io.github.cdk8s_toolhive.Optimizer;
import io.github.cdk8s_toolhive.ProxyPlacement;
import io.github.cdk8s_toolhive.RedisDefaults;
import io.github.cdk8s_toolhive.RegistryApi;
import io.github.cdk8s_toolhive.RegistryAuth;
import io.github.cdk8s_toolhive.RegistryClaim;
import io.github.cdk8s_toolhive.RegistryConfig;
import io.github.cdk8s_toolhive.RegistryConfigOptions;
import io.github.cdk8s_toolhive.RegistryDatabase;
import io.github.cdk8s_toolhive.RegistryPasswordOptions;
import io.github.cdk8s_toolhive.RegistryRole;
import io.github.cdk8s_toolhive.RegistryRoles;
import io.github.cdk8s_toolhive.RegistrySource;
import io.github.cdk8s_toolhive.RegistryView;
import io.github.cdk8s_toolhive.SecretReference;
import io.github.cdk8s_toolhive.ServersSourceOptions;
import io.github.cdk8s_toolhive.Toleration;
import io.github.cdk8s_toolhive.ToolhiveChart;
import io.github.cdk8s_toolhive.VirtualMcpServer;
import java.util.List;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.Size;
import org.cdk8s.plus28.ContainerResources;
import org.cdk8s.plus28.Cpu;
import org.cdk8s.plus28.CpuResources;
import org.cdk8s.plus28.EnvValue;
import org.cdk8s.plus28.HorizontalPodAutoscaler;
import org.cdk8s.plus28.MemoryResources;

/**
 * Two MCP servers, one that offers both as one, and a registry that lists them all. They trust one provider of identities;
 * images are private.
 *
 * The Secrets that it names have to be in the namespace: `regcred` (pull secret), `github-token` (key `token`),
 * `registry-db` (key `password`) and `mcp-tls`.
 */
public final class Main {
    private static final String ISSUER = "https://sso.example.com/realms/company";

    public static void main(String[] args) {
        App app = new App();
        ToolhiveChart chart = ToolhiveChart.Builder.create(app, "toolhive")
                .namespace("toolhive")
                .imagePullSecrets(List.of(SecretReference.named(app, "regcred")))
                .redis(RedisDefaults.builder().address("redis.cache.svc:6379").build())
                .proxyPlacement(ProxyPlacement.builder()
                        .nodeSelector(Map.of("pool", "gateways"))
                        .tolerations(List.of(Toleration.builder()
                                .key("dedicated")
                                .operator("Equal")
                                .value("gateways")
                                .effect("NoSchedule")
                                .build()))
                        .build())
                .build();

        McpOidcConfig sso = McpOidcConfig.Builder.create(chart, "sso")
                .provider(OidcProvider.issuer(
                        OidcIssuerOptions.builder().issuer(ISSUER).build()))
                .build();
        McpGroup group = McpGroup.Builder.create(chart, "engineering")
                .description("What engineers work with")
                .build();

        McpServer fetch = McpServer.Builder.create(chart, "fetch")
                .image("registry.example.com/stackloklabs/gofetch/server:1.0.4")
                .transport(McpTransport.STREAMABLE_HTTP)
                .tools(McpTools.allow("fetch"))
                .oidc(OidcReference.builder().config(sso).audience("fetch").build())
                .proxyResources(requests(100, 128))
                .group(group)
                .build();
        fetch.autoscale(
                AutoscaleOptions.builder().minReplicas(2).maxReplicas(4).build());

        McpServer github = McpServer.Builder.create(chart, "github")
                .image("registry.example.com/github/github-mcp-server:v0.20.0")
                .resources(ContainerResources.builder()
                        .cpu(CpuResources.builder().limit(Cpu.millis(200)).build())
                        .memory(MemoryResources.builder().limit(Size.mebibytes(256)).build())
                        .build())
                .oidc(OidcReference.builder().config(sso).audience("github").build())
                .authz(McpAuthz.cedar(List.of(
                        "permit(principal, action == Action::\"call_tool\", resource == Tool::\"search_code\");")))
                .group(group)
                .build();
        github.addEnv(
                "GITHUB_PERSONAL_ACCESS_TOKEN",
                EnvValue.fromSecretValue(SecretReference.key(chart, "github-token", "token")));

        VirtualMcpServer gateway = VirtualMcpServer.Builder.create(chart, "gateway")
                .group(group)
                .oidc(OidcReference.builder()
                        .config(sso)
                        .resourceUrl("https://mcp.example.com/tools")
                        .build())
                .optimizer(Optimizer.embeddingServer(
                        EmbeddingServer.fromEmbeddingServerName(chart, "embeddings", "embeddings")))
                .build();
        gateway.exposeViaIngress(
                "mcp.example.com",
                ExposeViaIngressOptions.builder()
                        .pathPrefix("/tools")
                        .controller(IngressController.NGINX)
                        .tlsSecret(SecretReference.named(chart, "mcp-tls"))
                        .build());

        List<RegistryClaim> claims = groups("engineering");
        RegistrySource deployed = RegistrySource.servers(
                List.of(fetch, github, gateway),
                ServersSourceOptions.builder().name("deployed").claims(claims).build());
        RegistryApi registry = RegistryApi.Builder.create(chart, "registry")
                .config(RegistryConfig.fromParts(RegistryConfigOptions.builder()
                        .sources(List.of(deployed))
                        .registries(List.of(RegistryView.builder()
                                .name("engineering")
                                .sources(List.of(deployed))
                                .claims(claims)
                                .build()))
                        .database(RegistryDatabase.password(RegistryPasswordOptions.builder()
                                .host("postgres.database.svc.cluster.local")
                                .database("registry")
                                .user("registry")
                                .password(SecretReference.key(chart, "registry-db", "password"))
                                .build()))
                        .auth(RegistryAuth.oauth(OAuthOptions.builder()
                                .resourceUrl("https://registry.example.com")
                                .providers(List.of(OAuthProvider.issuer(OAuthProviderOptions.builder()
                                        .name("sso")
                                        .issuerUrl(ISSUER)
                                        .audience("registry")
                                        .build())))
                                .roles(RegistryRoles.builder()
                                        .superAdmin(List.of(RegistryRole.builder()
                                                .claims(groups("platform"))
                                                .build()))
                                        .build())
                                .build()))
                        .build()))
                .resources(requests(100, 128))
                .build();
        HorizontalPodAutoscaler.Builder.create(chart, "registry-autoscaler")
                .target(registry)
                .minReplicas(2)
                .maxReplicas(4)
                .build();

        app.synth();
    }

    private static ContainerResources requests(int millis, int mebibytes) {
        return ContainerResources.builder()
                .cpu(CpuResources.builder().request(Cpu.millis(millis)).build())
                .memory(MemoryResources.builder().request(Size.mebibytes(mebibytes)).build())
                .build();
    }

    private static List<RegistryClaim> groups(String... names) {
        return List.of(
                RegistryClaim.builder().name("groups").values(List.of(names)).build());
    }

    private Main() {}
}
