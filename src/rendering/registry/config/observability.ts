/** Rules about telemetry and the audit log. */
import { isAbsolute, isFileInFolder } from './places';
import { Audit, Telemetry } from './shape';
import { Findings, shown } from '../../../findings';
import { suggestion } from '../../../resources/schema';

const MAX_AUDIT_DATA = 1048576;

/** Source: toolhive-registry-server, its audit event types. */
export const AUDIT_EVENTS: readonly string[] = [
  'server.list',
  'server.versions.list',
  'server.version.read',
  'skill.list',
  'skill.read',
  'skill.versions.list',
  'skill.version.read',
  'plugin.list',
  'plugin.read',
  'plugin.versions.list',
  'plugin.version.read',
  ...['source', 'registry'].flatMap((of) =>
    ['create', 'update', 'delete', 'list', 'read'].map((what) => `${of}.${what}`),
  ),
  'source.entries.list',
  'registry.entries.list',
  'entry.publish',
  'entry.delete',
  'entry.claims.update',
  'entry.claims.read',
  'user.info',
  'auth.unauthenticated',
];

export function checkTelemetry(telemetry: Telemetry, findings: Findings): void {
  if (!telemetry.enabled) return;
  const { endpoint, tracing = {} } = telemetry;
  if (endpoint && !/^[^/?#@\s]+$/.test(endpoint)) {
    findings.error(
      'telemetry.endpoint',
      `${shown(endpoint)} must be host:port, without scheme and path; with one, nothing is ever exported. Plain http is insecure: true`,
    );
  }
  const { sampling } = tracing;
  if (tracing.enabled && sampling !== undefined && !(sampling > 0 && sampling <= 1)) {
    findings.error(
      'telemetry.tracing.sampling',
      `${sampling} must be above 0 and at most 1; to trace nothing, set tracing.enabled: false`,
    );
  }
}

export function checkAudit({ logFile, maxDataSize, ...audit }: Audit, findings: Findings): void {
  if (maxDataSize !== undefined && !(maxDataSize >= 0 && maxDataSize <= MAX_AUDIT_DATA)) {
    findings.error('audit.maxDataSize', `${maxDataSize} must be a number of bytes from 0 to ${MAX_AUDIT_DATA}`);
  }
  if (logFile && !isAbsolute(logFile)) {
    findings.error('audit.logFile', `${shown(logFile)} must be an absolute path; its folder has to exist`);
  } else if (logFile && !isFileInFolder(logFile)) {
    findings.error(
      'audit.logFile',
      `${shown(logFile)} must be a file in a folder, such as "/var/log/registry/audit.log", without ".." and the like; the server may not write into the root folder`,
    );
  }
  for (const list of ['eventTypes', 'excludeEventTypes'] as const) {
    (audit[list] ?? []).forEach((event, i) => {
      if (AUDIT_EVENTS.includes(event)) return;
      findings.warning(
        'registry-audit-event-unknown',
        `audit.${list}[${i}]`,
        `${shown(event)} is no event of the server, and selects nothing${suggestion(event, AUDIT_EVENTS)}`,
      );
    });
  }
}
