/**
 * A CronJob that asks a server for its tools, and fails where they are not those of a lock. ToolHive knows nothing of it.
 */
import { SCRIPT } from './script';
import { ToolLockSpec } from './spec';
import { ObjectBody, PodSpec } from '../../kubernetes/objects';
import { pruned } from '../../plain/objects';
import { Resource } from '../../resources/resource';
import { toolLockText } from '../../tools/tool-lock';
import { Settings } from '../model/settings';
import { Workload } from '../model/workload';
import { mergeImagePullSecrets, SecretReference } from '../pod/image-pull-secrets';
import { checkImage } from '../pod/pod-checks';
import { proxyContainerSecurityContext, proxyPodSecurityContext } from '../pod/pod-security';

interface ToolLockModel {
  readonly resource: Resource<ToolLockSpec>;
  readonly settings: Settings;
  readonly imagePullSecrets: SecretReference[] | undefined;
}

const CONTAINER = 'tool-lock';
const FOLDER = '/tool-lock';

/** The status of the script where tools moved: another try would find the same. */
const MOVED = 1;

const RESOURCES = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } };

const labelsOf = (name: string) => ({ 'app.kubernetes.io/name': 'tool-lock', 'app.kubernetes.io/instance': name });

export const toolLock: Workload<ToolLockModel, ToolLockSpec> = {
  kind: 'ToolLock',
  parts: [
    {
      id: 'Lock',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: (lock) => lock,
      body: ({ resource: { name, spec } }) => ({
        metadata: { labels: labelsOf(name) },
        data: { 'check.js': `${SCRIPT}\n`, 'tools.lock.json': toolLockText(spec.tools) },
      }),
    },
    { id: 'Resource', apiVersion: 'batch/v1', kind: 'CronJob', name: (lock) => lock, body: cronJobBody },
  ],

  check({ spec }, findings) {
    checkImage(spec.image, 'spec.image', findings);
  },

  model: (resource, { settings }) => ({
    resource,
    settings,
    imagePullSecrets: mergeImagePullSecrets(resource.spec.imagePullSecrets, settings.imagePullSecrets),
  }),
};

function cronJobBody(model: ToolLockModel): ObjectBody {
  const { name, spec } = model.resource;
  const labels = labelsOf(name);
  return {
    metadata: { labels },
    spec: {
      schedule: spec.schedule,
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels },
        spec: {
          backoffLimit: 3,
          activeDeadlineSeconds: 600,
          podFailurePolicy: {
            rules: [{ action: 'FailJob', onExitCodes: { containerName: CONTAINER, operator: 'In', values: [MOVED] } }],
          },
          template: { metadata: { labels }, spec: podSpec(model) },
        },
      },
    },
  };
}

function podSpec({ resource: { name, spec }, settings: { platform }, imagePullSecrets }: ToolLockModel): PodSpec {
  const { tokenSecretRef } = spec;
  const token = tokenSecretRef && { name: 'TOOL_LOCK_TOKEN', valueFrom: { secretKeyRef: tokenSecretRef } };
  return pruned({
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    imagePullSecrets,
    securityContext: proxyPodSecurityContext(platform),
    containers: [
      {
        name: CONTAINER,
        image: spec.image,
        command: ['node', `${FOLDER}/check.js`],
        env: [{ name: 'TOOL_LOCK_URL', value: spec.url }, ...(token ? [token] : [])],
        resources: spec.resources ?? RESOURCES,
        securityContext: proxyContainerSecurityContext(platform),
        volumeMounts: [{ name: 'lock', mountPath: FOLDER, readOnly: true }],
      },
    ],
    volumes: [{ name: 'lock', configMap: { name } }],
  });
}
