import { IConstruct } from 'constructs';

/** What `node.root` is, without the list of all scopes that it makes each time. */
export function rootOf(construct: IConstruct): IConstruct {
  let at = construct;
  while (at.node.scope) at = at.node.scope;
  return at;
}
