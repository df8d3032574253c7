/** Which images the pods of the test have. */
import { ToolhiveVersion } from '../../src';
import { imagesOf } from '../../src/rendering/model/versions';

/** The image of the folder `image`: MCP server, client, issuer and collector. */
export const TEST_IMAGE = process.env.CLUSTER_TEST_IMAGE ?? 'cdk8s-toolhive.test/mcp:1';

/** Databases, as they are published. */
export const REDIS_IMAGE = process.env.CLUSTER_TEST_REDIS ?? 'docker.io/library/redis:7';
export const POSTGRES_IMAGE = process.env.CLUSTER_TEST_POSTGRES ?? 'docker.io/library/postgres:17-alpine';

/**
 * A registry, and its user and password with a colon between: it refuses without them, has the test's image and those of
 * ToolHive by their repositories, and the nodes can pull from it.
 */
export const MIRROR = process.env.CLUSTER_TEST_MIRROR ?? '';
export const MIRROR_LOGIN = process.env.CLUSTER_TEST_MIRROR_LOGIN ?? '';

/** A controller of Ingresses and HTTPRoutes. */
export const TRAEFIK_IMAGE = process.env.CLUSTER_TEST_TRAEFIK ?? 'docker.io/library/traefik:v3.7';

/** Third parties' images in examples and documents, and what replaces each: the repository, of any tag. */
export const STAND_INS: Readonly<Record<string, string>> = {
  'ghcr.io/stackloklabs/gofetch/server': TEST_IMAGE,
  'ghcr.io/github/github-mcp-server': TEST_IMAGE,
  // Copies a pgpass file, for which any shell does.
  'cgr.dev/chainguard/busybox': POSTGRES_IMAGE,
  'ghcr.io/huggingface/text-embeddings-inference': TEST_IMAGE,
  'registry.example.com/mcp/[a-z-]+': TEST_IMAGE,
  'registry.example.com/stackloklabs/[a-z/-]+': TEST_IMAGE,
  'registry.example.com/github/github-mcp-server': TEST_IMAGE,
};

/** ToolHive's own images from a company's mirror. They are those of the version that is tested. */
const MIRRORED = /registry\.example\.com\/stacklok\/(toolhive\/proxyrunner|thv-registry-api):v[\w.-]+/g;

/** A text with the stand-ins in it. @param version of ToolHive */
export function withStandIns(text: string, version: ToolhiveVersion): string {
  const { proxyRunner, registryApi } = imagesOf(version);
  const own = text.replace(MIRRORED, (_, repository) =>
    repository === 'thv-registry-api' ? registryApi : proxyRunner,
  );
  return Object.entries(STAND_INS).reduce(
    (said, [image, instead]) => said.replace(new RegExp(`${image}:[\\w.-]+`, 'g'), instead),
    own,
  );
}
