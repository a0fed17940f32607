import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, gt, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { inTransaction, type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import { prepared } from '../../src/db/prepared.ts';
import { grants, marks } from '../../src/db/schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
const opened: OpenDatabase[] = [];
let database: OpenDatabase;

function open(name: string): OpenDatabase {
  const one = openDatabase(join(folder, `${name}.db`), 'switchboard');
  opened.push(one);
  return one;
}

beforeAll(() => {
  database = open('one');
});
afterAll(() => {
  for (const { close } of opened) close();
  rmSync(folder, { recursive: true });
});

type Grant = typeof grants.$inferInsert;

const grant = (id: string, until?: Date | null): Grant => ({
  id: `grt_${id}`,
  teamId: 'T1',
  userId: id,
  scope: 'admin',
  targetKey: '*',
  grantedBy: 'U1',
  createdAt: new Date(1000),
  ...(until !== undefined && { until }),
});

test('a query is built once for each database and each shape of its values', () => {
  const build = vi.fn((db: typeof database.db, row: Grant) => db.insert(grants).values(row));
  const insert = prepared(build);
  const built = (row: Grant, db = database.db) => {
    build.mockClear();
    insert(db, row).run();
    return build.mock.calls.length;
  };
  expect(built(grant('first'))).toBe(1);
  expect(built(grant('second'))).toBe(0);
  expect(built(grant('third', new Date(3000)))).toBe(1);
  expect(built(grant('fourth', new Date(4000)))).toBe(0);
  expect(built(grant('fifth', null))).toBe(1);
  expect(built(grant('first'), open('other').db)).toBe(1);
  const rows = database.db.select({ id: grants.id, until: grants.until }).from(grants).all();
  expect(rows).toEqual([
    { id: 'grt_first', until: null },
    { id: 'grt_second', until: null },
    { id: 'grt_third', until: new Date(3000) },
    { id: 'grt_fourth', until: new Date(4000) },
    { id: 'grt_fifth', until: null },
  ]);
});

const mark = prepared((db, row: typeof marks.$inferInsert) => db.insert(marks).values(row));
const marked = prepared((db, { name }: { name: string }) =>
  db.select().from(marks).where(eq(marks.name, name)),
);
const markedSince = prepared((db, { since }: { since: Date }) =>
  db
    .select({ name: marks.name })
    .from(marks)
    .where(gt(marks.at, sql.param(since, marks.at))),
);

test('values are encoded as their columns want them, also where they are compared', () => {
  mark(database.db, { name: 'early', at: new Date(1000) }).run();
  mark(database.db, { name: 'late', at: new Date(2000) }).run();
  expect(marked(database.db, { name: 'late' }).get()).toEqual({ name: 'late', at: new Date(2000) });
  expect(marked(database.db, { name: 'never' }).get()).toBeUndefined();
  expect(markedSince(database.db, { since: new Date(1500) }).all()).toEqual([{ name: 'late' }]);
});

test('what was prepared on the database takes part in the transaction that is in progress', () => {
  const { db } = database;
  const attempt = () =>
    inTransaction(db, (tx) => {
      mark(tx, { name: 'kept', at: new Date(1) }).run();
      mark(tx, { name: 'kept', at: new Date(2) }).run();
    });
  expect(attempt).toThrow('UNIQUE');
  expect(marked(db, { name: 'kept' }).get()).toBeUndefined();

  inTransaction(db, (tx) => {
    mark(tx, { name: 'outer', at: new Date(1) }).run();
    expect(() =>
      inTransaction(tx, () => {
        mark(tx, { name: 'inner', at: new Date(1) }).run();
        throw new Error('refused');
      }),
    ).toThrow('refused');
  });
  expect(marked(db, { name: 'outer' }).get()).toBeDefined();
  expect(marked(db, { name: 'inner' }).get()).toBeUndefined();
});
