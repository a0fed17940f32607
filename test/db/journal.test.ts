import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Journal, openJournal } from '../../src/changes/journal.ts';
import { systemClock } from '../../src/clock.ts';
import { inTransaction, openDatabase, type Tx } from '../../src/db/database.ts';
import { marks } from '../../src/db/schema.ts';

/** A journal, and another program's look at what is on the disk. */
function openPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  const file = join(folder, 'switchboard.db');
  const { db, client, close } = openDatabase(file, 'switchboard');
  const other = new Database(file, { timeout: 0 });
  return {
    journal: openJournal(db, systemClock),
    client,
    other,
    onDisk: () => other.prepare('SELECT name FROM marks ORDER BY rowid').pluck().all(),
    [Symbol.dispose]() {
      other.close();
      close();
      rmSync(folder, { recursive: true });
    },
  };
}

const marking = (name: string) => (tx: Tx, now: Date) => {
  tx.insert(marks).values({ name, at: now }).run();
  return name;
};
const marked = (journal: Journal, name: string) => journal.write(marking(name));

test('steps of one turn are written together, and nobody is told before they are on the disk', async () => {
  using place = openPlace();
  const { journal, onDisk } = place;
  const seen: unknown[] = [];
  const one = marked(journal, 'one').then(() => seen.push(onDisk()));
  const two = journal.write((tx, now) => {
    seen.push(onDisk());
    marking('two')(tx, now);
  });
  await Promise.all([one, two.then(() => seen.push(onDisk()))]);
  expect(seen).toEqual([[], ['one', 'two'], ['one', 'two']]);
});

test('a step that throws is taken back alone', async () => {
  using place = openPlace();
  const { journal, onDisk } = place;
  const ended = await Promise.allSettled([
    marked(journal, 'one'),
    journal.write((tx, now) => {
      marking('two')(tx, now);
      throw new Error('refused');
    }),
    marked(journal, 'one'),
    marked(journal, 'three'),
  ]);
  expect(ended.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ]);
  expect(ended[1]).toMatchObject({ reason: { message: 'refused' } });
  expect(ended[2]).toMatchObject({ reason: { code: 'unavailable' } });
  expect(onDisk()).toEqual(['one', 'three']);
});

test('where SQLite takes back the whole transaction, what can be written alone is', async () => {
  using place = openPlace();
  const { journal, client, onDisk } = place;
  const full = () => {
    // As SQLite does by itself where the disk is full.
    client.exec('ROLLBACK');
    throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  };
  const ended = await Promise.allSettled([
    marked(journal, 'one'),
    journal.write(full),
    marked(journal, 'two'),
  ]);
  expect(ended[1]).toMatchObject({ reason: { code: 'unavailable' } });
  expect(ended[0]).toMatchObject({ value: 'one' });
  expect(ended[2]).toMatchObject({ value: 'two' });
  expect(onDisk()).toEqual(['one', 'two']);
});

test('what waits for another program’s lock is written in its order once that is gone', async () => {
  using place = openPlace();
  const { journal, other, onDisk } = place;
  other.exec('BEGIN IMMEDIATE');
  const writes = [marked(journal, 'one'), marked(journal, 'two')];
  await turn();
  await turn();
  writes.push(marked(journal, 'three'));
  await turn();
  expect(onDisk()).toEqual([]);
  other.exec('COMMIT');
  await Promise.all(writes);
  expect(onDisk()).toEqual(['one', 'two', 'three']);
});

test('what finds the lock for too long is refused, and nothing of it is written later', async () => {
  using place = openPlace();
  const { journal, other, onDisk } = place;
  other.exec('BEGIN IMMEDIATE');
  const ended = await Promise.allSettled([marked(journal, 'one'), marked(journal, 'two')]);
  other.exec('COMMIT');
  for (const one of ended) expect(one).toMatchObject({ reason: { code: 'unavailable' } });
  await marked(journal, 'three');
  expect(onDisk()).toEqual(['three']);
});

type Kind = 'written' | 'throws' | 'throws half-way' | 'throws inside' | 'next turn';

test('whatever steps come together, exactly those that did not throw are written, in their order', async () => {
  using place = openPlace();
  const { journal, client, onDisk } = place;
  const kinds = fc.constantFrom<Kind>(
    'written',
    'throws',
    'throws half-way',
    'throws inside',
    'next turn',
  );
  const property = fc.asyncProperty(fc.array(kinds, { maxLength: 100 }), async (steps) => {
    client.exec('DELETE FROM marks');
    const asked: Promise<string>[] = [];
    for (const [index, kind] of steps.entries()) {
      if (kind === 'next turn') {
        await turn();
        continue;
      }
      asked.push(
        journal.write((tx, now) => {
          if (kind === 'throws') throw new Error(kind);
          const name = marking(`${index}`)(tx, now);
          if (kind === 'throws half-way') throw new Error(kind);
          if (kind !== 'throws inside') return name;
          try {
            inTransaction(tx, () => {
              marking(`${index} inside`)(tx, now);
              throw new Error(kind);
            });
          } catch {
            // The rest of the step stands.
          }
          return name;
        }),
      );
      // Nobody waits for it here: whether it rejects is looked at below.
      asked.at(-1)?.catch(() => {});
    }
    const ended = await Promise.allSettled(asked);
    const told = ended.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const wanted = steps.flatMap((kind, index) =>
      kind === 'written' || kind === 'throws inside' ? `${index}` : [],
    );
    expect(told).toEqual(wanted);
    expect(onDisk()).toEqual(wanted);
  });
  await fc.assert(property, { numRuns: 40 });
});
