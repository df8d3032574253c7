package com.example;

import io.github.cdk8s_toolhive.McpAuthz;
import io.github.cdk8s_toolhive.McpGroup;
import io.github.cdk8s_toolhive.McpOidcConfig;
import io.github.cdk8s_toolhive.McpServer;
import io.github.cdk8s_toolhive.McpTools;
import io.github.cdk8s_toolhive.McpTransport;
import io.github.cdk8s_toolhive.OidcIssuerOptions;
import io.github.cdk8s_toolhive.OidcProvider;
import io.github.cdk8s_toolhive.OidcReference;
import io.github.cdk8s_toolhive.ToolhiveChart;
import io.github.cdk8s_toolhive.VirtualMcpServer;
import java.util.List;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.Size;
import org.cdk8s.plus28.ContainerResources;
import org.cdk8s.plus28.Cpu;
import org.cdk8s.plus28.CpuResources;
import org.cdk8s.plus28.ISecret;
import org.cdk8s.plus28.MemoryResources;
import org.cdk8s.plus28.Secret;

/**
 * Two MCP servers, and one that offers both as one. They trust one provider of identities; images are private.
 *
 * The Secrets that it names have to be in the namespace: `regcred` (pull secret) and `github-token` (key `token`).
 */
public final class Main {
    public static void main(String[] args) {
        App app = new App();
        ToolhiveChart chart = ToolhiveChart.Builder.create(app, "toolhive")
                .namespace("toolhive")
                .imagePullSecrets(List.of(Secret.fromSecretName(app, "regcred", "regcred")))
                .build();

        McpOidcConfig sso = McpOidcConfig.Builder.create(chart, "sso")
                .provider(OidcProvider.issuer(OidcIssuerOptions.builder()
                        .issuer("https://sso.example.com/realms/company")
                        .build()))
                .build();
        McpGroup group = McpGroup.Builder.create(chart, "engineering")
                .description("What engineers work with")
                .build();

        McpServer.Builder.create(chart, "fetch")
                .image("registry.example.com/stackloklabs/gofetch/server:1.0.4")
                .transport(McpTransport.STREAMABLE_HTTP)
                .tools(McpTools.allow("fetch"))
                .oidc(OidcReference.builder().config(sso).audience("fetch").build())
                .group(group)
                .build();

        ISecret token = Secret.fromSecretName(chart, "github-token", "github-token");
        McpServer.Builder.create(chart, "github")
                .image("registry.example.com/github/github-mcp-server:v0.20.0")
                .env(Map.of("GITHUB_PERSONAL_ACCESS_TOKEN", token.envValue("token")))
                .resources(ContainerResources.builder()
                        .cpu(CpuResources.builder().limit(Cpu.millis(200)).build())
                        .memory(MemoryResources.builder().limit(Size.mebibytes(256)).build())
                        .build())
                .oidc(OidcReference.builder().config(sso).audience("github").build())
                .authz(McpAuthz.cedar(List.of(
                        "permit(principal, action == Action::\"call_tool\", resource == Tool::\"search_code\");")))
                .group(group)
                .build();

        VirtualMcpServer.Builder.create(chart, "gateway")
                .group(group)
                .oidc(OidcReference.builder().config(sso).resourceUrl("https://mcp.example.com").build())
                .build();

        app.synth();
    }

    private Main() {}
}
