/** References to Secrets, as Kubernetes writes them. */
import type { ISecret, SecretValue } from 'cdk8s-plus-28';
import { defined } from '../plain/objects';
import { RedisTlsSpec } from '../rendering/model/settings';
import type { RedisTls } from '../toolhive-settings';

/** A key of a Secret: what `secretKeyRef` holds. */
export function secretKey({ secret, key }: SecretValue): { name: string; key: string } {
  return { name: secret.name, key };
}

/** The same for a reference that may be absent. */
export function optionalSecretKey(value: SecretValue | undefined): { name: string; key: string } | undefined {
  return value && secretKey(value);
}

/** `imagePullSecrets` of a pod or ServiceAccount; undefined where none were given. */
export function pullSecretReferences(secrets: readonly ISecret[] | undefined): { name: string }[] | undefined {
  return secrets?.map(({ name }) => ({ name }));
}

/** TLS to a Redis, as ToolHive's resources write it. Empty is not nothing: it means TLS, with the usual authorities. */
export function redisTlsJson({ caCert, insecureSkipVerify }: RedisTls): RedisTlsSpec {
  return defined({ insecureSkipVerify, caCertSecretRef: optionalSecretKey(caCert) });
}
