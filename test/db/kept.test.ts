import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { type Db, inTransaction, openDatabase } from '../../src/db/database.ts';
import { kept } from '../../src/db/kept.ts';
import { marks } from '../../src/db/schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
const file = join(folder, 'switchboard.db');
const { db, client, close } = openDatabase(file, 'switchboard');
/** Another process beside this one. */
const other = new Database(file);

afterAll(() => {
  other.close();
  close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => void client.exec('DELETE FROM marks'));

const read = vi.fn((from: Db, name: string) =>
  from.select().from(marks).where(eq(marks.name, name)).get()?.at.getTime(),
);
const markedAt = kept((name: string) => name, read);
const readings = () => {
  const { length } = read.mock.calls;
  read.mockClear();
  return length;
};
const mark = (name: string, at: number) => `INSERT OR REPLACE INTO marks VALUES ('${name}', ${at})`;

test('what was read is kept while nothing is written, also that there is nothing', () => {
  client.exec(mark('one', 1));
  readings();
  expect([markedAt(db, 'one'), markedAt(db, 'one'), markedAt(db, 'one')]).toEqual([1, 1, 1]);
  expect(readings()).toBe(1);
  expect([markedAt(db, 'two'), markedAt(db, 'two')]).toEqual([undefined, undefined]);
  expect(readings()).toBe(1);
});

test('it is read anew after a write of this process, and in the next turn after one of another', async () => {
  client.exec(mark('one', 1));
  expect(markedAt(db, 'one')).toBe(1);
  client.exec(mark('one', 2));
  expect(markedAt(db, 'one')).toBe(2);
  other.exec(mark('one', 3));
  await turn();
  expect(markedAt(db, 'one')).toBe(3);
  other.exec('DELETE FROM marks');
  await turn();
  expect(markedAt(db, 'one')).toBeUndefined();
});

test('within a transaction it is read as it is, whoever wrote it and however lately', () => {
  client.exec(mark('one', 1));
  expect(markedAt(db, 'one')).toBe(1);
  other.exec(mark('one', 2));
  expect(inTransaction(db, (tx) => markedAt(tx, 'one'))).toBe(2);
});

test('nothing of a transaction is kept that is taken back', () => {
  client.exec(mark('one', 1));
  expect(markedAt(db, 'one')).toBe(1);
  expect(() =>
    inTransaction(db, (tx) => {
      client.exec(mark('one', 2));
      expect(markedAt(tx, 'one')).toBe(2);
      throw new Error('taken back');
    }),
  ).toThrow('taken back');
  expect(markedAt(db, 'one')).toBe(1);
});

test('whoever writes what, what is given is what is there', async () => {
  const step = fc.record({
    by: fc.constantFrom('us', 'them', 'us, taken back'),
    name: fc.constantFrom('one', 'two'),
    at: fc.integer({ min: 1, max: 5 }),
  });
  const property = fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
    for (const { by, name, at } of steps) {
      (by === 'them' ? other : client).exec(
        by === 'us, taken back' ? `BEGIN; ${mark(name, at)}` : mark(name, at),
      );
      if (by === 'us, taken back') {
        expect(markedAt(db, name)).toBe(at);
        client.exec('ROLLBACK');
      }
      if (by === 'them') await turn();
      for (const one of ['one', 'two']) expect(markedAt(db, one)).toBe(read(db, one));
    }
  });
  await fc.assert(property);
});
