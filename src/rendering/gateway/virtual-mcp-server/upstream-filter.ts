/**
 * Which of a virtual server's upstream providers a user is sent to behind the first, by the groups in the first one's token.
 * Source: the recorded refusals of ToolHive 0.63.0, and the descriptions in its CRD.
 */
import { upstreamNames } from './incoming-auth';
import { fieldPath, Findings, shown } from '../../../findings';
import { AuthServerConfig, AuthServerUpstreamFilter } from '../../../resources/spec/virtualmcpserver';

const AT = 'spec.authServerUpstreamFilter';

export function checkUpstreamFilter(
  { rules, defaultUpstreams = [] }: AuthServerUpstreamFilter,
  authServer: AuthServerConfig,
  findings: Findings,
): void {
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
  rules.forEach(({ groups, upstreamProviders }, i) => {
    const at = fieldPath(`${AT}.rules`, i);
    groups.forEach((group, j) => {
      if (!group) findings.error(fieldPath(`${at}.groups`, j), 'must not be empty; name a group, or drop it');
    });
    check(upstreamProviders, `${at}.upstreamProviders`);
  });
  check(defaultUpstreams, `${AT}.defaultUpstreams`);
}
