/** A registry to test, and the objects that come out of it. */
import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  RegistryApi,
  RegistryApiProps,
  RegistryAuth,
  RegistryConfig,
  RegistryConfigOptions,
  RegistryDatabase,
  RegistrySource,
} from '../../src';
import { Obj } from '../../src/findings';
import { chartIn, objects } from '../util';

export const git = RegistrySource.git({ name: 'git', repository: 'https://example.com/r.git' });

export function passwordOf(chart: Chart): kplus.SecretValue {
  const id = 'db-secret';
  const secret = (chart.node.tryFindChild(id) as kplus.ISecret) ?? kplus.Secret.fromSecretName(chart, id, 'db');
  return { secret, key: 'password' };
}

export function configIn(chart: Chart, options: Partial<RegistryConfigOptions> = {}): RegistryConfig {
  const database = { host: 'postgres.database.svc.cluster.local', database: 'registry', user: 'app' };
  return RegistryConfig.of({
    sources: [git],
    database: RegistryDatabase.password(database, passwordOf(chart)),
    auth: RegistryAuth.anonymous(),
    ...options,
  });
}

/** A registry named `r` in namespace `ns`. */
export function registryIn(chart: Chart, props: Partial<RegistryApiProps> = {}): RegistryApi {
  return new RegistryApi(chart, 'r', { ...props, config: props.config ?? configIn(chart) });
}

/** What comes out of a registry named `r`, after something was done to it. */
export function made(
  props: (chart: Chart) => Partial<RegistryApiProps> = () => ({}),
  then: (registry: RegistryApi) => unknown = () => undefined,
): Record<string, Obj> {
  const chart = chartIn();
  then(registryIn(chart, props(chart)));
  return objects(chart);
}
