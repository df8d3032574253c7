/** RunConfigs of proxies that run: what is imported of one makes the same again, for each one that the operator was recorded with. */
import { CommandLine } from '../../../src/cli/options';
import { Obj } from '../../../src/plain/objects';
import { DEFAULT_VERSION } from '../../../src/rendering/model/versions';
import { VERSION_NAMES } from '../../../src/resources/versions';
import { commandLineOf, inputOf } from '../../parity/compare';
import { fileOf, recordingsOf } from '../../parity/recordings';
import { objectsIn } from '../../yaml';
import { importedOnce, inherited, linesOf, objectsOf } from '../app';

const RUN_CONFIG = 'runconfig.json';
const isRunConfig = ({ kind, data }: Obj) => kind === 'ConfigMap' && data?.[RUN_CONFIG] !== undefined;

/** Kubernetes runs no packages. */
const PACKAGE = 'mcpserver-protocol-scheme-image';

const cases = VERSION_NAMES.flatMap((version) => recordingsOf('cases', version))
  .filter(({ name }) => name !== PACKAGE)
  .flatMap((recording) => {
    const objects = objectsIn(fileOf(recording, 'expected.yaml')!);
    const certificates = objectsIn(inputOf(recording)).filter(({ kind }) => kind === 'ConfigMap');
    const name = `${recording.name} with ${recording.version}`;
    return objects.some(isRunConfig) ? [{ name, objects, certificates, commandLine: commandLineOf(recording) }] : [];
  });

const isRefused = (line: string) => /^error|MCP server "[^"]*": is left out: /.test(line);

/** What the app that is imported makes. The default Redis of the recording is not the app's. */
function madeOf(objects: readonly Obj[], commandLine: CommandLine): Obj[] {
  const { namespace, settings } = commandLine;
  const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  const app = importedOnce(text, namespace, settings.version);
  expect(linesOf(app).filter(isRefused)).toEqual([]);
  return objectsOf(app, inherited({ ...commandLine, settings: { ...settings, redis: undefined } }));
}

const runConfigsOf = (objects: readonly Obj[]) =>
  Object.fromEntries(objects.filter(isRunConfig).map(({ metadata, data }) => [metadata.name, data[RUN_CONFIG]]));

/** Variables and files that a proxy has from Secrets, and the variables that it hands on to its server. */
function secretsOf(objects: readonly Obj[]): Obj {
  const proxies = objects.filter(({ kind }) => kind === 'Deployment');
  const ofProxy = ({ spec }: Obj) => {
    const { volumes, containers } = spec.template.spec;
    const [{ env = [], args }] = containers;
    const patch = args.find((arg: string) => arg.startsWith('--k8s-pod-patch='))?.slice('--k8s-pod-patch='.length);
    const server = ((patch && JSON.parse(patch).spec?.containers) ?? []).flatMap(
      (container: Obj) => container.env ?? [],
    );
    return {
      variables: env.filter(({ name, valueFrom }: Obj) => valueFrom?.secretKeyRef && !name.includes('_OTEL_HEADER_')),
      files: volumes.filter(({ secret }: Obj) => secret),
      server: server.filter(({ valueFrom }: Obj) => valueFrom?.secretKeyRef),
    };
  };
  return Object.fromEntries(proxies.map((proxy) => [proxy.metadata.name, ofProxy(proxy)]));
}

test.each(cases)('$name: with its Deployment, makes the same again, of the same Secrets', (recorded) => {
  const { objects, certificates, commandLine } = recorded;
  const made = madeOf([...objects, ...certificates], commandLine);
  expect(runConfigsOf(made)).toEqual(runConfigsOf(objects));
  expect(secretsOf(made)).toEqual(secretsOf(objects.filter(({ kind }) => kind === 'Deployment')));
});

/** Paths that have the names of Secrets and ConfigMaps in them, as a hash or not at all. */
const ELSEWHERE = /"(?:hmac_secret_ref|ca_bundle_path|ca_file_path)":/;
const alone = cases.filter(
  ({ objects, commandLine }) =>
    commandLine.settings.version === DEFAULT_VERSION &&
    !Object.values(runConfigsOf(objects)).some((text) => ELSEWHERE.test(String(text))),
);

test.each(alone)('$name: of the ConfigMap alone, makes the same again', ({ objects, commandLine }) => {
  const given = objects.filter(isRunConfig);
  expect(runConfigsOf(madeOf(given, commandLine))).toEqual(runConfigsOf(given));
});
