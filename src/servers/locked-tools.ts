import { readFileSync } from 'node:fs';
import { printable, shown } from '../findings';
import { checkCalls } from '../props/check-calls';
import { refused } from '../props/language';
import { parseToolLock, ToolHashes } from '../tools/tool-lock';

/** The tools of a server as they were when somebody approved them, for a ToolLock. */
export class LockedTools {
  static {
    checkCalls('LockedTools', this);
  }

  /**
   * Reads the file that `cdk8s-toolhive lock tools --from URL` wrote.
   *
   * @param path the file, relative to the working directory of the app
   * @throws when it can't be read, or is no lock
   */
  public static fromFile(path: string): LockedTools {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (e) {
      const reason = (e as NodeJS.ErrnoException).code ?? (e as Error).message;
      throw refused(
        `LockedTools: ${shown(path)} can't be read: ${reason}; write it with cdk8s-toolhive lock tools --from URL`,
      );
    }
    return lockedTools(text, `${shown(path)} `);
  }

  /**
   * Reads the text of such a file.
   *
   * @param text JSON, with a hash for each tool
   * @throws when it is no lock
   */
  public static fromText(text: string): LockedTools {
    return lockedTools(text, '');
  }

  /** @internal */
  public static _of(hashes: ToolHashes): LockedTools {
    return new LockedTools(hashes);
  }

  private constructor(private readonly hashes: ToolHashes) {}

  /** Names of the tools. */
  public get names(): string[] {
    return Object.keys(this.hashes);
  }

  /** @internal */
  public get _hashes(): ToolHashes {
    return this.hashes;
  }
}

function lockedTools(text: string, where: string): LockedTools {
  let hashes: ToolHashes;
  try {
    hashes = parseToolLock(text);
  } catch (e) {
    throw refused(`LockedTools: ${where}${printable((e as Error).message)}`);
  }
  return LockedTools._of(hashes);
}
