/** Prints rendered documents as YAML, and writes them into a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileError } from './file-error';
import { Obj } from '../findings';
import { YamlWriter } from '../kubernetes/yaml-writer';
import { RenderedDocument } from '../manifests/render-manifests';

/** Prints all documents, piece by piece. */
export function printYaml(documents: readonly RenderedDocument[], print: (text: string) => void): void {
  const writer = new YamlWriter(print);
  for (const rendered of documents) add(writer, rendered);
  writer.flush();
}

/**
 * Writes a file for each document.
 *
 * @returns how many
 */
export function writeFiles(documents: readonly RenderedDocument[], directory: string): number {
  const taken = new Set<string>();
  writing(directory, (path) => mkdirSync(path, { recursive: true }));
  for (const rendered of documents) {
    let text = '';
    printYaml([rendered], (piece) => (text += piece));
    if (!text) continue;
    const name = freeName(rendered.document.value, taken);
    taken.add(name);
    writing(join(directory, name), (path) => writeFileSync(path, text));
  }
  return taken.size;
}

/** What passes through keeps its own text. */
function add(writer: YamlWriter, { document, manifests }: RenderedDocument): void {
  if (!manifests && document.text) {
    writer.raw('---\n').raw(document.text);
    return;
  }
  for (const manifest of manifests ?? [document.value]) writer.raw('---\n').document(manifest);
}

/** `kind-name.yaml`; where that is taken, with the namespace, and then with a number. */
function freeName({ kind, metadata }: Obj, taken: ReadonlySet<string>): string {
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
