import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { openKeyring } from '../../src/db/keyring.ts';
import { StartupError } from '../../src/errors.ts';
import { Secret } from '../../src/secret.ts';

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'switchboard-'));
  return {
    path,
    file: join(path, 'switchboard.db'),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Another program's connection that holds the file, until what this gives is called. */
function heldBy(file: string, before: string): () => void {
  const other = new Database(file);
  other.exec(`${before}; CREATE TABLE theirs (a); BEGIN EXCLUSIVE`);
  return () => other.close();
}

const key = (byte: number) => new Secret(Buffer.alloc(32, byte).toString('base64'));
const now = new Date('2026-11-23T10:00:00Z');

test('a database is opened with WAL, foreign keys and synchronous=FULL, for its owner only', () => {
  using place = folder();
  const { client, close } = openDatabase(place.file, 'switchboard');
  expect(client.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(client.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(client.pragma('synchronous', { simple: true })).toBe(2);
  for (const file of readdirSync(place.path)) {
    expect([file, statSync(join(place.path, file)).mode & 0o777]).toEqual([file, 0o600]);
  }
  expect(readdirSync(place.path)).toContain('switchboard.db-wal');
  close();
});

/** Databases of before there was a table `settings`. */
const left = join(import.meta.dirname, 'earlier/0001_audit_append_only+0000_init');

function leaveEarlier(file: string): void {
  const earlier = new Database(file);
  earlier.exec(readFileSync(join(left, 'switchboard.sql'), 'utf8'));
  earlier.exec("DELETE FROM marks; INSERT INTO marks (name, at) VALUES ('kept', 1)");
  earlier.close();
}

test('before an upgrade a copy is written beside the database, for its owner only', () => {
  using place = folder();
  leaveEarlier(place.file);

  const { client, close } = openDatabase(place.file, 'switchboard');
  expect(client.prepare('SELECT name FROM marks').all()).toEqual([{ name: 'kept' }]);
  close();
  const copies = readdirSync(place.path).filter((name) => name.includes('.before-upgrade-from-'));
  expect(copies).toHaveLength(1);
  const copy = join(place.path, copies[0] ?? '');
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  const old = new Database(copy, { readonly: true });
  expect(old.prepare('SELECT name FROM marks').all()).toEqual([{ name: 'kept' }]);
  expect(old.prepare("SELECT 1 FROM sqlite_master WHERE name = 'api_keys'").all()).toEqual([]);
  old.close();
});

test('a database that a bot of an older version works on is left as it is', () => {
  using place = folder();
  leaveEarlier(place.file);
  const open = () => openDatabase(place.file, 'switchboard', { upgrade: false });
  expect(open).toThrow(/that of an older Switchboard.*Start the bot anew/s);
  const left = new Database(place.file, { readonly: true });
  expect(left.prepare("SELECT 1 FROM sqlite_master WHERE name = 'api_keys'").all()).toEqual([]);
  left.close();
});

test('a database of a newer version is refused, with the way back', () => {
  using place = folder();
  openDatabase(place.file, 'switchboard').close();
  const newer = new Database(place.file);
  newer.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('newer', 9999999999999)");
  newer.close();
  expect(() => openDatabase(place.file, 'switchboard')).toThrow(StartupError);
  expect(() => openDatabase(place.file, 'switchboard')).toThrow(
    /newer Switchboard.*before-upgrade-from-/s,
  );
});

test.each([
  [
    'damaged',
    (file: string) => {
      writeFileSync(file, 'no database at all, but long enough to be taken for one');
      return () => {};
    },
    'is damaged. Put a backup in its place',
  ],
  ['locked before it was first opened', (file: string) => heldBy(file, ''), 'is locked by another'],
  ['locked', (file: string) => heldBy(file, 'PRAGMA journal_mode = WAL'), 'is locked by another'],
])('a database that is %s is refused by its name, with what to do', (_, troubled, words) => {
  using place = folder();
  const release = troubled(place.file);
  const open = () => {
    const opened = openDatabase(place.file, 'switchboard');
    try {
      openKeyring(opened.db, { current: key(1), old: [] }, now);
    } finally {
      opened.close();
    }
  };
  expect(open).toThrow(StartupError);
  expect(open).toThrow(`The file ${place.file} ${words}`);
  release();
});

test('a database without a page left for its tables is refused by its name, with what to do', () => {
  using place = folder();
  const pragma = vi.spyOn(Database.prototype, 'pragma').mockImplementationOnce(function (
    this: Database.Database,
    source,
    options,
  ) {
    // The connection's own limit, set before anything is written: SQLite says the same on a full disk.
    this.exec('PRAGMA max_page_count = 2');
    return this.pragma(source, options);
  });
  expect(() => openDatabase(place.file, 'switchboard')).toThrow(
    `The file ${place.file} has no space left on its disk. Free some space there.`,
  );
  pragma.mockRestore();
  expect(() => openDatabase(place.file, 'switchboard').close()).not.toThrow();
});

test('audit entries can be neither changed nor deleted', () => {
  using place = folder();
  const { client, close } = openDatabase(place.file, 'switchboard');
  client.exec(`INSERT INTO audit_entries
    (at, actor_team, actor_user, actor_name, surface, action, result, target, detail, mac)
    VALUES (1, 'T1', 'U1', 'ada', 'command', 'tts clear', 'asked', 'Acme', '{}', 'mac')`);
  expect(() => client.exec("UPDATE audit_entries SET target = 'Other'")).toThrow(/append-only/);
  expect(() => client.exec('DELETE FROM audit_entries')).toThrow(/append-only/);
  close();
});

test('a sealed value opens only where it was sealed, and its key survives a change of SECRETS_KEY', () => {
  using place = folder();
  const { db, close } = openDatabase(place.file, 'switchboard');
  const first = openKeyring(db, { current: key(1), old: [] }, now);
  const sealed = first.seal(new Secret('canary'), 'changes/1/reply_url');
  expect(sealed.toString('latin1')).not.toContain('canary');
  expect(() => first.unseal(sealed, 'changes/2/reply_url')).toThrow();

  const rotated = openKeyring(db, { current: key(2), old: [key(1)] }, now);
  expect(rotated.unseal(sealed, 'changes/1/reply_url').reveal()).toBe('canary');
  // Once re-wrapped, the old key is no longer needed, and no longer of use.
  expect(
    openKeyring(db, { current: key(2), old: [] }, now)
      .unseal(sealed, 'changes/1/reply_url')
      .reveal(),
  ).toBe('canary');
  expect(() => openKeyring(db, { current: key(1), old: [] }, now)).toThrow(/SECRETS_KEY/);
  close();
});

test('equal secrets have equal fingerprints, under a key that differs by database', () => {
  using one = folder();
  using other = folder();
  const open = (file: string) => {
    const database = openDatabase(file, 'switchboard');
    return { ...database, keyring: openKeyring(database.db, { current: key(1), old: [] }, now) };
  };
  const [here, there] = [open(one.file), open(other.file)];
  const secret = new Secret('hunter2-hunter2');
  expect(here.keyring.fingerprint(secret)).toBe(
    here.keyring.fingerprint(new Secret('hunter2-hunter2')),
  );
  expect(here.keyring.fingerprint(secret)).not.toBe(there.keyring.fingerprint(secret));
  here.close();
  there.close();
});
