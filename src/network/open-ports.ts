/** Ports that are worth a look where none is named. */
import { Place } from './place';
import { Obj } from '../plain/objects';

/** Those that the place listens on, and all that policies name, and one that nobody names. */
export function portsToTry({ ports }: Place, objects: readonly Obj[]): number[] {
  const named = objects
    .filter(({ kind }) => kind === 'NetworkPolicy' || kind === 'CiliumNetworkPolicy')
    .flatMap(({ spec }) => [...(spec.egress ?? []), ...(spec.ingress ?? [])])
    .flatMap((rule: Obj) => [...(rule.ports ?? []), ...(rule.toPorts ?? []).flatMap((one: Obj) => one.ports ?? [])])
    .flatMap(({ port, endPort }: Obj) => [Number(port), Number(endPort)])
    .filter((port) => port > 0);
  return [...new Set([...ports, ...named, NOBODYS])].sort((a, b) => a - b);
}

const NOBODYS = 49_151;
