/** What is wrong with an operator whatever its chart sets. */
import { checkOperatorEnvironment } from './environment';
import { OperatorSpec } from './spec';
import { Findings, shown } from '../../findings';
import { isDnsLabel, isLabelValue } from '../../kubernetes/names';
import { Behaviour } from '../model/changes';
import { checkAnnotations, checkLabels } from '../model/object-metadata';
import { Settings } from '../model/settings';
import { checkReplicas } from '../operations/objects/availability';
import { checkImage } from '../pod/pod-checks';
import { checkPodTemplatePatch } from '../pod/pod-template-patch';

export function checkOperator(spec: OperatorSpec, findings: Findings): void {
  checkScope(spec, findings);
  checkImage(spec.image, 'spec.image', findings);
  checkReplicas(spec, findings);
  checkOperatorEnvironment(spec.env ?? [], findings);
  checkServiceAccount(spec, findings);
  checkPodTemplatePatch(spec.podTemplateSpec, findings);
  const instance = isLabelValue(spec.instance ?? '');
  if (instance) findings.error('spec.instance', `${shown(spec.instance)} is no value of a label: ${instance}`);
  if (spec.gogc !== undefined && (!Number.isInteger(spec.gogc) || spec.gogc < 1)) {
    findings.error('spec.gogc', `${shown(spec.gogc)} must be a whole number of at least 1, in percent`);
  }
  if (spec.gomemlimit === '0MiB') {
    findings.error(
      'spec.gomemlimit',
      'must be at least Size.mebibytes(1); with less, Go collects garbage all the time',
    );
  }
  if (spec.imageDiscoveryResources && !spec.imageDiscovery) {
    findings.error('spec.imageDiscoveryResources', 'has no containers to go to; set imageDiscovery, or drop it');
  }
}

function checkScope({ scope, storageVersionMigrator }: OperatorSpec, findings: Findings): void {
  if (scope.rights === 'cluster') return;
  const { namespaces = [] } = scope;
  for (const namespace of namespaces) {
    const wrong = isDnsLabel(namespace);
    if (wrong) findings.error('spec.scope', `${shown(namespace)} is no namespace: ${wrong}`);
  }
  // The operator takes an empty list for the whole cluster, where it would have no rights.
  if (!namespaces.length) {
    findings.error(
      'spec.scope',
      "names no namespace; name those of the resources, or drop scope for the operator's own",
    );
  }
  if (storageVersionMigrator) {
    findings.error(
      'spec.storageVersionMigrator',
      'needs rights on CRDs, which belong to the whole cluster; set scope to OperatorScope.cluster(), or drop it',
    );
  }
}

function checkServiceAccount(spec: OperatorSpec, findings: Findings): void {
  checkLabels(spec.serviceAccountLabels, 'spec.serviceAccountLabels', findings);
  checkAnnotations(spec.serviceAccountAnnotations, 'spec.serviceAccountAnnotations', findings);
  if (spec.serviceAccount === undefined) return;
  for (const field of (['serviceAccountLabels', 'serviceAccountAnnotations'] as const).filter((each) => spec[each])) {
    findings.error(
      `spec.${field}`,
      `can't be added to ${shown(spec.serviceAccount)}, which isn't the construct's; give them there, or drop serviceAccount`,
    );
  }
}

/** Settings of the default Redis that the operator has no variable for. */
export function checkDefaultRedis({ redis, version }: Settings, behaviour: Behaviour, findings: Findings): void {
  if (!redis?.tls) return;
  if (!behaviour.defaultRedisSpeaksTls) {
    const message = `redis.tls: the operator of ToolHive ${version} speaks no TLS to its default Redis; drop it, or set toolhiveVersion to one that does`;
    findings.error('', message);
  } else if (redis.tls.insecureSkipVerify) {
    findings.error(
      '',
      'redis.tls.insecureSkipVerify: the operator always checks the certificate of its default Redis; give its authority by caCert',
    );
  }
}
