/** The promises that are held against a cluster, and the page that tells what came of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inThisCluster, trusting } from '../scripts/cluster/examples';
import { withStandIns } from '../scripts/cluster/images';
import { outsideOf } from '../scripts/cluster/network';
import { pageApps } from '../scripts/cluster/pages';
import { Topic } from '../scripts/cluster/promises';
import { tableOf } from '../scripts/cluster/promises/reachability';
import { Result, sectionOf, withSections } from '../scripts/cluster/proof';
import { TOPICS } from '../scripts/cluster/topics';
import { ToolhiveVersion } from '../src';

const { V0_44_0 } = ToolhiveVersion;

const page = readFileSync(resolve('docs/proof.md'), 'utf8');
const versions = { kubernetes: 'v1.35.4', toolhive: '0.44.0' };

const topic: Topic = {
  name: 'doors',
  title: 'Doors',
  promises: [
    { promise: 'Doors | open', page: 'docs/servers.md', how: 'one is opened', run: async () => {} },
    { promise: 'Doors close', page: 'SECURITY.md', how: 'one is closed', run: async () => {} },
  ],
};
const results: Result[] = [
  { topic, promised: topic.promises[0], outcome: 'passed', why: '' },
  { topic, promised: topic.promises[1], outcome: 'skipped', why: 'the cluster has no doors' },
];

/** Pages with an app that came after the last run of the topic second-apply; the next run takes them out of here. */
const NOT_APPLIED_YET = ['docs/testing.md'];

/** Pages of which no promise is used on a cluster, and why. What their apps make is applied like that of all others. */
const WITHOUT_USE = {
  'access.md': 'it is about a report, which is made without a cluster; what Cedar decides is in policies.md',
  'catalogs.md': 'servers of a catalogue are those of servers.md',
  'command-line.md': 'it lists commands, which are tested by themselves',
  'constructs.md': 'it lists constructs, which have pages of their own',
  'escape-hatches.md': 'what is overridden is no longer promised; the YAML is compared',
  'following-toolhive.md': 'it is about this repository',
  'identity.md': 'the providers are not on a cluster; policies.md has an issuer',
  'images.md': 'digests are compared with a registry, before a cluster has them',
  'import.md': 'what is imported makes the same YAML, which is compared',
  'migrating-from-mcpregistry.md': 'it has the servers of registry.md',
  'openshift.md': 'no OpenShift was there',
  'operator.md': 'the operator makes the pods; leaving-the-operator.md starts with it',
  'performance.md': 'it is measured without a cluster',
  'testing.md': 'it is about tests of an app, which need no cluster',
  'tools.md': 'it is about checks, which are made without a cluster',
  'versions.md': 'it is about releases',
  'warnings.md': 'it is about messages',
};

describe('promises', () => {
  const promises = TOPICS.flatMap(({ promises: all }) => all);

  test('are made by a page that is there', () => {
    expect(promises.filter(({ page: of }) => !existsSync(resolve(of)))).toEqual([]);
  });

  test('have a name each, within their topic and page', () => {
    for (const { promises: all } of TOPICS) {
      const names = all.map(({ promise, page: of }) => `${promise} ${of}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('are of topics whose names can be in those of namespaces', () => {
    expect(TOPICS.filter(({ name }) => !/^[a-z](-?[a-z])*$/.test(name))).toEqual([]);
  });

  test('are all in docs/proof.md', () => {
    const cell = (text: string) => text.replaceAll('|', '\\|');
    expect(promises.filter(({ promise }) => !page.includes(`| ${cell(promise)} |`))).toEqual([]);
  });

  const linkTo = (file: string) => `](${file.startsWith('docs/') ? file.slice('docs/'.length) : `../${file}`})`;

  test('are about each page that begins with an app', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| What the app makes is accepted'));
    const missing = pageApps().filter(({ page: of }) => !rows.some((row) => row.includes(linkTo(of))));
    expect(missing.map(({ page: of }) => of)).toEqual(NOT_APPLIED_YET);
    expect(rows.length).toBeGreaterThan(20);
  });

  test('are about the use of each page, unless a cluster can say nothing about it', () => {
    const used = new Set(
      TOPICS.filter(({ name }) => name !== 'second-apply').flatMap((of) => of.promises.map((p) => p.page)),
    );
    const pages = readdirSync('docs').filter((name) => name.endsWith('.md') && name !== 'proof.md');
    const unused = pages.filter((name) => !used.has(`docs/${name}`));
    expect(unused.sort()).toEqual(Object.keys(WITHOUT_USE).sort());
  });
});

describe('docs/proof.md', () => {
  test('has no promise that failed', () => {
    expect(page.split('\n').filter((line) => line.endsWith('| failed |'))).toEqual([]);
  });

  test('has a section for each topic, with what it was tried on', () => {
    expect(sectionOf(topic, results, versions)).toBe(`## Doors

On Kubernetes v1.35.4, with ToolHive 0.44.0.

| promise | page | tested by | result |
|---|---|---|---|
| Doors \\| open | [servers.md](servers.md) | one is opened | passed |
| Doors close | [SECURITY.md](../SECURITY.md) | one is closed | skipped: the cluster has no doors |
`);
  });

  test('keeps the sections of topics that were not run', () => {
    const head = '# Proof\n\n<!-- written by npm run test:cluster -->\n';
    const first = withSections(
      head,
      new Map([
        ['Doors', '## Doors\n\nold\n'],
        ['Windows', '## Windows\n\nold\n'],
      ]),
    );
    expect(withSections(first, new Map([['Doors', '## Doors\n\nnew\n']]))).toBe(
      `${head}\n## Doors\n\nnew\n\n## Windows\n\nold\n`,
    );
  });
});

test('the table of docs/isolation.md is read by row and column', () => {
  const rows = [
    '<!-- reachability: isolated -->',
    '```text',
    'from \\ to        door  wide window',
    'door             *     80 443',
    'cat (MCP cat)    -     -',
    '```',
  ];
  expect(tableOf(rows.join('\n'))).toEqual({
    door: { door: '*', 'wide window': '80 443' },
    'cat (MCP cat)': { door: '-', 'wide window': '-' },
  });
});

test('addresses outside are read by name', () => {
  expect(outsideOf('')).toEqual({});
  expect(outsideOf('company=10.0.0.1,cloud metadata=fd00::1')).toEqual({
    company: '10.0.0.1',
    'cloud metadata': 'fd00::1',
  });
});

test.each(['intranet=10.0.0.1', 'company', 'company=example.com'])('fails on %s as an address outside', (text) => {
  expect(() => outsideOf(text)).toThrow(
    `CLUSTER_TEST_OUTSIDE: "${text}" is not NAME=ADDRESS; the names are internet, company, cloud metadata`,
  );
});

describe('an example in the test’s cluster', () => {
  const namespaces = { mcp: 'ca-examples' };

  test('has images of the test in place of third parties’, and those of the tested version in place of a mirror’s', () => {
    expect(withStandIns('image: ghcr.io/github/github-mcp-server:v0.20.0\n', V0_44_0)).toBe(
      'image: cdk8s-toolhive.test/mcp:1\n',
    );
    expect(withStandIns("'registry.example.com/stacklok/toolhive/proxyrunner:v0.63.0'", V0_44_0)).toBe(
      "'ghcr.io/stacklok/toolhive/proxyrunner:v0.44.0'",
    );
    expect(withStandIns("'registry.example.com/stacklok/thv-registry-api:v1.5.3'", V0_44_0)).toBe(
      "'ghcr.io/stacklok/thv-registry-api:v1.5.1'",
    );
  });

  test('is in the namespaces of the test', () => {
    expect(inThisCluster("new ToolhiveChart(scope, 'mcp-chart', { namespace: 'mcp' })", namespaces)).toBe(
      "new ToolhiveChart(scope, 'mcp-chart', { namespace: 'ca-examples' })",
    );
  });

  test('asks the Services of those namespaces', () => {
    expect(inThisCluster("'http://tools.mcp.svc.cluster.local:8080'", namespaces)).toBe(
      "'http://tools.ca-examples.svc.cluster.local:8080'",
    );
  });

  test('reaches no host of a company that is not there', () => {
    const files = readdirSync('examples').filter((name) => name.endsWith('.ts') && name !== 'main.ts');
    const called = files.flatMap((name) => {
      const source = readFileSync(resolve('examples', name), 'utf8').replace(/^\/\*\*[\s\S]*?\*\//, '');
      const addresses = inThisCluster(source, namespaces).match(/https:\/\/[\w.-]+\.(com|io)\b/g) ?? [];
      return addresses.map((address) => `${name} ${address}`);
    });
    // The names of the app itself, which tokens are for.
    const own = /https:\/\/(registry|mcp|fetch\.mcp|github\.mcp)\.example\.com|api\.github\.com/;
    expect(called.filter((address) => !own.test(address))).toEqual([]);
  });

  test('has pods that trust the test’s authority', () => {
    const pod = { template: { spec: { containers: [{ name: 'server' }] } } };
    expect(trusting([{ kind: 'Service' }, { kind: 'Deployment', spec: pod }])).toEqual([
      { kind: 'Service' },
      {
        kind: 'Deployment',
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'server',
                  env: [{ name: 'SSL_CERT_FILE', value: '/test-ca/ca.crt' }],
                  volumeMounts: [{ name: 'test-ca', mountPath: '/test-ca', readOnly: true }],
                },
              ],
              volumes: [{ name: 'test-ca', configMap: { name: 'ca' } }],
            },
          },
        },
      },
    ]);
  });
});
