/** Files that are written piece by piece, and left alone where they have the same content: tools go by when a file changed. */
import { closeSync, ftruncateSync, openSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';

export class OutputFile {
  private file: number;
  /** How much of the file that is there is the same so far; undefined once something isn't. */
  private same?: number;

  constructor(private readonly path: string) {
    const isThere = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
    const old = isThere ? openIfReadable(path) : undefined;
    this.file = old ?? openSync(path, 'w');
    if (old !== undefined) this.same = 0;
  }

  write(text: string): void {
    if (this.same === undefined) {
      writeFileSync(this.file, text);
      return;
    }
    const bytes = Buffer.from(text);
    if (bytes.equals(this.next(bytes.length, this.same))) {
      this.same += bytes.length;
      return;
    }
    ftruncateSync(this.file, this.same);
    this.same = undefined;
    closeSync(this.file);
    this.file = openSync(this.path, 'a');
    writeFileSync(this.file, bytes);
  }

  /** To be called when all is written. */
  close(): void {
    if (this.same !== undefined && statSync(this.path).size > this.same) ftruncateSync(this.file, this.same);
    closeSync(this.file);
  }

  /** To be called in place of `close` where something failed: half a file looks like a whole one. */
  remove(): void {
    closeSync(this.file);
    rmSync(this.path);
  }

  private next(length: number, position: number): Buffer {
    const bytes = Buffer.alloc(length);
    let found = 0;
    for (let more = -1; more !== 0 && found < length; found += more) {
      more = readSync(this.file, bytes, found, length - found, position + found);
    }
    return bytes.subarray(0, found);
  }
}

/** Who may write a file need not be able to read it. */
function openIfReadable(path: string): number | undefined {
  try {
    return openSync(path, 'r+');
  } catch {
    return undefined;
  }
}
