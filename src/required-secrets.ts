/** The Secrets that have to exist, read off the construct tree. */
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { GivenObject, isProvider } from './secrets/provided';
import { requiredSecrets, SecretUser, userOf } from './secrets/required';
import { RequiredSecret } from './secrets/required-secret';
import type { ToolhiveResource } from './synthesis/toolhive-resource';

export function requiredSecretsOf(scope: IConstruct): RequiredSecret[] {
  // What another chart of the app makes is there as well.
  const providers = objectsIn(scope.node.root).filter((object) => isProvider(object) || object.kind === 'Ingress');
  return requiredSecrets(
    usersIn(scope),
    providers.map((object) => object.toJson() as GivenObject),
  );
}

function usersIn(scope: IConstruct): SecretUser[] {
  const labels = new Map<IConstruct, string>();
  return scope.node.findAll().flatMap((construct): SecretUser[] => {
    // Not by class: there may be two copies of the library in one app.
    const resource = (construct as Partial<ToolhiveResource>)._checked?.();
    if (resource) {
      const label = `${resource.kind} ${resource.name}`;
      labels.set(construct, label);
      return [{ label, namespace: resource.namespace, value: resource.spec }];
    }
    if (!ApiObject.isApiObject(construct)) return [];
    const owner = construct.node.scopes.reverse().find((one) => labels.has(one));
    return userOf(construct.toJson() as GivenObject, owner && labels.get(owner));
  });
}

function objectsIn(scope: IConstruct): ApiObject[] {
  return scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}
