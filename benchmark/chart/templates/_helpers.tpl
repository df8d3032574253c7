{{- define "labels" -}}
app: mcpserver
app.kubernetes.io/name: mcpserver
app.kubernetes.io/instance: {{ .name }}
toolhive: "true"
toolhive-name: {{ .name }}
{{- end }}

{{- define "podpatch" -}}
{{- $env := list }}
{{- range .secrets }}
{{- $reference := dict "name" .name "key" .key }}
{{- $env = append $env (dict "name" .targetEnvName "valueFrom" (dict "secretKeyRef" $reference)) }}
{{- end }}
{{- $container := dict "name" "mcp" "env" $env "resources" dict }}
{{- $spec := dict "containers" (list $container) "serviceAccountName" (printf "%s-sa" .name) }}
{{- dict "metadata" dict "spec" $spec | toJson }}
{{- end }}

{{- define "runconfig" -}}
{{- $env := dict "MCP_TRANSPORT" .transport "MCP_PORT" (toString .mcpPort) "FASTMCP_PORT" (toString .mcpPort) }}
{{- range .env }}
{{- $_ := set $env .name .value }}
{{- end }}
{{- $audit := dict "detectApplicationErrors" true "maxDataSize" 1024 }}
{{- $oidc := dict "Issuer" .oidc.issuer "Audience" .oidc.resourceUrl "JWKSURL" "" "ClientID" "" "ClientSecret" "" }}
{{- $_ := set $oidc "CACertPath" "" }}
{{- $_ := set $oidc "AuthTokenFile" "" }}
{{- $_ := set $oidc "AllowPrivateIP" false }}
{{- $_ := set $oidc "InsecureAllowHTTP" false }}
{{- $_ := set $oidc "IntrospectionURL" "" }}
{{- $_ := set $oidc "ResourceURL" .oidc.resourceUrl }}
{{- $_ := set $oidc "Scopes" .oidc.scopes }}
{{- $filter := dict "filter_tools" .toolsFilter "tools_override" dict }}
{{- $middlewares := list (dict "type" "bodylimit" "parameters" (dict "max_bytes" 8388608)) }}
{{- $parameters := dict "config_data" $audit "transport_type" .transport }}
{{- $middlewares = append $middlewares (dict "type" "audit" "parameters" $parameters) }}
{{- $middlewares = append $middlewares (dict "type" "auth" "parameters" (dict "oidc_config" $oidc)) }}
{{- $middlewares = append $middlewares (dict "type" "tool-filter" "parameters" $filter) }}
{{- $middlewares = append $middlewares (dict "type" "tool-call-filter" "parameters" $filter) }}
{{- $middlewares = append $middlewares (dict "type" "mcp-parser" "parameters" dict) }}
{{- $middlewares = append $middlewares (dict "type" "recovery" "parameters" nil) }}
{{- $network := dict "outbound" (dict "insecure_allow_all" true) "inbound" dict }}
{{- $labels := dict "toolhive" "true" "toolhive-basename" .name "toolhive-name" .name }}
{{- $_ := set $labels "toolhive-port" (toString .proxyPort) }}
{{- $_ := set $labels "toolhive-transport" .transport }}
{{- $config := dict "schema_version" "v0.1.0" "mcpserver_generation" 1 "image" .image "name" .name }}
{{- $_ := set $config "container_name" .name }}
{{- $_ := set $config "base_name" .name }}
{{- $_ := set $config "transport" .transport }}
{{- $_ := set $config "host" "0.0.0.0" }}
{{- $_ := set $config "port" .proxyPort }}
{{- $_ := set $config "target_port" .mcpPort }}
{{- $_ := set $config "permission_profile" (dict "name" "network" "network" $network) }}
{{- $_ := set $config "env_vars" $env }}
{{- $_ := set $config "container_labels" $labels }}
{{- $_ := set $config "oidc_config" $oidc }}
{{- $_ := set $config "audit_config" $audit }}
{{- $_ := set $config "proxy_mode" .transport }}
{{- $_ := set $config "tools_filter" .toolsFilter }}
{{- $_ := set $config "middleware_configs" $middlewares }}
{{- $config | toPrettyJson }}
{{- end }}
