/** Probes and hooks of a container. */
import { checkExactlyOne, checkOneOf, checkRange, isPortName, list, MAX_PORT, Report } from './report';
import { shown } from '../../findings';
import { Obj } from '../../plain/objects';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const TIMES = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
const GRACE = 30;

export function checkProbes(container: Obj, at: string, isInit: boolean, grace: number = GRACE, report: Report): void {
  const isOfInit = isInit && container.restartPolicy !== 'Always';
  for (const kind of [...PROBES, 'lifecycle']) {
    if (container[kind] === undefined) continue;
    if (isOfInit) {
      report(`${at}.${kind}`, 'must be left out of an init container, which runs before all others and ends');
    } else if (kind === 'lifecycle') {
      checkLifecycle(container.lifecycle, `${at}.lifecycle`, grace, report);
    } else {
      checkProbe(container[kind], kind, `${at}.${kind}`, report);
    }
  }
}

function checkProbe(probe: Obj, kind: string, at: string, report: Report): void {
  checkHandler(probe, ['exec', 'httpGet', 'tcpSocket', 'grpc'], at, report);
  for (const time of TIMES) checkRange(probe[time], 0, Infinity, `${at}.${time}`, report);
  if (kind !== 'readinessProbe' && (probe.successThreshold ?? 1) > 1) {
    report(`${at}.successThreshold`, `${probe.successThreshold} must be 1 of a ${kind}`);
  }
  if (probe.terminationGracePeriodSeconds === undefined) return;
  if (kind === 'readinessProbe') report(`${at}.terminationGracePeriodSeconds`, 'must be left out of a readinessProbe');
  checkRange(probe.terminationGracePeriodSeconds, 1, Infinity, `${at}.terminationGracePeriodSeconds`, report);
}

function checkLifecycle(lifecycle: Obj, at: string, grace: number, report: Report): void {
  for (const hook of ['postStart', 'preStop']) {
    const handler: Obj | undefined = lifecycle[hook];
    if (!handler) continue;
    checkHandler(handler, ['exec', 'httpGet', 'tcpSocket', 'sleep'], `${at}.${hook}`, report);
    const seconds = handler.sleep?.seconds;
    if (seconds !== undefined && !(seconds >= 0 && seconds <= grace)) {
      report(
        `${at}.${hook}.sleep.seconds`,
        `${shown(seconds)} must be from 0 to ${grace}, the pod's terminationGracePeriodSeconds`,
      );
    }
  }
}

function checkHandler(handler: Obj, kinds: readonly string[], at: string, report: Report): void {
  checkExactlyOne(handler, kinds, at, report);
  const { exec, httpGet, tcpSocket, grpc } = handler;
  if (exec && !exec.command?.length) report(`${at}.exec.command`, 'is required');
  if (httpGet) {
    checkPort(httpGet.port, `${at}.httpGet.port`, report);
    checkOneOf(httpGet.scheme, ['HTTP', 'HTTPS'], `${at}.httpGet.scheme`, report);
    list(httpGet.httpHeaders).forEach(({ name }, i) => {
      if (/^[-A-Za-z0-9]+$/.test(name ?? '')) return;
      report(`${at}.httpGet.httpHeaders[${i}].name`, `${shown(name)} must be letters, digits and '-'`);
    });
  }
  if (tcpSocket) checkPort(tcpSocket.port, `${at}.tcpSocket.port`, report);
  if (grpc) checkRange(grpc.port ?? 0, 1, MAX_PORT, `${at}.grpc.port`, report);
}

/** A number, or the name of one of the container's ports. */
function checkPort(port: unknown, at: string, report: Report): void {
  const wrong = typeof port === 'string' ? isPortName(port) : undefined;
  if (wrong) report(at, `${shown(port)} is no name of a port: it ${wrong}`);
  else if (typeof port !== 'string') checkRange(port ?? 0, 1, MAX_PORT, at, report);
}
