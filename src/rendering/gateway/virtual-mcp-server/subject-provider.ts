/** Whose token a virtual server trades, where its strategy leaves that open. Source: ToolHive pkg/vmcp/auth/types. */
import { lacksSubject, OutgoingMode, withSubject } from './strategies';
import { Findings, shown } from '../../../findings';
import { Obj } from '../../../plain/objects';
import { Resource } from '../../../resources/resource';
import { upstreamsOf } from '../../policies/auth/auth-server/fields';

/**
 * The strategy with the first upstream provider of the embedded authorization server. The server that finds its members
 * itself looks for the provider itself, too.
 *
 * @returns undefined, and a finding, where XAA could trade the tokens of several providers
 */
export function withProvider(
  strategy: Obj,
  config: Resource,
  field: string,
  { spec: { authServerConfig } }: Resource,
  mode: OutgoingMode,
  findings: Findings,
): Obj | undefined {
  if (!authServerConfig || mode === 'discovered' || !lacksSubject(strategy)) return strategy;
  const [first, ...others] = upstreamsOf(authServerConfig);
  if (!first) return strategy;
  if (strategy.type !== 'xaa' || !others.length) return withSubject(strategy, first.name || 'default');
  const open = `MCPExternalAuthConfig ${shown(config.name)} doesn't say which of the ${others.length + 1} upstream providers' tokens it trades; set subjectProviderName`;
  if (mode === 'static') findings.error(field, open);
  else findings.warning('backend-left-out', field, `what it is for is left out: ${open}`);
  return undefined;
}
