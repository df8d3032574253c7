/** Settings hang on scopes and are inherited down the construct tree. */
import { IConstruct } from 'constructs';
import { shown } from '../findings';
import { checkPlacement, nearestPlacement } from './inherited-placement';
import { touch } from './revision';
import { rootOf } from './root';
import { wrongSetting } from './wrong-setting';
import { isRegistry } from '../kubernetes/image-reference';
import { beyondHostAndPort } from '../kubernetes/redis-address';
import type { NetworkIsolation } from '../operations/network-isolation';
import { defined } from '../plain/objects';
import type { ProxyPlacement } from '../pods/proxy-placement';
import type { SecretSource } from '../pods/secret-source';
import { redisTlsJson, secretKey } from '../pods/secret-values';
import { credentialsInAddress } from '../rendering/model/credentials/credentials';
import { IMAGE_TAG_MOVES, movingImage } from '../rendering/model/image-lock';
import { DEFAULT_SETTINGS, Images, PlatformName, Settings } from '../rendering/model/settings';
import {
  IMAGE_OF_OTHER_VERSION,
  imagesOf,
  otherVersion,
  tagAlone,
  VERSION_NAMES,
  VersionName,
} from '../rendering/model/versions';
import { RecordedWarning, recordWarnings } from '../scope-warnings';
import type { DeployTarget, PodSecurity, ToolhiveSettings } from '../toolhive-settings';
import { WarningId } from '../warning-ids';

/** A symbol of the process, so that two copies of the library in one app see each other's settings. */
const SETTINGS = Symbol.for('cdk8s-toolhive.settings');

/** On the root: how often something was configured in the app. */
const VERSION = Symbol.for('cdk8s-toolhive.settings-version');

/** On the root: whether any scope of the app has a source of Secrets. */
const HAS_SOURCE = Symbol.for('cdk8s-toolhive.has-secret-source');

type Configured = IConstruct & { [SETTINGS]?: ToolhiveSettings; [VERSION]?: number; [HAS_SOURCE]?: true };

export function addSettings(scope: IConstruct, settings: ToolhiveSettings): void {
  refuseCredentials(scope, settings);
  const { imageRegistry } = settings;
  const wrong = imageRegistry !== undefined && isRegistry(imageRegistry);
  if (wrong) throw wrongSetting(scope, `imageRegistry: ${shown(imageRegistry)} is no registry: ${wrong}`);
  checkVersions(scope, settings);
  checkPlacement(scope, settings.proxyPlacement);
  const configured = scope as Configured;
  const before = configured[SETTINGS] ?? {};
  configured[SETTINGS] = {
    ...before,
    ...defined(settings),
    images: { ...before.images, ...defined(settings.images ?? {}) },
    proxyPlacement: nearestPlacement([settings.proxyPlacement, before.proxyPlacement]),
    imagePullSecrets: [...(before.imagePullSecrets ?? []), ...(settings.imagePullSecrets ?? [])],
  };
  if (settings.images) scope.node.addValidation({ validate: () => warnOfImages(scope) });
  const root = scope.node.root as Configured;
  if (settings.secretSource) root[HAS_SOURCE] = true;
  root[VERSION] = (root[VERSION] ?? 0) + 1;
  touch(scope);
}

/** Addresses end in ConfigMaps and arguments of everything below the scope. */
function refuseCredentials(scope: IConstruct, { redis, imageRegistry, images = {} }: ToolhiveSettings): void {
  const byImage = Object.entries(images).map(([name, image]) => [`images.${name}`, image, 'imagePullSecrets'] as const);
  const addresses = [
    ['redis.address', redis?.address, 'redis.passwordSecret'],
    ['imageRegistry', imageRegistry, 'imagePullSecrets'],
    ...byImage,
  ] as const;
  for (const [setting, address, instead] of addresses) {
    const [found] = typeof address === 'string' ? credentialsInAddress(address) : [];
    if (found) {
      throw wrongSetting(scope, `${setting}: ${found.message}; give it by ${instead}, from a Secret`);
    }
  }
  const wrong = beyondHostAndPort(redis?.address);
  if (wrong) throw wrongSetting(scope, `redis.address: ${wrong}`);
}

function checkVersions(scope: IConstruct, { toolhiveVersion, images = {} }: ToolhiveSettings): void {
  if (toolhiveVersion !== undefined && !VERSION_NAMES.includes(toolhiveVersion)) {
    throw wrongSetting(
      scope,
      `toolhiveVersion: ${shown(toolhiveVersion)} is not allowed; use one of ToolhiveVersion: ${VERSION_NAMES.join(', ')}`,
    );
  }
  for (const [name, image] of Object.entries(images)) {
    const wrong = typeof image === 'string' && tagAlone(image, 'toolhiveVersion');
    if (wrong) throw wrongSetting(scope, `images.${name}: ${wrong}`);
  }
}

/** By the version and the lock that hold when the app is complete: they may be set later than the images. */
function warnOfImages(scope: IConstruct): string[] {
  const { version, imageDigests } = settingsOf(scope).rendering;
  const images = Object.entries((scope as Configured)[SETTINGS]?.images ?? {}) as [string, string][];
  const about = (id: WarningId, messageOf: (name: string, image: string) => string | undefined) =>
    images.flatMap(([name, image]): RecordedWarning[] => {
      const message = messageOf(name, image);
      return message ? [{ id, message: `images.${name}: ${message}` }] : [];
    });
  recordWarnings(scope, [
    ...about(IMAGE_OF_OTHER_VERSION, (name, image) =>
      otherVersion(name as keyof Images, image, version, 'toolhiveVersion'),
    ),
    ...about(IMAGE_TAG_MOVES, (_, image) => (imageDigests ? undefined : movingImage(image))),
  ]);
  return [];
}

/** What applies to a construct, with the defaults. */
export interface ScopeSettings {
  readonly rendering: Settings;
  readonly podSecurity: PodSecurity | 'restricted';
  /** Of the scopes around, the nearest first. */
  readonly networkIsolation: readonly NetworkIsolation[];
  readonly proxyPlacement: ProxyPlacement | undefined;
}

/** What makes the Secrets of a construct; that of the nearest scope. */
export function secretSourceOf(scope: IConstruct): SecretSource | undefined {
  return nearestOf(scope, 'secretSource');
}

/** Most apps have none, and need not be searched for Secrets. */
export function hasSecretSource(app: IConstruct): boolean {
  return (app as Configured)[HAS_SOURCE] === true;
}

function nearestOf<K extends keyof ToolhiveSettings>(scope: IConstruct, key: K): ToolhiveSettings[K] {
  for (let at: IConstruct | undefined = scope; at; at = at.node.scope) {
    const value = (at as Configured)[SETTINGS]?.[key];
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What a construct emits; that of the nearest scope. */
export function targetOf(scope: IConstruct): DeployTarget | 'workloads' {
  return nearestOf(scope, 'target') ?? 'workloads';
}

const known = new WeakMap<IConstruct, { readonly version: number | undefined; readonly settings: ScopeSettings }>();

/** What a construct inherits is what the nearest scope with settings of its own has, for thousands of constructs. */
export function settingsOf(construct: IConstruct): ScopeSettings {
  let scope = construct as Configured;
  while (!scope[SETTINGS] && scope.node.scope) scope = scope.node.scope;
  const version = (rootOf(construct) as Configured)[VERSION];
  const last = known.get(scope);
  if (last && last.version === version) return last.settings;
  const settings = inherited(scope);
  known.set(scope, { version, settings });
  return settings;
}

function inherited(scope: IConstruct): ScopeSettings {
  // From the construct itself outwards, so that the first value found is the nearest.
  const layers: ToolhiveSettings[] = [];
  for (let at: IConstruct | undefined = scope; at; at = at.node.scope) {
    const layer = (at as Configured)[SETTINGS];
    if (layer) layers.push(layer);
  }
  const nearest = <K extends keyof ToolhiveSettings>(key: K): ToolhiveSettings[K] =>
    layers.find((layer) => layer[key] !== undefined)?.[key];
  const version = (nearest('toolhiveVersion') as VersionName | undefined) ?? DEFAULT_SETTINGS.version;
  const image = (name: 'proxyRunner' | 'vmcp' | 'registryApi'): string =>
    layers.find((layer) => layer.images?.[name])?.images?.[name] ?? imagesOf(version)[name];
  const redis = nearest('redis');
  return {
    podSecurity: nearest('podSecurity') ?? 'restricted',
    networkIsolation: layers.flatMap((layer) => layer.networkIsolation ?? []),
    proxyPlacement: nearestPlacement(layers.map((layer) => layer.proxyPlacement)),
    rendering: {
      imagePullSecrets: layers.flatMap((layer) => layer.imagePullSecrets ?? []).map((secret) => secret.name),
      version,
      images: { proxyRunner: image('proxyRunner'), vmcp: image('vmcp'), registryApi: image('registryApi') },
      imageRegistry: nearest('imageRegistry'),
      imageDigests: nearest('imageLock')?._byName(),
      platform: (nearest('platform') as PlatformName | undefined) ?? DEFAULT_SETTINGS.platform,
      proxyHost: nearest('proxyHost') ?? DEFAULT_SETTINGS.proxyHost,
      usageMetrics: nearest('usageMetrics') ?? DEFAULT_SETTINGS.usageMetrics,
      redis: redis && {
        address: redis.address,
        passwordSecret: redis.passwordSecret && secretKey(redis.passwordSecret),
        tls: redis.tls && redisTlsJson(redis.tls),
      },
    },
  };
}
