/** Numbers of a manifest that JavaScript can't hold: in code they would be others. */
import { isPair, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import { fieldPath } from '../findings';
import { PARTS_ONLY } from '../kubernetes/yaml';
import { plainScalar } from '../kubernetes/yaml-scalar';

export interface Rounded {
  readonly line: number;
  readonly field: string;
  /** As the manifest has it. */
  readonly written: string;
}

/** Integers beyond 2^53, where JavaScript has not all of them. */
export function roundedIn(text: string): Rounded[] {
  if (!/[\da-f_]{13}/i.test(text)) return [];
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, ...PARTS_ONLY });
  const found: Rounded[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    visit(document, {
      Scalar(_, { type, source = '', range }, path) {
        if (type !== 'PLAIN' || typeof plainScalar(source) !== 'bigint') return;
        const names = path.filter(isPair).map((pair) => (isScalar(pair.key) ? String(pair.key.value) : ''));
        const { line } = lines.linePos(range?.[0] ?? 0);
        found.push({ line, field: names.reduce(fieldPath, ''), written: source });
      },
    });
  }
  return found;
}
