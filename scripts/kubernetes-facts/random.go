package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"reflect"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// generator makes random pod templates as JSON. Names come from small pools, so that the items of two templates meet.
type generator struct {
	r *rand.Rand
	// faults: now and then an unknown field, a name in another case, a value of the wrong type.
	faults bool
	// directives: now and then a merge directive or a null.
	directives bool
	// small: stay with the fields whose merging has rules of its own.
	small bool
}

var pools = map[string][]any{
	"name":          {"a", "b", "c", "d"},
	"mountPath":     {"/a", "/b", "/c"},
	"devicePath":    {"/dev/a", "/dev/b"},
	"containerPort": {80, 81, 443},
	"topologyKey":   {"zone", "host", "rack"},
	"ip":            {"10.0.0.1", "10.0.0.2", "10.0.0.3"},
	"uid":           {"u1", "u2", "u3"},
}

var interesting = map[string]bool{
	"metadata": true, "spec": true, "labels": true, "annotations": true, "finalizers": true, "containers": true,
	"initContainers": true, "volumes": true, "imagePullSecrets": true, "hostAliases": true, "hostnames": true,
	"topologySpreadConstraints": true, "tolerations": true, "nodeSelector": true, "env": true, "ports": true,
	"volumeMounts": true, "args": true, "command": true, "envFrom": true, "image": true, "value": true,
	"configMap": true, "secret": true, "emptyDir": true, "sizeLimit": true, "resources": true, "limits": true,
	"affinity": true, "nodeAffinity": true, "securityContext": true, "runAsUser": true, "valueFrom": true,
	"secretKeyRef": true, "fieldRef": true, "maxSkew": true, "protocol": true, "items": true, "ownerReferences": true,
	"projected": true, "sources": true, "serviceAccountName": true, "strategy": true, "claims": true,
}

func (g *generator) podTemplate() string {
	printed, err := json.Marshal(g.value(reflect.TypeFor[corev1.PodTemplateSpec](), "", 0))
	must(err)
	return string(printed)
}

func (g *generator) chance(percent int) bool { return g.r.Intn(100) < percent }

func (g *generator) value(t reflect.Type, name string, depth int) any {
	if depth > 1 && g.faults && g.chance(1) {
		return []any{"text", 1.5, true, []any{1}, map[string]any{"x": 1}, 99999999999, nil}[g.r.Intn(7)]
	}
	switch t {
	case reflect.TypeFor[resource.Quantity]():
		return []any{"1", "1000m", "0.5", "1024Mi", "12Ki", 2, 0.25, "1e3", "1.5Gi", "0"}[g.r.Intn(10)]
	case reflect.TypeFor[intstr.IntOrString]():
		return []any{80, "http", 0}[g.r.Intn(3)]
	case reflect.TypeFor[metav1.Time]():
		return []any{"2025-01-02T03:04:05Z", "2025-01-02T03:04:05+02:00", "2024-02-29T23:59:59.75-01:30"}[g.r.Intn(3)]
	case reflect.TypeFor[metav1.FieldsV1]():
		return map[string]any{"f:x": map[string]any{}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.value(t.Elem(), name, depth)
	case reflect.Slice:
		return g.list(t, name, depth)
	case reflect.Map:
		m := map[string]any{}
		for range g.r.Intn(4) {
			m[[]string{"a", "b", "cpu", "memory", "x.io/y"}[g.r.Intn(5)]] = g.value(t.Elem(), "", depth+1)
			if g.directives && g.chance(15) {
				m["a"] = nil
			}
		}
		return m
	case reflect.Struct:
		return g.object(t, name, depth)
	case reflect.Bool:
		return g.chance(70)
	case reflect.Int32, reflect.Int64:
		return g.r.Intn(4)
	}
	return []any{"", "one", "two", "<three> & four", "fünf"}[g.r.Intn(5)]
}

func (g *generator) list(t reflect.Type, name string, depth int) []any {
	items := []any{}
	count := g.r.Intn(4)
	if name == "containers" {
		count++
	}
	for range count {
		item := g.value(t.Elem(), name, depth+1)
		if t.Elem().Kind() == reflect.String {
			item = []any{"p", "q", "r", "s"}[g.r.Intn(4)]
		}
		if m, ok := item.(map[string]any); ok && g.directives && g.chance(12) {
			m["$patch"] = []any{"delete", "delete", "replace", "merge"}[g.r.Intn(4)]
		}
		items = append(items, item)
	}
	return items
}

func (g *generator) object(t reflect.Type, name string, depth int) map[string]any {
	m := map[string]any{}
	for _, f := range jsonFields(t) {
		if g.small && !interesting[f.name] && pools[f.name] == nil {
			continue
		}
		percent := 60 / (depth + 1)
		if f.field.Tag.Get("patchStrategy") != "" {
			percent += 15
		}
		if depth == 0 || name == "" && depth == 1 {
			percent = 75
		}
		if g.small && depth == 1 {
			percent = 35
		}
		if pool := pools[f.name]; pool != nil {
			if depth > 1 && g.chance(97) {
				m[f.name] = pool[g.r.Intn(len(pool))]
			}
			continue
		}
		if !g.chance(percent) {
			continue
		}
		key := f.name
		if g.faults && g.chance(5) {
			key = []string{strings.ToUpper(key), strings.Title(key), key + "x"}[g.r.Intn(3)]
		}
		m[key] = g.value(f.field.Type, f.name, depth+1)
		if g.directives {
			g.direct(m, f)
		}
	}
	if g.directives && depth > 1 && g.chance(4) {
		m["$patch"] = "replace"
	}
	return m
}

// direct adds a directive that concerns the field.
func (g *generator) direct(m map[string]any, f jsonField) {
	key := f.field.Tag.Get("patchMergeKey")
	switch {
	case g.chance(5):
		m[f.name] = nil
	case f.field.Tag.Get("patchStrategy") == "merge" && key != "" && g.chance(25):
		order := []any{}
		for _, i := range g.r.Perm(len(pools[key])) {
			order = append(order, map[string]any{key: pools[key][i]})
		}
		m[fmt.Sprintf("$setElementOrder/%s", f.name)] = order
		if g.chance(40) {
			delete(m, f.name)
		}
	case f.name == "finalizers" && g.chance(50):
		m["$deleteFromPrimitiveList/finalizers"] = []any{"p", "q"}
		delete(m, f.name)
	case strings.Contains(f.field.Tag.Get("patchStrategy"), "retainKeys") && g.chance(20):
		if list, ok := m[f.name].([]any); ok && len(list) > 0 {
			if item, ok := list[0].(map[string]any); ok {
				keys := []any{}
				for _, k := range slices.Sorted(maps.Keys(item)) {
					keys = append(keys, k)
				}
				item["$retainKeys"] = keys
			}
		}
	}
}
