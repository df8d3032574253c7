// Asks cedar-go, the parser in ToolHive's proxy, about every text in the test vectors, and writes down what it says.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/cedar-policy/cedar-go"
)

type vector struct {
	Text string `json:"text"`
	// Error is what cedar-go says; empty where it takes the text.
	Error string `json:"error,omitempty"`
	// Stricter is why the library refuses what cedar-go takes; written by hand.
	Stricter string `json:"stricter,omitempty"`
}

func main() {
	root := flag.String("root", "../..", "the repository")
	flag.Parse()
	dir := filepath.Join(*root, "test", "cedar", "vectors")
	judge(filepath.Join(dir, "policies.json"), func(text string) error {
		var policy cedar.Policy
		return policy.UnmarshalCedar([]byte(text))
	})
	judge(filepath.Join(dir, "entities.json"), func(text string) error {
		var entities cedar.EntityMap
		return json.Unmarshal([]byte(text), &entities)
	})
}

// judge rewrites a JSON list with one item a line, so that changes can be read.
func judge(file string, parse func(text string) error) {
	content, err := os.ReadFile(file)
	must(err)
	var vectors []vector
	must(json.Unmarshal(content, &vectors))
	lines := make([]string, len(vectors))
	for i, v := range vectors {
		v.Error = ""
		if err := parse(v.Text); err != nil {
			v.Error = err.Error()
		}
		var buffer bytes.Buffer
		encoder := json.NewEncoder(&buffer)
		encoder.SetEscapeHTML(false)
		must(encoder.Encode(v))
		lines[i] = strings.TrimSpace(buffer.String())
	}
	must(os.WriteFile(file, []byte("[\n"+strings.Join(lines, ",\n")+"\n]\n"), 0o644))
	fmt.Println(filepath.Base(file), len(vectors))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
