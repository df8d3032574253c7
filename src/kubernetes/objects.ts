/**
 * Parts of Kubernetes objects, as far as this library reads them. Whatever else they have is there too, and unknown: a user's
 * pod template has it, and the code that writes an object names it.
 */
import { JsonObject } from '../plain/objects';

/** Labels, annotations and the like. */
export type Texts = Readonly<Record<string, string>>;

export interface ObjectMetadata extends JsonObject {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Texts;
  readonly annotations?: Texts;
}

/** An object but for apiVersion, kind, name and namespace. */
export interface ObjectBody extends JsonObject {
  readonly metadata?: ObjectMetadata;
  readonly spec?: object;
}

/** A Kubernetes object as it is written to YAML. */
export interface Manifest extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata & { readonly name: string };
}

/** A key of a Secret or ConfigMap in the same namespace. */
export interface KeySelector extends JsonObject {
  readonly name?: string;
  readonly key: string;
  readonly optional?: boolean;
}

/** A variable of a container. */
export interface EnvVar extends JsonObject {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: JsonObject & { readonly secretKeyRef?: KeySelector; readonly configMapKeyRef?: KeySelector };
}

export interface VolumeMount extends JsonObject {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

/** Where a key of a ConfigMap or Secret is in a volume. */
export interface KeyToPath {
  readonly key: string;
  readonly path: string;
}

/** Keys of a ConfigMap or Secret as files. */
export interface KeySource extends JsonObject {
  readonly name?: string;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
}

export interface ProjectedSource extends JsonObject {
  readonly configMap?: KeySource;
  readonly secret?: KeySource;
}

export interface Volume extends JsonObject {
  readonly name: string;
  readonly configMap?: KeySource;
  readonly projected?: JsonObject & { readonly sources?: readonly ProjectedSource[] };
}

export interface ContainerPort extends JsonObject {
  readonly name?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly protocol?: string;
}

/** What a probe or hook does. */
export interface Handler extends JsonObject {
  readonly httpGet?: JsonObject & { readonly host?: string };
  readonly tcpSocket?: JsonObject & { readonly host?: string };
}

/** What a probe asks, and when. */
export interface Probe extends Handler {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly successThreshold?: number;
}

/** A profile of seccomp or AppArmor. */
export interface SecurityProfile extends JsonObject {
  readonly type?: string;
}

/** Who a container runs as, and what it may do; a pod sets it for all of its containers. */
export interface SecurityContext extends JsonObject {
  readonly runAsUser?: number;
  readonly runAsNonRoot?: boolean;
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: SecurityProfile;
  readonly appArmorProfile?: SecurityProfile;
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
  readonly sysctls?: readonly { readonly name: string }[];
}

/** What a container may use. */
export interface ResourceRequirements extends JsonObject {
  readonly limits?: JsonObject;
  readonly requests?: JsonObject;
}

export interface Container extends JsonObject {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly ports?: readonly ContainerPort[];
  readonly resources?: ResourceRequirements;
  readonly volumeMounts?: readonly VolumeMount[];
  readonly securityContext?: SecurityContext;
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: JsonObject & { readonly postStart?: Handler; readonly preStop?: Handler };
}

/** A reference to something of the same namespace. */
export interface LocalReference {
  readonly name: string;
}

export interface PodSpec extends JsonObject {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly imagePullSecrets?: readonly LocalReference[];
  readonly serviceAccountName?: string;
  readonly securityContext?: SecurityContext;
  readonly priorityClassName?: string;
  readonly topologySpreadConstraints?: readonly object[];
  readonly terminationGracePeriodSeconds?: number;
  readonly hostUsers?: boolean;
  readonly os?: { readonly name?: string };
}

/** Pods as a Deployment, StatefulSet or Job has them made. */
export interface PodTemplate extends JsonObject {
  readonly metadata?: ObjectMetadata;
  readonly spec: PodSpec;
}

/** A pod template, or what is laid over one. */
export interface PodTemplatePatch extends JsonObject {
  readonly metadata?: ObjectMetadata;
  readonly spec?: PodSpec;
}

/** A Deployment or StatefulSet, but for its kind and name. */
export interface WorkloadBody extends JsonObject {
  readonly metadata?: ObjectMetadata;
  readonly spec: JsonObject & { readonly replicas?: number; readonly template: PodTemplate };
}

/** Objects by their labels. */
export interface LabelSelector {
  readonly matchLabels?: Texts;
  readonly matchExpressions?: readonly LabelExpression[];
}

export interface LabelExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Pods, namespaces or addresses: one of `from` or `to` in a NetworkPolicy. */
export interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
}
