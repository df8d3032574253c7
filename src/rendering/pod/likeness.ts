/**
 * Whether the checks of a pod would find the same in another one. The servers of a fleet differ in their names and
 * values only, and to compare two pods takes less time than to check one, or to make a text of it.
 */
import { Container, ObjectMetadata, PodTemplate } from '../../kubernetes/objects';
import { ofAppArmor } from '../../kubernetes/restricted';
import { JsonObject } from '../../plain/objects';
import { isShared } from '../../plain/shared';

/** As many of one outline are kept. */
const MOST_OF_ONE = 8;
const MOST_OUTLINES = 1000;

/** What checks look at, and who the pod is of. */
interface Looked {
  readonly name: string | undefined;
  readonly pod: PodTemplate;
}

/** Pods of which nothing was to be said. */
export class FaultlessPods {
  private readonly known = new Map<string, Looked[]>();

  /**
   * Looks at a pod, unless that was done with one like it and nothing was found.
   *
   * @param about what checks go by besides, as a text
   * @param found what the look adds to
   */
  unlessKnown({ metadata = {}, spec }: PodTemplate, about: string, found: readonly unknown[], look: () => void): void {
    const name = metadata.labels?.['app.kubernetes.io/instance'];
    const outline = `${about} ${name?.length} ${outlineOf(spec.containers)} ${outlineOf(spec.initContainers)}`;
    const alike = this.known.get(outline) ?? [];
    const one = { name, pod: { metadata: appArmorOf(metadata), spec } };
    const at = alike.findIndex((other) => isLike(one, other));
    if (at > 0) alike.unshift(...alike.splice(at, 1));
    if (at >= 0) return;
    const before = found.length;
    look();
    if (found.length > before) return;
    if (this.known.size >= MOST_OUTLINES) this.known.clear();
    this.known.set(outline, [copyOf(one), ...alike].slice(0, MOST_OF_ONE));
  }
}

/** A copy, since parts of a pod may be objects of the user's. What all pods share is compared faster. */
function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null || isShared(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, copyOf(member)])) as T;
}

/** Which pods may be alike: those whose variables have the same names. */
function outlineOf(containers: readonly Container[] = []): string {
  let text = '';
  for (const { name, env = [] } of containers) {
    text += `${name}:`;
    for (const variable of env) text += `${variable.name},`;
  }
  return text;
}

/** Annotations are free, but for those that say what containers may do. */
function appArmorOf({ annotations = {} }: ObjectMetadata): ObjectMetadata {
  const found = ofAppArmor(annotations);
  return found.length ? { annotations: Object.fromEntries(found) } : {};
}

function isLike(one: Looked, other: Looked): boolean {
  return new Comparison(one.name, other.name).isLikePod(one.pod, other.pod);
}

/** What is compared, of which only some members matter. */
type What = 'pod' | 'container' | 'variable' | 'value';

class Comparison {
  constructor(
    private readonly name: string | undefined,
    private readonly otherName: string | undefined,
  ) {}

  isLikePod({ metadata, spec }: PodTemplate, other: PodTemplate): boolean {
    return this.isSame(metadata, other.metadata) && this.haveLike(spec, other.spec, 'pod');
  }

  /** Whether two maps have members of the same names, each like the other's; what is undefined is not there. */
  private haveLike(one: JsonObject, other: JsonObject, what: What): boolean {
    let members = 0;
    for (const key in one) {
      const value = one[key];
      if (value === undefined) continue;
      if (!Object.hasOwn(other, key) || !this.isLikeMember(key, value, other[key], what)) return false;
      members++;
    }
    for (const _ in other) members--;
    return members === 0;
  }

  private isLikeMember(key: string, one: unknown, other: unknown, what: What): boolean {
    if (one === other) return true;
    if (what === 'pod' && (key === 'containers' || key === 'initContainers')) {
      return this.areLike(one, other, 'container');
    }
    if (what === 'container' && key === 'args') return Array.isArray(one) && Array.isArray(other);
    if (what === 'container' && key === 'env') return this.areLike(one, other, 'variable');
    // Which value a variable has doesn't matter, but whether it has one.
    if (what === 'variable' && key === 'value') return Boolean(one) === Boolean(other);
    if (what === 'variable' && key === 'name') return false;
    return this.isSame(one, other);
  }

  private areLike(items: unknown, others: unknown, what: What): boolean {
    if (!Array.isArray(items) || !Array.isArray(others) || items.length !== others.length) return false;
    for (let i = 0; i < items.length; i++) {
      if (items[i] !== others[i] && !this.haveLike(items[i], others[i], what)) return false;
    }
    return true;
  }

  /** Whether two values of JSON are the same, but for the names of what has them. */
  private isSame(one: unknown, other: unknown): boolean {
    if (one === other) return true;
    if (typeof one === 'string') return typeof other === 'string' && this.isSameText(one, other);
    if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return false;
    if (Array.isArray(one)) {
      return Array.isArray(other) && one.length === other.length && one.every((item, i) => this.isSame(item, other[i]));
    }
    if (Array.isArray(other)) return false;
    return this.haveLike(one as JsonObject, other as JsonObject, 'value');
  }

  private isSameText(one: string, other: string): boolean {
    const { name, otherName } = this;
    if (!name || !otherName || one.length !== other.length || !one.includes(name)) return false;
    return one.replaceAll(name, '\0') === other.replaceAll(otherName, '\0');
  }
}
