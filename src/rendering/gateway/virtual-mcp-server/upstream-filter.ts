/**
 * Which of a virtual server's upstream providers a user is sent to behind the first, by the groups that the first one tells.
 * Source: the recorded refusals of ToolHive 0.63.0, and the descriptions in its CRD.
 */
import { upstreamNames } from './incoming-auth';
import { fieldPath, Findings, shown } from '../../../findings';
import { Obj } from '../../../plain/objects';

const AT = 'spec.authServerUpstreamFilter';

export function checkUpstreamFilter({ rules, defaultUpstreams = [] }: Obj, authServer: Obj, findings: Findings): void {
  const [first, ...others] = upstreamNames(authServer);
  const check = (names: readonly string[], at: string) =>
    names.forEach((name, i) => {
      if (others.includes(name)) return;
      const why =
        name === first
          ? 'is the first upstream provider, which everybody logs in at anyway'
          : 'is no upstream provider of authServerConfig';
      findings.error(
        fieldPath(at, i),
        `${shown(name)} ${why}; name one of ${others.map(shown).join(', ')}, or drop it`,
      );
    });
  rules.forEach(({ groups, upstreamProviders }: Obj, i: number) => {
    const at = fieldPath(`${AT}.rules`, i);
    groups.forEach((group: string, j: number) => {
      if (!group) findings.error(fieldPath(`${at}.groups`, j), 'must not be empty; name a group, or drop it');
    });
    check(upstreamProviders, `${at}.upstreamProviders`);
  });
  check(defaultUpstreams, `${AT}.defaultUpstreams`);
}
