/** The two registry servers that can be deployed: today's, and the one that ToolHive's deployment guide was written for. */
import { RegistryApiSpec } from './spec';
import { Findings } from '../../../findings';
import { ContainerPort } from '../../../kubernetes/objects';
import { Settings } from '../../model/settings';
import { checkConfigText } from '../config/check';
import { checkLegacyText, LegacyConfig } from '../config/legacy';
import { needsOf, RegistryNeeds } from '../config/needs';
import { ConfigContext } from '../config/rules';
import { ServerConfig } from '../config/shape';

/** What distinguishes a server. */
export interface Server {
  /** Name of the container port that answers probes and metrics. */
  readonly probePort: string;
  /** Ports of the container. */
  readonly ports: readonly ContainerPort[];
  /** Reads and checks the text of its configuration. */
  check(text: string, findings: Findings, context: ConfigContext): ServerConfig | LegacyConfig | undefined;
  image(settings: Settings): string;
}

/** Number of the API's port, in the pod. */
export const API_PORT = 8080;
const API = { name: 'http', containerPort: API_PORT, protocol: 'TCP' };

const CURRENT: Server = {
  check: checkConfigText,
  image: ({ images }) => images.registryApi,
  probePort: 'internal-http',
  ports: [API, { name: 'internal-http', containerPort: 8081, protocol: 'TCP' }],
};

/** Probes and metrics were on the API's own port. */
const LEGACY: Server = {
  check: checkLegacyText,
  image: () => 'ghcr.io/stacklok/toolhive/thv-registry-api:latest',
  probePort: API.name,
  ports: [API],
};

export function serverOf(spec: Pick<RegistryApiSpec, 'server'>): Server {
  return spec.server === 'legacy' ? LEGACY : CURRENT;
}

/** Number of the port that answers probes and metrics. */
export function probePortNumber(spec: Pick<RegistryApiSpec, 'server'>): number {
  const { ports, probePort } = serverOf(spec);
  return ports.find(({ name }) => name === probePort)!.containerPort;
}

const known = new WeakMap<RegistryApiSpec, RegistryNeeds>();

/** What the server needs around it. The spec has been checked. */
export function needsOfSpec(spec: RegistryApiSpec): RegistryNeeds {
  let needs = known.get(spec);
  if (!needs) {
    needs = needsOf(serverOf(spec).check(spec.config, new Findings(), {}) ?? {});
    known.set(spec, needs);
  }
  return needs;
}
