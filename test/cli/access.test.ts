import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

const folder = mkdtempSync(join(tmpdir(), 'access-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const server = (policies: string[]) => `
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPOIDCConfig
metadata: { name: login, namespace: mcp }
spec: { type: inline, inline: { issuer: 'https://login.example.com' } }
---
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPServer
metadata: { name: github, namespace: mcp }
spec:
  image: registry.example.com/github:1
  transport: streamable-http
  oidcConfigRef: { name: login, audience: mcp }
  authzConfig:
    type: inline
    inline:
      policies:
${policies.map((policy) => `        - '${policy}'`).join('\n')}
`;

const SEARCH = 'permit(principal in THVGroup::"eng", action == Action::"call_tool", resource == Tool::"search");';
const OPS = 'permit(principal in THVGroup::"ops", action == Action::"call_tool", resource);';

const input = file('input.yaml', server([SEARCH, OPS]));
const tools = file('tools.json', JSON.stringify({ tools: [{ name: 'search' }, { name: 'delete' }] }));

test('prints who may call which tool, by the groups that policies name', () => {
  expect(run('access', input)).toEqual({
    status: 0,
    stdout: `## MCPServer github (namespace mcp)

| | eng | ops | no group | anonymous |
|---|---|---|---|---|
| search | yes (1) | yes (2) | no | no [a] |
| (any other tool) | no | yes (2) | no | no [a] |

- (1) ${input}:18: \`${SEARCH}\`
- (2) ${input}:19: \`${OPS}\`
- [a] nobody gets in without logging in
`,
    stderr: '',
  });
});

test('takes the tools of a server from a file, and groups from options', () => {
  const { stdout, stderr } = run('access', '--known-tools', `github=${tools}`, '--group', 'eng', input);
  expect(stdout).toContain('| | eng |\n|---|---|\n| delete | no |\n| search | yes (1) |\n');
  expect(stderr).toContain('note: MCPServer github: nobody of those asked about may use delete\n');
  expect(stderr).toContain(`note: MCPServer github: no request of those asked about meets policy 2 (${input}:19: `);
});

test.each([
  ['github.*', ['delete', 'search']],
  ['git*.s*', ['search']],
  ['delete', ['delete']],
])('shows the tools of the pattern %s', (pattern, names) => {
  const { stdout } = run('access', '--known-tools', `github=${tools}`, '--tool', pattern, '--group', 'ops', input);
  expect([...stdout.matchAll(/^\| (\w+) \| yes/gm)].map(([, name]) => name)).toEqual(names);
});

test('prints what differs from an earlier input', () => {
  const before = file('before.yaml', server([SEARCH]));
  expect(run('access', '--before', before, '--group', 'eng', '--group', 'ops', input)).toEqual({
    status: 0,
    stdout:
      'MCPServer github: search for ops: denied -> permitted\nMCPServer github: (any other tool) for ops: denied -> permitted\n',
    stderr: '',
  });
  expect(run('access', '--before', input, input).stderr).toBe('note: nobody may do more or less than before\n');
});

test('names shared policies by their own file', () => {
  const shared = file(
    'shared.yaml',
    `
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPAuthzConfig
metadata: { name: shared }
spec:
  type: cedarv1
  config:
    policies:
      - permit(principal, action, resource);
`,
  );
  const user = file(
    'user.yaml',
    `
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPRemoteProxy
metadata: { name: remote }
spec: { remoteUrl: 'https://mcp.example.com', authzConfigRef: { name: shared } }
`,
  );
  expect(run('access', shared, user).stdout).toContain(`- (1) ${shared}:9: \`permit(principal, action, resource);\``);
});

test('a name cannot leave its cell', () => {
  const hostile = file('hostile.json', JSON.stringify({ tools: [{ name: 'a | b\n| `c` <script>' }] }));
  const { stdout } = run('access', '--known-tools', `github=${hostile}`, '--group', 'ops', input);
  expect(stdout).toContain('| a \\| b \\| \\`c\\` \\<script\\> | yes (2) |\n');
});

test.each([
  [['--tool', 'gitlab.*'], '--tool: "gitlab.*" is no tool here; write SERVER.TOOL or TOOL, with * for any text'],
  [['--known-tools', `githb=${tools}`], '--known-tools: there is no server "githb"; did you mean "github"?'],
  [['--known-tools', 'x'], '--known-tools: "x" is no file of a server; write SERVER=FILE'],
  [['--group', ''], '--group: is empty; write the name of a group'],
  [['--strict'], 'access takes no --strict: it prints who may call what'],
  [['--before', '-', '-'], 'standard input is given twice; name a file instead'],
])('fails with wrong options: %p', (options, message) => {
  const { status, stdout, stderr } = run('access', ...options, input);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(`error: ${message}\n`);
});

test('fails with options of it elsewhere', () => {
  expect(run('render', '--group', 'eng', input)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--group is an option of access, not of render'),
  });
});

test('fails with what render refuses', () => {
  const broken = file('broken.yaml', server(['permit(principal, action resource);']));
  expect(run('access', broken)).toMatchObject({ status: 1, stdout: '' });
});

test('says so where nobody asks anything', () => {
  const none = file('none.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n');
  expect(run('access', none)).toEqual({
    status: 0,
    stdout: '',
    stderr: `note: no server that clients ask in ${none}\n`,
  });
});

test('offers what members have under the names of their virtual server', () => {
  const virtual = file(
    'virtual.yaml',
    `${server([OPS]).replace('  image:', '  groupRef: { name: all }\n  image:')}---
apiVersion: toolhive.stacklok.dev/v1beta1
kind: MCPGroup
metadata: { name: all, namespace: mcp }
---
apiVersion: toolhive.stacklok.dev/v1beta1
kind: VirtualMCPServer
metadata: { name: gateway, namespace: mcp }
spec:
  groupRef: { name: all }
  incomingAuth:
    type: oidc
    oidcConfigRef: { name: login, audience: mcp }
    authzConfig:
      type: inline
      inline: { policies: ['permit(principal, action, resource == Tool::"github_search");'] }
`,
  );
  const { stdout } = run(
    'access',
    '--known-tools',
    `github=${tools}`,
    '--group',
    'eng',
    '--tool',
    'gateway.*',
    virtual,
  );
  expect(stdout).toContain(
    '## VirtualMCPServer gateway (namespace mcp)\n\n| | eng |\n|---|---|\n| github_delete | no |\n| github_search | yes (1) |\n',
  );
});
