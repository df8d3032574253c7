/** What the CronJob of a ToolLock runs: it asks the server, and fails where the tools are not those of the lock. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AskError, askForTools } from '../../src/tools/ask-server';
import { changeLines, parseToolLock, toolChanges, toolHashes } from '../../src/tools/tool-lock';

/** Statuses of the program. The Job ends with the first, and tries again after the second. */
const MOVED = 1;
const NO_ANSWER = 2;

const TIMEOUT = 60_000;

async function check(): Promise<number> {
  const { TOOL_LOCK_URL: url = '', TOOL_LOCK_TOKEN: token } = process.env;
  const lock = parseToolLock(readFileSync(join(__dirname, 'tools.lock.json'), 'utf8'));
  const tell = (text: string) => console.error(token ? text.replaceAll(token, '***') : text);
  try {
    const now = toolHashes(await askForTools({ url, token: token || undefined, timeout: TIMEOUT }));
    const lines = changeLines(toolChanges(lock, now));
    for (const line of lines) tell(`${url}: ${line}`);
    if (!lines.length) console.log(`${url}: all ${Object.keys(now).length} tools are as in the lock`);
    return lines.length ? MOVED : 0;
  } catch (e) {
    tell(`${url} ${(e as Error).message}`);
    return e instanceof AskError ? NO_ANSWER : MOVED;
  }
}

void check().then((status) => (process.exitCode = status));
