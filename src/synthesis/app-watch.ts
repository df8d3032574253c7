/**
 * What has to happen once per app: warnings are printed when it is synthesized, and no two objects may have one name.
 */
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { warningsBelow } from './scope-warnings';
import { ToolhiveObject } from './toolhive-object';

const WATCHED = Symbol.for('cdk8s-toolhive.watched');

type Watched = IConstruct & { [WATCHED]?: boolean; synth?: () => void; synthYaml?: () => string };

/** Sets both up for the app that a construct belongs to. */
export function watchApp(construct: IConstruct): void {
  const app = construct.node.root as Watched;
  if (app[WATCHED]) return;
  app[WATCHED] = true;
  app.node.addValidation({ validate: () => duplicates(app) });
  // cdk8s has no hook that tells a synthesis from a test (docs/decisions/0007-warnings.md).
  printAfter(app, 'synth');
  printAfter(app, 'synthYaml');
}

function printAfter(app: Watched, method: 'synth' | 'synthYaml'): void {
  const original = app[method];
  if (typeof original !== 'function') return;
  Object.defineProperty(app, method, {
    configurable: true,
    value: () => {
      const result = original.call(app);
      for (const { path, message, id } of warningsBelow(app)) {
        process.stderr.write(`warning: [${path}] ${message} [${id}]\n`);
      }
      return result;
    },
  });
}

/** Of two objects with one kind and name, one would silently overwrite the other in the cluster. */
function duplicates(app: IConstruct): string[] {
  const seen = new Map<string, ApiObject>();
  const found: string[] = [];
  for (const child of app.node.findAll()) {
    if (!ApiObject.isApiObject(child)) continue;
    const key = [child.apiGroup, child.kind, child.metadata.namespace ?? 'default', child.name].join('/');
    const earlier = seen.get(key);
    if (earlier && (child instanceof ToolhiveObject || earlier instanceof ToolhiveObject)) {
      found.push(
        `${child.kind} "${child.name}" is made twice, at ${earlier.node.path} and at ${child.node.path}; rename one`,
      );
    }
    seen.set(key, child);
  }
  return found;
}
