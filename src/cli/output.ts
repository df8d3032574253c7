/** Prints rendered documents as YAML, and writes them into a folder. */
import { writeFiles } from './write-files';
import { fileStem } from '../kubernetes/file-name';
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
export function writeDocuments(documents: readonly RenderedDocument[], directory: string): number {
  const files = new Map<string, string>();
  for (const rendered of documents) {
    let text = '';
    printYaml([rendered], (piece) => (text += piece));
    if (text) files.set(freeName(rendered.document.value as unknown as Named, files), text);
  }
  writeFiles(directory, files);
  return files.size;
}

/** What passes through keeps its own text. */
function add(writer: YamlWriter, { document, manifests }: RenderedDocument): void {
  if (!manifests && document.text) {
    writer.raw('---\n').raw(document.text);
    return;
  }
  for (const manifest of manifests ?? [document.value]) writer.raw('---\n').document(manifest);
}

/** By what an object is called. */
interface Named {
  readonly kind: string;
  readonly metadata?: Partial<Record<'name' | 'generateName' | 'namespace', string>>;
}

/** `kind-name.yaml`; where that is taken, with the namespace, and then with a number. */
function freeName({ kind, metadata }: Named, taken: ReadonlyMap<string, string>): string {
  const { name, generateName, namespace } = metadata ?? {};
  const names = [name || generateName].filter((text): text is string => Boolean(text));
  let stem = fileStem(kind, ...names);
  for (let n = 2; taken.has(`${stem}.yaml`); n++) {
    stem = fileStem(kind, ...names, n === 2 && namespace ? namespace : String(n));
  }
  return `${stem}.yaml`;
}
