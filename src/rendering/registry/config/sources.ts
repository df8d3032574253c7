/** Rules about where servers come from, and under which names they are listed. */
import { globProblem } from './glob';
import { httpAddress, isSsh } from './places';
import { seconds } from './read';
import { repeated, requireField, warnOfIgnored, warnOfPlainHttp, warnOfRelativePath } from './rules';
import { Registry, Source } from './shape';
import { fieldPath, Findings, shown } from '../../../findings';
import { isDnsLabel } from '../../../kubernetes/names';
import { refuseEmptyList } from '../../model/no-empty-list';

export const SOURCE_KINDS = ['git', 'api', 'file', 'managed', 'kubernetes'] as const;
/** Kinds whose content is fetched again and again. */
const POLLED: readonly SourceKind[] = ['git', 'api', 'file'];
/** Seconds between two looks of the server's scheduler. */
const SCHEDULER = 120;
const LONGEST_API_TIMEOUT = 300;

type SourceKind = (typeof SOURCE_KINDS)[number];

/** The fields below the name of a kind. */
type Settings<Kind extends SourceKind> = NonNullable<Source[Kind]>;

/** Rules about the kinds of sources. */
type SourceRules = {
  readonly [Kind in SourceKind]?: (settings: Settings<Kind>, at: string, findings: Findings) => void;
};

/** @param rules by kind; what a server has no rule for, it takes as it is */
export function checkSources(sources: readonly Source[], list: string, rules: SourceRules, findings: Findings): void {
  sources.forEach((source, i) => checkSource(source, fieldPath(list, i), rules, findings));
  repeated(
    sources.map(({ name }) => name),
    (name, i) => findings.error(`${list}[${i}].name`, `${shown(name)} is in the list twice; rename one`),
  );
  const managed = sources.flatMap((source, i) => (source.managed ? [i] : []));
  for (const i of managed.slice(1)) {
    findings.error(`${list}[${i}].managed`, `is a second managed source beside ${list}[${managed[0]}]; keep one`);
  }
}

function checkSource(source: Source, at: string, rules: SourceRules, findings: Findings): void {
  if (requireField(source, 'name', at, findings, 'data are kept under it')) {
    const wrong = isDnsLabel(source.name);
    if (wrong) findings.error(`${at}.name`, `${shown(source.name)}: ${wrong}`);
  }
  const kinds = SOURCE_KINDS.filter((kind) => source[kind] !== undefined);
  if (kinds.length !== 1) {
    const broken = SOURCE_KINDS.some((kind) => findings.errors.some(({ field }) => field === `${at}.${kind}`));
    if (!broken) findings.error(at, kindsMessage(kinds));
    return;
  }
  const [kind] = kinds;
  if (POLLED.includes(kind)) {
    checkInterval(source.syncPolicy ?? {}, `${at}.syncPolicy`, findings);
    checkFilter(source.filter ?? {}, `${at}.filter`, findings);
  } else {
    const why = kind === 'managed' ? 'a managed source is written to, not fetched' : 'the cluster is watched';
    for (const key of ['syncPolicy', 'filter'] as const) if (source[key]) warnOfIgnored(`${at}.${key}`, why, findings);
  }
  checkKind(kind, source, at, rules, findings);
}

function checkKind<Kind extends SourceKind>(
  kind: Kind,
  source: Source,
  at: string,
  rules: SourceRules,
  findings: Findings,
): void {
  const settings = source[kind] as Settings<Kind>;
  rules[kind]?.(settings, `${at}.${kind}`, findings);
}

function kindsMessage(kinds: readonly SourceKind[]): string {
  return kinds.length
    ? `must have one of ${SOURCE_KINDS.join(', ')}, not ${kinds.join(' and ')}; make a source of each`
    : `must have one of ${SOURCE_KINDS.join(', ')}; an empty one is written "managed: {}"`;
}

function checkInterval(policy: NonNullable<Source['syncPolicy']>, at: string, findings: Findings): void {
  if (!requireField(policy, 'interval', at, findings, 'write a duration such as "30m"')) return;
  const { interval } = policy;
  if (seconds(interval) <= 0) {
    findings.error(`${at}.interval`, `${shown(interval)} must be longer than nothing; write a duration such as "30m"`);
  } else if (seconds(interval) < SCHEDULER) {
    findings.warning(
      'registry-interval-short',
      `${at}.interval`,
      `${shown(interval)} is never kept: the server looks every 2 minutes; write "2m" or longer`,
    );
  }
}

/** A pattern that the server can't read makes it drop every server, and call the sync complete. */
function checkFilter({ names = {}, tags = {} }: NonNullable<Source['filter']>, at: string, findings: Findings): void {
  refuseEmptyList(names.include, `${at}.names.include`, 'servers', findings);
  refuseEmptyList(tags.include, `${at}.tags.include`, 'servers', findings);
  for (const list of ['include', 'exclude'] as const) {
    (names[list] ?? []).forEach((pattern, i) => {
      const wrong = globProblem(pattern);
      if (!wrong) return;
      findings.error(
        `${at}.names.${list}[${i}]`,
        `${shown(pattern)} is no pattern: ${wrong}; the server would drop every server of the source`,
      );
    });
  }
}

/** Rules that the older server has too. */
export const COMMON_RULES: SourceRules = { git: checkGit, api: checkApi, file: checkFile };

/** Rules of today's server. */
export const SOURCE_RULES: SourceRules = {
  ...COMMON_RULES,
  git: (git, at, findings) => {
    checkGit(git, at, findings);
    warnOfOldFormat(git, at, findings);
  },
  kubernetes: checkKubernetes,
};

function checkGit(git: Settings<'git'>, at: string, findings: Findings): void {
  const { commit, path = '', auth } = git;
  if (requireField(git, 'repository', at, findings, 'write its https address')) {
    const { repository } = git;
    if (isSsh(repository)) {
      findings.error(
        `${at}.repository`,
        `${shown(repository)} is reached by SSH, for which the server has no key; use the https address, with auth if it is private`,
      );
    } else if (!/^((https?|git|file):\/\/|\/)/i.test(repository)) {
      findings.error(`${at}.repository`, `${shown(repository)} has no scheme; write https://host/path`);
    }
    warnOfPlainHttp(repository, `${at}.repository`, findings);
  }
  const versions = (['branch', 'tag', 'commit'] as const).filter((version) => git[version]);
  if (versions.length > 1) {
    findings.error(
      at,
      `only one of branch, tag and commit may be given, not ${versions.join(' and ')}; the server would start and stay empty`,
    );
  }
  if (commit && !/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(commit)) {
    findings.error(`${at}.commit`, `${shown(commit)} must be the full SHA; a shortened one is not found`);
  }
  if (path.startsWith('/')) {
    findings.error(`${at}.path`, `${shown(path)} starts from the repository's root anyway; drop the first slash`);
  }
  if (auth) checkGitAuth(auth, `${at}.auth`, findings);
}

function warnOfOldFormat({ path }: Settings<'git'>, at: string, findings: Findings): void {
  if (path !== 'pkg/registry/data/registry.json') return;
  findings.warning(
    'registry-data-format',
    `${at}.path`,
    "is a file in ToolHive's old format, which this server can't read; use pkg/catalog/toolhive/data/registry-upstream.json of https://github.com/stacklok/toolhive-catalog.git",
  );
}

function checkGitAuth(
  { username, passwordFile }: NonNullable<Settings<'git'>['auth']>,
  at: string,
  findings: Findings,
): void {
  if (Boolean(username) !== Boolean(passwordFile)) {
    const missing = username ? 'passwordFile' : 'username';
    findings.error(`${at}.${missing}`, 'is required; username and passwordFile go together');
  } else if (passwordFile && !passwordFile.startsWith('/')) {
    findings.error(`${at}.passwordFile`, `${shown(passwordFile)} must be an absolute path`);
  }
}

function checkApi(api: Settings<'api'>, at: string, findings: Findings): void {
  const { timeout } = api;
  if (requireField(api, 'endpoint', at, findings, "write the registry's address")) {
    const { endpoint } = api;
    if (!httpAddress(endpoint)) {
      findings.error(`${at}.endpoint`, `${shown(endpoint)} must begin with https:// or http:// and have a host`);
    }
    warnOfPlainHttp(endpoint, `${at}.endpoint`, findings);
  }
  if (timeout && !(seconds(timeout) > 0 && seconds(timeout) <= LONGEST_API_TIMEOUT)) {
    findings.error(`${at}.timeout`, `${shown(timeout)} must be longer than 0s and at most 5m`);
  }
}

function checkFile(file: Settings<'file'>, at: string, findings: Findings): void {
  const { path, url, timeout } = file;
  if (file.data !== undefined) {
    findings.error(`${at}.data`, 'is not read by the server; put the data into a file, and give its path or url');
  } else if (!path === !url) {
    findings.error(at, path ? 'has both path and url; keep one' : 'must have path or url');
  }
  warnOfRelativePath(path, `${at}.path`, findings);
  if (url && !httpAddress(url)) {
    findings.error(`${at}.url`, `${shown(url)} must begin with https:// or http:// and have a host`);
  } else if (url?.startsWith('http:')) {
    findings.warning(
      'registry-plain-http',
      `${at}.url`,
      'is read over plain http, so that anybody in between can change it; use https',
    );
  }
  if (timeout && seconds(timeout) <= 0) {
    findings.error(`${at}.timeout`, `${shown(timeout)} must be longer than 0s`);
  }
  if (timeout && path && !url) warnOfIgnored(`${at}.timeout`, 'it is about an url, not a path', findings);
}

function checkKubernetes({ namespaces = [] }: Settings<'kubernetes'>, at: string, findings: Findings): void {
  namespaces.forEach((namespace, i) => {
    const wrong = isDnsLabel(namespace);
    if (wrong) findings.error(`${at}.namespaces[${i}]`, `${shown(namespace)} is no namespace: ${wrong}`);
  });
  repeated(namespaces, (name, i) =>
    findings.error(`${at}.namespaces[${i}]`, `${shown(name)} is in the list twice; drop one`),
  );
  if (namespaces.length !== 1) {
    findings.warning(
      'registry-kubernetes-namespaces',
      `${at}.namespaces`,
      `${namespaces.length ? 'names more than one namespace' : 'names none, which means all'}; the server then lists the one alone in which something changed last. Make a source of each namespace`,
    );
  }
}

export function checkRegistries(registries: readonly Registry[], sources: readonly Source[], findings: Findings): void {
  const known = sources.map(({ name }) => name);
  registries.forEach((registry, i) => {
    const at = fieldPath('registries', i);
    const { sources: used = [] } = registry;
    if (requireField(registry, 'name', at, findings, 'clients find the registry at /registry/NAME')) {
      const { name } = registry;
      if (!/^[\w.~-]+$/.test(name) || /^\.+$/.test(name)) {
        findings.error(
          `${at}.name`,
          `${shown(name)} can't stand in an address, /registry/NAME; use letters, digits, "-", "_", "." and "~"`,
        );
      }
    }
    if (!used.length) requireField({}, 'sources', at, findings, 'name at least one source');
    used.forEach((source, j) => {
      if (known.includes(source) || !known.some(Boolean)) return;
      findings.error(
        `${at}.sources[${j}]`,
        `references unknown source ${shown(source)}; known: ${known.filter(Boolean).join(', ')}`,
      );
    });
    repeated(used, (source, j) =>
      warnOfIgnored(`${at}.sources[${j}]`, `${shown(source)} is in the list twice`, findings),
    );
  });
  repeated(
    registries.map(({ name }) => name),
    (name, i) => findings.error(`registries[${i}].name`, `${shown(name)} is in the list twice; rename one`),
  );
}
