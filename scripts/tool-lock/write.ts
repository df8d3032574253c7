/** Writes the script of a ToolLock's CronJob: `npx tsx scripts/tool-lock/write.ts`. */
import { writeFileSync } from 'node:fs';
import { SCRIPT_FILE, scriptSource } from './script';

void scriptSource().then((text) => writeFileSync(SCRIPT_FILE, text));
