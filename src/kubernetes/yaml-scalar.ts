/**
 * What Kubernetes' tools take a scalar without quotes for: YAML 1.1 without its dates and base-60 numbers, and with the
 * integers of Go. Source: resolve.go of go.yaml.in/yaml/v2, which sigs.k8s.io/yaml reads with.
 */

/** What a scalar can be. Whole numbers that JavaScript would round are a bigint. */
export type Scalar = string | number | bigint | boolean | null;

const WORDS = new Map<string, Scalar>([
  ...words('y Y yes Yes YES true True TRUE on On ON', true),
  ...words('n N no No NO false False FALSE off Off OFF', false),
  ...words('~ null Null NULL', null),
  ...words('.nan .NaN .NAN', NaN),
  ...words('.inf .Inf .INF +.inf +.Inf +.INF', Infinity),
  ...words('-.inf -.Inf -.INF', -Infinity),
  ['', null],
]);

function words(list: string, value: Scalar): [string, Scalar][] {
  return list.split(' ').map((word) => [word, value]);
}

/** Underscores are taken out before. The sign is split off, because BigInt accepts none before a prefix. */
const INTEGER = /^(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9]\d*)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

const [SMALLEST, LARGEST] = [-(2n ** 63n), 2n ** 64n - 1n];

/** The value of a scalar that is there without quotes. */
export function plainScalar(text: string): Scalar {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  // Most begin with a letter. Numbers begin with a digit, a sign or a point.
  if (first > 57 || first < 43 || first === 44 || first === 47) return text;
  if (text.startsWith('.')) return float(text) ?? text;
  const plain = text.replaceAll('_', '');
  return integer(plain) ?? float(plain) ?? text;
}

/** Undefined where it doesn't fit in 64 bits. */
function integer(text: string): number | bigint | undefined {
  const isNegative = text.startsWith('-');
  const digits = isNegative || text.startsWith('+') ? text.slice(1) : text;
  if (!INTEGER.test(digits) || digits.length > 80) return undefined;
  const amount = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = isNegative ? -amount : amount;
  if (value < SMALLEST || value > LARGEST) return undefined;
  const number = Number(value);
  return String(number) === String(value) ? number : value;
}

/** Undefined where it is no number, or doesn't fit in a float. */
function float(text: string): number | undefined {
  const number = FLOAT.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : undefined;
}
