import { Duration, Testing } from 'cdk8s';
import {
  Authorizer,
  ClaimMapping,
  McpAuthz,
  McpAuthzConfig,
  McpServer,
  PolicyDecisionPointOptions,
  SharedCedarOptions,
} from '../../src';
import { chartIn, eachOptionCounts } from '../util';

const POLICIES = ['permit(principal, action, resource);'];

function yamlOf(authorizer: Authorizer): unknown {
  const chart = chartIn();
  const config = new McpAuthzConfig(chart, 'rules', { authorizer });
  new McpServer(chart, 's', { image: 'i', authz: McpAuthz.fromConfig(config) });
  return Testing.synth(chart);
}

describe('Cedar', () => {
  const options: Required<SharedCedarOptions> = {
    entitiesJson: '[{"uid":{"type":"User","id":"a"},"attrs":{},"parents":[]}]',
    groupClaimName: 'teams',
    roleClaimName: 'roles',
    groupEntityType: 'Team',
    primaryUpstreamProvider: 'idp',
    multiValuedClaims: ['scp'],
  };
  eachOptionCounts<SharedCedarOptions>({}, options, (given) => yamlOf(Authorizer.cedar(POLICIES, given)));

  test.each([
    ['without policies', [], 'authorizer.policies: must have at least one Cedar policy'],
    ['with an empty policy', [' '], 'authorizer.policies[0]: has no policy in it'],
  ])('fails %s', (_, policies, message) => {
    expect(() => yamlOf(Authorizer.cedar(policies))).toThrow(message);
  });
});

describe('a policy decision point', () => {
  const base: PolicyDecisionPointOptions = { url: 'https://pdp.example.com', claimMapping: ClaimMapping.STANDARD };
  const options: Required<PolicyDecisionPointOptions> = {
    url: 'https://other.example.com',
    claimMapping: ClaimMapping.MPE,
    timeout: Duration.seconds(5),
    insecureSkipVerify: true,
    includeArgs: true,
    includeOperation: true,
  };
  eachOptionCounts(base, options, (given) => yamlOf(Authorizer.http(given)));

  test('fails without an address', () => {
    expect(() => yamlOf(Authorizer.http({ ...base, url: '' }))).toThrow('authorizer.url: is required');
  });
});
