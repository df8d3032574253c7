/**
 * An HTTPS site of the files in `FILES`, as JSON: `{"/openapi.yaml": "text"}`, and of git repositories in `REPOSITORIES`:
 * `{"/mcp/catalog.git": {"token": "…", "files": {"servers/registry.json": "text"}}}`. A repository with a token lets
 * nobody in without it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { dirname, join } from 'node:path';

const files = JSON.parse(process.env.FILES ?? '{}');
const repositories = JSON.parse(process.env.REPOSITORIES ?? '{}');
const root = mkdtempSync('/tmp/site-');
const env = {
  PATH: process.env.PATH,
  HOME: root,
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
};

for (const [path, { files: content }] of Object.entries(repositories)) {
  const work = mkdtempSync('/tmp/work-');
  const git = (...args) => execFileSync('git', args, { cwd: work, env, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  for (const [name, text] of Object.entries(content)) {
    mkdirSync(dirname(join(work, name)), { recursive: true });
    writeFileSync(join(work, name), text);
  }
  git('add', '.');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message=Servers');
  git('clone', '--quiet', '--bare', work, join(root, path));
}

/** Git's own program for repositories by HTTP, as a web server runs it. */
function gitBackend(request, response, path, query) {
  const { method, headers } = request;
  const child = spawn('git', ['http-backend'], {
    env: {
      ...env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      GIT_PROTOCOL: headers['git-protocol'] ?? '',
    },
  });
  const answer = [];
  child.stdout.on('data', (data) => answer.push(data));
  child.on('close', () => {
    const all = Buffer.concat(answer);
    const end = all.indexOf('\r\n\r\n');
    for (const line of all.subarray(0, end).toString().split('\r\n')) {
      const [, name, value] = /^([^:]*): (.*)$/.exec(line) ?? [];
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else if (name) response.setHeader(name, value);
    }
    response.end(all.subarray(end + 4));
  });
  request.pipe(child.stdin);
}

process.on('SIGTERM', () => process.exit(0));
createServer({ key: readFileSync('/tls/tls.key'), cert: readFileSync('/tls/tls.crt') }, (request, response) => {
  const [path, query = ''] = request.url.split('?');
  if (path in files) return response.end(files[path]);
  const [, { token } = {}] = Object.entries(repositories).find(([at]) => path.startsWith(`${at}/`)) ?? [];
  const [, password] = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  if (token && password !== token) {
    response.statusCode = 401;
    return response.setHeader('www-authenticate', 'Basic realm="site"').end();
  }
  return gitBackend(request, response, path, query);
}).listen(8443, '0.0.0.0');
