/** Whose token a virtual server trades, where its strategy leaves that open. Source: ToolHive pkg/vmcp/auth/types. */
import { VirtualServer } from './members';
import { lacksSubject, OutgoingMode, Strategy, withSubject } from './strategies';
import { AuthConfig } from './variables';
import { Findings, shown } from '../../../findings';
import { upstreamsOf } from '../../policies/auth/auth-server/fields';

/**
 * The strategy with the first upstream provider of the embedded authorization server. The server that finds its members
 * itself looks for the provider itself, too.
 *
 * @returns undefined, and a finding, where XAA could trade the tokens of several providers
 */
export function withProvider(
  strategy: Strategy,
  config: AuthConfig,
  field: string,
  { spec: { authServerConfig } }: VirtualServer,
  mode: OutgoingMode,
  findings: Findings,
): Strategy | undefined {
  if (!authServerConfig || mode === 'discovered' || !lacksSubject(strategy)) return strategy;
  const [first, ...others] = upstreamsOf(authServerConfig);
  if (!first) return strategy;
  if (strategy.type !== 'xaa' || !others.length) return withSubject(strategy, first.name || 'default');
  const open = `MCPExternalAuthConfig ${shown(config.name)} doesn't say which of the ${others.length + 1} upstream providers' tokens it trades; set subjectProviderName`;
  if (mode === 'static') findings.error(field, open);
  else findings.warning('backend-left-out', field, `what it is for is left out: ${open}`);
  return undefined;
}
