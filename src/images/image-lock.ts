import { readFileSync } from 'node:fs';
import { byCanonicalName, Digests, parseLock } from './lock';
import { canonicalImage } from '../kubernetes/image-reference';
import { checkCalls } from '../props/check-calls';

/**
 * Digests by which images are pulled, so that a tag that is moved changes nothing in the cluster.
 *
 * The file is written by `cdk8s-toolhive lock`, and belongs in the repository.
 *
 * @example
 * const app = new App();
 * Toolhive.configure(app, { imageLock: ImageLock.fromFile('images.lock.json') });
 */
export class ImageLock {
  static {
    checkCalls('ImageLock', this);
  }

  /**
   * Reads a lock from a file.
   *
   * @param path the file, relative to the working directory of the app
   * @throws when it can't be read, or is no lock; the message has all that is wrong
   */
  public static fromFile(path: string): ImageLock {
    return new ImageLock(about(path, () => parseLock(readFileSync(path, 'utf8'))));
  }

  /**
   * Reads a lock from text.
   *
   * @param text JSON, as in the file
   * @throws when it is no lock; the message has all that is wrong
   */
  public static fromText(text: string): ImageLock {
    return new ImageLock(about('the lock', () => parseLock(text)));
  }

  private readonly byName: ReadonlyMap<string, string>;

  private constructor(private readonly digests: Digests) {
    this.byName = byCanonicalName(digests);
  }

  /** Images that have a digest, sorted. */
  public images(): string[] {
    return [...this.digests.keys()].sort();
  }

  /**
   * The digest of an image.
   *
   * @param image its name, short or full; no tag is the tag `latest`
   * @returns undefined if the lock does not have it
   */
  public digestOf(image: string): string | undefined {
    return this.byName.get(canonicalImage(image));
  }

  /** @internal */
  public _byName(): ReadonlyMap<string, string> {
    return this.byName;
  }
}

function about<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (e) {
    const { code, message } = e as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new Error(`ImageLock: ${name}: there is no such file; write it with cdk8s-toolhive lock`);
    }
    throw new Error(
      `ImageLock: ${message
        .split('\n')
        .map((line) => `${name}: ${line}`)
        .join('\n')}`,
    );
  }
}
