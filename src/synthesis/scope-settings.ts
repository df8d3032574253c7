/** Settings hang on scopes and are inherited down the construct tree. */
import { IConstruct } from 'constructs';
import { shown } from '../findings';
import { isRegistry } from '../kubernetes/image-reference';
import type { NetworkIsolation } from '../operations/network-isolation';
import { DEFAULT_SETTINGS, PlatformName, Settings } from '../rendering/settings';
import { defined } from '../rendering/workload';
import type { DeployTarget, PodSecurity, ToolhiveSettings } from '../toolhive-settings';
import { touch } from './revision';
import { secretKey } from '../pods/secret-values';

/** A symbol of the process, so that two copies of the library in one app see each other's settings. */
const SETTINGS = Symbol.for('cdk8s-toolhive.settings');

type Configured = IConstruct & { [SETTINGS]?: ToolhiveSettings };

export function addSettings(scope: IConstruct, settings: ToolhiveSettings): void {
  const { imageRegistry } = settings;
  const wrong = imageRegistry !== undefined && isRegistry(imageRegistry);
  if (wrong) throw new Error(`[${scope.node.path}] imageRegistry: ${shown(imageRegistry)} is no registry: ${wrong}`);
  const configured = scope as Configured;
  const before = configured[SETTINGS] ?? {};
  configured[SETTINGS] = {
    ...before,
    ...defined(settings),
    images: { ...before.images, ...defined(settings.images ?? {}) },
    imagePullSecrets: [...(before.imagePullSecrets ?? []), ...(settings.imagePullSecrets ?? [])],
  };
  touch(scope);
}

/** What applies to a construct, with the defaults. */
export interface ScopeSettings {
  readonly rendering: Settings;
  readonly podSecurity: PodSecurity | 'restricted';
  /** Of the scopes around, the nearest first. */
  readonly networkIsolation: readonly NetworkIsolation[];
}

/** What a construct emits; that of the nearest scope. */
export function targetOf(scope: IConstruct): DeployTarget | 'workloads' {
  for (let at: IConstruct | undefined = scope; at; at = at.node.scope) {
    const { target } = (at as Configured)[SETTINGS] ?? {};
    if (target !== undefined) return target;
  }
  return 'workloads';
}

export function settingsOf(scope: IConstruct): ScopeSettings {
  // From the construct itself outwards, so that the first value found is the nearest.
  const layers: ToolhiveSettings[] = [];
  for (let at: IConstruct | undefined = scope; at; at = at.node.scope) {
    const layer = (at as Configured)[SETTINGS];
    if (layer) layers.push(layer);
  }
  const nearest = <K extends keyof ToolhiveSettings>(key: K): ToolhiveSettings[K] =>
    layers.find((layer) => layer[key] !== undefined)?.[key];
  const image = (name: 'proxyRunner' | 'vmcp' | 'registryApi'): string =>
    layers.find((layer) => layer.images?.[name])?.images?.[name] ?? DEFAULT_SETTINGS.images[name];
  const redis = nearest('redis');
  return {
    podSecurity: nearest('podSecurity') ?? 'restricted',
    networkIsolation: layers.flatMap((layer) => layer.networkIsolation ?? []),
    rendering: {
      imagePullSecrets: layers.flatMap((layer) => layer.imagePullSecrets ?? []).map((secret) => secret.name),
      images: { proxyRunner: image('proxyRunner'), vmcp: image('vmcp'), registryApi: image('registryApi') },
      imageRegistry: nearest('imageRegistry'),
      platform: (nearest('platform') as PlatformName | undefined) ?? DEFAULT_SETTINGS.platform,
      proxyHost: nearest('proxyHost') ?? DEFAULT_SETTINGS.proxyHost,
      redis: redis && {
        address: redis.address,
        passwordSecret: redis.passwordSecret && secretKey(redis.passwordSecret),
      },
    },
  };
}
