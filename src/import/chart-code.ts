/** The code of one chart: what it refers to, its objects and its constructs, in an order that lets each find the others. */
import { apiObject } from './api-object';
import { Comments } from './comments';
import {
  call,
  CHART,
  commentsIn,
  Expression,
  make,
  member,
  namesIn,
  object,
  scalar,
  Variable,
  variablesIn,
} from './expression';
import { dataOf } from './fields';
import { tableOf } from './kinds';
import { LibraryName } from './library';
import { Names } from './names';
import { commentLine, commentText, Printer, Spelling } from './print';
import { References, Target } from './references';
import { Override, ResourceWriter } from './resource-code';
import { Finding } from '../findings';
import { GivenManifest } from '../manifests/metadata';
import { Made } from './forms/making';
import { DEFAULT_VERSION, VersionName } from '../rendering/model/versions';
import { isServer } from '../rendering/operations/servers';
import { Resource } from '../resources/resource';
import { pathText } from '../synthesis/spec-override';

/** A document of the input. */
export interface ImportedDocument {
  /** Undefined for resources that aren't ToolHive's. */
  readonly resource?: Resource;
  readonly value: GivenManifest;
  readonly warnings: readonly Finding[];
  readonly comments: Comments;
  /** For what was no manifest. */
  readonly made?: Made;
  /** Takes what is wrong with it. */
  refuse(message: string): void;
}

/** One thing that the code makes, and what it does with it. */
interface Statement {
  readonly comment: readonly string[];
  readonly variable?: Variable;
  readonly code: Expression;
  readonly calls: readonly Expression[];
  /** What its code refers to. */
  readonly uses: ReadonlySet<Variable>;
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export class ChartCode {
  private readonly statements: Statement[];
  private readonly identifiers = new Map<Variable, string>();

  /**
   * @param namespace undefined for a chart of what names no namespace
   * @param version the version of ToolHive that the chart is set to
   */
  constructor(
    readonly id: string,
    readonly namespace: string | undefined,
    private readonly version: VersionName,
    private readonly documents: readonly ImportedDocument[],
  ) {
    this.statements = this.write();
    this.nameVariables();
  }

  /** The chart itself: class and arguments, without its scope. */
  get chart(): { readonly of: LibraryName; readonly args: readonly Expression[] } {
    if (this.namespace === undefined) return { of: 'Chart', args: [scalar(this.id)] };
    const makesPods = this.documents.some(({ resource, made }) => resource && !made && isServer(resource));
    const security: Expression = {
      ...member('PodSecurity', 'OPERATOR'),
      comment: [{ field: '', text: "As ToolHive's operator makes pods. Without it, they are hardened." }],
    };
    const isDefault = this.version === DEFAULT_VERSION;
    const settings = {
      namespace: scalar(this.namespace),
      toolhiveVersion: isDefault ? undefined : member('ToolhiveVersion', `V${this.version.replaceAll('.', '_')}`),
      podSecurity: makesPods ? security : undefined,
    };
    return { of: 'ToolhiveChart', args: [scalar(this.id), object(settings)] };
  }

  /** Names of libraries that the code uses. */
  get names(): LibraryName[] {
    const { of, args } = this.chart;
    const codes = [...args, ...this.statements.flatMap(({ code, calls }) => [code, ...calls])];
    return [of, ...codes.flatMap(namesIn)];
  }

  /**
   * The statements.
   *
   * @param chart how the chart is called in the code
   */
  text(chart: string, indent: number): string {
    const spelling: Spelling = { chart, nameOf: (variable) => this.identifiers.get(variable)! };
    const printer = new Printer(spelling);
    const space = ' '.repeat(indent);
    const print = (code: Expression, before: string) =>
      `${space}${before}${printer.print(code, indent, indent + before.length, 1)};\n`;
    const texts = this.statements.map(({ comment, variable, code, calls }) => {
      const name = variable && this.identifiers.get(variable);
      const before = comment.map((line) => commentLine(line, indent)).join('') + commentText(code, indent);
      const own = print(code, name === undefined ? '' : `const ${name} = `);
      return before + own + calls.map((inner) => commentText(inner, indent) + print(inner, '')).join('');
    });
    // References are grouped; everything else gets a blank line before it.
    return texts.map((text, i) => (i && !this.isPair(i) ? `\n${text}` : text)).join('');
  }

  private isPair(i: number): boolean {
    const isReference = ({ code }: Statement) => code.type === 'call';
    return isReference(this.statements[i - 1]) && isReference(this.statements[i]);
  }

  private write(): Statement[] {
    const own = this.documents.filter((document): document is ImportedDocument & { resource: Resource } =>
      Boolean(document.resource),
    );
    const targets = own.map(({ resource }) => targetOf(resource));
    const references = new References(targets, tableOf);
    const ids = Names.ofConstructs();
    const idOf = new Map(byPriority(own).map(({ resource }) => [resource, takeId(ids, resource)]));
    const others = this.documents.filter(({ resource }) => !resource).map((document) => this.apiObject(document, ids));
    const constructs = own.map((document, i) => {
      const writer = new ResourceWriter(
        document.resource,
        this.version,
        document.warnings,
        document.comments,
        references,
        document.made,
      );
      try {
        const { props, overrides } = writer.write();
        return construct(document, targets[i].variable, idOf.get(document.resource)!, props, overrides);
      } catch (e) {
        document.refuse((e as Error).message);
        return statement({ code: scalar(null) });
      }
    });
    const used = new Set(constructs.flatMap(({ uses }) => [...uses]));
    const referring = references.outside
      .filter(({ variable }) => used.has(variable))
      .map(({ variable, name, code }) =>
        statement({ variable, code: code(ids.take(name, `${name}-${variable.suffix}`)) }),
      );
    return [...referring, ...others, ...ordered(constructs).flatMap((made) => [...localsOf(made), made])];
  }

  private apiObject(document: ImportedDocument, ids: Names): Statement {
    const { value, comments } = document;
    const name = String(value.metadata?.name || value.kind);
    const id = ids.take(name, `${name}-${value.kind}`);
    const { code, wrong } = apiObject(value, id, this.namespace, comments);
    if (wrong) document.refuse(wrong);
    return statement({ comment: restOf(comments, code), code });
  }

  private nameVariables(): void {
    const identifiers = Names.ofVariables();
    const used = new Set(this.statements.flatMap(({ uses }) => [...uses]));
    const named = this.statements.filter(({ variable }) => variable && used.has(variable));
    // A server is called by its name, and what else has that name gets a longer one.
    const sorted = [...named].sort((a, b) => Number(a.code.type === 'call') - Number(b.code.type === 'call'));
    for (const { variable } of sorted) {
      const { hint, suffix } = variable!;
      this.identifiers.set(variable!, identifiers.take(hint, `${hint}-${suffix}`));
    }
  }
}

function statement({ comment = [], calls = [], ...said }: Partial<Statement> & { code: Expression }): Statement {
  return { comment, calls, ...said, uses: new Set([said.code, ...calls].flatMap(variablesIn)) };
}

function targetOf({ kind, name }: Resource): Target {
  const { suffix, fromName } = tableOf(kind);
  const standIn = fromName
    ? call(fromName.of, fromName.method, CHART, scalar(`${suffix} ${name}`), scalar(name))
    : object({ name: scalar(name) });
  return { kind, name, variable: { hint: name, suffix, standIn } };
}

/** Those that run something have the plain names. */
function byPriority<T extends { readonly resource: Resource }>(documents: readonly T[]): T[] {
  const isWorkload = ({ resource }: T) => isServer(resource);
  return [...documents.filter(isWorkload), ...documents.filter((document) => !isWorkload(document))];
}

function takeId(ids: Names, { kind, name }: Resource): string {
  return ids.take(name, `${name}-${tableOf(kind).suffix}`);
}

function construct(
  { resource, value, comments }: ImportedDocument & { readonly resource: Resource },
  variable: Variable,
  id: string,
  props: Readonly<Record<string, Expression | undefined>>,
  overrides: readonly Override[],
): Statement {
  const { kind, name, generation = 1 } = resource;
  const all = object({
    name: id === name ? undefined : scalar(name),
    ...props,
    generation: kind === 'MCPServer' && generation !== 1 ? scalar(generation) : undefined,
  });
  const isEmpty = all.type === 'object' && !all.members.length;
  const code = make(tableOf(kind).construct, CHART, scalar(id), ...(isEmpty ? [] : [all]));
  const calls = overrides.map((override) =>
    call(variable, 'addSpecOverride', scalar(pathText(override.path)), override.value),
  );
  const metadata = metadataOf(value.metadata, comments);
  if (metadata) calls.push(call(variable, 'addResourceMetadata', metadata));
  return statement({ comment: restOf(comments, code, ...calls), variable, code, calls });
}

/** Labels and annotations of a custom resource; undefined where there are none. */
function metadataOf(metadata: GivenManifest['metadata'], comments: Comments): Expression | undefined {
  const { labels, annotations } = metadata ?? {};
  const { [LAST_APPLIED]: _, ...own } = annotations ?? {};
  const said = Object.entries({ labels: labels ?? {}, annotations: own }).filter(([, map]) => Object.keys(map).length);
  return said.length ? dataOf(Object.fromEntries(said), ['metadata'], comments) : undefined;
}

/** Comments that have found no place in the code. */
function restOf(comments: Comments, ...codes: Expression[]): string[] {
  return comments.except(new Set(codes.flatMap(commentsIn)));
}

/** What is declared for a construct alone. */
function localsOf({ uses }: Statement): Statement[] {
  return [...uses].filter(({ isLocal }) => isLocal).map((local) => statement({ variable: local, code: local.standIn }));
}

/** Each after those that it refers to, otherwise in the order of the input. */
function ordered(statements: readonly Statement[]): Statement[] {
  const makers = new Map(statements.map((made) => [made.variable, made]));
  const done = new Set<Statement>();
  const add = (made: Statement): void => {
    if (done.has(made)) return;
    const needed = [...made.uses].map((variable) => makers.get(variable));
    for (const other of needed) if (other && other !== made) add(other);
    done.add(made);
  };
  statements.forEach(add);
  return [...done];
}
