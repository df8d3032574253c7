/**
 * The configuration of the registry server before 1.0, which ToolHive's deployment guide describes: its registries were
 * sources, each with the format of its data. Source: toolhive-registry-server v0.6.6, internal/config/config.go.
 */
import { checkAuth } from './auth';
import { checkDatabase } from './database';
import { checkTelemetry } from './observability';
import { parseConfig, readConfig } from './read';
import { ConfigContext, requireField } from './rules';
import { duration, filter, git, integer, list, map, provider, syncPolicy, telemetry, text, Value } from './shape';
import { checkSources, COMMON_RULES } from './sources';
import { fieldPath, Findings, shown } from '../../../findings';

const FORMATS = ['toolhive', 'upstream'];

const LEGACY_SHAPE = map({
  registryName: text,
  registries: list(
    map({
      name: text,
      format: text,
      git,
      api: map({ endpoint: text }),
      file: map({ path: text, url: text, timeout: duration }),
      managed: map({}),
      kubernetes: map({}),
      syncPolicy,
      filter,
    }),
  ),
  auth: map({
    mode: text,
    publicPaths: list(text),
    oauth: map({ resourceUrl: text, realm: text, scopesSupported: list(text), providers: list(provider) }),
  }),
  database: map({
    host: text,
    port: integer,
    user: text,
    migrationUser: text,
    database: text,
    dynamicAuth: map({ awsRdsIam: map({ region: text }) }),
    sslMode: text,
    maxOpenConns: integer,
    maxIdleConns: integer,
    connMaxLifetime: duration,
    maxMetaSize: integer,
  }),
  telemetry,
});

/** A configuration as the older server understands it. */
export type LegacyConfig = Value<typeof LEGACY_SHAPE>;
type LegacyRegistry = NonNullable<LegacyConfig['registries']>[number];

/**
 * Reads and checks the text of a configuration of the older server.
 *
 * @returns it as that server understands it; undefined where it is no configuration at all
 */
export function checkLegacyText(
  given: string,
  findings: Findings,
  context: ConfigContext = {},
): LegacyConfig | undefined {
  const parsed = parseConfig(given, findings);
  if (!parsed) return undefined;
  if (parsed.sources !== undefined) {
    findings.error(
      'sources',
      'is of a configuration of the current registry server, which the older one refuses; give it as RegistryConfig',
    );
    return undefined;
  }
  const config = readConfig(LEGACY_SHAPE, parsed, findings);
  const { registries = [] } = config;
  if (!registries.length) requireField({}, 'registries', '', findings, 'describe at least one registry');
  checkSources(registries, 'registries', COMMON_RULES, findings);
  registries.forEach((registry, i) => checkRegistry(registry, fieldPath('registries', i), findings));
  if (config.database) checkDatabase(config, findings);
  checkTelemetry(config.telemetry ?? {}, findings);
  checkAuth(config, findings, context);
  return config;
}

function checkRegistry({ format, api, managed, kubernetes }: LegacyRegistry, at: string, findings: Findings): void {
  if (kubernetes) {
    findings.error(
      `${at}.kubernetes`,
      "needs rights all over the cluster in the older server; use RegistryConfig and today's server, which takes a namespace",
    );
  } else if (api) {
    if (format && format !== 'upstream') {
      findings.error(`${at}.format`, `${shown(format)} is not what an api gives; write "upstream", or drop it`);
    }
  } else if (!managed && !FORMATS.includes(format ?? '')) {
    const why = 'else the registry would never be read';
    findings.error(
      `${at}.format`,
      format
        ? `${shown(format)} is not allowed; use one of ${FORMATS.map(shown).join(', ')}, ${why}`
        : `is required, ${why}; use one of ${FORMATS.map(shown).join(', ')}`,
    );
  }
}
