/** The list of Secrets for people. */
import { RequiredSecret } from './required-secret';

export function secretsText(secrets: readonly RequiredSecret[]): string {
  if (!secrets.length) return 'No Secret has to exist.\n';
  const lines = secrets.flatMap(({ name, namespace, type, keys, usedBy, command }) => [
    `  ${namespace}/${name} (${type})${keys.length ? `: ${keys.join(', ')}` : ''}`,
    `    for ${usedBy.join(', ')}`,
    `    ${command}`,
  ]);
  return ['Secrets that have to exist', ...lines].map((line) => `${line}\n`).join('');
}
