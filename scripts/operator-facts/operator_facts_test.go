// Package controllers: see README.md beside this file in cdk8s-toolhive. It is copied into ToolHive's package to be run.
package controllers

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	mcpv1alpha1 "github.com/stacklok/toolhive/cmd/thv-operator/api/v1alpha1"
	mcpv1beta1 "github.com/stacklok/toolhive/cmd/thv-operator/api/v1beta1"
	ctrlutil "github.com/stacklok/toolhive/cmd/thv-operator/pkg/controllerutil"
	"github.com/stacklok/toolhive/pkg/transport"
)

// factResource is a resource with its defaults, or a ConfigMap or Secret, or variables of the operator.
type factResource struct {
	Kind        string            `json:"kind"`
	Name        string            `json:"name"`
	Annotations map[string]string `json:"annotations"`
	Spec        json.RawMessage   `json:"spec"`
	Data        map[string]string `json:"data"`
}

// factOutcome is what the operator makes of a case.
type factOutcome struct {
	Refused   string               `json:"refused,omitempty"`
	RunConfig json.RawMessage      `json:"runConfig,omitempty"`
	Env       []corev1.EnvVar      `json:"env,omitempty"`
	Volumes   []corev1.Volume      `json:"volumes,omitempty"`
	Mounts    []corev1.VolumeMount `json:"mounts,omitempty"`

	Virtual *factVirtual `json:"virtual,omitempty"`
}

const factNamespace = "ns"

// TestOperatorFacts reads sets of cases by name from the file FACTS_IN and writes their outcomes to FACTS_OUT.
func TestOperatorFacts(t *testing.T) {
	raw, err := os.ReadFile(os.Getenv("FACTS_IN"))
	if err != nil {
		t.Fatal(err)
	}
	var sets map[string]map[string][]factResource
	if err := json.Unmarshal(raw, &sets); err != nil {
		t.Fatal(err)
	}
	outcomes := map[string]map[string]factOutcome{}
	for set, cases := range sets {
		outcomes[set] = map[string]factOutcome{}
		for name, resources := range cases {
			t.Run(set+"/"+name, func(t *testing.T) {
				outcome, err := factOf(t, resources)
				if err != nil {
					outcome = factOutcome{Refused: err.Error()}
				}
				outcomes[set][name] = outcome
			})
		}
	}
	text, err := json.Marshal(outcomes)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(os.Getenv("FACTS_OUT"), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func factOf(t *testing.T, resources []factResource) (outcome factOutcome, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	var objects []client.Object
	var server *mcpv1beta1.MCPServer
	var virtual *mcpv1beta1.VirtualMCPServer
	for _, resource := range resources {
		if resource.Kind == "Operator" {
			for name, value := range resource.Data {
				t.Setenv(name, value)
			}
			continue
		}
		object, err := factObject(resource)
		if err != nil {
			return factOutcome{}, err
		}
		switch o := object.(type) {
		case *mcpv1beta1.MCPServer:
			server = o
		case *mcpv1beta1.VirtualMCPServer:
			virtual = o
		}
		objects = append(objects, object)
	}
	switch {
	case virtual != nil:
		return factOfVirtualServer(t, virtual, objects)
	case server != nil:
		return factOfServer(server, objects)
	default:
		return factOutcome{}, nil
	}
}

// factObject builds an object and runs the checks of its own controller.
func factObject(r factResource) (client.Object, error) {
	meta := metav1.ObjectMeta{Name: r.Name, Namespace: factNamespace, Generation: 1, Annotations: r.Annotations}
	valid := []metav1.Condition{{Type: "Valid", Status: metav1.ConditionTrue, Reason: "Valid"}}
	switch r.Kind {
	case "ConfigMap":
		return &corev1.ConfigMap{ObjectMeta: meta, Data: r.Data}, nil
	case "Secret":
		data := map[string][]byte{}
		for key, value := range r.Data {
			data[key] = []byte(value)
		}
		return &corev1.Secret{ObjectMeta: meta, Data: data}, nil
	case "MCPServer":
		object := &mcpv1beta1.MCPServer{ObjectMeta: meta}
		if err := json.Unmarshal(r.Spec, &object.Spec); err != nil {
			return nil, err
		}
		object.Status.Phase = mcpv1beta1.MCPServerPhaseReady
		host := fmt.Sprintf("%s.%s.svc.cluster.local", ctrlutil.CreateProxyServiceName(r.Name), factNamespace)
		object.Status.URL = transport.GenerateMCPServerURL(
			object.Spec.Transport, object.Spec.ProxyMode, host, int(object.GetProxyPort()), r.Name, "")
		return object, nil
	case "MCPRemoteProxy":
		object := &mcpv1beta1.MCPRemoteProxy{ObjectMeta: meta}
		if err := json.Unmarshal(r.Spec, &object.Spec); err != nil {
			return nil, err
		}
		object.Status.Phase = mcpv1beta1.MCPRemoteProxyPhaseReady
		object.Status.URL = createProxyServiceURL(r.Name, factNamespace, int32(object.GetProxyPort()))
		return object, nil
	case "MCPServerEntry":
		object := &mcpv1beta1.MCPServerEntry{ObjectMeta: meta}
		object.Status.Phase = mcpv1beta1.MCPServerEntryPhaseValid
		return object, json.Unmarshal(r.Spec, &object.Spec)
	case "MCPGroup":
		object := &mcpv1beta1.MCPGroup{ObjectMeta: meta}
		object.Status.Phase = mcpv1beta1.MCPGroupPhaseReady
		return object, json.Unmarshal(r.Spec, &object.Spec)
	case "EmbeddingServer":
		object := &mcpv1beta1.EmbeddingServer{ObjectMeta: meta}
		if err := json.Unmarshal(r.Spec, &object.Spec); err != nil {
			return nil, err
		}
		object.Status.Phase = mcpv1beta1.EmbeddingServerPhaseReady
		object.Status.ReadyReplicas = 1
		object.Status.URL = fmt.Sprintf("http://%s.%s.svc.cluster.local:%d", r.Name, factNamespace, object.GetPort())
		return object, nil
	case "VirtualMCPCompositeToolDefinition":
		object := &mcpv1beta1.VirtualMCPCompositeToolDefinition{ObjectMeta: meta}
		return object, json.Unmarshal(r.Spec, &object.Spec)
	case "VirtualMCPServer":
		object := &mcpv1beta1.VirtualMCPServer{ObjectMeta: meta}
		return object, json.Unmarshal(r.Spec, &object.Spec)
	case "MCPToolConfig":
		object := &mcpv1beta1.MCPToolConfig{ObjectMeta: meta}
		return object, json.Unmarshal(r.Spec, &object.Spec)
	case "MCPOIDCConfig":
		object := &mcpv1beta1.MCPOIDCConfig{ObjectMeta: meta}
		object.Status.Conditions = valid
		if err := json.Unmarshal(r.Spec, &object.Spec); err != nil {
			return nil, err
		}
		return object, validateOIDCConfigSpec(object)
	case "MCPAuthzConfig":
		object := &mcpv1beta1.MCPAuthzConfig{ObjectMeta: meta}
		object.Status.Conditions = valid
		if err := json.Unmarshal(r.Spec, &object.Spec); err != nil {
			return nil, err
		}
		return object, (&MCPAuthzConfigReconciler{}).validateAuthzConfig(object)
	case "MCPExternalAuthConfig":
		object := &mcpv1beta1.MCPExternalAuthConfig{ObjectMeta: meta}
		if err := json.Unmarshal(r.Spec, &object.Spec); err != nil {
			return nil, err
		}
		return object, object.Validate()
	case "MCPTelemetryConfig":
		object := &mcpv1beta1.MCPTelemetryConfig{ObjectMeta: meta}
		if err := json.Unmarshal(r.Spec, &object.Spec); err != nil {
			return nil, err
		}
		return object, object.Validate()
	case "MCPWebhookConfig":
		object := &mcpv1alpha1.MCPWebhookConfig{ObjectMeta: meta}
		if err := json.Unmarshal(r.Spec, &object.Spec); err != nil {
			return nil, err
		}
		return object, ctrlutil.ValidateMCPWebhookConfigSpec(object.Spec)
	default:
		return nil, fmt.Errorf("a case has the unknown kind %s", r.Kind)
	}
}

// factClient holds the objects with their status.
func factClient(ctx context.Context, objects []client.Object) (client.Client, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		clientgoscheme.AddToScheme, mcpv1beta1.AddToScheme, mcpv1alpha1.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			return nil, err
		}
	}
	c := fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).WithStatusSubresource(objects...).Build()
	for _, object := range objects {
		if err := c.Status().Update(ctx, object); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// factOfServer goes the operator's way from the resources to the RunConfig and the Deployment.
func factOfServer(server *mcpv1beta1.MCPServer, objects []client.Object) (factOutcome, error) {
	ctx := context.Background()
	c, err := factClient(ctx, objects)
	if err != nil {
		return factOutcome{}, err
	}
	r := &MCPServerReconciler{Client: c, Scheme: c.Scheme(), PlatformDetector: ctrlutil.NewSharedPlatformDetector()}
	for _, handle := range []func(context.Context, *mcpv1beta1.MCPServer) error{
		r.handleToolConfig, r.handleTelemetryConfig, r.handleExternalAuthConfig, r.handleWebhookConfig,
		r.handleAuthServerRef, r.handleOIDCConfig, r.handleAuthzConfig,
	} {
		if err := handle(ctx, server); err != nil {
			return factOutcome{}, err
		}
	}
	runConfig, err := r.createRunConfigFromMCPServer(server)
	if err != nil {
		return factOutcome{}, err
	}
	if err := r.validateRunConfig(ctx, runConfig); err != nil {
		return factOutcome{}, err
	}
	text, err := json.Marshal(runConfig)
	if err != nil {
		return factOutcome{}, err
	}
	deployment, err := r.deploymentForMCPServer(ctx, server, "checksum")
	if err != nil {
		return factOutcome{}, err
	}
	pod := deployment.Spec.Template.Spec
	container := pod.Containers[0]
	return factOutcome{RunConfig: text, Env: container.Env, Volumes: pod.Volumes, Mounts: container.VolumeMounts}, nil
}
