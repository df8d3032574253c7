/** References to Secrets, as Kubernetes writes them. */
import type { ISecret, SecretValue } from 'cdk8s-plus-28';
import type { RedisTls } from '../rendering/model/settings';
import type { SessionRedisTls } from '../toolhive-settings';

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

/** TLS to a Redis, as ToolHive's resources write it. */
export function redisTlsJson({ ca, insecureSkipVerify }: SessionRedisTls): RedisTls {
  return { ...(insecureSkipVerify && { insecureSkipVerify }), ...(ca && { caCertSecretRef: secretKey(ca) }) };
}
