/** Volumes of a pod. */
import { Obj } from '../../plain/objects';
import { isDnsLabel, isDnsSubdomain } from '../names';
import { isQuantity } from '../quantity';
import { checkExactlyOne, checkOneOf, checkRange, checkText, isConfigKey, isPathWithin, list, Report } from './report';

const HOST_PATH_TYPES = [
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
];

/** The required fields of each source, and their types. */
const SOURCES: Record<string, (source: Obj, at: string, report: Report) => void> = {
  configMap: (source, at, report) => {
    checkText(source.name, isDnsSubdomain, `${at}.name`, report, true);
    checkFiles(source, at, report);
  },
  secret: (source, at, report) => {
    checkText(source.secretName, isDnsSubdomain, `${at}.secretName`, report, true);
    checkFiles(source, at, report);
  },
  persistentVolumeClaim: ({ claimName }, at, report) =>
    checkText(claimName, isDnsSubdomain, `${at}.claimName`, report, true),
  hostPath: ({ path, type }, at, report) => {
    if (!path) report(`${at}.path`, 'is required');
    else if (path.split('/').includes('..')) report(`${at}.path`, "must not contain '..'");
    checkOneOf(type, HOST_PATH_TYPES, `${at}.type`, report);
  },
  emptyDir: ({ medium, sizeLimit }, at, report) => {
    if (medium && medium !== 'Memory' && !String(medium).startsWith('HugePages')) {
      report(`${at}.medium`, `"${medium}" must be empty, Memory or HugePages-SIZE`);
    }
    if (sizeLimit !== undefined && (!isQuantity(String(sizeLimit)) || String(sizeLimit).startsWith('-'))) {
      report(`${at}.sizeLimit`, `"${sizeLimit}" must be an amount of 0 or more, such as "64Mi"`);
    }
  },
  csi: ({ driver }, at, report) => {
    if (!driver) report(`${at}.driver`, 'is required');
  },
  nfs: ({ server, path }, at, report) => {
    if (!server) report(`${at}.server`, 'is required');
    if (!String(path ?? '').startsWith('/')) report(`${at}.path`, 'must be an absolute path');
  },
  downwardAPI: checkFiles,
  projected: (source, at, report) => {
    checkRange(source.defaultMode, 0, 0o777, `${at}.defaultMode`, report);
    list(source.sources).forEach((one, i) => checkProjection(one, `${at}.sources[${i}]`, report));
  },
};

export function checkVolumes(volumes: readonly Obj[], report: Report): void {
  volumes.forEach((volume, i) => {
    const at = `volumes[${i}]`;
    checkText(volume.name, isDnsLabel, `${at}.name`, report, true);
    const given = Object.keys(volume).filter((key) => key !== 'name');
    // A volume without a source is an empty directory.
    if (given.length > 1) report(at, `has ${given.join(' and ')}; a volume has one source`);
    for (const key of given) SOURCES[key]?.(volume[key], `${at}.${key}`, report);
  });
}

function checkFiles({ items, defaultMode }: Obj, at: string, report: Report): void {
  checkRange(defaultMode, 0, 0o777, `${at}.defaultMode`, report);
  list(items).forEach(({ key, path, mode }, i) => {
    if (key !== undefined) checkText(key, isConfigKey, `${at}.items[${i}].key`, report, true);
    checkText(path, isPathWithin, `${at}.items[${i}].path`, report, true);
    checkRange(mode, 0, 0o777, `${at}.items[${i}].mode`, report);
  });
}

const PROJECTIONS = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
];

function checkProjection(source: Obj, at: string, report: Report): void {
  checkExactlyOne(source, PROJECTIONS, at, report);
  for (const kind of ['secret', 'configMap']) {
    if (!source[kind]) continue;
    checkText(source[kind].name, isDnsSubdomain, `${at}.${kind}.name`, report, true);
    checkFiles(source[kind], `${at}.${kind}`, report);
  }
  const { serviceAccountToken: token } = source;
  if (!token) return;
  checkText(token.path, isPathWithin, `${at}.serviceAccountToken.path`, report, true);
  checkRange(token.expirationSeconds, 600, 2 ** 32, `${at}.serviceAccountToken.expirationSeconds`, report);
}
