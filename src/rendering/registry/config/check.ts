/**
 * Whether the registry server, v1.5.1, would start with a configuration and do what it asks for. Its own checks stop at the
 * first error, and take in silence much that never works; these report all. What was tried on the real server, and what
 * came of it, is in test/registry/configs.
 */
import { checkAuth, checkRoles } from './auth';
import { checkDatabase } from './database';
import { checkTelemetry, checkAudit } from './observability';
import { parseConfig, readConfig } from './read';
import { ConfigContext, requireField } from './rules';
import { CONFIG_SHAPE, ServerConfig } from './shape';
import { checkRegistries, checkSources, SOURCE_RULES } from './sources';
import { Findings } from '../../../findings';
import { JsonObject } from '../../../plain/objects';

/** Id of the warning about an MCPRegistry whose configuration the server refuses; the operator never looks into it. */
export const REFUSED_BY_SERVER = 'registry-config-refused-by-server';

/**
 * Reads and checks the text of a configuration.
 *
 * @returns it as the server understands it; undefined where it is no configuration at all
 */
export function checkConfigText(
  text: string,
  findings: Findings,
  context: ConfigContext = {},
): ServerConfig | undefined {
  const given = parseConfig(text, findings);
  return given && checkConfig(given, findings, context);
}

/** Checks a configuration that has been read from YAML. */
export function checkConfig(
  given: JsonObject,
  findings: Findings,
  context: ConfigContext = {},
): ServerConfig | undefined {
  const legacy = legacyField(given);
  if (legacy !== undefined) {
    findings.error(
      legacy,
      "is of a configuration of the registry server before 1.0, which a current one refuses: move what stands below registries to sources, drop registryName and format, and let registries name their sources; or keep the older server, with RegistryApi's LegacyRegistryConfig",
    );
    return undefined;
  }
  const config = readConfig(CONFIG_SHAPE, given, findings);
  const { sources = [], registries = [] } = config;
  if (!sources.length) requireField({}, 'sources', '', findings, 'describe at least one source');
  if (!registries.length) requireField({}, 'registries', '', findings, 'name at least one registry');
  checkSources(sources, 'sources', SOURCE_RULES, findings);
  checkRegistries(registries, sources, findings);
  checkDatabase(config, findings);
  checkAudit(config.audit ?? {}, findings);
  checkTelemetry(config.telemetry ?? {}, findings);
  checkAuth(config, findings, context);
  checkRoles(config, findings);
  return config;
}

const OF_LEGACY_REGISTRIES = ['format', 'git', 'api', 'file', 'syncPolicy', 'filter'];

/** The first field by which a configuration is the older server's: its registries were sources, each with its format. */
export function legacyField({ registryName, registries, sources }: JsonObject): string | undefined {
  if (sources !== undefined) return undefined;
  if (registryName !== undefined) return 'registryName';
  const items: (JsonObject | null)[] = Array.isArray(registries) ? registries : [];
  const found = items.flatMap((registry, i) =>
    OF_LEGACY_REGISTRIES.filter((key) => registry?.[key] !== undefined).map((key) => `registries[${i}].${key}`),
  );
  return found[0];
}
