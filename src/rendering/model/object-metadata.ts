/** Labels and annotations of any object, as the API server holds them: texts, and what keys and values may be. */
import { fieldPath, Findings, shown } from '../../findings';
import { isLabelValue, isQualifiedName } from '../../kubernetes/names';
import { isObject } from '../../plain/objects';

/** How much all annotations of an object may come to, keys included. Source: k8s.io/apimachinery pkg/api/validation. */
const MAX_ANNOTATIONS_KIB = 256;

export function checkLabels(labels: unknown, field: string, findings: Findings): void {
  checkTexts(labels, field, findings, (key) => key, isLabelValue);
}

export function checkAnnotations(annotations: unknown, field: string, findings: Findings): void {
  checkTexts(annotations, field, findings, (key) => key.toLowerCase());
  if (!isObject(annotations)) return;
  // No letter of a text takes more than three bytes in UTF-8: nearly all are told without counting.
  let letters = 0;
  for (const key in annotations) letters += key.length + String(annotations[key]).length;
  if (letters * 3 <= MAX_ANNOTATIONS_KIB * 1024) return;
  const bytes = Object.entries(annotations).reduce((sum, [key, value]) => sum + size(key) + size(value), 0);
  if (bytes <= MAX_ANNOTATIONS_KIB * 1024) return;
  findings.error(
    field,
    `come to ${bytes} bytes, and Kubernetes takes ${MAX_ANNOTATIONS_KIB} KiB at most; put some of it into a ConfigMap`,
  );
}

/** Reports what is there and no text. What is null is not given. */
export function checkText(given: unknown, field: string, findings: Findings): void {
  if (given === undefined || given === null || typeof given === 'string') return;
  const quoted = typeof given === 'object' ? '' : `; quote it: ${shown(String(given))}`;
  findings.error(field, `must be text, not ${shown(given)}${quoted}`);
}

function checkTexts(
  given: unknown,
  field: string,
  findings: Findings,
  asChecked: (key: string) => string,
  isWrong?: (text: string) => string | undefined,
): void {
  if (given === undefined || given === null) return;
  if (!isObject(given)) {
    findings.error(field, `must be a map of texts, not ${shown(given)}`);
    return;
  }
  for (const key of Object.keys(given)) {
    const value = given[key];
    const wrongKey = isQualifiedName(asChecked(key));
    if (wrongKey) findings.error(fieldPath(field, key), `is no key that Kubernetes takes: the key ${wrongKey}`);
    if (typeof value !== 'string') {
      checkText(value, fieldPath(field, key), findings);
      continue;
    }
    const wrong = isWrong?.(value);
    if (wrong) findings.error(fieldPath(field, key), `${shown(value)} is no value of a label: it ${wrong}`);
  }
}

function size(text: unknown): number {
  return typeof text === 'string' ? Buffer.byteLength(text) : 0;
}
