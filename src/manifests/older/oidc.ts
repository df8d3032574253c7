/** Who checks tokens, as early documents had it in the resource itself. */
import { Fields, section } from './common';
import { Findings, shown } from '../../findings';
import { Obj } from '../../plain/objects';

/** What an early operator asked tokens of the cluster to be for. */
const DEFAULT_AUDIENCE = 'toolhive';

/** A section of the provider that has another name today; `at` is its older path. */
export function fieldsOfOidc(at: string): Fields {
  return { 'spec.kubernetesServiceAccount': `${at}.kubernetes`, spec: at };
}

/**
 * An MCPOIDCConfig, and the reference's other fields; undefined where it can't be known.
 *
 * @param at its older path, such as `spec.oidcConfig`
 */
export function oidcOf(given: unknown, at: string, findings: Findings): { config: Obj; reference: Obj } | undefined {
  const known = ['type', 'kubernetes', 'inline', 'configMap', 'resourceUrl'];
  const { type = 'kubernetes', kubernetes, inline, resourceUrl } = section(given, at, known, findings);
  const { audience = DEFAULT_AUDIENCE, ...provider } = (type === 'inline' ? inline : kubernetes) ?? {};
  const reference = { audience, ...(resourceUrl && { resourceUrl }) };
  if (type === 'kubernetes') {
    return { config: { type: 'kubernetesServiceAccount', kubernetesServiceAccount: provider }, reference };
  }
  if (type === 'inline') {
    const { clientSecret, thvCABundlePath, ...rest } = provider;
    for (const [field, said] of Object.entries({ clientSecret, thvCABundlePath })) {
      if (said === undefined) continue;
      const instead =
        field === 'clientSecret' ? 'a Secret, named in clientSecretRef' : 'a ConfigMap, named in caBundleRef';
      findings.error(
        `${at}.inline.${field}`,
        `is no longer read from the resource; put it into ${instead} of an MCPOIDCConfig`,
      );
    }
    return { config: { type, inline: rest }, reference };
  }
  findings.error(
    `${at}.type`,
    `${shown(type)} can't be read here: what it refers to is not in the resource; write an MCPOIDCConfig, and refer to it in oidcConfigRef`,
  );
  return undefined;
}
