package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/apimachinery/pkg/util/validation"
)

type decodeVector struct {
	Name   string          `json:"name"`
	Input  json.RawMessage `json:"input"`
	Result string          `json:"result,omitempty"`
	Error  string          `json:"error,omitempty"`
}

type mergeVector struct {
	Name     string          `json:"name"`
	Original json.RawMessage `json:"original"`
	Patch    json.RawMessage `json:"patch"`
	Merged   json.RawMessage `json:"merged,omitempty"`
	Result   string          `json:"result,omitempty"`
	Error    string          `json:"error,omitempty"`
}

func writeVectors(dir string) {
	must(os.MkdirAll(dir, 0o755))
	writeLines(filepath.Join(dir, "typed.json"), decodeVectors())
	writeLines(filepath.Join(dir, "strategic-merge.json"), mergeVectors())
	writeLines(filepath.Join(dir, "quantity.json"), quantityVectors())
	writeLines(filepath.Join(dir, "go-json.json"), jsonVectors())
	writeLines(filepath.Join(dir, "names.json"), nameVectors())
	writeLines(filepath.Join(dir, "go-yaml.json"), yamlVectors())
}

// writeLines writes a JSON list with one item a line, so that changes can be read.
func writeLines[T any](file string, items []T) {
	lines := make([]string, len(items))
	for i, item := range items {
		var buffer bytes.Buffer
		encoder := json.NewEncoder(&buffer)
		encoder.SetEscapeHTML(false)
		must(encoder.Encode(item))
		lines[i] = strings.TrimSpace(buffer.String())
	}
	must(os.WriteFile(file, []byte("[\n"+strings.Join(lines, ",\n")+"\n]\n"), 0o644))
	fmt.Println(filepath.Base(file), len(items))
}

func decodeVectors() []decodeVector {
	var out []decodeVector
	add := func(name, input string) {
		result, err := canonical([]byte(input))
		v := decodeVector{Name: name, Input: json.RawMessage(input), Result: result}
		if err != nil {
			v.Error = err.Error()
		}
		out = append(out, v)
	}
	for _, c := range pairs(decodeCases) {
		add(c[0], c[1])
	}
	r := rand.New(rand.NewSource(35))
	for i := range 140 {
		g := generator{r: r, faults: i%4 == 3}
		add(fmt.Sprintf("random %d", i), g.podTemplate())
	}
	return out
}

// canonical is what an operator's decoding and encoding make of a pod template.
func canonical(input []byte) (string, error) {
	var template corev1.PodTemplateSpec
	if err := json.Unmarshal(input, &template); err != nil {
		return "", err
	}
	printed, err := json.Marshal(template)
	return string(printed), err
}

func mergeVectors() []mergeVector {
	var out []mergeVector
	add := func(name, original, patch string, keepMerged bool) {
		merged, err := merge(original, patch)
		// Go walks maps in random order: a case whose outcome depends on it can't be a vector.
		for range 40 {
			again, errAgain := merge(original, patch)
			if string(again) != string(merged) || (err == nil) != (errAgain == nil) {
				fmt.Println("not deterministic, left out:", name)
				return
			}
		}
		v := mergeVector{Name: name, Original: json.RawMessage(original), Patch: json.RawMessage(patch)}
		if err == nil {
			if keepMerged {
				v.Merged = merged
			}
			v.Result, err = canonical(merged)
		}
		if err != nil {
			v.Error = err.Error()
		}
		out = append(out, v)
	}
	for _, c := range triples(mergeCases) {
		original, err := canonical([]byte(c[1]))
		must(err)
		add(c[0], original, c[2], true)
	}
	r := rand.New(rand.NewSource(1335))
	for i := range 200 {
		g := generator{r: r, small: true}
		original, err := canonical([]byte(g.podTemplate()))
		must(err)
		g.directives = i%2 == 1
		add(fmt.Sprintf("random %d", i), original, g.podTemplate(), false)
	}
	return out
}

func merge(original, patch string) (result []byte, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	return strategicpatch.StrategicMergePatch([]byte(original), []byte(patch), corev1.PodTemplateSpec{})
}

// quantityVectors are pairs of a text and its canonical form; null if it is no quantity.
func quantityVectors() [][2]any {
	texts := strings.Split(quantityCases, " ")
	r := rand.New(rand.NewSource(7))
	suffixes := strings.Split(",n,u,m,k,M,G,T,P,E,Ki,Mi,Gi,Ti,Pi,Ei,e3,e-4,E2,e+7,ki,K,g", ",")
	for range 500 {
		text := []string{"", "", "", "-", "+"}[r.Intn(5)]
		digits := func(n int) {
			for range n {
				text += string("0001234567890248"[r.Intn(16)])
			}
		}
		digits(r.Intn(5) + r.Intn(2)*r.Intn(20))
		if r.Intn(2) == 0 {
			text += "."
			digits(r.Intn(5) + r.Intn(2)*r.Intn(14))
		}
		texts = append(texts, text+suffixes[r.Intn(len(suffixes))])
	}
	out := [][2]any{}
	for _, text := range texts {
		q, err := resource.ParseQuantity(text)
		if err != nil {
			out = append(out, [2]any{text, nil})
			continue
		}
		out = append(out, [2]any{text, q.String()})
	}
	return out
}

type jsonVector struct {
	Value   json.RawMessage `json:"value"`
	Compact string          `json:"compact"`
	Indent  string          `json:"indent"`
}

func jsonVectors() []jsonVector {
	var out []jsonVector
	for _, text := range strings.Split(strings.TrimSpace(jsonCases), "\n") {
		var value any
		must(json.Unmarshal([]byte(text), &value))
		compact, err := json.Marshal(value)
		must(err)
		indent, err := json.MarshalIndent(value, "", "  ")
		must(err)
		out = append(out, jsonVector{json.RawMessage(text), string(compact), string(indent)})
	}
	return out
}

// nameVectors are [rule, text, valid].
func nameVectors() [][3]any {
	rules := []struct {
		name  string
		check func(string) []string
	}{
		{"isDnsLabel", validation.IsDNS1123Label},
		{"isDnsLabelRfc1035", validation.IsDNS1035Label},
		{"isDnsSubdomain", validation.IsDNS1123Subdomain},
		{"isLabelValue", validation.IsValidLabelValue},
		{"isQualifiedName", validation.IsQualifiedName},
		{"isEnvVarName", validation.IsEnvVarName},
		{"isRelaxedEnvVarName", validation.IsRelaxedEnvVarName},
	}
	var out [][3]any
	for _, rule := range rules {
		for _, text := range nameCases() {
			out = append(out, [3]any{rule.name, text, len(rule.check(text)) == 0})
		}
	}
	return out
}
