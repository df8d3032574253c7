/** Configurations of ToolHive's proxy that ran, in substance: addresses and ports are those of the machine that they ran on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, Outline } from './outline';
import { Obj } from '../../src/plain/objects';

/** Files, and the names of the servers in them. */
const SAMPLES: Readonly<Record<string, string>> = {
  'runconfig-sse-root.json': 'sse-root',
  'runconfig-m-sse-all.json': 'm-sse-all',
  'runconfig-minimal.json': 'minimal',
};

/** By file, the digests of a configuration's values. */
export function sampleOutlines(folder: string): Record<string, Outline> {
  return Object.fromEntries(
    Object.entries(SAMPLES).map(([file, name]) => {
      const text = JSON.stringify(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      return [file, substanceOf(JSON.parse(text.replaceAll(`"${name}"`, '"s"')))];
    }),
  );
}

/** The digest of each member of the configuration of a server that is called "s". */
export function substanceOf({ remote_url, host, port, container_labels, ...rest }: Obj): Outline {
  const members = {
    ...rest,
    path: new URL(remote_url).pathname,
    labels: { ...container_labels, 'toolhive-port': '' },
  };
  return Object.fromEntries(Object.entries(members).map(([member, value]) => [member, digestOf(value)]));
}
