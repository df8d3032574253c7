/**
 * Cedar policies, as ToolHive's proxy reads them: one policy a text, and without it the proxy doesn't start.
 * Source: ToolHive pkg/authz/authorizers/cedar/core.go, which parses with cedar-go.
 */
import { fieldPath, Findings, shown } from '../findings';
import { Complaint, policyCount, policyErrors } from './parser';
import { remembering } from './remembering';
import { report } from './report';

/** Id of the warning about more than one policy in a text. Constructs refuse it. */
export const SECOND_POLICY = 'cedar-policy-dropped';

/** Reports each policy that Cedar or ToolHive refuses, with line and column. */
export function checkCedarPolicies(policies: readonly string[], field: string, findings: Findings): void {
  policies.forEach((text, i) => report(text, complaintsOf(text), fieldPath(field, i), findings));
}

/** Reports an entity type of groups that ToolHive refuses: it has to be one Cedar identifier. */
export function checkCedarEntityType(type: string | undefined, field: string, findings: Findings): void {
  if (!type) return;
  const namespaced = type.includes('::');
  if (!namespaced && !complaintsOf(`permit(principal in ${type}::"x", action, resource);`).length) return;
  const reason = namespaced
    ? 'ToolHive takes no namespace here'
    : 'it is no Cedar identifier, or a word of the language';
  findings.error(field, `${shown(type)} can't be an entity type: ${reason}; write a name such as "THVGroup"`);
}

const complaintsOf = remembering((text): Complaint[] => {
  if (isBlank(text)) return [{ message: 'has no policy in it; write one, or take the entry out' }];
  const errors = policyErrors(text);
  if (!errors.length) return cedarGoErrors(text);
  if (policyCount(text) > 1) {
    return [
      {
        offset: errors[0].offset,
        message: 'a second policy begins here, which ToolHive drops silently; make it an entry of its own',
        warning: SECOND_POLICY,
      },
    ];
  }
  return errors.map((error) => withHint(text, error));
});

function isBlank(text: string): boolean {
  return /^\s*$/.test(text.replace(/\/\/.*/g, ''));
}

/** What people bring from other languages, and Cedar's parser has no help for. */
const HABITS: [RegExp, string][] = [
  [/^\/\*/, 'a comment begins with //'],
  [/^and\b/i, 'write &&'],
  [/^or\b/i, 'write ||'],
  [/^&/, 'write &&'],
  [/^\|/, 'write ||'],
];

function withHint(text: string, { offset, message }: Complaint): Complaint {
  if (offset === undefined) return { message };
  const rest = text.slice(offset);
  const found = message.replace(/^invalid token/, `invalid token ${shown([...rest][0])}`);
  const habit = HABITS.find(([pattern]) => pattern.test(rest))?.[1];
  const unfinished = !rest && message.includes('expected `;`') && 'a policy ends with a semicolon';
  return { offset, message: [found, habit, unfinished].filter(Boolean).join('; ') };
}

/** Strings, annotations and comments are passed over as a whole; `odd` and `call` are outside of them. */
const TOKENS =
  /(?<string>"(?:\\.|[^"\\])*(?:"|$))|\/\/[^\n]*|@\s*\w+|(?<odd>[^\S \t\r\n]|\u0085)|(?<call>\bunknown)(?=\s*\()/gs;

/** What cedar-go refuses and Cedar's own parser takes; test/cedar/vectors shows it. */
function cedarGoErrors(text: string): Complaint[] {
  const nul = text.indexOf('\0');
  const found: Complaint[] = nul < 0 ? [] : [{ offset: nul, message: 'a NUL character, which ToolHive refuses' }];
  for (const { index, groups } of text.matchAll(TOKENS)) {
    const { string, odd, call } = groups!;
    if (string?.includes('\n')) {
      found.push({ offset: index, message: 'a line break in a string, which ToolHive refuses; write \\n' });
    } else if (odd) {
      const code = odd.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      found.push({ offset: index, message: `white space that ToolHive refuses (U+${code}); write a plain space` });
    } else if (call) {
      found.push({ offset: index, message: '`unknown` is no function in ToolHive' });
    }
  }
  return found;
}
