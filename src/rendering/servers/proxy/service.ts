/** The Service in front of a proxy, and the metadata that users may add to the proxy's objects. */
import { ObjectBody, Texts } from '../../../kubernetes/objects';
import { sharedBy } from '../../../plain/shared';
import { McpRemoteProxySpec, McpServerSpec } from '../../../resources/spec';

/** The user's keys, and the operator's over them: a selector must not be changed by an override. */
export function protectedMerge(own: Texts, user: Texts | undefined): Texts {
  return user ? { ...user, ...own } : own;
}

const portsOf = sharedBy((text) => {
  const port = Number(text);
  return [{ name: 'http', protocol: 'TCP', port, targetPort: port }];
});

/** Body of the proxy's Service. */
export function proxyServiceBody(spec: McpServerSpec | McpRemoteProxySpec, labels: Texts): ObjectBody {
  const { proxyPort, sessionAffinity } = spec;
  const overrides = spec.resourceOverrides?.proxyService;
  return {
    metadata: { labels: protectedMerge(labels, overrides?.labels), annotations: overrides?.annotations },
    spec: {
      selector: labels,
      sessionAffinity: sessionAffinity || 'ClientIP',
      ports: portsOf(String(proxyPort)),
    },
  };
}
