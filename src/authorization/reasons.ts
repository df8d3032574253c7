/** Why a server decides as it does, in words. */
import { Decision } from './decisions';
import { CedarGuard } from './servers';

/** Longer policies are cut. */
const LONGEST = 160;

/** A policy on one line. */
export function policyText(text: string): string {
  const line = text
    .replace(/\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
}

/** `policy 2 permits it`, and so on. */
export function shortReason({ policies, because, verdict }: Decision): string {
  const named = `polic${policies.length > 1 ? 'ies' : 'y'} ${policies.map((i) => i + 1).join(', ')}`;
  if (verdict === 'depends' && policies.length) return `it depends on ${because}, by ${named}`;
  if (verdict === 'depends') return `it depends: ${because}`;
  return policies.length ? `${named} ${because}` : because;
}

/** Finds the place of a policy for a reader: the resource and the field, or the file and line. */
export type PlaceText = (guard: CedarGuard, index: number) => string;

export const fieldOfPolicy: PlaceText = ({ place }, index) => `${place.kind} ${place.name}, ${place.field(index)}`;

/** The same, with the place and the text of the policies. */
export function longReason(decision: Decision, placeOf: PlaceText = fieldOfPolicy): string {
  const { policies, server } = decision;
  const { cedar } = server;
  const quoted = cedar ? policies.map((i) => `${placeOf(cedar, i)}: ${policyText(cedar.texts[i])}`) : [];
  return [shortReason(decision), ...quoted].join('; ');
}

export const serverText = ({ kind, name }: { kind: string; name: string }): string => `${kind} ${name}`;
