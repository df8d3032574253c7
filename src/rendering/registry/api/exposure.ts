/** The ways to a registry from outside the cluster. */
import { RegistryApiModel } from './model';
import { labelsOf, names } from './names';
import { Part } from '../../model/workload';
import { httpRouteBody, ingressBody, ServicePort } from '../../operations/objects/exposure';

/** The port of the API's Service. */
export const SERVICE_PORT = { name: 'http', number: 80 };

export const exposureParts: Part<RegistryApiModel>[] = [
  {
    id: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    name: names.same,
    when: ({ exposeViaIngress }) => exposeViaIngress !== undefined,
    body: ({ resource: { name, spec } }) => ingressBody(spec.exposeViaIngress, servicePort(name), labelsOf(name)),
  },
  {
    id: 'HttpRoute',
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    name: names.same,
    when: ({ exposeViaHttpRoute }) => exposeViaHttpRoute !== undefined,
    body: ({ resource: { name, spec } }) => httpRouteBody(spec.exposeViaHttpRoute, servicePort(name), labelsOf(name)),
  },
];

function servicePort(registry: string): ServicePort {
  return { service: names.same(registry), ...SERVICE_PORT };
}
