/** The Service in front of a proxy, and the metadata that users may add to the proxy's objects. */
import { Obj } from '../../../plain/objects';

/** The user's keys, and the operator's over them: a selector must not be changed by an override. */
export function protectedMerge(
  own: Record<string, string>,
  user: Record<string, string> | undefined,
): Record<string, string> {
  return { ...user, ...own };
}

/** Body of the proxy's Service. */
export function proxyServiceBody(spec: Obj, labels: Record<string, string>): Obj {
  const { proxyPort, sessionAffinity } = spec;
  const overrides = spec.resourceOverrides?.proxyService;
  return {
    metadata: { labels: protectedMerge(labels, overrides?.labels), annotations: overrides?.annotations },
    spec: {
      selector: labels,
      sessionAffinity: sessionAffinity || 'ClientIP',
      ports: [{ name: 'http', protocol: 'TCP', port: proxyPort, targetPort: proxyPort }],
    },
  };
}
