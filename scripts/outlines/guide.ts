/** The manifests and fragments of the registry server's deployment guide. */
import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { Outline, outlineOf } from './outline';
import { isObject } from '../../src/plain/objects';

/** By title of the section and kind, the first fields of each. */
export function guideOutlines(file: string): Record<string, Outline> {
  // Comments in shell code look like headings.
  const text = readFileSync(file, 'utf8').replace(/```bash\n[\s\S]*?```/g, '');
  const outlines: Record<string, Outline> = {};
  for (const section of text.split(/^#+ /m)) {
    const title = section.split('\n', 1)[0];
    for (const [, yaml] of section.matchAll(/```yaml\n([\s\S]*?)```/g)) {
      for (const document of parseAllDocuments(yaml, { version: '1.1' })) {
        const value = document.toJS();
        const name = [title, value?.kind].filter(Boolean).join(': ');
        outlines[name] ??= outlineOf(withConfig(value));
      }
    }
  }
  return outlines;
}

/** An object whose configuration is read, and no text. */
export function withConfig(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { data } = value;
  const config = isObject(data) ? data['config.yaml'] : undefined;
  return typeof config === 'string' ? { ...value, data: { ...(data as object), 'config.yaml': parse(config) } } : value;
}
