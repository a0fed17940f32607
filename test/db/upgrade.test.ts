import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { startBot } from '../../src/bot.ts';
import { openDatabase } from '../../src/db/database.ts';
import { openLog } from '../../src/log.ts';
import { testClock } from '../clock.ts';
import { openEarlierWorld } from './earlier-world.ts';

const migrations = join(import.meta.dirname, '../../migrations');
const earlier = join(import.meta.dirname, 'earlier');
const names = ['switchboard', 'gateway'] as const;
type Name = (typeof names)[number];

/** The schemas that there have been, oldest first. */
function schemas(name: Name): { tag: string; when: number }[] {
  const journal = readFileSync(join(migrations, name, 'meta/_journal.json'), 'utf8');
  return (JSON.parse(journal) as { entries: { tag: string; when: number }[] }).entries;
}

const left = readdirSync(earlier).map((folder) => {
  const [switchboard = '', gateway = ''] = folder.split('+');
  return { folder, switchboard, gateway };
});

test.each(names)(
  'of every earlier schema of %s a database was left to be upgraded here',
  (name) => {
    const before = schemas(name).slice(0, -1);
    const missing = before.filter(({ tag }) => !left.some((each) => each[name] === tag));
    // Run test/db/leave-earlier.ts in a checkout of before the newest migration, and commit what it leaves.
    expect(missing.map(({ tag }) => tag)).toEqual([]);
  },
);

/** The databases of that time in a folder of their own, and when they were left. */
function found(folder: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-'));
  let at = '';
  for (const name of names) {
    const sql = readFileSync(join(earlier, folder, `${name}.sql`), 'utf8');
    [, at = ''] = /^-- left at (\S+)/.exec(sql) ?? [];
    const client = new Database(join(dataDir, `${name}.db`));
    // Its tables are filled one after the other.
    client.pragma('foreign_keys = OFF');
    client.exec(sql);
    client.close();
  }
  return {
    dataDir,
    file: (name: string) => join(dataDir, `${name}.db`),
    clock: testClock(new Date(at)),
    [Symbol.dispose]: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

type Rows = Record<string, { columns: string[]; rows: unknown[] }>;

/** Everything in the file, by table; of an upgraded one what it had before: these columns of these tables. */
function rowsIn(file: string, before?: Rows): Rows {
  const client = new Database(file, { readonly: true });
  const tables = client
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  const known = tables.filter((name) => name !== '__drizzle_migrations');
  const read = (before ? Object.keys(before) : known).map((table) => {
    const info = client.pragma(`table_info(${table})`) as { name: string }[];
    const columns = before?.[table]?.columns ?? info.map(({ name }) => name);
    const quoted = columns.map((column) => `\`${column}\``).join(', ');
    const rows = client.prepare(`SELECT ${quoted} FROM \`${table}\` ORDER BY ${quoted}`).all();
    return [table, { columns, rows }];
  });
  client.close();
  return Object.fromEntries(read) as Rows;
}

describe.each(left)('the databases of $folder', ({ folder, ...tags }) => {
  test.each(names)('%s: is brought up to date, keeps every row, and is whole', (name) => {
    using place = found(folder);
    const file = place.file(name);
    const before = rowsIn(file);
    for (const [table, { rows }] of Object.entries(before)) {
      expect([table, rows.length > 0]).toEqual([table, true]);
    }
    const all = schemas(name);
    const marks = () => {
      const client = new Database(file, { readonly: true });
      const newest = client
        .prepare('SELECT max(created_at) FROM __drizzle_migrations')
        .pluck()
        .get();
      client.close();
      return newest;
    };
    expect(marks()).toBe(all.find(({ tag }) => tag === tags[name])?.when);

    const { client, close } = openDatabase(file, name);
    expect(client.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(client.pragma('foreign_key_check')).toEqual([]);
    close();
    expect(marks()).toBe(all.at(-1)?.when);
    expect(rowsIn(file, before)).toEqual(before);

    const copies = readdirSync(place.dataDir).filter((one) => one.includes('before-upgrade'));
    const isOld = all.at(-1)?.tag !== tags[name];
    expect(copies).toEqual(isOld ? [`${name}.db.before-upgrade-from-${tags[name]}`] : []);
    for (const copy of copies) expect(rowsIn(join(place.dataDir, copy))).toEqual(before);
  });

  test('a bot goes on with them: the request that waits, the message that is due, the audit', async () => {
    using place = found(folder);
    const { clock } = place;
    const world = await openEarlierWorld();
    await using workspace = world.workspace;
    const { ada, sam, tia, voiceOps } = world;
    const pace = { burst: 1000, refill: 1 };
    const log = openLog('silent');
    const bot = await startBot(world.config(place.dataDir), { log, clock, pace });
    try {
      await bot.ready;
      workspace.connect(`http://127.0.0.1:${bot.port}/slack/events`);
      clock.forward({ hours: 2 });
      await tia.waitsFor('ada granted you on-call scope');

      await ada.types('/vg approvals', { in: voiceOps });
      await ada.clicks('Approve', { in: 'Create account Acme' });
      await sam.waitsFor('Done: I created account Acme');
      await sam.types('/vg account show acme', { in: voiceOps });
      await sam.waitsFor('acme.example.com', { in: voiceOps });

      await ada.types('/vg audit verify', { in: voiceOps });
      await ada.waitsFor('The audit is whole', { in: voiceOps });
      await bot.idle();
      expect(workspace.violations).toEqual([]);
    } finally {
      await bot.stop();
    }
  });
});
