package main

import (
	"encoding/json"
	"math/rand"
	"strings"

	"gopkg.in/yaml.v3"
)

type yamlVector struct {
	Input json.RawMessage `json:"input"`
	YAML  string          `json:"yaml"`
}

// fragments of texts that mean something in YAML, or would if they stood without quotes.
var fragments = strings.Split("a|yes|no|null|~|1|0|0x1f|1_0|1e3|.5|-|- |: |:|#| #| |{|}|[|]|\"|'|\\|%|@|`|&|*|!|>|?|? |é|"+
	"2020-01-02|2020-13-01|T|12:30:45|Z|..|---|<<|=|.inf|+|on|true|0o7|0b1|08|permit(principal, action, resource);|"+
	"{{.params.a}}|{workload}_", "|")

var lineFragments = []string{"\n", "\n\n", "\t", "\r", "\u0000", "😀", "|", strings.Repeat("x", 140)}

// yamlVectors shows how ToolHive's operator, with gopkg.in/yaml.v3, writes values that it knows as JSON.
func yamlVectors() []yamlVector {
	r := rand.New(rand.NewSource(35))
	text := func() string {
		var b strings.Builder
		for range r.Intn(4) {
			if r.Intn(6) == 0 {
				b.WriteString(lineFragments[r.Intn(len(lineFragments))])
			} else {
				b.WriteString(fragments[r.Intn(len(fragments))])
			}
		}
		return b.String()
	}
	keys := []string{"a", "b", "a1", "a10", "a2", "a02", "K", "k-1", "é"}
	var value func(depth int) any
	value = func(depth int) any {
		switch kind := r.Intn(9); {
		case depth > 3 || kind < 4:
			return text()
		case kind == 4:
			return []any{true, false, nil, 1.0, 0.0, 1.5, 1e6, 1234567.0, 0.00001, -3.0, 1e21, 100000.0}[r.Intn(12)]
		case kind < 7:
			m := map[string]any{}
			for range r.Intn(4) {
				key := keys[r.Intn(len(keys))]
				if r.Intn(4) == 0 {
					key = text()
				}
				m[key] = value(depth + 1)
			}
			return m
		default:
			l := []any{}
			for range r.Intn(4) {
				l = append(l, value(depth+1))
			}
			return l
		}
	}
	var out []yamlVector
	for range 300 {
		v := map[string]any{"x": value(0)}
		input, err := json.Marshal(v)
		must(err)
		written, err := yaml.Marshal(v)
		must(err)
		out = append(out, yamlVector{Input: input, YAML: string(written)})
	}
	return out
}
