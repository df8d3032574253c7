/** The objects of the settings' sources of Secrets: known when the app is complete, so made when it is validated. */
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { sourcedSecrets } from './required-secrets';
import { holderIn } from '../pods/secret-source';

/** Makes what is missing. What is wrong with a construct is for the construct to say. */
export function addExternalSecrets(app: IConstruct): string[] {
  const problems: string[] = [];
  for (const { secret, source, chart } of attempt(() => sourcedSecrets(app)) ?? []) {
    const { namespace, name } = secret;
    const body = source._external(secret);
    if (body) {
      new ApiObject(holderIn(chart), `${namespace}.${name}`, { ...body, metadata: { namespace, name } });
    } else {
      problems.push(
        `secretSource: the Secret ${name} is mounted as a whole, and remoteKey has {key}, so give its keys: secrets: { '${name}': { keys: ['token'] } }`,
      );
    }
  }
  return problems;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
