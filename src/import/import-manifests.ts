/** ToolHive's resources in, the files of a cdk8s app out. */
import { ChartCode, ImportedDocument } from './chart-code';
import { Comments, commentsOf } from './comments';
import { convert } from './forms/convert';
import { Making, NeededSecret } from './forms/making';
import { Names } from './names';
import { unplainIn } from './plain-data';
import { Files, projectFiles, Versions } from './project';
import { roundedIn } from './rounded';
import { isSecret } from './secrets';
import { GivenManifest } from '../manifests/metadata';
import { Problem, problemIn } from '../manifests/problem';
import { ManifestDocument } from '../manifests/read';
import { RenderedDocument, renderManifests } from '../manifests/render-manifests';
import { NO_MEMBER } from '../rendering/gateway/virtual-mcp-server/read';
import { MISSING } from '../rendering/model/references';
import { settingsFor } from '../rendering/model/settings';
import { DEFAULT_VERSION, VersionName } from '../rendering/model/versions';
import { DEPRECATED } from '../rendering/registry/mcp-registry/mcp-registry';
import { Resource } from '../resources/resource';
import { Specs } from '../resources/spec';

/** A file that documents were read from. */
export interface SourceFile {
  /** As the documents' sources name it. */
  readonly name: string;
  readonly text: string;
}

export interface ImportOptions {
  /** For resources that name no namespace. */
  readonly namespace: string;
  readonly versions: Versions;
  /** The version of ToolHive that the app is set to. Default: the newest. */
  readonly toolhiveVersion?: VersionName;
  /** Images of servers of which a file names a package or a program only, by the server's name. */
  readonly images?: ReadonlyMap<string, string>;
  /** Names of servers, where the documents are catalogues of which these alone are wanted. */
  readonly servers?: readonly string[];
}

export interface ImportedApp {
  /** Empty where there are errors among the problems. */
  readonly files: Files;
  readonly problems: readonly Problem[];
  /** How many of the documents are ToolHive's, or were made so. */
  readonly resources: number;
  /** Secrets that the app refers to and that are in no cluster yet. */
  readonly secrets: readonly NeededSecret[];
}

export function importManifests(
  given: readonly ManifestDocument[],
  sources: readonly SourceFile[],
  { namespace, versions, toolhiveVersion = DEFAULT_VERSION, images = new Map(), servers }: ImportOptions,
): ImportedApp {
  const { documents, making } = convert(given, { namespace, images, servers });
  const { secrets, remarks } = making;
  const input = renderManifests(documents, { namespace, settings: settingsFor(toolhiveVersion), leavesOutOwn: true });
  const comments = new Map(
    sources.flatMap(({ name, text }) => [...commentsOf(text)].map(([line, found]) => [`${name}:${line}`, found])),
  );
  const problems = [
    ...making.problems,
    ...input.documents.flatMap((rendered) => problemsOf(rendered, making.made.has(rendered.document))),
    ...sources.flatMap(problemsOfNumbers),
  ];
  const { resources } = input;
  const isRefused = () => problems.some(({ severity }) => severity === 'error');
  if (isRefused()) return { files: new Map(), problems, resources, secrets: [] };
  const imported = input.documents
    .filter(({ document, isLeftOut }) => !isLeftOut && !isSecret(document.value))
    .map((rendered) => importedDocument(rendered, comments, making, problems));
  const charts = chartsOf(imported, namespace, toolhiveVersion);
  const files: Files = isRefused() ? new Map() : projectFiles(charts, versions, remarks);
  return { files, problems, resources, secrets };
}

const ALONE =
  'no member of its group is in the input, so it finds its members with MemberDiscovery.CLUSTER, which needs an operator; leave that out when they are in the app';

/** Whether a virtual server has no member here. The operator refuses that, too, where the members are to be in its configuration. */
function isAlone({ resource, findings }: RenderedDocument): boolean {
  return (
    findings.errors.some(({ id }) => id === NO_MEMBER) &&
    (resource as Resource<Specs['VirtualMCPServer']> | undefined)?.spec.outgoingAuth?.source !== 'inline'
  );
}

/** The app gives its own warnings when it is synthesized, but for what it can't know of: what the manifest was. */
const OF_MANIFESTS: readonly (string | undefined)[] = [DEPRECATED, 'registry-of-early-documents'];

function problemsOf(rendered: RenderedDocument, isMade: boolean): Problem[] {
  const { document, findings } = rendered;
  const alone = isAlone(rendered);
  const problems = findings.list
    .filter(({ severity, id }) => severity !== 'warning' || (!isMade && OF_MANIFESTS.includes(id)))
    .map((finding): Problem => {
      if (finding.id === NO_MEMBER && alone) {
        return problemIn(document, { ...finding, severity: 'note', id: undefined, message: ALONE });
      }
      if (finding.id !== MISSING) return problemIn(document, finding);
      const [what] = /\b\w+ "[^"]*"/.exec(finding.message) ?? ['it'];
      const message = `${what} is not in the input, so the app refers to it by name; as long as it is not in the app, the app needs DeployTarget.CUSTOM_RESOURCES`;
      return problemIn(document, { ...finding, severity: 'note', id: undefined, message });
    });
  if (isSecret(document.value)) {
    const message =
      'is left out of the app, for what is secret does not belong into code; the app refers to it by name. Bring it into the cluster as before';
    return [...problems, problemIn(document, { severity: 'note', field: '', message })];
  }
  return [...problems, ...problemsOfData(document)];
}

/** What keeps a document from being written as code, apart from what is wrong with it as a resource. */
function problemsOfData(document: ManifestDocument): Problem[] {
  const unplain = unplainIn(document.value);
  return unplain ? [problemIn(document, { severity: 'error', ...unplain })] : [];
}

function problemsOfNumbers({ name, text }: SourceFile): Problem[] {
  return roundedIn(text).map(({ line, field, written }) => ({
    severity: 'error',
    source: `${name}:${line}`,
    field,
    message: `${written} is a number that code in TypeScript can't hold; write it as a text, if that is what it stands for`,
  }));
}

function importedDocument(
  rendered: RenderedDocument,
  comments: ReadonlyMap<string, Comments>,
  making: Making,
  problems: Problem[],
): ImportedDocument {
  const { document, resource, findings } = rendered;
  const { source, value } = document;
  const made = making.made.get(document);
  return {
    resource: resource && isAlone(rendered) ? { ...resource, constructOptions: { discovery: 'cluster' } } : resource,
    value,
    warnings: findings.warnings,
    comments: made?.comments ?? comments.get(source) ?? new Comments(),
    made,
    refuse: (message) => {
      const own = message.replace(/^\[[^\]\n]*\] \w+ ("(?:[^"\\]|\\.)*")?:? ?/gm, '');
      problems.push(problemIn(document, { severity: 'error', field: '', message: own }));
    },
  };
}

/** A chart for each namespace, after one for what names none. */
function chartsOf(documents: readonly ImportedDocument[], namespace: string, version: VersionName): ChartCode[] {
  const byNamespace = new Map<string | undefined, ImportedDocument[]>([[undefined, []]]);
  for (const document of documents) {
    const own = document.resource?.namespace ?? namespaceOf(document.value, namespace);
    const others = byNamespace.get(own);
    if (others) others.push(document);
    else byNamespace.set(own, [document]);
  }
  const ids = Names.ofConstructs([...byNamespace.keys()].filter((name) => name !== undefined));
  return [...byNamespace]
    .filter(([, own]) => own.length)
    .map(([name, own]) => new ChartCode(name ?? ids.take('others'), name, version, own));
}

/** ConfigMaps have to be found by those who refer to them; what else names no namespace may not be in one. */
function namespaceOf({ kind, metadata }: GivenManifest, namespace: string): string | undefined {
  return metadata?.namespace || (kind === 'ConfigMap' ? namespace : undefined);
}
