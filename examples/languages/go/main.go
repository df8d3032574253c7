// Two MCP servers, one that offers both as one, and a registry that lists them all. They trust one provider of identities;
// images are private.
//
// The Secrets that it names have to be in the namespace: `regcred` (pull secret), `github-token` (key `token`),
// `registry-db` (key `password`) and `mcp-tls`.
package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
	kplus "github.com/cdk8s-team/cdk8s-plus-go/cdk8splus28/v2"
	toolhive "github.com/cdk8s-toolhive/cdk8s-toolhive-go/cdk8stoolhive"
)

const issuer = "https://sso.example.com/realms/company"

func requests(millis, mebibytes float64) *kplus.ContainerResources {
	return &kplus.ContainerResources{
		Cpu:    &kplus.CpuResources{Request: kplus.Cpu_Millis(jsii.Number(millis))},
		Memory: &kplus.MemoryResources{Request: cdk8s.Size_Mebibytes(jsii.Number(mebibytes))},
	}
}

func main() {
	defer jsii.Close()

	app := cdk8s.NewApp(nil)
	chart := toolhive.NewToolhiveChart(app, jsii.String("toolhive"), &toolhive.ToolhiveChartProps{
		Namespace:        jsii.String("toolhive"),
		ImagePullSecrets: &[]kplus.ISecret{toolhive.SecretReference_Named(app, jsii.String("regcred"))},
		Redis:            &toolhive.RedisDefaults{Address: jsii.String("redis.cache.svc:6379")},
		ProxyPlacement: &toolhive.ProxyPlacement{
			NodeSelector: &map[string]*string{"pool": jsii.String("gateways")},
			Tolerations: &[]*toolhive.Toleration{{
				Key:      jsii.String("dedicated"),
				Operator: jsii.String("Equal"),
				Value:    jsii.String("gateways"),
				Effect:   jsii.String("NoSchedule"),
			}},
		},
	})

	sso := toolhive.NewMcpOidcConfig(chart, jsii.String("sso"), &toolhive.McpOidcConfigProps{
		Provider: toolhive.OidcProvider_Issuer(&toolhive.OidcIssuerOptions{Issuer: jsii.String(issuer)}),
	})
	group := toolhive.NewMcpGroup(chart, jsii.String("engineering"), &toolhive.McpGroupProps{
		Description: jsii.String("What engineers work with"),
	})

	fetch := toolhive.NewMcpServer(chart, jsii.String("fetch"), &toolhive.McpServerProps{
		Image:          jsii.String("registry.example.com/stackloklabs/gofetch/server:1.0.4"),
		Transport:      toolhive.McpTransport_STREAMABLE_HTTP,
		Tools:          toolhive.McpTools_Allow(jsii.String("fetch")),
		Oidc:           &toolhive.OidcReference{Config: sso, Audience: jsii.String("fetch")},
		ProxyResources: requests(100, 128),
		Group:          group,
	})
	fetch.Autoscale(&toolhive.AutoscaleOptions{MinReplicas: jsii.Number(2), MaxReplicas: jsii.Number(4)})

	github := toolhive.NewMcpServer(chart, jsii.String("github"), &toolhive.McpServerProps{
		Image: jsii.String("registry.example.com/github/github-mcp-server:v0.20.0"),
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
	token := toolhive.SecretReference_Key(chart, jsii.String("github-token"), jsii.String("token"))
	github.AddEnv(jsii.String("GITHUB_PERSONAL_ACCESS_TOKEN"), kplus.EnvValue_FromSecretValue(token, nil))

	embeddings := toolhive.EmbeddingServer_FromEmbeddingServerName(
		chart, jsii.String("embeddings"), jsii.String("embeddings"), nil,
	)
	gateway := toolhive.NewVirtualMcpServer(chart, jsii.String("gateway"), &toolhive.VirtualMcpServerProps{
		Group:     group,
		Oidc:      &toolhive.OidcReference{Config: sso, ResourceUrl: jsii.String("https://mcp.example.com/tools")},
		Optimizer: toolhive.Optimizer_EmbeddingServer(embeddings, nil),
	})
	gateway.ExposeViaIngress(jsii.String("mcp.example.com"), &toolhive.ExposeViaIngressOptions{
		PathPrefix: jsii.String("/tools"),
		Controller: toolhive.IngressController_NGINX,
		TlsSecret:  toolhive.SecretReference_Named(chart, jsii.String("mcp-tls")),
	})

	claims := &[]*toolhive.RegistryClaim{{Name: jsii.String("groups"), Values: jsii.Strings("engineering")}}
	admins := &[]*toolhive.RegistryClaim{{Name: jsii.String("groups"), Values: jsii.Strings("platform")}}
	deployed := toolhive.RegistrySource_Servers(
		&[]toolhive.IListedServer{fetch, github, gateway},
		&toolhive.ServersSourceOptions{Name: jsii.String("deployed"), Claims: claims},
	)
	sources := &[]toolhive.RegistrySource{deployed}
	registry := toolhive.NewRegistryApi(chart, jsii.String("registry"), &toolhive.RegistryApiProps{
		Config: toolhive.RegistryConfig_FromParts(&toolhive.RegistryConfigOptions{
			Sources: sources,
			Registries: &[]*toolhive.RegistryView{
				{Name: jsii.String("engineering"), Sources: sources, Claims: claims},
			},
			Database: toolhive.RegistryDatabase_Password(&toolhive.RegistryPasswordOptions{
				Host:     jsii.String("postgres.database.svc.cluster.local"),
				Database: jsii.String("registry"),
				User:     jsii.String("registry"),
				Password: toolhive.SecretReference_Key(chart, jsii.String("registry-db"), jsii.String("password")),
			}),
			Auth: toolhive.RegistryAuth_Oauth(&toolhive.OAuthOptions{
				ResourceUrl: jsii.String("https://registry.example.com"),
				Providers: &[]toolhive.OAuthProvider{toolhive.OAuthProvider_Issuer(&toolhive.OAuthProviderOptions{
					Name:      jsii.String("sso"),
					IssuerUrl: jsii.String(issuer),
					Audience:  jsii.String("registry"),
				})},
				Roles: &toolhive.RegistryRoles{SuperAdmin: &[]*toolhive.RegistryRole{{Claims: admins}}},
			}),
		}),
		Resources: requests(100, 128),
	})
	kplus.NewHorizontalPodAutoscaler(chart, jsii.String("registry-autoscaler"), &kplus.HorizontalPodAutoscalerProps{
		Target:      registry,
		MinReplicas: jsii.Number(2),
		MaxReplicas: jsii.Number(4),
	})

	app.Synth()
}
