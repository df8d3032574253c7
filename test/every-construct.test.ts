/** What each construct has besides its code, so that none of it is forgotten when one is added, or a prop of one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { Construct } from 'constructs';
import * as toolhive from '../src';
import { REFERENCES } from '../src/graph/references';
import { callablesOf, propsOf } from '../src/props/read-table';
import { crdOf, TOOLHIVE_KINDS } from '../src/resources/crd';
import { Schema } from '../src/resources/crd/types';
import { CustomServer } from '../src/synthesis/custom-server';
import { PlusServer } from '../src/synthesis/plus-server';

const ROOT = join(__dirname, '..');

const constructs = Object.entries(toolhive)
  .filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct)
  .map(([name]) => name)
  .sort();

function textOf(folder: string, ending: string, without: string[] = []): string {
  return readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith(ending) && !without.includes(file))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
    .join('\n');
}

test('every construct has a row in docs/constructs.md', () => {
  const rows = [...readFileSync(join(ROOT, 'docs', 'constructs.md'), 'utf8').matchAll(/^\| `(\w+)` \|.*\]\(/gm)];
  expect(rows.map(([, name]) => name).sort()).toEqual(constructs);
});

test('every construct is made in scripts/judges, where Kubernetes looks at its objects', () => {
  const judges = textOf('scripts/judges', '.ts');
  const makesObjects = constructs.filter((name) => !(toolhive[name as 'ToolhiveApp'].prototype instanceof App));
  expect(makesObjects.filter((name) => !judges.includes(`new ${name}(`))).toEqual([]);
});

const servers = constructs.filter((name) => toolhive[name as 'McpServer'].prototype instanceof PlusServer);

test.each(servers)('%s is made in scripts/judges with each of its props', (name) => {
  expect(textOf('scripts/judges', '.ts')).toContain(`Everything<${name}Props>`);
});

test("every server with a custom resource is among those whose pods' tokens are counted", () => {
  const counted = readFileSync(join(ROOT, 'test/synthesis/least-privilege.test.ts'), 'utf8');
  const custom = servers.filter((name) => toolhive[name as 'McpServer'].prototype instanceof CustomServer);
  expect(custom.filter((name) => !counted.includes(`new ${name}(chart`))).toEqual([]);
});

/** Props of cdk8s' own, which its documentation has. */
const OF_CDK8S = ['disableResourceNameHashes'];

test.each(constructs)('each prop of %s is named in the documents', (name) => {
  const text = textOf('docs', '.md', ['warnings.md']) + readFileSync(join(ROOT, 'README.md'), 'utf8');
  const structs = callablesOf(name)
    .filter((callable) => callable.name === 'new')
    .flatMap(({ parameters }) => parameters.map(({ type }) => type))
    .filter((type) => /Props$/.test(type) && !type.includes('.'));
  const props = structs.flatMap((struct) => propsOf(struct)).map((prop) => prop.name);
  const ours = props.filter((prop) => !OF_CDK8S.includes(prop));
  expect(ours.filter((prop) => !new RegExp(`\\b${prop}\\b`).test(text))).toEqual([]);
});

/** References that are no arrow of their own in a graph, and why. */
const NO_ARROW = [
  /Secret\w*Refs?$|^passwordRef$|^initialAccessTokenRef$/i, // Secrets, which are found by the names of these fields
  /^(caBundleRef|configMapRef)$/, // ConfigMaps, which a graph leaves out
  /^(issuerRef|trustDomainRef)$/, // names within the same resource
];

function referencesIn(schema: Schema): string[] {
  const own = Object.keys(schema.properties ?? {}).filter((name) => /Refs?$/.test(name));
  const deeper = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
  return [...own, ...deeper.flatMap((field) => (field ? referencesIn(field) : []))];
}

test('a reference to another resource is an arrow in graphs', () => {
  const names = new Set(TOOLHIVE_KINDS.flatMap((kind) => referencesIn(crdOf(kind).spec)));
  const arrows = [...names].filter((name) => !NO_ARROW.some((pattern) => pattern.test(name)));
  expect(arrows.sort()).toEqual(Object.keys(REFERENCES).sort());
});
