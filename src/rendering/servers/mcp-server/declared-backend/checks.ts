/** What can't be declared, or not so. */
import { fieldPath, Findings, shown } from '../../../../findings';
import { isDnsLabel } from '../../../../kubernetes/names';
import { DeclaredBackend } from '../../../../resources/construct-options';
import { Resource } from '../../../../resources/resource';
import { McpServerSpec } from '../../../../resources/spec';

/** @param backend what is declared */
export function checkBackend({ spec }: Resource<McpServerSpec>, backend: DeclaredBackend, findings: Findings): void {
  if (spec.transport === 'stdio') {
    findings.error(
      'backend',
      "a stdio server can't be declared: ToolHive's proxy speaks to it by attaching to its pod, which takes rights in the cluster; set transport to sse or streamable-http if the server speaks one of them, or use McpBackend.proxyManaged()",
    );
  }
  checkPath(spec.transport, backend.path, findings);
  backend.volumeClaims.forEach(({ name, mountPath }, i) => {
    const at = fieldPath('backend.volumeClaims', i);
    const wrong = isDnsLabel(name);
    if (wrong) findings.error(`${at}.name`, `${shown(name)} is no name of a volume: ${wrong}`);
    if (!mountPath.startsWith('/')) {
      findings.error(`${at}.path`, `${shown(mountPath)} must be an absolute path, such as "/data"`);
    }
  });
}

function checkPath(transport: string, path: string | undefined, findings: Findings): void {
  if (path === undefined) return;
  if (transport === 'sse') {
    findings.error(
      'backend.path',
      `${shown(path)}: an sse server has two paths, of which the proxy passes on whichever is asked for; leave it out`,
    );
  } else if (!/^\/[^\s#]*$/.test(path)) {
    findings.error('backend.path', `${shown(path)} must be a path that begins with "/", such as "/mcp"`);
  }
}
