/** The Secrets that have to exist, read off the construct tree, and those that a source of the settings makes. */
import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { hasSecretSource, secretSourceOf } from './scope-settings';
import type { SecretSource } from '../pods/secret-source';
import { Resource } from '../resources/resource';
import { GivenObject, isProvider } from '../secrets/provided';
import { requiredSecrets, secretId, secretsOf, SecretUser, userOf } from '../secrets/required';
import { RequiredSecret } from '../secrets/required-secret';

/** Secrets that somebody has to make. */
export function requiredSecretsOf(scope: IConstruct): RequiredSecret[] {
  const sourced = new Set(sourcedSecrets(scope.node.root).map(({ secret }) => secretId(secret.namespace, secret.name)));
  const required = requiredSecrets(usersIn(scope), providersAround(scope));
  return required.filter(({ namespace, name }) => !sourced.has(secretId(namespace, name)));
}

/** A Secret that a source makes. */
export interface SourcedSecret {
  readonly secret: RequiredSecret;
  readonly source: SecretSource;
  /** Where the object that makes it belongs: with the first that needs it. */
  readonly chart: Chart;
}

/** Secrets of an app that nothing makes yet, and that the settings have a source for. */
export function sourcedSecrets(app: IConstruct): SourcedSecret[] {
  if (!hasSecretSource(app)) return [];
  const users = usersIn(app);
  const asking = new Map<string, { readonly source: SecretSource; readonly chart: Chart }>();
  for (const user of users) {
    const source = secretSourceOf(user.construct);
    if (!source) continue;
    for (const { name } of secretsOf(user)) {
      const id = secretId(user.namespace, name);
      if (!asking.has(id) && source._has(name)) asking.set(id, { source, chart: Chart.of(user.construct) });
    }
  }
  if (!asking.size) return [];
  return requiredSecrets(users, providersAround(app)).flatMap((secret) => {
    const found = asking.get(secretId(secret.namespace, secret.name));
    return found ? [{ secret, ...found }] : [];
  });
}

type User = SecretUser & { readonly construct: IConstruct };

function usersIn(scope: IConstruct): User[] {
  const labels = new Map<IConstruct, string>();
  return scope.node.findAll().flatMap((construct): User[] => {
    // Not by class: there may be two copies of the library in one app.
    const resource = (construct as { _checked?(): Resource })._checked?.();
    if (resource) {
      const label = `${resource.kind} ${resource.name}`;
      labels.set(construct, label);
      return [{ construct, label, namespace: resource.namespace, value: resource.spec }];
    }
    if (!ApiObject.isApiObject(construct)) return [];
    const owner = construct.node.scopes.reverse().find((one) => labels.has(one));
    const users = userOf(construct.toJson() as GivenObject, owner && labels.get(owner));
    return users.map((user) => ({ ...user, construct }));
  });
}

/** What another chart of the app makes is there as well. */
function providersAround(scope: IConstruct): GivenObject[] {
  return scope.node.root.node
    .findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))
    .filter((object) => isProvider(object) || object.kind === 'Ingress')
    .map((object) => object.toJson() as GivenObject);
}
