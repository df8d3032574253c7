/**
 * AWS STS: the proxy trades the client's token for credentials of an AWS role, and signs each request with them.
 * Source: ToolHive cmd/thv-operator/pkg/controllerutil/tokenexchange.go (addAWSStsConfig), pkg/auth/awssts/config.go.
 */
import { goStruct } from '../../../go/struct';
import { JsonObject } from '../../../plain/objects';
import { McpExternalAuthConfigAwsSts } from '../../../resources/spec/mcpexternalauthconfig';
import { RoleMapping } from '../../../resources/spec/shared';

/** `aws_sts_config` of a RunConfig. */
export function awsStsConfig(awsSts: McpExternalAuthConfigAwsSts): JsonObject {
  const { region, service, fallbackRoleArn, roleMappings = [], roleClaim, sessionDuration, sessionNameClaim } = awsSts;
  return goStruct(
    {
      region,
      service,
      fallback_role_arn: fallbackRoleArn,
      role_mappings: roleMappings.map(roleMapping),
      role_claim: roleClaim,
      session_duration: sessionDuration,
      session_name_claim: sessionNameClaim,
    },
    ['region', 'service'],
  );
}

/** A priority is a pointer in Go: 0 is written, absence is not. */
function roleMapping({ claim, matcher, roleArn, priority }: RoleMapping): JsonObject {
  return goStruct({ claim, matcher, role_arn: roleArn, priority }, ['role_arn', 'priority']);
}
