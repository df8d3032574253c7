package main

import "math/rand/v2"

// The hand-picked templates, and the seeds of the changed ones.
var templates = []string{
	"", "plain", "{{.params.url}}", "{{ .params.url }}", "{{- .params.url -}}", "  {{- .a -}}  ", "{{-.a}}", "{{.a-}}", "{{-3}}", "{{3 -}}", "{{ - }}",
	"{{.steps.a.output.text}}", "{{$.steps.a.output.text}}", "{{.steps.a.output.text | json}}", "{{json .steps.a.output.urls}}",
	"{{(index .steps \"a\").output.text}}", "{{index .steps \"a-b\" \"output\"}}", "{{(fromJson .steps.a.output.text).id}}", "{{json.x}}",
	"{{if eq .params.kind \"a\"}}A{{else if .params.b}}B{{else}}C{{end}}", "{{if .a}}{{else}}{{else}}{{end}}", "{{if .a}}", "{{end}}", "{{else}}", "{{if}}{{end}}",
	"{{with .a}}{{.b}}{{else with .c}}{{.d}}{{else}}{{.e}}{{end}}", "{{with .a}}{{else if .b}}{{end}}", "{{if .a}}{{else with .b}}{{end}}", "{{range .a}}{{else if .b}}{{end}}",
	"{{range $i, $v := .params.list}}{{$i}}: {{$v.name}}{{end}}", "{{range $v := .a}}{{$v}}{{end}}{{$v}}", "{{range $a, $b, $c := .x}}{{end}}", "{{range $i, 5}}{{end}}", "{{range $i, }}{{end}}", "{{range .a}}{{break}}{{end}}",
	"{{range .a}}{{continue}}{{else}}{{break}}{{end}}", "{{break}}", "{{continue}}", "{{range .a}}{{if .b}}{{break}}{{end}}{{end}}", "{{range 10}}{{.}}{{end}}",
	"{{$x := .a}}{{$x.b}}", "{{$x = .a}}{{$x}}", "{{$x}}", "{{$x.y := 1}}", "{{$ := 1}}", "{{$x, $y := 1}}", "{{if $x := .a}}{{$x}}{{end}}{{$x}}", "{{($x := 1)}}{{$x}}", "{{$x := $x}}", "{{$x:=1}}", "{{$x :1}}",
	"{{define \"t\"}}{{.x}}{{end}}{{template \"t\" .a}}", "{{template \"t\"}}", "{{template t}}", "{{template `t` .a | json}}", "{{define \"t\"}}a{{end}}{{define \"t\"}}b{{end}}",
	"{{define \"t\"}} {{end}}{{define \"t\"}}b{{end}}", "{{define \"t\"}}a{{end}}{{define \"t\"}} {{/* c */}}{{end}}", "{{define \"validation\"}}a{{end}}", "{{define \"validation\"}}a{{end}}b",
	"{{define \"expand\"}}a{{end}}b", "{{define \"t\"}}{{else}}{{end}}", "{{if .a}}{{define \"t\"}}{{end}}{{end}}", "{{define \"\\u0074\"}}a{{end}}{{define \"t\"}}b{{end}}", "{{define \"\\xc3\\xa9\"}}a{{end}}{{define \"é\"}}b{{end}}",
	"{{block \"t\" .a}}{{.b}}{{end}}", "{{block \"t\"}}{{end}}", "{{range .a}}{{block \"t\" .}}{{break}}{{end}}{{end}}", "{{$x := 1}}{{block \"t\" .}}{{$x}}{{end}}", "{{block \"t\" .a}}a{{else}}{{end}}",
	"{{/* a comment */}}", "{{- /* a comment */ -}}", "{{/* open", "{{/* a */ }}", "{{ /* a */}}", "{{/**/}}", "{{.a /* b */}}",
	"{{\"a\\n\\\"\\x41\\u00e9\\U0001F600\\101\"}}", "{{\"\\'\"}}", "{{\"\\q\"}}", "{{\"\\400\"}}", "{{\"\\ud800\"}}", "{{\"\\U00110000\"}}", "{{\"\\x4\"}}", "{{\"a\nb\"}}", "{{`a\nb}}`}}", "{{\"}}\"}}", "{{`a}}", "{{\"a}}", "{{\"a\\}}",
	"{{'a'}}", "{{'\\''}}", "{{'\\\"'}}", "{{''}}", "{{'ab'}}", "{{'é'}}", "{{'\\n'}}", "{{'😀'}}", "{{'a}}",
	"{{1}}", "{{-1}}", "{{+1}}", "{{1.5}}", "{{.5}}", "{{1.}}", "{{1e3}}", "{{1e}}", "{{0x1F}}", "{{0x}}", "{{0b101}}", "{{0o17}}", "{{017}}", "{{08}}", "{{08.5}}", "{{1_000}}", "{{1__0}}", "{{_1}}", "{{0x_1}}", "{{0_1}}", "{{1_000.5}}", "{{1_.5}}", "{{1e1_0}}",
	"{{18446744073709551615}}", "{{18446744073709551616}}", "{{-9223372036854775808}}", "{{-9223372036854775809}}", "{{+18446744073709551615}}", "{{1e999}}", "{{0x1p4}}", "{{0x1.8p1}}", "{{0x1.8}}", "{{0x.8p-1}}", "{{0x1p5000}}",
	"{{1i}}", "{{1+2i}}", "{{1+2}}", "{{1i+2i}}", "{{1e3+2i}}", "{{1e+3-2i}}", "{{+i}}", "{{1+i}}", "{{0x1p4+1i}}", "{{0o7i}}", "{{07i}}", "{{1a}}", "{{1 2}}", "{{-}}", "{{1.2.3}}",
	"{{}}", "{{ }}", "{{", "}}", "{{{.a}}}", "{ {.a} }", "{{.a}", "{{.a}}}}", "{{{{.a}}}}", "{{|}}", "{{.a|}}", "{{.a | }}", "{{|.a}}", "{{.a||json}}", "{{.a | json | quote}}", "{{.a | 1}}", "{{.a | .}}", "{{.a | nil}}", "{{.a | \"x\"}}", "{{.a | .b}}", "{{.a | (json)}}",
	"{{nil}}", "{{nil.a}}", "{{true}}", "{{true.a}}", "{{.}}", "{{..a}}", "{{. .a}}", "{{.a .b}}", "{{.a.b.c}}", "{{.a..b}}", "{{.a.}}", "{{.1a}}", "{{1.a}}", "{{\"a\".b}}", "{{$.a}}", "{{$.a.b .c}}", "{{$a.b}}",
	"{{(.a)}}", "{{(.a).b.c}}", "{{((.a).b).c}}", "{{(.a}}", "{{.a)}}", "{{()}}", "{{( )}}", "{{(.a | json).b | quote}}", "{{(.a -}}", "{{eq(.a).b 1}}", "{{eq (.a) (.b)}}", "{{(1).a}}", "{{json (.a}})}}",
	"{{foo .a}}", "{{Json .a}}", "{{printf \"%s-%d\" .a 3}}", "{{len .a}}", "{{and .a (not .b) | or .c}}", "{{slice .a 1 2}}", "{{call .f 1}}", "{{html .a | js | urlquery}}", "{{eq .a .b}}{{ne .a .b}}{{lt 1 2}}{{le 1 2}}{{gt 1 2}}{{ge 1 2}}", "{{print .a}}{{println}}", "{{break .a}}", "{{toJson .a}}", "{{default 1 .a}}",
	"{{.params.a-b}}", "{{.params.a == 1}}", "{{.a==1}}", "{{.a + 1}}", "{{.a[0]}}", "{{.a,.b}}", "{{.a:b}}", "{{.a := 1}}", "{{#.a}}", "{{.a!}}", "{{é .a}}", "{{.é}}", "{{.é.日本}}", "{{$é := 1}}{{$é}}", "{{.a\u00a0}}", "{{\u00a0.a}}", "{{.a٣}}", "{{٣}}", "{{.٣}}", "{{.a\t|\n json\r\n}}",
	"{{if .a}}{{if .b}}{{end}}", "{{if .a}}{{.b}}{{end}}{{end}}", "{{if .a}}{{end .b}}", "{{if .a}}{{else .b}}{{end}}", "{{else if .a}}{{end}}", "{{range}}{{end}}", "{{with}}{{end}}", "{{if .a}}{{template \"t\" $.b}}{{end}}", "{{template \"t\" $x := .a}}{{$x}}", "{{template \"t\" .a .b}}", "{{template \"t\" }}", "{{template}}", "{{define}}{{end}}", "{{define t}}{{end}}", "{{define \"t\" .a}}{{end}}", "{{define \"t\"}}",
	"{{range $i, $v := .a}}{{range $j := $v}}{{$i}}{{$j}}{{end}}{{end}}", "{{range $i, $v}}{{end}}", "{{range $i}}{{end}}", "{{range $x = .a}}{{end}}", "{{with $x := .a}}{{$x.b}}{{else}}{{$x}}{{end}}", "{{if .a}}{{$y := 1}}{{end}}{{$y}}", "{{json ($z := .a)}}{{$z}}", "{{range ($i, $v := .a)}}{{end}}",
	"[{{range $i, $e := .steps.a.output.items}}{{if $i}},{{end}}{\"id\": {{json $e.id}}}{{end}}]", "{{with .steps.a}}{{.output.text}}{{with .content}}{{.text}}{{end}}{{end}}", "{{.forEach.item.name}} {{.forEach.index}}", "{{.workflow.id}} {{.vars.x}}",
}

// Pieces that are put in at random places.
var pieces = []string{
	"{{", "}}", "{{-", "-}}", " -}}", "{{- ", " ", "\n", ".", "$", "$x", "$x := ", "$i, $v := ", "=", ":=", "|", " | ", "(", ")", "\"", "`", "'", "\\", "/*", "*/", ",", "-", "+", "_", "0", "1", "0x", "e", "i", "p", "a", "é", "{", "}", "!",
	"if ", "{{else}}", "{{end}}", "end", "else ", "range ", "with ", "define ", "template ", "block ", "break", "continue", "nil", "true", "json ", "quote", "foo", ".a", ".steps.b.output", "\"t\"", "{{if .x}}", "{{range .x}}", "{{.y}}", "{{break}}", "{{define \"t\"}}",
}

// changed makes templates by cutting, doubling, joining and filling those above.
func changed(count int, seed uint64) []string {
	chance := rand.New(rand.NewPCG(seed, 1))
	pick := func(list []string) string { return list[chance.IntN(len(list))] }
	var texts []string
	for len(texts) < count {
		text := pick(templates)
		for range 1 + chance.IntN(3) {
			runes := []rune(text)
			from := chance.IntN(len(runes) + 1)
			to := min(len(runes), from+chance.IntN(4))
			switch chance.IntN(5) {
			case 0:
				text = string(runes[:from]) + string(runes[to:])
			case 1:
				text = string(runes[:to]) + string(runes[from:])
			case 2:
				text += pick(templates)
			default:
				text = string(runes[:from]) + pick(pieces) + string(runes[from:])
			}
		}
		texts = append(texts, text)
	}
	return texts
}
