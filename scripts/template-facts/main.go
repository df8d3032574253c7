// Asks Go's text/template what it makes of templates, and gojsonschema, which ToolHive checks JSON schemas with, what it
// makes of those. Writes the vectors of the tests, or, with -fuzz, judges any number of changed templates.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"
	"text/template/parse"

	"github.com/xeipuuv/gojsonschema"
)

// The names that ToolHive gives a template when it checks it, looks for references, and runs it.
var names = []string{"validation", "extract", "expand"}

// What ToolHive's functions do does not matter to a parser.
var functions = template.FuncMap{"json": fmt.Sprint, "quote": fmt.Sprint, "fromJson": fmt.Sprint}

type templateVector struct {
	Text string `json:"text"`
	// Error is what Go says; empty where it takes the text.
	Error string `json:"error,omitempty"`
	// References are the paths of fields, sorted.
	References []string `json:"references,omitempty"`
}

type schemaVector struct {
	Schema any    `json:"schema"`
	Error  string `json:"error,omitempty"`
}

func main() {
	root := flag.String("root", "../..", "the repository")
	fuzz := flag.Int("fuzz", 0, "how many changed templates to print instead")
	seed := flag.Uint64("seed", 1, "where chance begins")
	flag.Parse()
	dir := filepath.Join(*root, "test", "rendering", "gateway", "composite-tools", "vectors")
	if *fuzz > 0 {
		write(os.Stdout, judged(changed(*fuzz, *seed)))
		return
	}
	toFile(filepath.Join(dir, "templates.json"), judged(append(append([]string{}, templates...), changed(300, *seed)...)))
	toFile(filepath.Join(dir, "schemas.json"), schemaVectors(filepath.Join(dir, "schemas.json")))
}

func judged(texts []string) []any {
	var vectors []any
	seen := map[string]bool{}
	for _, text := range texts {
		if !seen[text] {
			seen[text] = true
			vectors = append(vectors, judge(text))
		}
	}
	return vectors
}

func judge(text string) templateVector {
	vector := templateVector{Text: text}
	references := map[string]bool{}
	for _, name := range names {
		parsed, err := template.New(name).Funcs(functions).Parse(text)
		if err != nil {
			vector.Error = err.Error()
			return vector
		}
		for _, t := range parsed.Templates() {
			if t.Tree != nil {
				collect(t.Root, references)
			}
		}
	}
	for reference := range references {
		vector.References = append(vector.References, reference)
	}
	sort.Strings(vector.References)
	return vector
}

// collect finds the paths of fields in a tree.
func collect(node parse.Node, found map[string]bool) {
	path := func(fields []string) {
		if len(fields) > 0 {
			found["."+strings.Join(fields, ".")] = true
		}
	}
	branch := func(pipe *parse.PipeNode, lists ...*parse.ListNode) {
		collect(pipe, found)
		for _, list := range lists {
			if list != nil {
				collect(list, found)
			}
		}
	}
	switch n := node.(type) {
	case *parse.ListNode:
		for _, child := range n.Nodes {
			collect(child, found)
		}
	case *parse.PipeNode:
		for _, command := range n.Cmds {
			for _, argument := range command.Args {
				collect(argument, found)
			}
		}
	case *parse.ActionNode:
		collect(n.Pipe, found)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			collect(n.Pipe, found)
		}
	case *parse.FieldNode:
		path(n.Ident)
	case *parse.ChainNode:
		collect(n.Node, found)
		path(n.Field)
	case *parse.IfNode:
		branch(n.Pipe, n.List, n.ElseList)
	case *parse.RangeNode:
		branch(n.Pipe, n.List, n.ElseList)
	case *parse.WithNode:
		branch(n.Pipe, n.List, n.ElseList)
	}
}

func schemaVectors(file string) []any {
	content, err := os.ReadFile(file)
	must(err)
	var vectors []schemaVector
	must(json.Unmarshal(content, &vectors))
	var all []any
	for _, v := range vectors {
		v.Error = schemaError(v.Schema)
		all = append(all, v)
	}
	return all
}

// schemaError is what gojsonschema says; it panics on some schemas, which is no better.
func schemaError(schema any) (message string) {
	defer func() {
		if panicked := recover(); panicked != nil {
			message = fmt.Sprint("panic: ", panicked)
		}
	}()
	if _, err := gojsonschema.NewSchema(gojsonschema.NewGoLoader(schema)); err != nil {
		return err.Error()
	}
	return ""
}

func toFile(file string, vectors []any) {
	var buffer bytes.Buffer
	write(&buffer, vectors)
	must(os.WriteFile(file, buffer.Bytes(), 0o644))
	fmt.Println(filepath.Base(file), len(vectors))
}

// write makes a JSON list with one item a line, so that changes can be read.
func write(to interface{ Write([]byte) (int, error) }, vectors []any) {
	lines := make([]string, len(vectors))
	for i, v := range vectors {
		var buffer bytes.Buffer
		encoder := json.NewEncoder(&buffer)
		encoder.SetEscapeHTML(false)
		must(encoder.Encode(v))
		lines[i] = strings.TrimSpace(buffer.String())
	}
	fmt.Fprintf(to, "[\n%s\n]\n", strings.Join(lines, ",\n"))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
