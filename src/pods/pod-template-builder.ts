/**
 * Props that are about a pod (resources, volumes, hardening) are written into the pod template of the
 * resource, so that they hold for every target. The user's own template comes first, and nothing in it is replaced.
 */
import { Findings } from '../findings';
import { ObjectMetadata } from '../kubernetes/objects';
import { decodeTyped } from '../kubernetes/typed';
import { JsonObject, pruned } from '../plain/objects';
import { mergeImagePullSecrets, SecretReference } from '../rendering/pod/image-pull-secrets';
import { RESTRICTED_CONTAINER } from '../rendering/pod/pod-security';

/** What is written to. */
type Draft = Record<string, unknown>;

interface PodDraft extends Draft {
  containers?: Draft[];
  initContainers?: Draft[];
  volumes?: readonly unknown[];
  imagePullSecrets?: readonly SecretReference[];
}

interface TemplateDraft extends Draft {
  metadata?: ObjectMetadata;
  spec?: PodDraft;
}

export class PodTemplateBuilder {
  private template: TemplateDraft;
  /** A template that Kubernetes would not decode is left as it is, for the checks to refuse. */
  private readonly isSound: boolean;

  /** @param template a copy of the user's template, or none */
  constructor(template: JsonObject | undefined) {
    this.template = { ...template };
    const findings = new Findings();
    if (template) decodeTyped('PodTemplateSpec', template, '', findings, { patch: true });
    this.isSound = !findings.errors.length;
  }

  /** The template, or undefined where it is empty. */
  build(): JsonObject | undefined {
    return Object.keys(this.template).length ? this.template : undefined;
  }

  /** A list of a container, which is added unless the template has it. */
  appendToContainer(name: string, list: string, items: readonly JsonObject[]): this {
    if (items.length && this.isSound) {
      const container = this.container(name);
      container[list] = [...((container[list] ?? []) as JsonObject[]), ...items];
    }
    return this;
  }

  appendVolumes(volumes: readonly JsonObject[]): this {
    if (volumes.length && this.isSound) this.spec.volumes = [...(this.spec.volumes ?? []), ...volumes];
    return this;
  }

  /** An empty directory that the container may write to, unless the template mounts something there. */
  mountEmptyDir(container: string, mountPath: string, volume: string): this {
    if (!this.isSound) return this;
    const mounts = (this.container(container).volumeMounts ?? []) as JsonObject[];
    if (mounts.some((mount) => mount.mountPath === mountPath)) return this;
    return this.appendToContainer(container, 'volumeMounts', [{ name: volume, mountPath }]).appendVolumes([
      { name: volume, emptyDir: {} },
    ]);
  }

  /** Secrets before those that the template names. */
  prependPullSecrets(secrets: readonly SecretReference[] | undefined): this {
    if (secrets?.length && this.isSound) {
      const { imagePullSecrets = [] } = this.spec;
      this.spec.imagePullSecrets = mergeImagePullSecrets(
        secrets,
        imagePullSecrets.map(({ name }) => name),
      );
    }
    return this;
  }

  /** Labels and annotations of the pods that the template leaves open. */
  fillMetadata({ labels, annotations }: Pick<ObjectMetadata, 'labels' | 'annotations'>): this {
    if (!this.isSound) return this;
    const metadata = pruned({
      ...this.template.metadata,
      labels: { ...labels, ...this.template.metadata?.labels },
      annotations: { ...annotations, ...this.template.metadata?.annotations },
    });
    if (Object.keys(metadata).length) this.template.metadata = metadata;
    return this;
  }

  /** Members of a container that the template leaves open. */
  fillContainer(name: string, members: JsonObject): this {
    if (Object.keys(members).length && this.isSound) fill(this.container(name), members);
    return this;
  }

  /** Members of the pod that the template leaves open. */
  fillPod(members: JsonObject): this {
    const given = Object.values(members).some((value) => value !== undefined);
    if (given && this.isSound) fill(this.spec, members);
    return this;
  }

  /** What is made of the whole template. */
  patch(change: (template: JsonObject) => JsonObject): this {
    if (this.isSound) this.template = change(this.template);
    return this;
  }

  /** Whether the user's template has the container already. */
  containerHas(name: string, member: string): boolean {
    return (
      this.isSound && (this.template.spec?.containers ?? []).some((c) => c.name === name && c[member] !== undefined)
    );
  }

  /** Hardens the containers that the user brings along, apart from those that ToolHive looks after. */
  hardenOthers(...managed: string[]): this {
    if (!this.isSound) return this;
    const { containers = [], initContainers = [] } = this.template.spec ?? {};
    for (const container of [...containers, ...initContainers]) {
      if (!managed.includes(container.name as string)) {
        fill((container.securityContext ??= {}) as Draft, RESTRICTED_CONTAINER);
      }
    }
    return this;
  }

  private get spec(): PodDraft {
    return (this.template.spec ??= {});
  }

  private container(name: string): Draft {
    const containers = (this.spec.containers ??= []);
    let container = containers.find((c) => c.name === name);
    if (!container) containers.push((container = { name }));
    return container;
  }
}

function fill(target: Draft, members: JsonObject): void {
  for (const [key, value] of Object.entries(members)) {
    if (value === undefined) continue;
    if (target[key] === undefined) target[key] = typeof value === 'object' ? structuredClone(value) : value;
    else if (key === 'securityContext') fill(target[key] as Draft, value as JsonObject);
  }
}
