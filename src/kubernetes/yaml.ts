/** YAML the way Kubernetes' tools read it. */
import type { Tags } from 'yaml';
import { yamlLibrary } from './yaml-library';

/** YAML 1.1 without its dates and base-60 numbers: `on` is true, and `12:30` stays a text. */
export function kubernetesTags(tags: Tags): Tags {
  return tags.filter(
    (tag) => typeof tag !== 'object' || (tag.tag !== 'tag:yaml.org,2002:timestamp' && tag.format !== 'TIME'),
  );
}

/** Reads one document of YAML or JSON that stands in a text. */
export function readKubernetesYaml(text: string): { value?: unknown; error?: string } {
  const document = yamlLibrary().parseDocument(text, {
    version: '1.1',
    customTags: kubernetesTags,
    prettyErrors: false,
  });
  const [error] = document.errors;
  return error ? { error: error.message } : { value: document.toJS({ maxAliasCount: 1000 }) };
}
