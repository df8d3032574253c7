/** Files that are no manifests, among those that are: all of them as documents that the importer takes. */
import { readDockerEntry, readServerEntry } from './catalogue';
import { readClient } from './client';
import { readCompose } from './compose';
import { About, Making, MakingOptions } from './making';
import { readKmcp, readLifecycle } from './other-operators';
import { Ledger, Part } from './part';
import { readRegistryRelease, readRegistryValues } from './registry-chart';
import { readRunConfig, readRunConfigMap } from './run-config/read';
import { makeSelected } from './selected';
import { FormName, formOf } from '../../manifests/foreign';
import { ManifestDocument } from '../../manifests/read';

type Reader = (root: Part, about: About) => void;

const READERS: Partial<Record<FormName, Reader>> = {
  client: readClient,
  'docker-entry': readDockerEntry,
  'server-json': readServerEntry,
  'run-config': readRunConfig,
  'run-config-map': readRunConfigMap,
  compose: readCompose,
  kmcp: readKmcp,
  lifecycle: readLifecycle,
  'registry-values': readRegistryValues,
  'registry-release': readRegistryRelease,
};

/** The documents with those of other forms made into ToolHive's, and the messages about it. */
export function convert(
  documents: readonly ManifestDocument[],
  options: MakingOptions,
): { readonly documents: readonly ManifestDocument[]; readonly making: Making } {
  const making = new Making(options, documents);
  if (options.servers) {
    makeSelected(documents, options.servers, making);
    return { documents: making.documents, making };
  }
  const converted = documents.flatMap((document) => {
    const form = formOf(document.value);
    const reader = form && READERS[form];
    if (!reader) return [document];
    const ledger = new Ledger();
    const about = making.about(document, ledger);
    const before = making.mark();
    const said = making.problems.length;
    reader(new Part(document.value, '', ledger), about);
    // Messages about what is made of a wrong file don't help.
    if (ledger.wrong.length) making.problems.length = said;
    if (ledger.wrong.length) making.takeBack(before);
    for (const { field, message } of ledger.wrong) about.say('error', field, undefined, message);
    return making.documents.slice(before);
  });
  for (const [name] of options.images) if (!making.usedImages.has(name)) refuseImage(name, making);
  return { documents: converted, making };
}

function refuseImage(name: string, making: Making): void {
  const message = 'no server of that name is in the files, or it has an image; leave it out';
  making.problems.push({ severity: 'error', source: `--image ${name}`, field: '', message });
}
