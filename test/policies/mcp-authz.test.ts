import { Testing } from 'cdk8s';
import { McpAuthz, McpServer, McpServerProps, McpTools, Warnings } from '../../src';
import { chartIn } from '../util';

function warningsOf(policies: string[], props: Partial<McpServerProps> = {}, claims = {}): string[] {
  const chart = chartIn();
  new McpServer(chart, 's', { image: 'i:1.0', ...props, authz: McpAuthz.cedar(policies, claims) });
  Testing.synth(chart);
  return Warnings.of(chart).map(({ id, message }) => `${id} ${message}`);
}

describe('policies that can never match are warned of, by prop:', () => {
  test('an action that ToolHive never asks for', () => {
    expect(warningsOf(['permit(principal, action == Action::"call_tol", resource);'])).toContainEqual(
      expect.stringMatching(
        /^cedar-never-matches .*authz.inline.policies\[0\]: line 1.*"call_tol"; did you mean "call_tool"/,
      ),
    );
  });

  test('a tool that the filter of the server hides', () => {
    const policy = 'permit(principal, action == Action::"call_tool", resource == Tool::"ftch");';
    expect(warningsOf([policy], { tools: McpTools.allow('fetch') })).toContainEqual(
      expect.stringContaining('the tool filter of this server hides "ftch"; did you mean "fetch"?'),
    );
  });

  test('groups without a login', () => {
    const policies = ['permit(principal in THVGroup::"eng", action, resource);'];
    const warnings = warningsOf(policies, {}, { groupClaimName: 'groups' });
    expect(warnings).toContainEqual(expect.stringContaining('no client is in a group: nobody logs in here'));
    expect(warnings).toContainEqual(expect.stringContaining('authz.groupClaimName: no token has the claim "groups"'));
  });

  test('nothing but policies that forbid', () => {
    expect(warningsOf(['forbid(principal, action == Action::"call_tool", resource == Tool::"rm");'])).toEqual([
      expect.stringMatching(
        /^cedar-permits-nothing .*nobody may do anything here: there are only policies that forbid/,
      ),
    ]);
  });
});
