/**
 * Kubernetes' rules for names, label values and the like. Each check gives nothing if the text is right, else a short
 * text that says what is wrong, to be read after the name of the field.
 */
import { remembered } from '../plain/remembered';

const LABEL_CHARS = "must be lower case letters, digits and '-', and start and end with a letter or digit";
const MAX_LABEL = 63;
const MAX_SUBDOMAIN = 253;

/** RFC 1123 label: names of namespaces, containers, volumes and most else that becomes part of a host name. */
export function isDnsLabel(text: string): string | undefined {
  return check(text, MAX_LABEL, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, LABEL_CHARS);
}

/** RFC 1035 label: names of Services. */
export function isDnsLabelRfc1035(text: string): string | undefined {
  const rule = "must be lower case letters, digits and '-', start with a letter, and end with a letter or digit";
  return check(text, MAX_LABEL, /^[a-z]([-a-z0-9]*[a-z0-9])?$/, rule);
}

/** RFC 1123 subdomain: names of most objects, such as Deployments, ConfigMaps and Secrets. */
export function isDnsSubdomain(text: string): string | undefined {
  const rule = "must be lower case letters, digits, '-' and '.', and start and end each part with a letter or digit";
  return check(text, MAX_SUBDOMAIN, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, rule);
}

/** Values of labels. May be empty. */
export function isLabelValue(text: string): string | undefined {
  const rule = "must be empty or letters, digits, '-', '_' and '.', and start and end with a letter or digit";
  return check(text, MAX_LABEL, /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/, rule);
}

/** Keys of labels and annotations: a name, with or without a DNS subdomain and '/' before it. */
export const isQualifiedName: (text: string) => string | undefined = remembered((text) => {
  const parts = text.split('/');
  if (parts.length > 2) return "must have at most one '/'";
  const name = parts.pop() ?? '';
  const prefix = parts.pop();
  const wrong = prefix === undefined ? undefined : isDnsSubdomain(prefix);
  if (wrong) return `has a wrong part before '/', which ${wrong}`;
  const rule = "must be letters, digits, '-', '_' and '.', and start and end with a letter or digit";
  const wrongName = check(name, MAX_LABEL, /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, rule);
  if (wrongName === undefined || prefix === undefined) return wrongName;
  return `has a wrong part after '/', which ${wrongName}`;
});

/** Names of environment variables, and keys of ConfigMaps that become such, by the rule that holds everywhere. */
export function isEnvVarName(text: string): string | undefined {
  if (text === '.' || text.startsWith('..')) return "must not be '.' nor start with '..'";
  const rule = "must be letters, digits, '_', '-' and '.', and not start with a digit";
  return check(text, Infinity, /^[-._a-zA-Z][-._a-zA-Z0-9]*$/, rule);
}

/** Names of environment variables by the relaxed rule that Kubernetes applies to pods since 1.34. */
export function isRelaxedEnvVarName(text: string): string | undefined {
  return check(text, Infinity, /^[ -<>-~]+$/, "must be printable ASCII characters other than '='");
}

function check(text: string, maxLength: number, pattern: RegExp, rule: string): string | undefined {
  if (text.length > maxLength) return `must be no longer than ${maxLength} characters`;
  if (text === '' && !pattern.test(text)) return 'must not be empty';
  return pattern.test(text) ? undefined : rule;
}
