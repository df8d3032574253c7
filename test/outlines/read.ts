/** Outlines of documents that a clone lacks (scripts/outlines). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Outline } from '../../scripts/outlines/outline';

export function readOutlines(name: string): Record<string, Outline> {
  return JSON.parse(readFileSync(join(__dirname, `${name}.json`), 'utf8'));
}
