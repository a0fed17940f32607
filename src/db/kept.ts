import type { Db } from './database.ts';

/**
 * What is read of something, kept for as long as nothing is written to the database: by this process, or by another
 * one beside it, for which is looked once in a turn of the event loop. Within a transaction it is always read, since
 * what is there may be taken back, and so that what is decided there is decided by what is there. `keyOf` tells apart
 * what is read; nobody may change what they are given.
 */
export function kept<About, Value>(
  keyOf: (about: About) => string,
  read: (db: Db, about: About) => Value,
): (db: Db, about: About) => Value {
  const ofDb = new WeakMap<Db, { version: string; values: Map<string, { value: Value }> }>();
  return (db, about) => {
    if (db.$client.inTransaction) return read(db, about);
    const known = ofDb.get(db) ?? { version: '', values: new Map() };
    ofDb.set(db, known);
    // Looked at before it is read: what is written between is then read once more.
    const version = versionOf(db);
    if (version !== known.version) {
      known.version = version;
      known.values.clear();
    }
    const key = keyOf(about);
    const found = known.values.get(key);
    if (found) return found.value;
    const value = read(db, about);
    known.values.set(key, { value });
    return value;
  };
}

const versions = new WeakMap<Db, () => string>();

/** Another text after each write. */
function versionOf(db: Db): string {
  const version = versions.get(db) ?? openVersion(db);
  versions.set(db, version);
  return version();
}

function openVersion({ $client: client }: Db): () => string {
  // Another number after each commit of another connection. SQLite takes its locks for it, which costs more than all
  // else that a look into the database does.
  const theirs = client.prepare<[], number>('PRAGMA data_version').pluck();
  // How many rows this connection has written.
  const ours = client.prepare<[], number>('SELECT total_changes()').pluck();
  let seen: number | undefined;
  return () => {
    if (seen === undefined) {
      seen = theirs.get();
      setImmediate(() => {
        seen = undefined;
      });
    }
    return `${seen}/${ours.get()}`;
  };
}
