/** Loads what cedar-go, the parser in ToolHive's proxy, says to given texts; scripts/cedar-facts writes these files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CedarVector {
  readonly text: string;
  readonly error?: string;
  readonly stricter?: string;
}

export function cedarVectors(name: string): CedarVector[] {
  return JSON.parse(readFileSync(join(__dirname, 'vectors', `${name}.json`), 'utf8')) as CedarVector[];
}
