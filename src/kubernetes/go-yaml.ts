/** YAML for programs in Go, whose library stands between the versions 1.1 and 1.2, and has numbers of its own. */
import { Document, Tags, visit } from 'yaml';

/** Numbers as go.yaml.in/yaml/v3 reads them, underscores left out: also `0o17`, `0X1F`, `.5e3`. */
const NUMBER = /^[-+]?(0[xob][-+]?[\da-f]+|(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)$/i;
/** Ends of lines and the like, some of which Go takes for a space, and drops or refuses others. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** The value as YAML: what is text stays text for Go. */
export function goYaml(value: unknown): string {
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false, customTags: withoutMerge });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && needsQuotes(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  // They stand in double quotes by now.
  return document
    .toString({ lineWidth: 0 })
    .replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The library writes a key `<<` without quotes, whatever it is told, while it knows what that means. */
function withoutMerge(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge');
}

function needsQuotes(text: string): boolean {
  // The last merges maps, where it is a key.
  return NUMBER.test(text.replaceAll('_', '')) || text.search(UNPRINTABLE) >= 0 || text === '<<';
}
