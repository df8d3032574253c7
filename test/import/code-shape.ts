/** What the code of an imported app may be made of, in the eyes of TypeScript's own parser. */
import ts from 'typescript';
import { LIBRARIES } from '../../src/import/library';

const PATH = /^(?:charts\/)?[a-z0-9-][a-z0-9.-]*\.ts$/;
const LOCAL_MODULE = /^\.\/charts\/[a-z0-9-][a-z0-9.-]*$/;
const NAMES = new Set(Object.values(LIBRARIES).flatMap((names) => Object.keys(names)));
const METHODS = ['addSpecOverride', 'addResourceMetadata', 'synth'];

/** All that is in the files and may not be. */
export function unexpectedIn(files: ReadonlyMap<string, string>): string[] {
  const fixed = ['package.json', 'cdk8s.yaml', 'tsconfig.json', '.gitignore'];
  return [...files]
    .filter(([path]) => !fixed.includes(path))
    .flatMap(([path, text]) => (PATH.test(path) ? unexpectedInModule(path, text) : [`the path ${path}`]));
}

function unexpectedInModule(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const errors = (source as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics;
  const found = errors.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  const known = new Set(['this', 'app', 'scope']);
  const wrong = (node: ts.Node) => found.push(`${path}: ${ts.SyntaxKind[node.kind]}: ${node.getText(source)}`);

  const expression = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) return node.properties.forEach(property);
    if (ts.isArrayLiteralExpression(node)) return node.elements.forEach(expression);
    if (ts.isNewExpression(node)) {
      if (!ts.isIdentifier(node.expression) || !known.has(node.expression.text)) wrong(node);
      return (node.arguments ?? []).forEach(expression);
    }
    if (ts.isCallExpression(node)) return call(node);
    if (ts.isPropertyAccessExpression(node)) return access(node);
    if (ts.isIdentifier(node) && known.has(node.text)) return;
    const isScalar =
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isNumericLiteral(node) ||
      (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) ||
      [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind) ||
      node.kind === ts.SyntaxKind.ThisKeyword;
    if (!isScalar) wrong(node);
  };

  const property = (node: ts.ObjectLiteralElementLike): void => {
    if (!ts.isPropertyAssignment(node)) return void wrong(node);
    const { name } = node;
    const isPlain = ts.isIdentifier(name) || ts.isStringLiteral(name);
    if (!isPlain && name.getText(source) !== "['__proto__']") wrong(name);
    expression(node.initializer);
  };

  const access = (node: ts.PropertyAccessExpression): void => {
    const of = node.expression;
    const isKnown = of.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(of) && known.has(of.text));
    if (!isKnown || node.questionDotToken) wrong(node);
  };

  const call = (node: ts.CallExpression): void => {
    const { expression: called } = node;
    if (ts.isPropertyAccessExpression(called)) access(called);
    else if (called.kind !== ts.SyntaxKind.SuperKeyword) wrong(node);
    node.arguments.forEach(expression);
  };

  const statement = (node: ts.Statement): void => {
    if (ts.isImportDeclaration(node)) return imports(node);
    if (ts.isClassDeclaration(node)) return classOf(node);
    if (ts.isExpressionStatement(node)) {
      if (!ts.isCallExpression(node.expression)) return expression(node.expression);
      const { expression: called } = node.expression;
      if (ts.isPropertyAccessExpression(called) && !METHODS.includes(called.name.text)) wrong(node);
      return expression(node.expression);
    }
    if (!ts.isVariableStatement(node)) return void wrong(node);
    for (const { name, initializer } of node.declarationList.declarations) {
      if (!ts.isIdentifier(name) || !initializer) wrong(node);
      else expression(initializer);
      known.add(name.getText(source));
    }
  };

  const imports = (node: ts.ImportDeclaration): void => {
    const module = (node.moduleSpecifier as ts.StringLiteral).text;
    const isLibrary = Object.hasOwn(LIBRARIES, module) || module === 'constructs';
    if (!isLibrary && !LOCAL_MODULE.test(module)) wrong(node);
    const bindings = node.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return void wrong(node);
    for (const { name } of bindings.elements) {
      if (isLibrary && !NAMES.has(name.text) && name.text !== 'Construct') wrong(name);
      known.add(name.text);
    }
  };

  const classOf = (node: ts.ClassDeclaration): void => {
    known.add(node.name!.text);
    for (const member of node.members) {
      if (ts.isConstructorDeclaration(member)) member.body!.statements.forEach(statement);
      else wrong(member);
    }
  };

  source.statements.forEach(statement);
  return found;
}
