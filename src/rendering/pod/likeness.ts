/**
 * Whether the checks of a pod would find the same in another one. The servers of a fleet differ in their names and
 * values only, and to compare two pods takes less time than to check one, or to make a text of it.
 */
import { Container, EnvVar, ObjectMetadata, PodTemplate } from '../../kubernetes/objects';
import { ofAppArmor } from '../../kubernetes/restricted';

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
    // A copy, since parts of a pod may be objects of the user's.
    const copy = JSON.parse(JSON.stringify(one)) as Looked;
    this.known.set(outline, [copy, ...alike].slice(0, MOST_OF_ONE));
  }
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

class Comparison {
  constructor(
    private readonly name: string | undefined,
    private readonly otherName: string | undefined,
  ) {}

  isLikePod({ metadata, spec }: PodTemplate, other: PodTemplate): boolean {
    return (
      this.isSame(metadata, other.metadata) &&
      this.haveSame(spec, other.spec, (key) =>
        key === 'containers' || key === 'initContainers'
          ? this.areLike(spec[key], other.spec[key], this.isLikeContainer)
          : this.isSame(spec[key], other.spec[key]),
      )
    );
  }

  private readonly isLikeContainer = (one: Container, other: Container): boolean =>
    this.haveSame(one, other, (key) => {
      if (key === 'args') return Array.isArray(one.args) && Array.isArray(other.args);
      return key === 'env' ? this.areLike(one.env, other.env, this.isLikeVariable) : this.isSame(one[key], other[key]);
    });

  private readonly isLikeVariable = (one: EnvVar, other: EnvVar): boolean =>
    one.name === other.name &&
    (one.value === undefined) === (other.value === undefined) &&
    Boolean(one.value) === Boolean(other.value) &&
    this.isSame(one.valueFrom, other.valueFrom);

  private areLike<T>(
    items: readonly T[] | undefined,
    others: readonly T[] | undefined,
    isLikeItem: (one: T, other: T) => boolean,
  ): boolean {
    if (!Array.isArray(items) || !Array.isArray(others)) return items === others;
    return items.length === others.length && items.every((item: T, i) => isLikeItem(item, others[i] as T));
  }

  /** Whether two maps have members of the same names, of which each passes; what is undefined is not there. */
  private haveSame(one: object, other: object, isSameMember: (key: string) => boolean): boolean {
    let members = 0;
    for (const key in one) {
      if ((one as Record<string, unknown>)[key] === undefined) continue;
      if (!Object.hasOwn(other, key) || !isSameMember(key)) return false;
      members++;
    }
    return members === Object.keys(other).length;
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
    const [map, otherMap] = [one as Record<string, unknown>, other as Record<string, unknown>];
    return this.haveSame(map, otherMap, (key) => this.isSame(map[key], otherMap[key]));
  }

  private isSameText(one: string, other: string): boolean {
    const { name, otherName } = this;
    if (!name || !otherName || one.length !== other.length || !one.includes(name)) return false;
    return one.replaceAll(name, '\0') === other.replaceAll(otherName, '\0');
  }
}
