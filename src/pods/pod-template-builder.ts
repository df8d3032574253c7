/**
 * Props that are said in terms of a pod (resources, volumes, hardening) are written into the pod template of the
 * resource, so that they hold for every target. The user's own template stands first, and nothing in it is replaced.
 */
import { Findings } from '../findings';
import { decodeTyped } from '../kubernetes/typed';
import { Obj, pruned } from '../plain/objects';
import { mergeImagePullSecrets, SecretReference } from '../rendering/pod/image-pull-secrets';
import { RESTRICTED_CONTAINER } from '../rendering/pod/pod-security';

export class PodTemplateBuilder {
  private template: Obj;
  /** A template that Kubernetes would not decode is left as it is, for the checks to refuse. */
  private readonly isSound: boolean;

  /** @param template the user's template, or none */
  constructor(template: Obj | undefined) {
    this.template = template ?? {};
    const findings = new Findings();
    if (template) decodeTyped('PodTemplateSpec', template, '', findings, { patch: true });
    this.isSound = !findings.errors.length;
  }

  /** The template, or undefined where there is nothing to say. */
  build(): Obj | undefined {
    return Object.keys(this.template).length ? this.template : undefined;
  }

  /** A list of a container, which is added where the template has none of that name. */
  appendToContainer(name: string, list: string, items: readonly Obj[]): this {
    if (items.length && this.isSound) {
      const container = this.container(name);
      container[list] = [...(container[list] ?? []), ...items];
    }
    return this;
  }

  appendVolumes(volumes: readonly Obj[]): this {
    if (volumes.length && this.isSound) this.spec.volumes = [...(this.spec.volumes ?? []), ...volumes];
    return this;
  }

  /** An empty directory that the container may write to, unless the template mounts something there. */
  mountEmptyDir(container: string, mountPath: string, volume: string): this {
    if (!this.isSound) return this;
    const mounts: Obj[] = this.container(container).volumeMounts ?? [];
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
        imagePullSecrets.map(({ name }: Obj) => name),
      );
    }
    return this;
  }

  /** Labels and annotations of the pods that the template leaves open. */
  fillMetadata({ labels, annotations }: Obj): this {
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
  fillContainer(name: string, members: Obj): this {
    if (Object.keys(members).length && this.isSound) fill(this.container(name), members);
    return this;
  }

  /** Members of the pod that the template leaves open. */
  fillPod(members: Obj): this {
    const given = Object.values(members).some((value) => value !== undefined);
    if (given && this.isSound) fill(this.spec, members);
    return this;
  }

  /** What is made of the whole template. */
  patch(change: (template: Obj) => Obj): this {
    if (this.isSound) this.template = change(this.template);
    return this;
  }

  /** Whether the user's template says something about a container already. */
  containerHas(name: string, member: string): boolean {
    return (
      this.isSound &&
      (this.template.spec?.containers ?? []).some((c: Obj) => c.name === name && c[member] !== undefined)
    );
  }

  /** Hardens the containers that the user brings along, apart from those that ToolHive looks after. */
  hardenOthers(...managed: string[]): this {
    if (!this.isSound) return this;
    const { containers = [], initContainers = [] } = this.template.spec ?? {};
    for (const container of [...containers, ...initContainers]) {
      if (!managed.includes(container.name)) fill((container.securityContext ??= {}), RESTRICTED_CONTAINER);
    }
    return this;
  }

  private get spec(): Obj {
    return (this.template.spec ??= {});
  }

  private container(name: string): Obj {
    const containers: Obj[] = (this.spec.containers ??= []);
    let container = containers.find((c) => c.name === name);
    if (!container) containers.push((container = { name }));
    return container;
  }
}

function fill(target: Obj, members: Obj): void {
  for (const [key, value] of Object.entries(members)) {
    if (value === undefined) continue;
    if (target[key] === undefined) target[key] = typeof value === 'object' ? structuredClone(value) : value;
    else if (key === 'securityContext') fill(target[key], value);
  }
}
