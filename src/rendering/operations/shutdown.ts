/**
 * The wait before a pod stops. ToolHive's programs stop listening at the signal to stop, while Services lead clients to
 * them for a second or two more.
 */
import { PodTemplatePatch } from '../../kubernetes/objects';
import { sharedBy } from '../../plain/shared';

/** Seconds that Kubernetes waits by default for a pod to stop. */
const GRACE_PERIOD = 30;

const waitsFor = sharedBy((seconds) => ({ preStop: { sleep: { seconds: Number(seconds) } } }));

/**
 * A pod template, or a patch of one, whose container waits before it gets the signal to stop. What it does then has as much time as
 * before. A `preStop` that is there already stays, and so does all else.
 */
export function withShutdownDelay<Template extends PodTemplatePatch>(
  template: Template,
  container: string,
  seconds: number,
): Template {
  const { containers = [], terminationGracePeriodSeconds } = template.spec ?? {};
  const waiting = containers.find(({ name }) => name === container) ?? { name: container };
  if (waiting.lifecycle?.preStop) return template;
  const { lifecycle, ...others } = waiting;
  const waits = waitsFor(String(seconds));
  const made = { lifecycle: lifecycle ? { ...lifecycle, ...waits } : waits, ...others };
  return {
    ...template,
    spec: {
      ...template.spec,
      terminationGracePeriodSeconds: (terminationGracePeriodSeconds ?? GRACE_PERIOD) + seconds,
      containers: containers.includes(waiting)
        ? containers.map((one) => (one === waiting ? made : one))
        : [...containers, made],
    },
  };
}
