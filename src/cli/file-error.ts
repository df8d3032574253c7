/** The system's errors about a file, in words. */
const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'there is no permission',
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'there is a file of that name',
  EISDIR: 'there is a folder of that name',
  ENOSPC: 'there is no space left',
  EROFS: 'it can only be read there',
  ELOOP: 'it is a link to itself',
};

/** A file or folder can't be read or written. */
export class FileError extends Error {
  constructor(path: string, cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException;
    super(`${path}: ${REASONS[code ?? ''] ?? message}`);
  }
}
