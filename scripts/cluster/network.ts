/**
 * Who connects to whom on the cluster's network: in place of servers there are pods with their labels, which listen at every
 * port. So policies are tried, and nothing else.
 */
import { isIP } from 'node:net';
import { Cluster } from './cluster';
import { TEST_IMAGE } from './images';
import { eventually, get, kubectl } from './kubectl';
import { Obj } from '../../src/plain/objects';
import { openPorts } from '../../src/network/connection';
import { Place } from '../../src/network/place';
import { SURROUNDINGS } from '../../test/reachability';

/** All ports that anybody listens on, or is let to. */
const PORTS = [53, 80, 443, 4483, 5432, 6379, 6443, 8080, 8081, 9464];
/** Addresses outside the cluster, by their names in `SURROUNDINGS`: what a network may not have. */
const OUTSIDE = outsideOf(process.env.CLUSTER_TEST_OUTSIDE ?? '');

/** Reads `internet=93.184.215.14,company=10.20.30.40`. @throws on another name, or what is no address */
export function outsideOf(text: string): Record<string, string> {
  const { internet, company, metadata } = SURROUNDINGS;
  const known = [internet, company, metadata].map(({ name }) => name);
  const pairs = text
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('='));
  const wrong = pairs.find(([name, address = '']) => !known.includes(name) || !isIP(address));
  if (wrong) {
    throw new Error(
      `CLUSTER_TEST_OUTSIDE: "${wrong.join('=')}" is not NAME=ADDRESS; the names are ${known.join(', ')}`,
    );
  }
  return Object.fromEntries(pairs);
}

/** A place, where it is reached, and the ports that are tried there. */
interface Spot {
  readonly place: Place;
  readonly address: string;
  readonly ports: readonly number[];
}

/** What connects from a place, by the names of the others. */
export interface Row {
  /** The ports that the policies leave open. */
  readonly due: Record<string, readonly number[]>;
  /** Those that are open. */
  readonly found: Record<string, readonly number[]>;
  /** How many were tried. */
  readonly tried: number;
}

/** A network with the policies of an app, its pods, and what is around them. */
export class Network {
  /**
   * Applies the policies, and makes a pod for each place.
   *
   * @param objects those of the app
   * @param pods of the app and around it, in namespaces that are there
   */
  public static async make(cluster: Cluster, objects: readonly Obj[], pods: readonly Place[]): Promise<Network> {
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    await cluster.apply(policies);
    await cluster.apply(pods.map(standIn));
    const spots = [...(await Promise.all(pods.map(whereItIs))), await dns(), ...(await addresses())];
    return new Network(policies, Object.fromEntries(spots.map((spot) => [spot.place.name, spot])));
  }

  private constructor(
    private readonly policies: readonly Obj[],
    private readonly spots: Readonly<Record<string, Spot>>,
  ) {}

  /** A place by its name. */
  public place(name: string): Place | undefined {
    return this.spots[name]?.place;
  }

  /** Names of the places that connections come from. */
  public get sources(): string[] {
    return Object.keys(this.spots).filter((name) => this.spots[name].ports === PORTS);
  }

  /** Connects from a place to every other, at every port. @param to the others, if not all */
  public async from(name: string, to = Object.keys(this.spots)): Promise<Row> {
    const names = to.filter((other) => other !== name && this.spots[other]);
    const targets = names.map((other) => this.spots[other]);
    const { place } = this.spots[name];
    const due = targets.map((target) => openPorts(this.policies, place, { ...target.place, ports: target.ports }));
    const isAsDue = (cells: number[][]) => JSON.stringify(cells) === JSON.stringify(due);
    let found: number[][] = [];
    // A network needs a moment for new pods. What is wrong in the end is for whoever asked.
    await eventually('the cells', async () => (found = await connections(place, targets)), isAsDue, 30).catch(() => {});
    const named = (cells: number[][]) => Object.fromEntries(names.map((other, at) => [other, cells[at]]));
    return { due: named(due), found: named(found), tried: targets.flatMap(({ ports }) => ports).length };
  }
}

/** What of these addresses the run has. */
async function addresses(): Promise<Spot[]> {
  const [api] = (await get('-n', 'default', 'endpoints', 'kubernetes')).subsets;
  const { apiServer, internet, company, metadata } = SURROUNDINGS;
  return [
    { ...apiServer, address: api.addresses[0].ip as string, ports: [api.ports[0].port as number] },
    ...[internet, company, metadata].map((place) => ({ ...place, address: OUTSIDE[place.name] })),
  ]
    .filter(({ address }) => address)
    .map((place) => ({ place, address: place.address, ports: place.ports }));
}

async function dns(): Promise<Spot> {
  const place = SURROUNDINGS.dns;
  const [pod] = (await get('-n', place.namespace!, 'pods', '-l', 'k8s-app=kube-dns')).items;
  return { place, address: pod.status.podIP, ports: place.ports };
}

async function whereItIs(place: Place): Promise<Spot> {
  const { status } = await eventually(
    `${place.name} is there`,
    () => get('-n', place.namespace!, 'pod', podOf(place.name)),
    ({ status: now }) => now.podIP && now.containerStatuses?.[0]?.ready,
  );
  return { place, address: status.podIP, ports: PORTS };
}

/** A pod that stands for a place: with its labels, and listening everywhere. */
function standIn({ name, namespace, labels }: Place): Obj {
  const listen = `for (const port of ${JSON.stringify(PORTS)}) require('net').createServer((s) => s.end()).listen(port, '0.0.0.0');`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: podOf(name), namespace, labels },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      securityContext: {
        runAsUser: 1000,
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
        sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
      },
      containers: [
        {
          name: 'listener',
          image: TEST_IMAGE,
          imagePullPolicy: 'IfNotPresent',
          command: ['node', '-e', `process.on('SIGTERM', () => process.exit(0)); ${listen}`],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}

/** The name of the pod that stands for a place. */
function podOf(place: string): string {
  return place
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/-$/, '');
}

/** Which ports a pod connects to at each spot. */
async function connections({ name, namespace }: Place, targets: readonly Spot[]): Promise<number[][]> {
  const program = `const { connect } = require('net');
    const open = (host, port) => new Promise((told) => {
      const socket = connect({ host, port, timeout: 3000 });
      const end = (is) => { told(is); socket.destroy(); };
      socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false));
    });
    Promise.all(${JSON.stringify(targets)}.map(async ({ address, ports }) => {
      const are = await Promise.all(ports.map((port) => open(address, port)));
      return ports.filter((_, at) => are[at]);
    })).then((all) => { console.log(JSON.stringify(all)); process.exit(0); });`;
  return JSON.parse(await kubectl(['-n', namespace!, 'exec', podOf(name), '--', 'node', '-e', program]));
}
