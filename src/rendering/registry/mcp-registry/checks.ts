/**
 * What the operator, or the API server after it, refuses in an MCPRegistry.
 * Source: ToolHive cmd/thv-operator/controllers/mcpregistry_controller.go, validateSpec.
 */
import {
  CONFIG_DIRECTORY,
  CONFIG_VOLUME,
  PGPASS_FILE,
  PGPASS_INIT_CONTAINER,
  PGPASS_SECRET_VOLUME,
  PGPASS_VOLUME,
  REGISTRY_CONTAINER,
  RegistryPodParts,
} from './pod';
import { fieldPath, Findings, shown } from '../../../findings';
import { Volume, VolumeMount } from '../../../kubernetes/objects';
import { McpRegistrySpec } from '../../../resources/spec';

export function checkRegistry(spec: McpRegistrySpec, parts: RegistryPodParts, findings: Findings): void {
  const { volumes, userTemplate } = parts;
  const pgpass = spec.pgpassSecretRef;
  for (const member of ['name', 'key'] as const) {
    if (pgpass && !pgpass[member]) {
      findings.error(
        `spec.pgpassSecretRef.${member}`,
        'is required; pgpassSecretRef names a Secret and the key in it that holds the pgpass file',
      );
    }
  }
  const templateVolumes = userTemplate?.spec?.volumes ?? [];
  const reserved = new Set([CONFIG_VOLUME, ...(pgpass ? [PGPASS_SECRET_VOLUME, PGPASS_VOLUME] : [])]);
  const eachVolume: [string, readonly Volume[]][] = [
    ['spec.volumes', volumes],
    ['spec.podTemplateSpec.spec.volumes', templateVolumes],
  ];
  for (const [field, list] of eachVolume) {
    list.forEach(({ name }, i) => {
      const at = `${fieldPath(field, i)}.name`;
      if (!name) {
        findings.error(at, 'is required; every volume has a name that mounts refer to');
      } else if (reserved.has(name)) {
        findings.error(at, `${shown(name)} is reserved for the registry server's own volume; rename the volume`);
      }
    });
  }
  (userTemplate?.spec?.initContainers ?? []).forEach(({ name }, i) => {
    if (pgpass && name === PGPASS_INIT_CONTAINER) {
      findings.error(
        `spec.podTemplateSpec.spec.initContainers[${i}].name`,
        `${shown(name)} is reserved when pgpassSecretRef is set; rename the init container`,
      );
    }
  });
  checkMounts(spec, parts, findings);
}

function checkMounts(
  spec: McpRegistrySpec,
  { volumes, volumeMounts, userTemplate }: RegistryPodParts,
  findings: Findings,
): void {
  const taken = new Map([[CONFIG_DIRECTORY, 'the configuration']]);
  if (spec.pgpassSecretRef) taken.set(PGPASS_FILE, 'the pgpass file');
  const known = new Set([...volumes, ...(userTemplate?.spec?.volumes ?? [])].map(({ name }) => name));
  const containers = userTemplate?.spec?.containers ?? [];
  const at = containers.findIndex(({ name }) => name === REGISTRY_CONTAINER);
  const all: [string, VolumeMount][] = volumeMounts.map((mount, i) => [fieldPath('spec.volumeMounts', i), mount]);
  (containers[at]?.volumeMounts ?? []).forEach((mount, i) => {
    all.push([`spec.podTemplateSpec.spec.containers[${at}].volumeMounts[${i}]`, mount]);
  });
  for (const [field, { name, mountPath }] of all) {
    if (!mountPath) {
      findings.error(`${field}.mountPath`, 'is required; give the path in the container');
    } else if (taken.has(mountPath)) {
      findings.error(
        `${field}.mountPath`,
        `duplicate mount path ${shown(mountPath)}: ${taken.get(mountPath)} is mounted there; choose another path`,
      );
    }
    taken.set(mountPath, `volume ${shown(name)}`);
    if (name && !known.has(name) && ![CONFIG_VOLUME, PGPASS_VOLUME, PGPASS_SECRET_VOLUME].includes(name)) {
      findings.error(`${field}.name`, `there is no volume ${shown(name)}; add it to spec.volumes`);
    }
  }
}
