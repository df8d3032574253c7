/** Which images the pods of the test have. */

/** The image of the folder `image`: MCP server, client, issuer and collector. */
export const TEST_IMAGE = process.env.CLUSTER_TEST_IMAGE ?? 'cdk8s-toolhive.test/mcp:1';

/** Databases, as they are published. */
export const REDIS_IMAGE = process.env.CLUSTER_TEST_REDIS ?? 'docker.io/library/redis:7';
export const POSTGRES_IMAGE = process.env.CLUSTER_TEST_POSTGRES ?? 'docker.io/library/postgres:17-alpine';

/** Third parties' images in examples and documents, and what replaces each: the repository, of any tag. */
export const STAND_INS: Readonly<Record<string, string>> = {
  'ghcr.io/stackloklabs/gofetch/server': TEST_IMAGE,
  'ghcr.io/github/github-mcp-server': TEST_IMAGE,
  'ghcr.io/huggingface/text-embeddings-inference': TEST_IMAGE,
  'registry.example.com/mcp/[a-z-]+': TEST_IMAGE,
  'registry.example.com/stackloklabs/[a-z/-]+': TEST_IMAGE,
  'registry.example.com/github/github-mcp-server': TEST_IMAGE,
  'registry.example.com/stacklok/toolhive/proxyrunner': 'ghcr.io/stacklok/toolhive/proxyrunner',
  'registry.example.com/stacklok/thv-registry-api': 'ghcr.io/stacklok/thv-registry-api',
};

/** A text of YAML or JSON with the stand-ins in it. ToolHive's own images keep their tags. */
export function withStandIns(text: string): string {
  return Object.entries(STAND_INS).reduce((said, [image, instead]) => {
    const hasTag = /:[^/]+$/.test(instead);
    return said.replace(new RegExp(`${image}${hasTag ? ':[\\w.-]+' : ''}`, 'g'), instead);
  }, text);
}
