/** The command `access`. */
import { readInput, readTexts } from './input';
import { CommandLine, UsageError } from './options';
import { tell } from './tell';
import { AccessDecision } from '../authorization/access-decision';
import { AccessPrincipal } from '../authorization/access-principal';
import { accessChanges, changeText, publicDecision } from '../authorization/changes';
import { Decision, decisionsOf } from '../authorization/decisions';
import { accessFindings } from '../authorization/findings';
import { ServerItem } from '../authorization/items';
import { isServer, ServerResource } from '../authorization/kinds';
import { Principal } from '../authorization/principal';
import { fieldOfPolicy, PlaceText, serverText } from '../authorization/reasons';
import { accessTable } from '../authorization/report';
import { AskedServer, askedServer } from '../authorization/servers';
import { usualPrincipals } from '../authorization/usual-principals';
import { shown } from '../findings';
import { problemLine } from '../manifests/problem';
import { ManifestDocument, ReadError } from '../manifests/read';
import { RenderedInput, renderManifests } from '../manifests/render-manifests';
import { suggestion } from '../resources/schema';
import { readToolsText } from '../tools/read-tools';
import { Tool } from '../tools/tool';

/** One server, and what it decides about all who are of interest. */
interface ServerAccess {
  readonly asked: AskedServer;
  readonly principals: readonly Principal[];
  readonly decisions: readonly Decision[];
  readonly placeOf: PlaceText;
}

export function runAccess(commandLine: CommandLine, print: (text: string) => void): number {
  const { paths, before, tool } = commandLine;
  if ([...paths, before, ...commandLine.toolFiles.values()].filter((path) => path === '-').length > 1) {
    throw new UsageError('standard input is given twice; name a file instead');
  }
  const input = readAll(paths, commandLine);
  const earlier = before === undefined ? input : readAll([before], commandLine);
  if (!input || !earlier) return 1;
  refuseStrangers(commandLine, [input, earlier]);
  const found = accessIn(input, commandLine);
  if (!found.length && before === undefined) {
    tell(`note: no server that clients ask in ${paths.join(', ')}`);
    return 0;
  }
  if (tool !== undefined && before === undefined && !found.some(({ decisions }) => decisions.length)) {
    throw new UsageError(`--tool: ${shown(tool)} is no tool here; write SERVER.TOOL or TOOL, with * for any text`);
  }
  if (before !== undefined) return compare(accessIn(earlier, commandLine), found, print);
  const tables = found
    .filter(({ decisions }) => decisions.length)
    .map(({ decisions, principals, placeOf }) => accessTable(decisions, principals, placeOf));
  print(tables.join('\n'));
  for (const { asked, decisions, principals, placeOf } of tool === undefined ? found : []) {
    for (const message of accessFindings(asked, decisions, principals, placeOf)) {
      tell(`note: ${serverText(asked)}: ${message}`);
    }
  }
  return 0;
}

function compare(
  earlier: readonly ServerAccess[],
  found: readonly ServerAccess[],
  print: (text: string) => void,
): number {
  const changes = accessChanges(publicDecisions(earlier), publicDecisions(found));
  print(changes.map((change) => `${changeText(change)}\n`).join(''));
  if (!changes.length) tell('note: nobody may do more or less than before');
  return 0;
}

const publicDecisions = (found: readonly ServerAccess[]): AccessDecision[] =>
  found.flatMap(({ decisions, placeOf }) => decisions.map((one) => publicDecision(one, placeOf)));

/** Undefined where the input is refused, which was said then. */
function readAll(paths: readonly string[], { namespace, settings, toolFiles }: CommandLine): RenderedInput | undefined {
  const options = { namespace, othersNamespace: namespace, settings, knownTools: toolsIn(toolFiles) };
  const input = renderManifests(readInput(paths), options);
  const errors = input.problems.filter(({ severity }) => severity === 'error');
  for (const problem of errors) tell(problemLine(problem));
  return errors.length ? undefined : input;
}

function accessIn(input: RenderedInput, { namespace, settings, groups, tool }: CommandLine): ServerAccess[] {
  const { catalog } = input;
  const placeOf = placesIn(input, namespace);
  return serversIn(input).map((resource) => {
    const asked = askedServer(resource, { catalog, settings });
    const items = asked.items.filter((item) => isMeant(item, resource.name, tool));
    const principals = groups.length
      ? groups.map((name) => AccessPrincipal.group(name)._principal)
      : usualPrincipals(asked);
    return { asked, principals, placeOf, decisions: decisionsOf(asked, items, principals) };
  });
}

/** The servers of the input, with their defaults. */
function serversIn({ documents, catalog }: RenderedInput): ServerResource[] {
  return documents.flatMap(({ resource: given }) => {
    const resource = given && catalog.resource<string>(given.kind, given.namespace, given.name);
    return resource && isServer(resource) ? [resource] : [];
  });
}

function toolsIn(files: ReadonlyMap<string, string>): Map<string, Tool[]> {
  return new Map(
    [...files].map(([name, path]) => {
      const [{ text }] = readTexts([path]);
      try {
        return [name, readToolsText(text, path)];
      } catch (e) {
        throw new ReadError((e as Error).message);
      }
    }),
  );
}

/** Names of servers are refused that are in none of the inputs. */
function refuseStrangers({ toolFiles }: CommandLine, inputs: readonly RenderedInput[]): void {
  const names = inputs.flatMap(({ documents }) => documents.flatMap(({ resource }) => resource?.name ?? []));
  const strange = [...toolFiles.keys()].find((name) => !names.includes(name));
  if (strange === undefined) return;
  throw new UsageError(`--known-tools: there is no server ${shown(strange)}${suggestion(strange, names)}`);
}

/** Whether a pattern takes in an item; with a dot, what is before the first one is the server. */
function isMeant({ feature, name, shownAs }: ServerItem, server: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  if (feature !== 'tool') return false;
  const dot = pattern.indexOf('.');
  const isNamed = (text: string) => [name, shownAs].some((one) => one !== undefined && globOf(text).test(one));
  return isNamed(pattern) || (dot > 0 && globOf(pattern.slice(0, dot)).test(server) && isNamed(pattern.slice(dot + 1)));
}

function globOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** File and line of policies. */
function placesIn({ documents }: RenderedInput, namespace: string): PlaceText {
  const keyOf = (kind: unknown, name: unknown, place: unknown) => JSON.stringify([kind, place, name]);
  const known = new Map<string, ManifestDocument>(
    documents.map(({ document }) => {
      const { kind, metadata } = document.value;
      return [keyOf(kind, metadata?.name, metadata?.namespace ?? namespace), document];
    }),
  );
  return (guard, index) => {
    const { kind, name, namespace: where, field } = guard.place;
    const document = known.get(keyOf(kind, name, where));
    return document ? document.position.of(field(index)) : fieldOfPolicy(guard, index);
  };
}
