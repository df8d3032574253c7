/** The operator's environment variables. Source: ToolHive deploy/charts/operator, cmd/thv-operator/app. */
import { OperatorSpec } from './spec';
import { Findings } from '../../findings';
import { EnvVar } from '../../kubernetes/objects';
import { Settings } from '../model/settings';
import { mergeImagePullSecrets } from '../pod/image-pull-secrets';

/** Variables that are not the user's to set, and what to use instead. */
const TAKEN: Record<string, string> = {
  GOMEMLIMIT: 'use gomemlimit',
  GOGC: 'use gogc',
  UNSTRUCTURED_LOGS: 'logs in a cluster are always JSON',
  POD_NAMESPACE: 'it is the namespace of the pod',
  TOOLHIVE_USE_CONFIGMAP: 'it is always true',
  ENABLE_EXPERIMENTAL_FEATURES: 'use experimental',
  TOOLHIVE_ENABLE_STORAGE_VERSION_MIGRATOR: 'use storageVersionMigrator',
  WATCH_NAMESPACE: 'use scope, which gives the rights as well',
  OPERATOR_OPENSHIFT: 'use platform, a setting of the chart',
  TOOLHIVE_RUNNER_IMAGE: 'use images.proxyRunner, a setting of the chart',
  VMCP_IMAGE: 'use images.vmcp, a setting of the chart',
  TOOLHIVE_REGISTRY_API_IMAGE: 'use images.registryApi, a setting of the chart',
  TOOLHIVE_PROXY_HOST: 'use proxyHost, a setting of the chart',
  TOOLHIVE_DEFAULT_IMAGE_PULL_SECRETS: 'use defaultImagePullSecrets',
  TOOLHIVE_DEFAULT_REDIS_ADDR: 'use redis, a setting of the chart',
  TOOLHIVE_DEFAULT_REDIS_SECRET_NAME: 'use redis, a setting of the chart',
  TOOLHIVE_DEFAULT_REDIS_SECRET_KEY: 'use redis, a setting of the chart',
  TOOLHIVE_DEFAULT_REDIS_TLS_ENABLED: 'use redis, a setting of the chart',
  TOOLHIVE_DEFAULT_REDIS_TLS_CA_SECRET_NAME: 'use redis, a setting of the chart',
  TOOLHIVE_DEFAULT_REDIS_TLS_CA_SECRET_KEY: 'use redis, a setting of the chart',
};

export function checkOperatorEnvironment(env: readonly EnvVar[], findings: Findings): void {
  for (const { name } of env) {
    if (Object.hasOwn(TAKEN, name)) {
      findings.error(`spec.env.${name}`, `is the operator's own variable; ${TAKEN[name]}`);
    }
  }
}

/** The user's variables, and behind them, in the chart's order, what the construct sets. */
export function operatorEnvironment(spec: OperatorSpec, settings: Settings): EnvVar[] {
  const { images, platform, proxyHost } = settings;
  return [
    ...(spec.env ?? []),
    // Elsewhere the operator finds out by itself, and is right more often than a default.
    ...texts({ OPERATOR_OPENSHIFT: platform === 'openshift' ? 'true' : undefined }),
    ...texts({ GOMEMLIMIT: spec.gomemlimit ?? '110MiB', GOGC: String(spec.gogc ?? 75), UNSTRUCTURED_LOGS: 'false' }),
    { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    ...texts({
      TOOLHIVE_USE_CONFIGMAP: 'true',
      ENABLE_EXPERIMENTAL_FEATURES: String(spec.experimental ?? false),
      TOOLHIVE_ENABLE_STORAGE_VERSION_MIGRATOR: String(spec.storageVersionMigrator ?? spec.scope.rights === 'cluster'),
      WATCH_NAMESPACE: spec.scope.namespaces?.join(','),
      TOOLHIVE_RUNNER_IMAGE: images.proxyRunner,
      VMCP_IMAGE: images.vmcp,
      TOOLHIVE_PROXY_HOST: proxyHost,
      TOOLHIVE_REGISTRY_API_IMAGE: images.registryApi,
      TOOLHIVE_DEFAULT_IMAGE_PULL_SECRETS: defaultPullSecrets(spec, settings),
      ...redis(settings),
    }),
  ];
}

/** A list of the construct's own replaces the inherited one: the operator's namespace may have other Secrets than its resources'. */
function defaultPullSecrets(
  { defaultImagePullSecrets: own }: OperatorSpec,
  { imagePullSecrets }: Settings,
): string | undefined {
  return mergeImagePullSecrets(own, own ? [] : imagePullSecrets)
    ?.map(({ name }) => name)
    .join(',');
}

function redis({ redis: store }: Settings): Record<string, string | undefined> {
  return {
    TOOLHIVE_DEFAULT_REDIS_ADDR: store?.address,
    TOOLHIVE_DEFAULT_REDIS_SECRET_NAME: store?.passwordSecret?.name,
    TOOLHIVE_DEFAULT_REDIS_SECRET_KEY: store?.passwordSecret?.key,
    TOOLHIVE_DEFAULT_REDIS_TLS_ENABLED: store?.tls && 'true',
    TOOLHIVE_DEFAULT_REDIS_TLS_CA_SECRET_NAME: store?.tls?.caCertSecretRef?.name,
    TOOLHIVE_DEFAULT_REDIS_TLS_CA_SECRET_KEY: store?.tls?.caCertSecretRef?.key,
  };
}

function texts(values: Record<string, string | undefined>): EnvVar[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}
