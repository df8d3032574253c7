/** The commands `tools` and `lock tools`, which ask a running server. */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readTexts } from './input';
import { CommandLine } from './options';
import { tell } from './tell';
import { writeFiles } from './write-files';
import { printable, shown } from '../findings';
import { ReadError } from '../manifests/read';
import { counted } from '../plain/counted';
import { AskError, askForTools } from '../tools/ask-server';
import { readTools } from '../tools/read-tools';
import {
  changeLines,
  parseToolLock,
  TOOL_LOCK_FILE,
  toolChanges,
  ToolHashes,
  toolHashes,
  toolLockText,
} from '../tools/tool-lock';

const TIMEOUT = 30_000;

/** Prints the tools of a server, or writes them into a file. */
export async function runTools(commandLine: CommandLine, print: (text: string) => void): Promise<number> {
  const { output } = commandLine;
  const tools = await askedTools(commandLine);
  const text = `${JSON.stringify({ tools }, undefined, 2)}\n`;
  if (output === undefined) {
    print(text);
    return 0;
  }
  writeFiles(dirname(output), new Map([[basename(output), text]]));
  tell(`note: wrote ${counted(tools.length, 'tool')} to ${output}`);
  return 0;
}

/** Writes the lock of a server's tools, or compares with one. */
export async function runToolLock(commandLine: CommandLine): Promise<number> {
  const { check, output = TOOL_LOCK_FILE, from } = commandLine;
  const file = check ?? output;
  const before = check !== undefined || existsSync(output) ? readLock(file) : undefined;
  const now = hashed(await askedTools(commandLine), from!);
  const lines = before ? changeLines(toolChanges(before, now)) : [];
  for (const line of lines) tell(`${check === undefined ? 'note' : 'error'}: ${line}`);
  const tools = counted(Object.keys(now).length, 'tool');
  if (check !== undefined) {
    if (!lines.length) tell(`note: all ${tools} are as in ${check}`);
    else tell(`error: look at these, and write ${check} anew with cdk8s-toolhive lock tools if they are all right`);
    return lines.length ? 1 : 0;
  }
  writeFiles(dirname(output), new Map([[basename(output), toolLockText(now)]]));
  tell(`note: wrote ${tools} to ${output}`);
  return 0;
}

async function askedTools({ from, tokenVariable }: CommandLine): Promise<unknown[]> {
  const token = tokenVariable === undefined ? undefined : process.env[tokenVariable];
  if (tokenVariable !== undefined && !token) throw new ReadError(`--token-variable: ${tokenVariable} is not set`);
  let tools: unknown[];
  try {
    tools = await askForTools({ url: from!, token, timeout: TIMEOUT });
  } catch (e) {
    if (!(e instanceof AskError)) throw e;
    const message = token === undefined ? e.message : e.message.replaceAll(token, '***');
    throw new ReadError(`${shown(from)} ${printable(message)}`);
  }
  about(from!, () => readTools(tools, 'tools', 'tools/list'));
  return tools;
}

const hashed = (tools: readonly unknown[], from: string): ToolHashes => about(from, () => toolHashes(tools));

function readLock(path: string): ToolHashes {
  const [{ text }] = readTexts([path]);
  return about(path, () => parseToolLock(text));
}

/** What is wrong with a file, or with a server, is nothing of this program's. */
function about<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (e) {
    throw new ReadError(`${printable(what)}: ${printable((e as Error).message)}`);
  }
}
