import type { Db } from './database.ts';

/**
 * What is read of something, kept for as long as nothing is written to the database: by this process, or by another
 * one beside it. Within a transaction it is always read, since what is there may be taken back. `keyOf` tells apart
 * what is read; nobody may change what they are given.
 */
export function kept<About, Value>(
  keyOf: (about: About) => string,
  read: (db: Db, about: About) => Value,
): (db: Db, about: About) => Value {
  const ofDb = new WeakMap<Db, Kept<Value>>();
  return (db, about) => {
    if (db.$client.inTransaction) return read(db, about);
    const known = ofDb.get(db) ?? nothingKept<Value>(db);
    ofDb.set(db, known);
    // Looked at before it is read: what is written between is then read once more.
    const version = known.versionNow();
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

interface Kept<Value> {
  version: string;
  values: Map<string, { value: Value }>;
  versionNow(): string;
}

function nothingKept<Value>({ $client: client }: Db): Kept<Value> {
  // Another number after each commit of another connection; and how many rows this one has written.
  const theirs = client.prepare<[], number>('PRAGMA data_version').pluck();
  const ours = client.prepare<[], number>('SELECT total_changes()').pluck();
  return {
    version: '',
    values: new Map(),
    versionNow: () => `${theirs.get()}/${ours.get()}`,
  };
}
