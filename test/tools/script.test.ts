import { readFileSync } from 'node:fs';
import { SCRIPT_FILE, scriptSource } from '../../scripts/tool-lock/script';

test('the script of a ToolLock is what its source says; npx tsx scripts/tool-lock/write.ts writes it anew', async () => {
  expect(readFileSync(SCRIPT_FILE, 'utf8')).toBe(await scriptSource());
});
