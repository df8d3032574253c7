/** The order of keys in YAML that gopkg.in/yaml.v3 writes. Source: its sorter.go. */

const isDigit = (c: string | undefined) => c !== undefined && /\p{Nd}/u.test(c);
const isLetter = (c: string) => /\p{L}/u.test(c);

/** Whether `a` comes before `b`: numbers within them count as numbers. */
export function isBefore(a: readonly string[], b: readonly string[]): boolean {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  if (i === a.length || i === b.length) return a.length < b.length;
  const [letterA, letterB] = [isLetter(a[i]), isLetter(b[i])];
  if (letterA && letterB) return a[i].codePointAt(0)! < b[i].codePointAt(0)!;
  if (letterA || letterB) return isDigit(a[i - 1]) ? letterA : letterB;
  const [numberA, numberB] = [numberAt(a, b, i), numberAt(b, a, i)];
  if (numberA.value !== numberB.value) return numberA.value < numberB.value;
  if (numberA.end !== numberB.end) return numberA.end < numberB.end;
  return a[i].codePointAt(0)! < b[i].codePointAt(0)!;
}

/** The digits from `i` on. Where one side has a zero there, a number that began before it goes on. */
function numberAt(text: readonly string[], other: readonly string[], i: number): { value: bigint; end: number } {
  let value = 0n;
  if (text[i] === '0' || other[i] === '0') {
    for (let j = i - 1; j >= 0 && isDigit(text[j]); j--) {
      if (text[j] === '0') continue;
      value = 1n;
      break;
    }
  }
  let end = i;
  for (; end < text.length && isDigit(text[end]); end++) value = value * 10n + BigInt(text[end].codePointAt(0)! - 48);
  return { value: BigInt.asIntN(64, value), end };
}
