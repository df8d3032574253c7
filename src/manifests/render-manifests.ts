/** Manifests in, manifests out: ToolHive's resources become their objects, all else passes through. */
import { Finding, Findings, shown } from '../findings';
import { ManifestCatalog } from './catalog';
import { foreignFile } from './foreign';
import { looksLikeRegistryConfig, readerOf } from './left-out';
import { checkManifest, GivenManifest, namespaceOf, placedIn } from './metadata';
import { readOlder } from './older/older';
import { Problem, problemIn, resourceLabel } from './problem';
import { ManifestDocument } from './read';
import { isMisspelt, isToolhive, toResource } from './to-resource';
import { Manifest, PodTemplate } from '../kubernetes/objects';
import { beyondRestricted } from '../kubernetes/restricted';
import { Way, waysIn } from '../kubernetes/ways';
import { isObject, JsonObject } from '../plain/objects';
import { Settings } from '../rendering/model/settings';
import { checkConfigText } from '../rendering/registry/config/check';
import { checkResource, Rendering } from '../rendering/render';
import { Catalog, ConfigMapContent, Resource } from '../resources/resource';
import { Tool } from '../tools/tool';

/** What became of one document of the input. */
export interface RenderedDocument {
  readonly document: ManifestDocument;
  /** The objects of a ToolHive resource; undefined for a document that passes through. */
  readonly manifests?: Manifest[];
  /** The resource as it was read, defaults not applied; undefined for other kinds and broken resources. */
  readonly resource?: Resource;
  readonly findings: Findings;
  /** Whether it is for a tool, and not for a cluster. */
  readonly isLeftOut?: boolean;
}

export interface RenderedInput {
  readonly documents: RenderedDocument[];
  readonly problems: Problem[];
  /** How many of the documents are ToolHive's. */
  readonly resources: number;
  /** The resources with their defaults. */
  readonly catalog: Catalog;
}

/** How virtual servers find their members: in their configuration, or in the cluster that an operator looks after. */
export type Discovery = 'static' | 'cluster';

export interface RenderOptions {
  /** For resources that name no namespace. */
  readonly namespace: string;
  /** For what passes through and names none. Default: it is left as it is. */
  readonly othersNamespace?: string;
  readonly settings: Settings;
  /** Default: 'static'. */
  readonly discovery?: Discovery;
  /**
   * Whether documents without apiVersion and kind are taken for configurations of the registry server, and how they are
   * checked. Default: they are refused.
   */
  readonly registryConfigs?: { readonly insecureUrl: boolean };
  /**
   * Whether a document that one of the resources makes anyway is left out, as the input is of a cluster where it runs.
   * Default: it is refused.
   */
  readonly leavesOutOwn?: boolean;
  /** Tools of servers, by the server's name. Default: nothing is known of them. */
  readonly knownTools?: ReadonlyMap<string, readonly Tool[]>;
}

interface Read {
  readonly document: ManifestDocument;
  readonly findings: Findings;
  /** With its defaults. Undefined for other kinds and broken resources. */
  resource?: Resource;
  /** The same without defaults. */
  given?: Resource;
  isLeftOut?: boolean;
}

export function renderManifests(documents: readonly ManifestDocument[], options: RenderOptions): RenderedInput {
  const catalog = new ManifestCatalog();
  const read = documents.flatMap((document) => readDocuments(document, options, catalog));
  checkUnique(read, options.namespace);
  const each = read.map(({ document, resource, given, findings, isLeftOut }): RenderedDocument => {
    if (isLeftOut) return { document, findings, isLeftOut, manifests: [] };
    if (!isToolhive(document.value)) return { document: placed(document, options, findings), findings };
    if (!resource) return { document, manifests: [], findings };
    const rendering = Rendering.of(resource, findings, catalog, options.settings);
    return { document, manifests: findings.errors.length ? [] : rendering.manifests(), resource: given, findings };
  });
  const rendered = options.leavesOutOwn ? withoutOwn(each, options.namespace) : each;
  checkObjectsUnique(rendered, read, options.namespace);
  warnOfRefusedPods(rendered);
  warnOfSharedWays(rendered);
  return {
    documents: rendered,
    problems: problemsOf(read),
    catalog,
    resources: documents.filter(
      (document) => isToolhive(document.value) || (isRegistryConfig(document.value) && !readerOf(document)),
    ).length,
  };
}

/** What has to be written anew has no text of its own any more. */
function placed(document: ManifestDocument, { othersNamespace }: RenderOptions, findings: Findings): ManifestDocument {
  if (othersNamespace === undefined || findings.errors.length || isRegistryConfig(document.value)) return document;
  const value = placedIn(document.value, othersNamespace, findings);
  return value === document.value ? document : { ...document, value, text: '' };
}

/** The resources alone, each checked by itself: what they refer to need not be there. */
export function readResources(
  documents: readonly ManifestDocument[],
  options: RenderOptions,
): { resources: Resource[]; problems: Problem[] } {
  const catalog = new ManifestCatalog();
  const read = documents.flatMap((document) => readDocuments(document, options, catalog));
  checkUnique(read, options.namespace);
  return { resources: read.flatMap(({ resource }) => resource ?? []), problems: problemsOf(read) };
}

function problemsOf(read: readonly Read[]): Problem[] {
  return read.flatMap(({ document, findings }) =>
    findings.list.map((finding) => problemIn(document, aboutPlaceholder(finding))),
  );
}

/** What Flux, or envsubst, puts a value into. */
const PLACEHOLDER = /\$\{[A-Za-z_]\w*(?::?[-=?+][^${}]*)?\}/;

/** A pattern or a type may be right once the value is there. */
function aboutPlaceholder(finding: Finding): Finding {
  const isRefusal = finding.severity === 'error' && PLACEHOLDER.test(finding.message);
  return isRefusal ? { ...finding, message: `${finding.message}; substitute the placeholder first` } : finding;
}

function notePlaceholders({ text }: ManifestDocument, findings: Findings): void {
  const [found] = (text.includes('${') && PLACEHOLDER.exec(text)) || [];
  if (found === undefined) return;
  findings.note(
    '',
    `has the placeholder ${found}: checksums are made before a value is put there, so pods don't restart when it changes; substitute first, then render`,
  );
}

/** The resources of one document: more than one where an older one is read as several of today. */
function readDocuments(document: ManifestDocument, options: RenderOptions, catalog: ManifestCatalog): Read[] {
  const known = new Findings();
  const reader = readerOf(document);
  if (reader) {
    const hint = isRegistryConfig(document.value) && foreignFile(document.value) ? '; import makes an app of it' : '';
    known.note('', `is left out: it is no manifest for a cluster, but a file for ${reader}${hint}`);
    return [{ document, findings: known, isLeftOut: true }];
  }
  if (!isRegistryConfig(document.value) && !checkManifest(document.value, known)) {
    return [{ document, findings: known }];
  }
  if (isMisspelt(document.value, known)) {
    const { kind = '', metadata } = document.value;
    const namespace = namespaceOf(metadata, options.namespace);
    if (metadata?.name) catalog.add({ kind, namespace, name: metadata.name, spec: {}, isRefused: true });
    return [{ document, findings: known }];
  }
  const older = readOlder(document, options.namespace);
  if (!older) return [readDocument(document, options, catalog)];
  const { manifests, fields = [], resource, note, findings } = older;
  findings.note('', note);
  if (findings.errors.length) return [{ document, findings }];
  if (resource) {
    return [
      { document, findings, given: resource, resource: inCatalog(resource, findings, catalog, options.settings) },
    ];
  }
  return manifests.map((value, i) => {
    const ofToday = { ...document, value, older: { value: document.value, fields: fields[i] ?? {} } };
    const read = readDocument(ofToday, options, catalog);
    if (i > 0) return read;
    read.findings.list.unshift(...findings.list);
    return { ...read, document: { ...ofToday, value: document.value } };
  });
}

/** Kinds that have tools of their own. */
const HAVE_TOOLS = ['MCPServer', 'MCPRemoteProxy', 'MCPServerEntry'];

function readDocument(
  document: ManifestDocument,
  { namespace, settings, registryConfigs, knownTools, discovery = 'static' }: RenderOptions,
  catalog: ManifestCatalog,
): Read {
  const { value } = document;
  const findings = new Findings();
  if (registryConfigs && isRegistryConfig(value) && looksLikeRegistryConfig(value)) {
    checkConfigText(document.text, findings, registryConfigs);
    return { document, findings };
  }
  if (isRegistryConfig(value)) {
    const isConfig = Object.keys(value).length > 0 && looksLikeRegistryConfig(value);
    findings.error(
      '',
      foreignFile(value) ??
        (isConfig
          ? 'is a configuration of the registry server and no Kubernetes manifest; validate is the command that takes it'
          : 'is neither a Kubernetes manifest, which has apiVersion and kind, nor a configuration of the registry server, which has sources and registries'),
    );
    return { document, findings };
  }
  if (!isToolhive(value)) {
    if (value.kind === 'ConfigMap' && value.metadata?.name) {
      catalog.addConfigMap(
        namespaceOf(value.metadata, namespace),
        value.metadata.name,
        value as Partial<ConfigMapContent>,
      );
    }
    return { document, findings };
  }
  notePlaceholders(document, findings);
  const read = toResource(value, namespace, findings);
  const tools = read && HAVE_TOOLS.includes(read.kind) ? knownTools?.get(read.name) : undefined;
  const given = read && tools ? { ...read, knownTools: tools } : read;
  const resource = given?.kind === 'VirtualMCPServer' ? { ...given, constructOptions: { discovery } } : given;
  return {
    document,
    findings,
    given: resource,
    resource: resource && inCatalog(resource, findings, catalog, settings),
  };
}

/** Checks a resource, and lets others refer to it. */
function inCatalog(resource: Resource, findings: Findings, catalog: ManifestCatalog, settings: Settings): Resource {
  const checked = checkResource(resource, findings, settings.version);
  catalog.add(findings.errors.length ? { ...checked, isRefused: true } : checked);
  return checked;
}

/** A configuration file of the registry server stands on its own, unlike any manifest. */
function isRegistryConfig({ apiVersion, kind }: JsonObject): boolean {
  return apiVersion === undefined && kind === undefined;
}

/** The same resource twice would render the same objects twice, one of them silently lost when applied. */
function checkUnique(read: readonly Read[], namespace: string): void {
  const seen = new Map<string, ManifestDocument>();
  for (const { document, findings } of read) {
    if (findings.errors.length) continue;
    const id = identity(document.value, namespace);
    if (!id) continue;
    const earlier = seen.get(id);
    if (!earlier) {
      seen.set(id, document);
      continue;
    }
    const first = earlier.position.of('metadata.name');
    findings.error('metadata.name', `is in the input twice, first at ${first}; drop or rename one`);
  }
}

/** Documents that pass through, without those that a resource makes; a note about each resource names them. */
function withoutOwn(rendered: readonly RenderedDocument[], namespace: string): RenderedDocument[] {
  const makers = new Map(
    rendered.flatMap((maker) => (maker.manifests ?? []).map((object) => [identity(object, namespace), maker] as const)),
  );
  const own = new Map<RenderedDocument, string[]>();
  const left = rendered.map((one): RenderedDocument => {
    const { document, findings } = one;
    const id = one.manifests ? undefined : identity(document.value, namespace);
    const maker = id && makers.get(id);
    if (!maker) return one;
    own.set(maker, [...(own.get(maker) ?? []), resourceLabel(document.value)!]);
    return { document, findings, manifests: [], isLeftOut: true };
  });
  for (const [{ findings }, names] of own) {
    findings.note(
      '',
      `makes ${names.join(', ')} itself, so those of the input are left out, with all that was changed in them by hand`,
    );
  }
  return left;
}

function checkObjectsUnique(rendered: readonly RenderedDocument[], read: readonly Read[], namespace: string): void {
  const seen = new Map<string, ManifestDocument>();
  rendered.forEach(({ document, manifests = [document.value] }, i) => {
    if (read[i].findings.errors.length) return;
    for (const manifest of manifests) {
      const id = identity(manifest, namespace);
      if (!id) continue;
      const earlier = seen.get(id);
      if (earlier && earlier !== document) {
        read[i].findings.error(
          'metadata.name',
          `makes the ${manifest.kind} ${shown(manifest.metadata?.name)}, which ${resourceLabel(earlier.value)} at ${earlier.position.of('metadata.name')} makes too; rename one`,
        );
      }
      seen.set(id, document);
    }
  });
}

/** The operator's own pods of some kinds break the restricted standard, each in the same way: it is reported once a kind. */
function warnOfRefusedPods(rendered: readonly RenderedDocument[]): void {
  const kinds = new Set<string>();
  for (const { resource, manifests = [], findings } of rendered) {
    if (!resource || kinds.has(resource.kind)) continue;
    const beyond = (manifests as GivenManifest[]).flatMap(({ spec }) =>
      isObject(spec?.template) ? beyondRestricted(spec.template as unknown as PodTemplate) : [],
    );
    if (!beyond.length) continue;
    kinds.add(resource.kind);
    findings.warning(
      'pod-not-restricted',
      'spec.podTemplateSpec',
      `the pod breaks the restricted Pod Security Standard, and a namespace that enforces it gets no pod: ${beyond.join(', ')}; say what is lacking in podTemplateSpec (others of this kind are not looked at)`,
    );
  }
}

/** Of two ways in with one host and path, a controller takes either, or the older one. */
function warnOfSharedWays(rendered: readonly RenderedDocument[]): void {
  const seen = new Map<string, { way: Way; document: ManifestDocument }>();
  for (const { document, manifests = [document.value], findings } of rendered) {
    if (findings.errors.length) continue;
    for (const way of manifests.flatMap(waysIn)) {
      const earlier = seen.get(way.key);
      if (!earlier) {
        seen.set(way.key, { way, document });
      } else if (earlier.way.target !== way.target) {
        findings.warning(
          'way-shared',
          'spec.rules',
          `${shown(way.address)} leads somewhere else in ${resourceLabel(earlier.document.value)} at ${earlier.document.position.of('spec.rules')}, and only one of them is taken; give one another host or path`,
        );
      }
    }
  }
}

/** What must be unique in a cluster. The version doesn't count: one object is served in all of them. */
function identity({ apiVersion, kind, metadata }: GivenManifest, namespace: string): string | undefined {
  if (!metadata?.name || typeof apiVersion !== 'string') return undefined;
  const group = apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0)) || 'core';
  return `${group}/${kind}/${namespaceOf(metadata, namespace)}/${metadata.name}`;
}
