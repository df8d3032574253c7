/** Policies that are valid Cedar but have no effect: nothing that ToolHive asks matches. */
import { fieldPath, Findings } from '../findings';
import { parsedPolicy } from './parser';
import { Reach, reachOf, StrangeName } from './reach';
import { report } from './report';
import { World } from './world';
import { WarningId } from '../warning-ids';

/** Id of the warning about what never matches, and takes a permission away. */
export const NEVER_MATCHES = 'cedar-never-matches';
/** Id of the warning about what never matches, and by that leaves open what it was to close. */
export const LEAVES_OPEN = 'cedar-leaves-open';
/** Id of the warning about policies that permit nothing at all. */
export const PERMITS_NOTHING = 'cedar-permits-nothing';

/**
 * Warns of policies and parts of them that can never match.
 *
 * @param field path of the list of policies
 * @param alreadySaid the same policies' surroundings in which all was reported before, elsewhere
 */
export function warnOfPolicies(
  texts: readonly string[],
  field: string,
  world: World,
  findings: Findings,
  alreadySaid?: World,
): void {
  const said = new Set(alreadySaid && messagesOf(texts, alreadySaid).map(({ i, message }) => `${i} ${message}`));
  for (const { i, ...complaint } of messagesOf(texts, world)) {
    if (said.has(`${i} ${complaint.message}`)) continue;
    if (i === undefined) findings.warning(complaint.warning, field, complaint.message);
    else report(texts[i], [complaint], fieldPath(field, i), findings);
  }
}

interface Message {
  /** Index of the policy; undefined where it is all of them. */
  readonly i?: number;
  readonly offset?: number;
  readonly warning: WarningId;
  readonly message: string;
}

function messagesOf(texts: readonly string[], world: World): Message[] {
  const reaches = texts.map((text) => {
    const policy = parsedPolicy(text);
    return policy && reachOf(policy, world);
  });
  // What doesn't parse was reported already.
  if (!texts.length || reaches.some((reach) => !reach)) return [];
  const known = reaches as Reach[];
  const ofPolicies = known.flatMap((reach, i) => ofPolicy(texts[i], reach).map((message) => ({ i, ...message })));
  return [...ofPolicies, ...ofAll(known)];
}

function ofPolicy(text: string, reach: Reach): Message[] {
  const { effect, names, answers, isAboutLists } = reach;
  const canMatch = answers.some((answer) => answer.canMatch);
  if (isAboutLists && effect === 'permit') return [];
  const told = names.filter(({ isSilent }) => !isSilent);
  if (told.length) return told.map((name) => ofName(text, name, reach, canMatch));
  if (canMatch || names.length || answers.some(({ mustFail }) => mustFail)) return [];
  const reason =
    'no request of ToolHive can match all of it: "call_tool" comes with a Tool, "get_prompt" with a Prompt, "read_resource" with a Resource';
  const { words, warning } = consequence(effect, false, false);
  return [{ offset: 0, warning, message: `${reason}; ${words}` }];
}

function ofName(text: string, name: StrangeName, { effect }: Reach, canMatch: boolean): Message {
  const { reason, written, isException, isError, warning } = name;
  const at = text.indexOf(written);
  const { words, warning: usual }: Consequence = isError
    ? {
        words: 'reading it is an error, with which ToolHive refuses the request, whatever else permits it',
        warning: NEVER_MATCHES,
      }
    : consequence(effect, isException, canMatch);
  return { offset: at < 0 ? undefined : at, warning: warning ?? usual, message: `${reason}; ${words}` };
}

interface Consequence {
  readonly words: string;
  readonly warning: WarningId;
}

/** What comes of a part that never matches. */
function consequence(effect: Reach['effect'], isException: boolean, isPart: boolean): Consequence {
  const what = isPart ? 'this part of it' : 'it';
  if (effect === 'forbid' && !isException) {
    return { words: `${what} forbids nothing, and what it is to close stays OPEN`, warning: LEAVES_OPEN };
  }
  if (effect === 'permit' && isException) {
    return { words: 'the exception is never made, and what it is to close stays OPEN', warning: LEAVES_OPEN };
  }
  const words = isException ? 'the exception is never made, and more is forbidden' : `${what} permits nothing`;
  return { words, warning: NEVER_MATCHES };
}

/** What no policy permits is forbidden, and one that forbids wins. */
function ofAll(reaches: readonly Reach[]): Message[] {
  const isOpen = (question: number) =>
    reaches.some(({ effect, answers }) => effect === 'permit' && answers[question].canMatch) &&
    !reaches.some(({ effect, answers }) =>
      effect === 'forbid' ? answers[question].mustMatch : answers[question].mustFail,
    );
  if (reaches[0].answers.some((_, question) => isOpen(question))) return [];
  const permits = reaches.filter(({ effect }) => effect === 'permit').length;
  const why = !permits
    ? 'there are only policies that forbid, and what none permits is forbidden too'
    : reaches.every(({ effect, isAboutLists }) => effect === 'forbid' || isAboutLists)
      ? 'lists alone are permitted, which are empty where nothing in them may be used'
      : 'no permit can match, or a forbid matches everything';
  const message = `nobody may do anything here: ${why}; permit what is to be allowed, such as permit(principal, action == Action::"call_tool", resource == Tool::"search");`;
  return [{ warning: PERMITS_NOTHING, message }];
}
