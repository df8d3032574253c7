/** Prints rendered documents as YAML, and writes them into a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileError } from './file-error';
import { Obj } from '../findings';
import { goYaml } from '../kubernetes/go-yaml';
import { RenderedDocument } from '../manifests/render-manifests';

export function yamlOf({ document, manifests }: RenderedDocument): string {
  if (!manifests && document.text) return `---\n${document.text}`;
  return (manifests ?? [document.value]).map((manifest) => `---\n${goYaml(manifest)}`).join('');
}

/**
 * Writes a file for each document.
 *
 * @returns how many
 */
export function writeFiles(documents: readonly RenderedDocument[], directory: string): number {
  const texts = new Map<string, string>();
  for (const rendered of documents) {
    const text = yamlOf(rendered);
    if (text) texts.set(freeName(rendered.document.value, texts), text);
  }
  writing(directory, (path) => mkdirSync(path, { recursive: true }));
  for (const [name, text] of texts) writing(join(directory, name), (path) => writeFileSync(path, text));
  return texts.size;
}

/** `kind-name.yaml`; where that is taken, with the namespace, and then with a number. */
function freeName({ kind, metadata }: Obj, taken: ReadonlyMap<string, string>): string {
  const stem = `${kind}-${metadata?.name}`;
  let name = fileName(stem);
  if (taken.has(name)) name = fileName(`${stem}-${metadata?.namespace ?? 2}`);
  for (let n = 3; taken.has(name); n++) name = fileName(`${stem}-${n}`);
  return name;
}

/** A plain name, whatever the document says: nothing in it leads out of the folder. */
function fileName(stem: string): string {
  return `${stem.toLowerCase().replace(/[^a-z0-9.-]/g, '-')}.yaml`;
}

function writing(path: string, write: (path: string) => void): void {
  try {
    write(path);
  } catch (e) {
    throw new FileError(path, e);
  }
}
