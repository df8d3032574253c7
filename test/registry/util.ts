/** A registry to test, and the objects that come out of it. */
import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  RegistryApi,
  RegistryApiProps,
  RegistryAuth,
  RegistryConfig,
  RegistryConfigOptions,
  RegistryDatabase,
  RegistryMigration,
  RegistrySource,
  ToolhiveChartProps,
} from '../../src';
import { Obj } from '../../src/plain/objects';
import { chartIn, objects } from '../util';

export const git = RegistrySource.git({ name: 'git', repository: 'https://example.com/r.git' });

/** A database whose schema is another user's business. */
export const DATABASE = { host: 'postgres', database: 'registry', user: 'db_app', migrationUser: 'db_migrator' };

export const secretIn = (chart: Chart, name: string) => kplus.Secret.fromSecretName(chart, name, name);

export function passwordOf(chart: Chart): kplus.SecretValue {
  const id = 'db-secret';
  const secret = (chart.node.tryFindChild(id) as kplus.ISecret) ?? kplus.Secret.fromSecretName(chart, id, 'db');
  return { secret, key: 'password' };
}

export function configIn(chart: Chart, options: Partial<RegistryConfigOptions> = {}): RegistryConfig {
  const database = { host: 'postgres.database.svc.cluster.local', database: 'registry', user: 'app' };
  return RegistryConfig.fromParts({
    sources: [git],
    database: RegistryDatabase.password({ ...database, password: passwordOf(chart) }),
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

export type Props = (chart: Chart) => Partial<RegistryApiProps>;

/** What comes out of a registry named `r` that migrates its database by a Job, Jobs by their name without its hash. */
export function madeWithJobs(props: Props = () => ({}), settings: ToolhiveChartProps = {}) {
  const chart = chartIn(undefined, settings);
  const registry = registryIn(chart, { migration: RegistryMigration.job(), ...props(chart) });
  const list: Obj[] = Testing.synth(chart);
  const keyOf = ({ kind, metadata }: Obj) => `${kind}/${metadata.name.replace(/-[0-9a-f]{8}$/, '')}`;
  const byName: Record<string, Obj> = Object.fromEntries(list.map((object) => [keyOf(object), object]));
  return { chart, registry, list, byName, job: byName['Job/r-migrate'], grants: byName['Job/r-grants'] };
}

/** The pod of a Deployment or Job. */
export const podOf = ({ spec }: Obj): Obj => spec.template.spec;
