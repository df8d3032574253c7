/** A file of each form, with a value in nearly every field that it may have. */
import { load } from 'js-yaml';

const yaml = (text: string) => load(text) as object;

export const SAMPLES: Readonly<Record<string, object>> = {
  '.mcp.json': {
    mcpServers: {
      search: {
        type: 'stdio',
        command: 'docker',
        args: [
          'run',
          '-i',
          '-e',
          'TOKEN',
          '--env=MODE=fast',
          '-v',
          '/a:/b',
          '--tmpfs',
          '/t',
          'search:1',
          '--x',
          'y=z',
          'w',
        ],
        env: { TOKEN: '${TOKEN_OF_MINE}', OTHER: 'some text' },
        cwd: '/home/me',
      },
      remote: {
        type: 'http',
        url: '${BASE:-https://mcp.example.com}/mcp',
        headers: { Authorization: 'Bearer ${KEY}', 'X-Region': 'eu' },
        oauth: { clientId: 'me' },
      },
      bridged: {
        command: 'npx',
        args: ['-y', 'mcp-remote', 'https://b.example.com/mcp', '--header', 'X-A: ${B}'],
        env: { B: 'b c' },
      },
      packaged: { command: 'uvx', args: ['thing', '--fast'], env: { LEVEL: 'info' } },
    },
  },
  'mcp.json': {
    inputs: [{ id: 'key', type: 'promptString', description: 'The key', password: true }],
    servers: {
      search: {
        command: 'docker',
        args: ['run', '-e', 'KEY', 'search:1'],
        env: { KEY: '${input:key}' },
        envFile: './x.env',
      },
    },
  },
  'server.yaml': yaml(`
name: notes
image: mcp/notes:1.0
type: server
about: { title: Notes, description: Keeps notes, icon: https://example.com/icon }
meta: { category: productivity, tags: [notes] }
run:
  command: ["--user={{notes.user}}", serve]
  volumes: ["{{notes.folder}}:/data"]
  allowHosts: ["api.example.com:443"]
  env: { MODE: stdio, HEADERS: "Bearer $NOTES_TOKEN" }
config:
  description: Where notes are
  secrets: [{ name: notes.token, env: NOTES_TOKEN, example: <TOKEN> }]
  env: [{ name: NOTES_URL, example: https://x, value: "{{notes.url}}" }]
  parameters:
    type: object
    properties: { user: { type: string }, url: { type: string, default: https://notes.example.com } }
    required: [user]
`),
  'server.json': {
    name: 'io.github.example/files',
    description: 'Reads files',
    version: '1.0.0',
    repository: { url: 'https://github.com/example/files', source: 'github' },
    packages: [
      {
        registryType: 'oci',
        identifier: 'registry.example.com/mcp/files',
        version: '1.0.0',
        transport: { type: 'streamable-http', url: 'http://localhost:5000/mcp' },
        packageArguments: [
          { type: 'named', name: '--root', isRequired: true, description: 'Where files are' },
          { type: 'positional', value: 'serve-{tenant}', variables: { tenant: { default: 'a' } } },
        ],
        environmentVariables: [{ name: 'API_KEY', isSecret: true, isRequired: true, description: 'Key' }],
      },
    ],
  },
};
