/**
 * Every export says what it does: types, what is in them, parameters, and the default of all that may be left out. jsii
 * carries these comments into the other languages and into API.md. A first sentence stands alone there, and is short.
 */
import { join, resolve } from 'node:path';
import * as ts from 'typescript';
import { programOf } from '../scripts/jest/compiler';

const SRC = resolve(__dirname, '..', 'src');
const program = programOf([join(SRC, 'index.ts')]);
const checker = program.getTypeChecker();

const tagsOf = (symbol: ts.Symbol, name: string) => symbol.getJsDocTags(checker).filter((tag) => tag.name === name);
const isInternal = (symbol: ts.Symbol) => tagsOf(symbol, 'internal').length > 0;
const isDescribed = (symbol: ts.Symbol) =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '';

const HIDDEN = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];

const isHidden = (declaration: ts.Declaration) =>
  ts.canHaveModifiers(declaration) && (ts.getModifiers(declaration) ?? []).some(({ kind }) => HIDDEN.includes(kind));

/** Whether users see a member: it is ours, and neither private nor internal. */
function isPublic(member: ts.Symbol): boolean {
  const declaration = member.valueDeclaration;
  if (!declaration || isInternal(member) || !declaration.getSourceFile().fileName.startsWith(SRC)) return false;
  return !isHidden(declaration);
}

/** The own members of a type, static ones and enum members included. */
function membersOf(type: ts.Symbol): ts.Symbol[] {
  return [...(type.members?.values() ?? []), ...(type.exports?.values() ?? [])].filter(isPublic);
}

/** What a type or a member fails to say, one line each. */
function gapsOf(name: string, symbol: ts.Symbol): string[] {
  const declaration = symbol.valueDeclaration ?? symbol.declarations![0];
  const gaps: string[] = [];
  if (!isDescribed(symbol)) gaps.push(name);
  if (ts.isPropertySignature(declaration) && declaration.questionToken && !tagsOf(symbol, 'default').length) {
    gaps.push(`${name}: @default`);
  }
  if (ts.isMethodDeclaration(declaration)) gaps.push(...parameterGaps(name, declaration));
  return gaps;
}

function parameterGaps(name: string, callable: ts.SignatureDeclaration): string[] {
  return callable.parameters
    .map((parameter) => checker.getSymbolAtLocation(parameter.name)!)
    .filter((parameter) => !isDescribed(parameter))
    .map((parameter) => `${name}: @param ${parameter.name}`);
}

function constructorGaps(type: ts.Symbol): string[] {
  return (type.declarations ?? [])
    .filter(ts.isClassDeclaration)
    .flatMap(({ members }) => members.filter(ts.isConstructorDeclaration))
    .filter((made) => !isHidden(made))
    .flatMap((made) => parameterGaps(`new ${type.name}`, made));
}

const index = checker.getSymbolAtLocation(program.getSourceFile(join(SRC, 'index.ts'))!)!;
const types = checker
  .getExportsOfModule(index)
  .map((type) => (type.declarations?.some(ts.isExportSpecifier) ? checker.getAliasedSymbol(type) : type))
  .filter((type) => !isInternal(type));

test('there are exports to look at', () => {
  expect(types.length).toBeGreaterThan(200);
  expect(types.flatMap(membersOf).length).toBeGreaterThan(700);
});

test('undocumented exports: 0', () => {
  const gaps = types.flatMap((type) => [
    ...gapsOf(type.name, type),
    ...constructorGaps(type),
    ...membersOf(type)
      .filter((member) => member.name !== '__constructor' && member.name !== 'prototype')
      .flatMap((member) => gapsOf(`${type.name}.${member.name}`, member)),
  ]);
  expect(gaps).toEqual([]);
});

/** What jsii makes the summary of a comment, which editors and other languages show by itself. */
function summaryOf(symbol: ts.Symbol): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
  const [paragraph, ...others] = text.split(/\n\s*\n/);
  const isShort = others.length > 0 && paragraph.split(' ').length < 20;
  return (isShort ? paragraph : (/^[^!?.;]+[!?.;](?=\s)/.exec(text)?.[0] ?? paragraph)).replace(/\s+/g, ' ').trim();
}

/** The words of a name or a text, without an article before them: `mcpPort` as `mcpport`. */
const wordOf = (text: string) =>
  text
    .replace(/^(the|a|an)\s+/i, '')
    .split(/[^\w]/)[0]
    .toLowerCase();

function summaryFaults(type: ts.Symbol): string[] {
  const isStruct = type.declarations!.some(ts.isInterfaceDeclaration) && !/^I[A-Z]/.test(type.name);
  const members = membersOf(type).filter(({ name }) => name !== '__constructor' && name !== 'prototype');
  return [type, ...members].flatMap((symbol) => {
    const name = symbol === type ? type.name : `${type.name}.${symbol.name}`;
    const summary = summaryOf(symbol);
    if (summary.length > 120) return [`${name}: ${summary.length} characters: ${summary}`];
    const repeats = symbol !== type && isStruct && wordOf(summary) === symbol.name.toLowerCase();
    return repeats ? [`${name}: begins with its name: ${summary}`] : [];
  });
}

test('first sentences that are too long, or repeat the name of their prop: 0', () => {
  expect(types.flatMap(summaryFaults)).toEqual([]);
});

test('a first sentence is found as jsii finds it', () => {
  const props = types.find(({ name }) => name === 'McpServerProps')!;
  const image = membersOf(props).find(({ name }) => name === 'image')!;
  expect(summaryOf(image)).toBe(
    'Container image of the MCP server, such as `ghcr.io/stackloklabs/gofetch/server:1.0.4`.',
  );
  expect(['The image of it.', 'Image: a text', 'Images of it.'].map(wordOf)).toEqual(['image', 'image', 'images']);
});

test('a comment that is missing would be found', () => {
  // Not exported, and so not written for users.
  const internal = checker.getSymbolAtLocation(program.getSourceFile(join(SRC, 'rendering', 'model', 'settings.ts'))!)!;
  const settings = internal.exports!.get('Settings' as ts.__String)!;
  const gaps = membersOf(settings).flatMap((member) => gapsOf(member.name, member));
  expect(gaps).toEqual(expect.arrayContaining(['images', 'platform', 'redis: @default']));
});
