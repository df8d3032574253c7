/** What ToolHive's own authorizer decided; scripts/access-facts writes it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccessCase } from '../../scripts/access-facts/cases';

export interface AccessVector extends AccessCase {
  /** By token, a sign for each item: `+` permitted, `-` denied, `!` failed. */
  readonly calls: readonly string[];
  readonly withArguments: readonly string[];
  readonly lists: readonly string[];
}

export function vectorsOf(): AccessVector[] {
  return JSON.parse(readFileSync(join(__dirname, 'vectors.json'), 'utf8')) as AccessVector[];
}
