/** Renders manifests as the command line does; `problems` are the messages, each behind its field. */
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { Obj } from '../../src/plain/objects';
import { Settings, settingsFor } from '../../src/rendering/model/settings';
import { DEFAULT_VERSION } from '../../src/rendering/model/versions';

export interface Rendered {
  /** By `Kind/name`. */
  readonly objects: Record<string, Obj>;
  readonly errors: string[];
  readonly warnings: string[];
}

/** @param yaml the manifests; ToolHive's apiVersion is added to those that have none */
export function render(yaml: string, settings: Partial<Settings> = {}): Rendered {
  const documents = readManifests(yaml, 'input').map(({ value, ...rest }) => ({
    ...rest,
    value: { apiVersion: 'toolhive.stacklok.dev/v1beta1', ...value },
  }));
  const { documents: rendered, problems } = renderManifests(documents, {
    namespace: 'ns',
    settings: { ...settingsFor(settings.version ?? DEFAULT_VERSION), ...settings },
  });
  const of = (severity: string) =>
    problems.filter((p) => p.severity === severity).map(({ field, message }) => `${field}: ${message}`);
  const objects = rendered.flatMap(({ manifests = [] }) => manifests);
  return {
    objects: Object.fromEntries(objects.map((o) => [`${o.kind}/${o.metadata.name}`, o])),
    errors: of('error'),
    warnings: of('warning'),
  };
}
