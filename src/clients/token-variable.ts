import { shown } from '../findings';

/** Why a text names no variable of a shell; undefined where it does. It becomes part of templates, so nothing else may pass. */
export function wrongVariable(name: string): string | undefined {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  return `${shown(name)} must be the name of a variable: letters, digits and _, such as "MCP_TOKEN"`;
}
