/** Runs imported apps in this process. */
import { posix } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import * as constructs from 'constructs';
import * as toolhive from '../../src';
import { CommandLine } from '../../src/cli/options';
import { importManifests, ImportedApp } from '../../src/import/import-manifests';
import { purposesOf, secretCommand } from '../../src/kubernetes/secret-command';
import { problemLine } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read';
import { Obj } from '../../src/plain/objects';
import { VersionName } from '../../src/resources/versions';
import { javaScriptOf } from '../javascript';

export const VERSIONS = {
  cdk8s: '^2.70.0',
  'cdk8s-plus-28': '^2.5.6',
  'cdk8s-toolhive': '^0.0.0',
  constructs: '^10.4.5',
};

export function imported(text: string, namespace = 'default', toolhiveVersion?: VersionName): ImportedApp {
  return importManifests(readManifests(text, 'input.yaml'), [{ name: 'input.yaml', text }], {
    namespace,
    versions: VERSIONS,
    toolhiveVersion,
  });
}

/** The app of files of any form, by their names. */
export function importedFiles(
  files: Readonly<Record<string, unknown>>,
  images: Readonly<Record<string, string>> = {},
): ImportedApp {
  const sources = Object.entries(files).map(([name, given]) => ({
    name,
    text: typeof given === 'string' ? given : JSON.stringify(given, null, 2),
  }));
  const documents = sources.flatMap(({ name, text }) => readManifests(text, name));
  return importManifests(documents, sources, {
    namespace: 'mcp',
    versions: VERSIONS,
    images: new Map(Object.entries(images)),
  });
}

/** The statements of `main.ts` between the chart and the end. */
export function bodyOf({ files }: ImportedApp): string {
  const main = files.get('main.ts')!;
  return main.slice(main.indexOf(');\n\n', main.indexOf('new ToolhiveChart')) + 4, main.indexOf('\napp.synth'));
}

/** How the Secrets of an app are made. */
export const commandsOf = ({ secrets }: ImportedApp) => secrets.map(secretCommand);

/** What their keys are for. */
export const purposes = ({ secrets }: ImportedApp) => secrets.flatMap(purposesOf);

const importedBefore = new Map<string, ImportedApp>();

/** The same app again for the same input: nobody changes it. */
export function importedOnce(...input: Parameters<typeof imported>): ImportedApp {
  const key = JSON.stringify(input);
  const app = importedBefore.get(key) ?? imported(...input);
  importedBefore.set(key, app);
  return app;
}

export const linesOf = ({ problems }: ImportedApp) => problems.map(problemLine);

type SettingsOf = (app: cdk8s.App) => toolhive.ToolhiveSettings;

/** The objects that the app makes, with settings that its apps inherit. */
export function objectsOf(app: ImportedApp, settings: SettingsOf = () => ({})): Obj[] {
  const objects: Obj[] = [];
  class CollectingApp extends cdk8s.App {
    constructor() {
      super({ outdir: '/nowhere' });
      toolhive.Toolhive.configure(this, settings(this));
    }
    public synth(): void {
      objects.push(...this.charts.flatMap((chart) => chart.toJson()));
    }
  }
  run(app, CollectingApp);
  return objects;
}

/** The YAML that the app writes, or what it fails with, as an app of that class. */
export function yamlOf(app: ImportedApp, Class: typeof cdk8s.App, settings: SettingsOf): string {
  let yaml = '';
  class WritingApp extends Class {
    constructor() {
      super({ outdir: '/nowhere' });
      toolhive.Toolhive.configure(this, settings(this));
    }
    public synth(): void {
      try {
        yaml += this.synthYaml();
      } catch (error) {
        yaml += (error as Error).message;
      }
    }
  }
  run(app, WritingApp);
  return yaml;
}

const translated = new Map<string, string>();

/** The same code is run under several settings, and translated once. */
function translatedOnce(code: string): string {
  const text = translated.get(code) ?? javaScriptOf(code);
  translated.set(code, text);
  return text;
}

/** Runs `main.ts`, with a class in the place of cdk8s' App. */
function run({ files }: ImportedApp, Class: typeof cdk8s.App): void {
  const modules: Record<string, unknown> = {
    cdk8s: { ...cdk8s, App: Class },
    'cdk8s-plus-28': plus,
    'cdk8s-toolhive': toolhive,
    constructs,
  };
  const load = (path: string): unknown => {
    const module = { exports: {} };
    const outputText = translatedOnce(files.get(path)!);
    const require = (name: string): unknown => modules[name] ?? load(posix.join(posix.dirname(path), `${name}.ts`));
    new Function('module', 'require', outputText)(module, require);
    return module.exports;
  };
  load('main.ts');
}

/** The settings of a command line, for an app. */
export function inherited({ settings }: CommandLine): (app: cdk8s.App) => toolhive.ToolhiveSettings {
  return (app) => {
    const secret = (name: string, purpose: string) => plus.Secret.fromSecretName(app, `${purpose}-${name}`, name);
    const { images, imagePullSecrets, redis, platform, proxyHost, usageMetrics } = settings;
    const key = (purpose: string, ref: { name: string; key: string } | undefined) =>
      ref && { secret: secret(ref.name, purpose), key: ref.key };
    return {
      images,
      proxyHost,
      usageMetrics,
      platform: platform as toolhive.ToolhivePlatform,
      imagePullSecrets: imagePullSecrets.map((name) => secret(name, 'pull')),
      redis: redis && {
        address: redis.address,
        passwordSecret: key('redis', redis.passwordSecret),
        tls: redis.tls && { caCert: key('ca', redis.tls.caCertSecretRef) },
      },
    };
  };
}
