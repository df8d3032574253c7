package authz

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"github.com/stacklok/toolhive/pkg/auth"
	"github.com/stacklok/toolhive/pkg/authz/authorizers"
	"github.com/stacklok/toolhive/pkg/authz/authorizers/cedar"
	mcpparser "github.com/stacklok/toolhive/pkg/mcp"
)

type factItem struct {
	Feature     authorizers.MCPFeature       `json:"feature"`
	Name        string                       `json:"name"`
	Annotations *authorizers.ToolAnnotations `json:"annotations"`
	Arguments   map[string]interface{}       `json:"arguments"`
}

type factCase struct {
	Cedar  cedar.ConfigOptions `json:"cedar"`
	Server string              `json:"server"`
}

type factOutcome struct {
	Calls         []string `json:"calls"`
	WithArguments []string `json:"withArguments"`
	Lists         []string `json:"lists"`
}

var factOperations = map[authorizers.MCPFeature]authorizers.MCPOperation{
	authorizers.MCPFeatureTool:     authorizers.MCPOperationCall,
	authorizers.MCPFeaturePrompt:   authorizers.MCPOperationGet,
	authorizers.MCPFeatureResource: authorizers.MCPOperationRead,
}

// TestAccessFacts writes down what ToolHive decides.
func TestAccessFacts(t *testing.T) {
	content, err := os.ReadFile(os.Getenv("FACTS_IN"))
	if err != nil {
		t.Skip("no facts asked for")
	}
	var in struct {
		Claims []jwt.MapClaims `json:"claims"`
		Items  []factItem      `json:"items"`
		Cases  []factCase      `json:"cases"`
	}
	factMust(t, json.Unmarshal(content, &in))
	outcomes := make([]factOutcome, len(in.Cases))
	for i, one := range in.Cases {
		authorizer, err := cedar.NewCedarAuthorizer(one.Cedar, one.Server)
		if err != nil {
			t.Fatalf("%v: %v", one.Cedar.Policies, err)
		}
		for _, claims := range in.Claims {
			ctx := auth.WithIdentity(context.Background(), &auth.Identity{
				PrincipalInfo: auth.PrincipalInfo{Claims: claims},
			})
			calls, withArguments := "", ""
			for _, item := range in.Items {
				calls += factAsk(ctx, authorizer, item, nil)
				withArguments += factAsk(ctx, authorizer, item, item.Arguments)
			}
			outcomes[i].Calls = append(outcomes[i].Calls, calls)
			outcomes[i].WithArguments = append(outcomes[i].WithArguments, withArguments)
			outcomes[i].Lists = append(outcomes[i].Lists, factLists(t, ctx, authorizer, in.Items))
		}
	}
	out, err := json.Marshal(outcomes)
	factMust(t, err)
	factMust(t, os.WriteFile(os.Getenv("FACTS_OUT"), out, 0o644))
}

func factAsk(ctx context.Context, a authorizers.Authorizer, item factItem, args map[string]interface{}) string {
	if item.Annotations != nil {
		ctx = authorizers.WithToolAnnotations(ctx, item.Annotations)
	}
	allowed, err := a.AuthorizeWithJWTClaims(ctx, item.Feature, factOperations[item.Feature], item.Name, args)
	switch {
	case err != nil:
		return "!"
	case allowed:
		return "+"
	default:
		return "-"
	}
}

// factLists sends each list through the middleware of the proxy, before a server that has all items.
func factLists(t *testing.T, ctx context.Context, a authorizers.Authorizer, items []factItem) string {
	t.Helper()
	listed := map[string]bool{}
	for _, feature := range []authorizers.MCPFeature{"tool", "prompt", "resource"} {
		method := string(feature) + "s"
		list := []map[string]interface{}{}
		for _, item := range items {
			if item.Feature != feature {
				continue
			}
			entry := map[string]interface{}{"name": item.Name, "uri": item.Name}
			if item.Feature == authorizers.MCPFeatureTool {
				entry["inputSchema"] = map[string]interface{}{"type": "object"}
				entry["annotations"] = item.Annotations
			}
			list = append(list, entry)
		}
		answer, err := json.Marshal(map[string]interface{}{
			"jsonrpc": "2.0", "id": 1, "result": map[string]interface{}{method: list},
		})
		factMust(t, err)
		server := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(answer)
		})
		body := `{"jsonrpc":"2.0","id":1,"method":"` + method + `/list"}`
		request := httptest.NewRequest(http.MethodPost, "/mcp", bytes.NewBufferString(body)).WithContext(ctx)
		request.Header.Set("Content-Type", "application/json")
		recorder := httptest.NewRecorder()
		mcpparser.ParsingMiddleware(Middleware(a, server, nil)).ServeHTTP(recorder, request)
		var got struct {
			Result map[string][]struct{ Name, URI string }
		}
		factMust(t, json.Unmarshal(recorder.Body.Bytes(), &got))
		for _, entry := range got.Result[method] {
			listed[string(feature)+entry.Name] = true
		}
	}
	text := ""
	for _, item := range items {
		if listed[string(item.Feature)+item.Name] {
			text += "+"
		} else {
			text += "-"
		}
	}
	return text
}

func factMust(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
