package controllers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	mcpv1beta1 "github.com/stacklok/toolhive/cmd/thv-operator/api/v1beta1"
	ctrlutil "github.com/stacklok/toolhive/cmd/thv-operator/pkg/controllerutil"
	"github.com/stacklok/toolhive/cmd/thv-operator/pkg/imagepullsecrets"
	"github.com/stacklok/toolhive/pkg/authserver"
	vmcpconfig "github.com/stacklok/toolhive/pkg/vmcp/config"
)

// factVirtual is what the operator makes of a VirtualMCPServer, and what the server says to its configuration.
type factVirtual struct {
	Data             map[string]string             `json:"data"`
	ConfigMap        map[string]string             `json:"configMapAnnotations"`
	Annotations      map[string]string             `json:"annotations,omitempty"`
	PodAnnotations   map[string]string             `json:"podAnnotations"`
	Replicas         *int32                        `json:"replicas,omitempty"`
	Args             []string                      `json:"args"`
	ServiceAccount   string                        `json:"serviceAccount"`
	ImagePullSecrets []corev1.LocalObjectReference `json:"imagePullSecrets,omitempty"`
	Service          map[string]string             `json:"service"`
	Rules            []rbacv1.PolicyRule           `json:"rules,omitempty"`

	RefusedByServer string `json:"refusedByServer,omitempty"`
}

// factOfVirtualServer lets the operator's controller run until all that it makes is there, or it gives up.
func factOfVirtualServer(
	t *testing.T, virtual *mcpv1beta1.VirtualMCPServer, objects []client.Object,
) (factOutcome, error) {
	ctx := context.Background()
	c, err := factClient(ctx, objects)
	if err != nil {
		return factOutcome{}, err
	}
	r := &VirtualMCPServerReconciler{
		Client: c, Scheme: c.Scheme(), PlatformDetector: ctrlutil.NewSharedPlatformDetector(),
		ImagePullSecretsDefaults: imagepullsecrets.LoadDefaultsFromEnv(),
	}
	key := client.ObjectKeyFromObject(virtual)
	if _, err := r.Reconcile(ctx, ctrl.Request{NamespacedName: key}); err != nil {
		return factOutcome{}, err
	}
	var deployment appsv1.Deployment
	if err := c.Get(ctx, key, &deployment); err != nil {
		return factOutcome{}, factReason(ctx, c, key)
	}
	var configMap corev1.ConfigMap
	if err := c.Get(ctx, client.ObjectKey{Namespace: key.Namespace, Name: vmcpConfigMapName(key.Name)}, &configMap); err != nil {
		return factOutcome{}, err
	}
	var service corev1.Service
	if err := c.Get(ctx, client.ObjectKey{Namespace: key.Namespace, Name: vmcpServiceName(key.Name)}, &service); err != nil {
		return factOutcome{}, err
	}
	var role rbacv1.Role
	if err := c.Get(ctx, client.ObjectKey{Namespace: key.Namespace, Name: vmcpServiceAccountName(key.Name)}, &role); client.IgnoreNotFound(err) != nil {
		return factOutcome{}, err
	}
	template := deployment.Spec.Template
	container := factServerContainer(template.Spec)
	outcome := factOutcome{Env: container.Env, Volumes: template.Spec.Volumes, Mounts: container.VolumeMounts}
	outcome.Virtual = &factVirtual{
		Data:             configMap.Data,
		ConfigMap:        configMap.Annotations,
		Annotations:      deployment.Annotations,
		PodAnnotations:   template.Annotations,
		Replicas:         deployment.Spec.Replicas,
		Args:             container.Args,
		ServiceAccount:   template.Spec.ServiceAccountName,
		ImagePullSecrets: template.Spec.ImagePullSecrets,
		Service: map[string]string{
			"type": string(service.Spec.Type), "sessionAffinity": string(service.Spec.SessionAffinity),
		},
		Rules:           role.Rules,
		RefusedByServer: factRefusedByServer(t, configMap.Data, container.Env),
	}
	return outcome, nil
}

func factServerContainer(pod corev1.PodSpec) corev1.Container {
	for _, container := range pod.Containers {
		if container.Name == "vmcp" {
			return container
		}
	}
	return corev1.Container{}
}

// factReason is what the status says where the controller stopped without an error.
func factReason(ctx context.Context, c client.Client, key client.ObjectKey) error {
	var virtual mcpv1beta1.VirtualMCPServer
	if err := c.Get(ctx, key, &virtual); err != nil {
		return err
	}
	var reasons []string
	for _, condition := range virtual.Status.Conditions {
		if condition.Status == metav1.ConditionFalse {
			reasons = append(reasons, fmt.Sprintf("%s: %s", condition.Reason, condition.Message))
		}
	}
	return errors.New(strings.Join(append(reasons, virtual.Status.Message), "; "))
}

// factEnv stands for the pod's variables, whose secrets are all there.
type factEnv map[string]bool

func (e factEnv) Getenv(name string) string {
	if e[name] {
		return "x"
	}
	return ""
}

func (e factEnv) LookupEnv(name string) (string, bool) {
	return e.Getenv(name), e[name]
}

// factRefusedByServer loads and checks the configuration as the server does when it starts.
func factRefusedByServer(t *testing.T, data map[string]string, variables []corev1.EnvVar) string {
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(data["config.yaml"]), 0o600); err != nil {
		return err.Error()
	}
	env := factEnv{}
	for _, variable := range variables {
		env[variable.Name] = true
	}
	loaded, err := vmcpconfig.NewYAMLLoader(path, env).Load()
	if err == nil {
		err = vmcpconfig.NewValidator().Validate(loaded)
	}
	if text, ok := data["authserver-config.yaml"]; ok && err == nil {
		var issuer authserver.RunConfig
		err = yaml.Unmarshal([]byte(text), &issuer)
		if err == nil {
			err = issuer.Validate()
		}
		if err == nil {
			err = vmcpconfig.ValidateAuthServerIntegration(loaded, &issuer)
		}
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
