/**
 * What has to happen once per app: warnings are printed when it is synthesized, and no two objects may have one name.
 */
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { AppCatalog } from './app-catalog';
import { addExternalSecrets } from './external-secrets';
import { ObjectIndex } from './object-index';
import { metadataProblems } from './object-metadata';
import { rootOf } from './root';
import { warningsBelow } from '../scope-warnings';
import { sharedWays } from './shared-ways';
import { ToolhiveObject } from './toolhive-object';
import { printable } from '../findings';

const WATCHED = Symbol.for('cdk8s-toolhive.watched');
const PRINTS = Symbol.for('cdk8s-toolhive.prints');

type Watched = IConstruct & { [WATCHED]?: 'idle' | 'synthesizing' };
type Method = ((this: Watched) => unknown) & { [PRINTS]?: true };

/** Sets both up for the app that a construct belongs to. */
export function watchApp(construct: IConstruct): void {
  const app = rootOf(construct) as Watched;
  if (app[WATCHED]) return;
  app[WATCHED] = 'idle';
  // The app's own validations run before those of the constructs in it.
  app.node.addValidation({
    validate: () => {
      AppCatalog.of(app).forgetRemoved();
      const unmade = addExternalSecrets(app);
      const constructs = app.node.findAll();
      ObjectIndex.refresh(app, constructs);
      const objects = constructs.filter(ApiObject.isApiObject);
      const ours = objects.filter(ToolhiveObject.isToolhiveObject);
      return [...unmade, ...duplicates(objects), ...metadataProblems(ours), ...sharedWays(ours)];
    },
  });
  // cdk8s has no hook that distinguishes a synthesis from a test (docs/decisions/0007-warnings.md).
  for (const method of ['synth', 'synthYaml']) printAfter(app, method);
}

/** Methods are replaced where they are defined: jsii calls a class's method, whatever the object has of that name. */
function printAfter(app: Watched, name: string): void {
  let owner = Object.getPrototypeOf(app);
  while (owner && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
  const original: Method | undefined = owner?.[name];
  if (!original || original[PRINTS]) return;
  const printing: Method = function () {
    // Of a method that calls its parent's, and of apps without our constructs, the original is enough.
    if (this[WATCHED] !== 'idle') return original.call(this);
    this[WATCHED] = 'synthesizing';
    try {
      return original.call(this);
    } finally {
      this[WATCHED] = 'idle';
      for (const { path, message, id } of warningsBelow(this)) {
        process.stderr.write(`warning: ${printable(`[${path}] ${message} [${id}]`)}\n`);
      }
    }
  };
  printing[PRINTS] = true;
  Object.defineProperty(owner, name, { configurable: true, writable: true, value: printing });
}

/** Of two objects with one kind and name, one would silently overwrite the other in the cluster. */
function duplicates(objects: readonly ApiObject[]): string[] {
  const seen = new Map<string, ApiObject>();
  const found: string[] = [];
  for (const child of objects) {
    const key = `${child.apiGroup}/${child.kind}/${namespaceOf(child)}/${child.name}`;
    const earlier = seen.get(key);
    if (earlier && [child, earlier].some(ToolhiveObject.isToolhiveObject)) {
      found.push(
        `${child.kind} "${child.name}" is made twice, at ${earlier.node.path} and at ${child.node.path}; rename one`,
      );
    }
    seen.set(key, child);
  }
  return found;
}

function namespaceOf(object: ApiObject): string {
  if (ToolhiveObject.isToolhiveObject(object) && object.isClusterScoped) return '';
  return object.metadata.namespace ?? 'default';
}
