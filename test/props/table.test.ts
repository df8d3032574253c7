/** The table is generated when the library is compiled; this finds it stale before. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';
import { callablesOf, entries, propsOf } from '../../src/props/read-table';

const SRC = resolve(__dirname, '..', '..', 'src');

function sources(folder: string): ts.SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return [ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true)];
  });
}

const index = readFileSync(join(SRC, 'index.ts'), 'utf8');
const exported = [...index.matchAll(/'\.\/(.*)'/g)].map(([, name]) => join(SRC, `${name}.ts`));
const declarations = sources(SRC)
  .filter(({ fileName }) => exported.includes(fileName))
  .flatMap(({ statements }) => [...statements]);

const isExported = (node: ts.Node) =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
const isInternal = (node: ts.Node) => ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');

/** `readonly a?: T[]` as the table has it, but for where a name comes from and what an alias stands for. */
function typeText(node: ts.TypeNode): string {
  if (ts.isArrayTypeNode(node)) return `[${typeText(node.elementType)}]`;
  if (ts.isParenthesizedTypeNode(node)) return typeText(node.type);
  if (ts.isTypeOperatorNode(node)) return typeText(node.type);
  if (ts.isTypeLiteralNode(node) && ts.isIndexSignatureDeclaration(node.members[0])) {
    return `{${typeText(node.members[0].type)}}`;
  }
  return node.getText();
}

const bare = (type: string) => type.replace(/\b(kplus|cdk8s|constructs|k8s)\./g, '');

test('is current, which npx projen compile sees to: has each prop of each struct, with its type', () => {
  const structs = declarations
    .filter(ts.isInterfaceDeclaration)
    .filter((node) => isExported(node) && entries().get(node.name.text)?.kind === 'struct');
  expect(structs.length).toBeGreaterThan(120);
  for (const { name, members } of structs) {
    const said = members.filter(ts.isPropertySignature).map((member) => {
      return `${name.text}.${member.name.getText()}${member.questionToken ? '?' : ''} ${bare(typeText(member.type!))}`;
    });
    const props = propsOf(name.text).map(
      (prop) => `${name.text}.${prop.name}${prop.isOptional ? '?' : ''} ${bare(prop.type)}`,
    );
    expect(props).toEqual(expect.arrayContaining(said));
  }
});

test('is current, which npx projen compile sees to: has each exported type, and none that is gone', () => {
  const names = declarations
    .filter((node) => ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node))
    .filter((node) => isExported(node) && !isInternal(node))
    .map((node) => (node as ts.InterfaceDeclaration).name.text);
  const own = [...entries().values()].filter(({ name }) => !name.includes('.')).map(({ name }) => name);
  // The versions are in a layer below, where the tables of the CRDs are.
  expect([...own].sort()).toEqual([...names, 'ToolhiveVersion'].sort());
});

test('is current, which npx projen compile sees to: has each constructor and factory, with its parameters', () => {
  for (const node of declarations.filter(ts.isClassDeclaration).filter((one) => entries().has(one.name!.text))) {
    const name = node.name!.text;
    for (const member of node.members.filter(ts.isMethodDeclaration)) {
      const says = (kind: ts.SyntaxKind) => (ts.getModifiers(member) ?? []).some((modifier) => modifier.kind === kind);
      if (says(ts.SyntaxKind.PrivateKeyword) || says(ts.SyntaxKind.ProtectedKeyword) || isInternal(member)) continue;
      if (!says(ts.SyntaxKind.StaticKeyword) && !member.parameters.length) continue;
      const callable = callablesOf(name).find((one) => one.name === member.name.getText());
      expect([name, callable?.parameters.map((parameter) => parameter.name)]).toEqual([
        name,
        member.parameters.map((parameter) => parameter.name.getText()),
      ]);
    }
  }
});

test('is current, which npx projen compile sees to: has each value of each enum', () => {
  for (const node of declarations.filter(ts.isEnumDeclaration)) {
    const said = node.members.map(
      (member) => `${member.name.getText()}=${(member.initializer as ts.StringLiteral | undefined)?.text}`,
    );
    expect([node.name.text, entries().get(node.name.text)?.members]).toEqual([node.name.text, said]);
  }
});
