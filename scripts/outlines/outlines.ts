/**
 * Writes `test/outlines` from files next to the project:
 *
 *     npx tsx scripts/outlines/outlines.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guideOutlines } from './guide';
import { chartOutlines } from './operator-chart';
import { Outline } from './outline';
import { sampleOutlines } from './samples';

/** By name of the outlines: where they are taken from, and how. */
export const SOURCES: Readonly<
  Record<string, { readonly path: string; outlines(at: string): Record<string, Outline> }>
> = {
  'operator-chart-0.44.0': { path: 'operator-chart', outlines: chartOutlines },
  'operator-chart-0.63.0': { path: 'toolhive-0.63.0/operator-chart', outlines: chartOutlines },
  'proxy-configurations': { path: 'samples', outlines: sampleOutlines },
  'registry-guide': { path: 'reference/registry-api-deployment-guide.md', outlines: guideOutlines },
};

if (require.main === module) {
  for (const [name, { path, outlines }] of Object.entries(SOURCES)) {
    const text = JSON.stringify(outlines(join('../shared', path)), undefined, 2);
    writeFileSync(join('test/outlines', `${name}.json`), `${text}\n`);
  }
}
