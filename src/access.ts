import { IConstruct } from 'constructs';
import { AccessChange, AccessDecision, AccessFeature, AccessFinding } from './authorization/access-decision';
import { AccessPrincipal } from './authorization/access-principal';
import { accessChanges, publicDecision } from './authorization/changes';
import { decisionsOf } from './authorization/decisions';
import { accessFindings } from './authorization/findings';
import { ServerItem } from './authorization/items';
import { isServer } from './authorization/kinds';
import { serverText } from './authorization/reasons';
import { accessTable } from './authorization/report';
import { AskedServer, askedServer } from './authorization/servers';
import { usualPrincipals } from './authorization/usual-principals';
import { JsonObject } from './plain/objects';
import { checkCalls } from './props/check-calls';
import { AppCatalog } from './synthesis/app-catalog';
import { IToolhiveResource } from './synthesis/i-toolhive-resource';
import { settingsOf } from './synthesis/scope-settings';
import type { ToolhiveResource } from './synthesis/toolhive-resource';

/** Whose access is looked at. */
export interface AccessOptions {
  /**
   * Who is asked about: for each of these, somebody in that group alone.
   *
   * @default - groups that policies name, unless principals are given
   */
  readonly groups?: string[];

  /**
   * Others, by their claims.
   *
   * @default - somebody without groups, and somebody without a token, unless groups are given
   */
  readonly principals?: AccessPrincipal[];
}

/** A question to one server. */
export interface AccessQuestion {
  /** Who is asked. */
  readonly server: IToolhiveResource;

  /** Who asks. */
  readonly principal: AccessPrincipal;

  /** What is asked for: a tool or prompt as the server's policies call it, or a resource's URI. */
  readonly name: string;

  /**
   * Whether it is about a tool, a prompt or a resource.
   *
   * @default AccessFeature.TOOL
   */
  readonly feature?: AccessFeature;

  /**
   * What the tool or prompt is given.
   *
   * @default - not known: the decision depends on them where policies look at them
   */
  readonly arguments?: { [name: string]: any };
}

/**
 * Who may do what at the servers of a scope, as ToolHive's proxies and virtual servers decide.
 *
 * Cedar policies are evaluated with the same requests that ToolHive makes of tokens, tools and arguments. Ask when the chart is
 * complete.
 *
 * @example
 * const table = Access.of(chart).table({ groups: ['eng', 'ops'] });
 */
export class Access {
  static {
    checkCalls('Access', this);
  }

  /**
   * The access to all servers at and below a scope.
   *
   * @param scope an app, a chart or a construct
   */
  public static of(scope: IConstruct): Access {
    return new Access(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * What each server decides about each tool, prompt and resource that is known.
   *
   * Tools are known from `knownTools`, filters and policies. What has no name there is summed up, as "(any other tool)".
   *
   * @param options whose access is looked at
   * @returns by server, tool and principal
   * @throws when policies can't be read, as synthesis does
   */
  public decisions(options: AccessOptions = {}): AccessDecision[] {
    return this.ask(options).flatMap(({ decisions }) => decisions.map((one) => publicDecision(one)));
  }

  /**
   * What one server decides about one thing.
   *
   * @param question who asks which server for what
   * @throws when the server is not one that clients ask, or not in the scope
   */
  public decide(question: AccessQuestion): AccessDecision {
    const { server, principal, name, feature = AccessFeature.TOOL, arguments: args } = question;
    const found = this.servers().find(({ construct }) => construct === server);
    if (!found) {
      throw new Error(
        `[${this.scope.node.path}] Access: ${server.node.path} is no server of this scope; give an McpServer, McpRemoteProxy or VirtualMcpServer in it`,
      );
    }
    const known = found.asked.items.find((item) => item.feature === feature && item.name === name);
    const item: ServerItem = known ?? { feature, name };
    const [decision] = decisionsOf(found.asked, [item], [principal._principal], args as JsonObject | undefined);
    return publicDecision(decision);
  }

  /**
   * The decisions as Markdown: for each server a table with tools and principals, and the policies that decide.
   *
   * @param options whose access is looked at
   * @throws when policies can't be read, as synthesis does
   */
  public table(options: AccessOptions = {}): string {
    return this.ask(options)
      .map(({ decisions, principals }) => accessTable(decisions, principals))
      .join('\n');
  }

  /**
   * What is probably not meant: tools that nobody may call, policies without effect, and what lists hide.
   *
   * @param options whose access is looked at
   * @throws when policies can't be read, as synthesis does
   */
  public findings(options: AccessOptions = {}): AccessFinding[] {
    return this.ask(options).flatMap(({ asked, decisions, principals }) =>
      accessFindings(asked, decisions, principals).map((message) => ({
        server: serverText(asked),
        namespace: asked.namespace,
        message,
      })),
    );
  }

  /**
   * Decisions that differ from those of an earlier version of the app.
   *
   * @param before its `decisions`, of the same options
   * @param options whose access is looked at
   */
  public changesSince(before: AccessDecision[], options: AccessOptions = {}): AccessChange[] {
    return accessChanges(before, this.decisions(options));
  }

  private ask({ groups, principals }: AccessOptions) {
    return this.servers().map(({ asked }) => {
      const given = [...(groups ?? []).map((name) => AccessPrincipal.group(name)), ...(principals ?? [])];
      const all = (groups ?? principals) ? given.map(({ _principal: one }) => one) : usualPrincipals(asked);
      return { asked, principals: all, decisions: decisionsOf(asked, asked.items, all) };
    });
  }

  private servers(): { construct: IConstruct; asked: AskedServer }[] {
    const catalog = AppCatalog.of(this.scope);
    return this.scope.node.findAll().flatMap((construct) => {
      // Not by class: there may be two copies of the library in one app.
      const resource = (construct as Partial<ToolhiveResource>)._checked?.();
      if (!resource || !isServer(resource)) return [];
      try {
        const asked = askedServer(resource, { catalog, settings: settingsOf(construct).rendering });
        return [{ construct, asked }];
      } catch (e) {
        throw new Error(`[${construct.node.path}] ${(e as Error).message}`);
      }
    });
  }
}
