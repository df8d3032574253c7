// Two MCP servers, and one that offers both as one. They trust one provider of identities; images are private.
//
// The Secrets that it names have to be in the namespace: `regcred` (pull secret) and `github-token` (key `token`).
package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
	kplus "github.com/cdk8s-team/cdk8s-plus-go/cdk8splus28/v2"
	toolhive "github.com/cdk8s-toolhive/cdk8s-toolhive-go/cdk8stoolhive"
)

func main() {
	defer jsii.Close()

	app := cdk8s.NewApp(nil)
	chart := toolhive.NewToolhiveChart(app, jsii.String("toolhive"), &toolhive.ToolhiveChartProps{
		Namespace: jsii.String("toolhive"),
		ImagePullSecrets: &[]kplus.ISecret{
			kplus.Secret_FromSecretName(app, jsii.String("regcred"), jsii.String("regcred")),
		},
	})

	sso := toolhive.NewMcpOidcConfig(chart, jsii.String("sso"), &toolhive.McpOidcConfigProps{
		Provider: toolhive.OidcProvider_Issuer(&toolhive.OidcIssuerOptions{
			Issuer: jsii.String("https://sso.example.com/realms/company"),
		}),
	})
	group := toolhive.NewMcpGroup(chart, jsii.String("engineering"), &toolhive.McpGroupProps{
		Description: jsii.String("What engineers work with"),
	})

	toolhive.NewMcpServer(chart, jsii.String("fetch"), &toolhive.McpServerProps{
		Image:     jsii.String("registry.example.com/stackloklabs/gofetch/server:1.0.4"),
		Transport: toolhive.McpTransport_STREAMABLE_HTTP,
		Tools:     toolhive.McpTools_Allow(jsii.String("fetch")),
		Oidc:      &toolhive.OidcReference{Config: sso, Audience: jsii.String("fetch")},
		Group:     group,
	})

	token := kplus.Secret_FromSecretName(chart, jsii.String("github-token"), jsii.String("github-token"))
	toolhive.NewMcpServer(chart, jsii.String("github"), &toolhive.McpServerProps{
		Image: jsii.String("registry.example.com/github/github-mcp-server:v0.20.0"),
		Env: &map[string]kplus.EnvValue{
			"GITHUB_PERSONAL_ACCESS_TOKEN": token.EnvValue(jsii.String("token"), nil),
		},
		Resources: &kplus.ContainerResources{
			Cpu:    &kplus.CpuResources{Limit: kplus.Cpu_Millis(jsii.Number(200))},
			Memory: &kplus.MemoryResources{Limit: cdk8s.Size_Mebibytes(jsii.Number(256))},
		},
		Oidc: &toolhive.OidcReference{Config: sso, Audience: jsii.String("github")},
		Authz: toolhive.McpAuthz_Cedar(jsii.Strings(
			`permit(principal, action == Action::"call_tool", resource == Tool::"search_code");`,
		), nil),
		Group: group,
	})

	toolhive.NewVirtualMcpServer(chart, jsii.String("gateway"), &toolhive.VirtualMcpServerProps{
		Group: group,
		Oidc:  &toolhive.OidcReference{Config: sso, ResourceUrl: jsii.String("https://mcp.example.com")},
	})

	app.Synth()
}
