/** The operator's pod, and the one that never runs. Source: ToolHive deploy/charts/operator. */
import { operatorEnvironment } from './environment';
import { Operator, OperatorSpec } from './spec';
import { PodSpec } from '../../kubernetes/objects';
import { pruned } from '../../plain/objects';
import { Settings } from '../model/settings';
import { operatorImageOf } from '../model/versions';
import { SecretReference } from '../pod/image-pull-secrets';
import { operatorContainerSecurityContext } from '../pod/pod-security';

export const OPERATOR_CONTAINER = 'manager';

const RESOURCES = { limits: { cpu: '500m', memory: '128Mi' }, requests: { cpu: '10m', memory: '64Mi' } };

/** A user is fixed for the containers alone. */
const POD_SECURITY = { runAsNonRoot: true };

export function operatorImage(spec: OperatorSpec, { version }: Settings): string {
  return spec.image ?? operatorImageOf(version);
}

export function operatorPod(
  { name, spec }: Operator,
  settings: Settings,
  imagePullSecrets: SecretReference[] | undefined,
): PodSpec {
  return pruned({
    imagePullSecrets,
    serviceAccountName: spec.serviceAccount ?? name,
    securityContext: POD_SECURITY,
    terminationGracePeriodSeconds: 10,
    containers: [
      pruned({
        name: OPERATOR_CONTAINER,
        securityContext: operatorContainerSecurityContext(settings.platform),
        image: operatorImage(spec, settings),
        imagePullPolicy: pullPolicy(spec),
        args: ['--leader-elect'],
        ports: [
          { containerPort: 8080, name: 'metrics', protocol: 'TCP' },
          { containerPort: 8081, name: 'health', protocol: 'TCP' },
        ],
        env: operatorEnvironment(spec, settings),
        livenessProbe: {
          httpGet: { path: '/healthz', port: 'health' },
          initialDelaySeconds: 15,
          periodSeconds: 20,
        },
        readinessProbe: {
          httpGet: { path: '/readyz', port: 'health' },
          initialDelaySeconds: 5,
          periodSeconds: 10,
        },
        resources: spec.resources ?? RESOURCES,
        volumeMounts: spec.volumeMounts,
      }),
    ],
    volumes: spec.volumes,
  });
}

/** A pod for tools that read images from manifests. Admission looks at it although no replica ever runs. */
export function imageDiscoveryPod(
  spec: OperatorSpec,
  { images, platform }: Settings,
  imagePullSecrets: SecretReference[] | undefined,
): PodSpec {
  const container = (name: string, image: string) =>
    pruned({
      name,
      securityContext: operatorContainerSecurityContext(platform),
      image,
      imagePullPolicy: pullPolicy(spec),
      resources: spec.imageDiscoveryResources,
    });
  return pruned({
    imagePullSecrets,
    securityContext: POD_SECURITY,
    containers: [
      container('toolhive-runner', images.proxyRunner),
      container('vmcp', images.vmcp),
      container('registry-api', images.registryApi),
    ],
  });
}

function pullPolicy(spec: OperatorSpec): string {
  return spec.imagePullPolicy ?? 'IfNotPresent';
}
