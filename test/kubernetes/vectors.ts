/** Loads what Go did with given inputs; scripts/kubernetes-facts writes these files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function vectors<T>(name: string): T[] {
  return JSON.parse(readFileSync(join(__dirname, 'vectors', `${name}.json`), 'utf8')) as T[];
}
