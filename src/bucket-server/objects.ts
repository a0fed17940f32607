import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checksum } from './checksums.ts';

/** What is known of an object. */
export interface Description {
  key: string;
  bytes: number;
  etag: string;
  modified: string;
  contentType: string | null;
  /** The user's metadata; names in lower case. */
  metadata: Record<string, string>;
  tags: Record<string, string>;
  checksum: Checksum | null;
}

/** The objects of a bucket. */
export interface Objects {
  get(key: string): Description | undefined;
  content(key: string): Uint8Array;
  put(description: Description, content: Uint8Array): void;
  /** Changes what is known of an object, and not its content. */
  describe(description: Description): void;
  remove(key: string): void;
  /** All of them, by the bytes of their keys. */
  all(): Description[];
}

/** Objects that are gone with the process. */
export function objectsInMemory(): Objects {
  return objectsWith(new Map(), new Map());
}

/** Objects in a folder, which is made where it is missing: one file with the content, one with all else. */
export function objectsIn(folder: string): Objects {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file): [string, Description] => {
        const description = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Description;
        return [description.key, description];
      }),
  );
  const fileOf = (key: string) => join(folder, createHash('sha256').update(key).digest('hex'));
  const write = (file: string, content: string | Uint8Array) => {
    writeFileSync(`${file}.new`, content, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return objectsWith(known, {
    get: (key) => readFileSync(fileOf(key)),
    set: (key, content) => write(fileOf(key), content),
    // The description last: without it there is no object.
    described: (description) =>
      write(`${fileOf(description.key)}.json`, JSON.stringify(description)),
    delete: (key) => {
      rmSync(`${fileOf(key)}.json`, { force: true });
      rmSync(fileOf(key), { force: true });
    },
  });
}

interface Contents {
  get(key: string): Uint8Array | undefined;
  set(key: string, content: Uint8Array): unknown;
  delete(key: string): unknown;
  described?(description: Description): void;
}

function objectsWith(known: Map<string, Description>, contents: Contents): Objects {
  const describe = (description: Description) => {
    contents.described?.(description);
    known.set(description.key, description);
  };
  return {
    get: (key) => known.get(key),
    content: (key) => contents.get(key) ?? new Uint8Array(),
    put(description, content) {
      contents.set(description.key, content);
      describe(description);
    },
    describe,
    remove(key) {
      if (known.delete(key)) contents.delete(key);
    },
    all: () =>
      [...known.values()].toSorted((one, other) =>
        Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)),
      ),
  };
}
