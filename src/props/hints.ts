/** How to make a value of a type, for messages. */
import { callablesOf, entries, isA, propsOf } from './read-table';

/** Values of cdk8s and cdk8s-plus-28; of its own types the library knows it from the table. */
const FOREIGN: Readonly<Record<string, string>> = {
  'cdk8s.Cron': 'Cron.daily()',
  'cdk8s.Duration': 'Duration.minutes(5)',
  'cdk8s.IResolver': 'new ImplicitTokenResolver()',
  'cdk8s.Size': 'Size.mebibytes(256)',
  'constructs.Construct': 'an app, a chart or a construct in one',
  'constructs.IConstruct': 'an app, a chart or a construct in one',
  'kplus.Cpu': 'Cpu.millis(500)',
  'kplus.EnvValue': "EnvValue.fromValue('…') or secret.envValue('key')",
  'kplus.IConfigMap': 'a ConfigMap, or ConfigMap.fromConfigMapName(scope, id, name)',
  'kplus.INetworkPolicyPeer': 'Namespaces.select(…), Pods.select(…) or NetworkPolicyIpBlock.ipv4(…)',
  'kplus.ISecret': 'a Secret, or SecretReference.named(scope, name)',
  'kplus.IServiceAccount': 'a ServiceAccount, or ServiceAccount.fromServiceAccountName(scope, id, name)',
  'kplus.Probe': 'Probe.fromHttpGet(path)',
  'kplus.SecretValue': "{ secret, key: '…' }, where secret is a Secret, or SecretReference.key(scope, name, key)",
  'kplus.Volume': 'Volume.fromEmptyDir(scope, id, name)',
};

/** Undefined where there is no hint. */
export function hintFor(type: string): string | undefined {
  const foreign = FOREIGN[type];
  if (foreign) return foreign;
  const kind = entries().get(type)?.kind;
  if (kind === 'struct') return outlineOf(type);
  return kind === 'class' || kind === 'interface' ? waysTo(type) : undefined;
}

/** What is required, and some of the rest. */
function outlineOf(struct: string): string {
  const props = propsOf(struct);
  const required = props.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
  const optional = props.filter(({ isOptional }) => isOptional).map(({ name }) => `${name}?`);
  const shown = [...required, ...optional].slice(0, Math.max(required.length, 6));
  return `{ ${shown.join(', ')}${shown.length < props.length ? ', …' : ''} }`;
}

/** Constructors and static methods that give a type, shortest names first, as in the table. */
function waysTo(type: string): string | undefined {
  const ways: string[] = [];
  for (const { kind, name } of entries().values()) {
    if (kind !== 'class') continue;
    for (const callable of callablesOf(name)) {
      if (callable.name === 'new' && isA(name, type)) ways.unshift(`new ${name}(…)`);
      // `of` finds; where it makes something, it is there for programs of before 1.0.
      if (callable.gives === type && callable.name !== 'of') {
        ways.push(`${name}.${callable.name}(${callable.parameters.length ? '…' : ''})`);
      }
    }
  }
  const shown = ways.slice(0, 6);
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} or ${shown[shown.length - 1]}` : shown[0];
}
