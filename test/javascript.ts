/** TypeScript without its types, as `tsx` runs it: they are taken out and not looked at. */
import { transformSync } from 'esbuild';

export const javaScriptOf = (code: string): string => transformSync(code, { format: 'cjs', loader: 'ts' }).code;
