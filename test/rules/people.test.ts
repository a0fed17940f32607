import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openJournal } from '../../src/changes/journal.ts';
import { openDatabase } from '../../src/db/database.ts';
import { type Identity, identityOf } from '../../src/features/access/access.store.ts';
import { openPeople } from '../../src/features/access/people.ts';
import { openLog } from '../../src/log.ts';

const ann = { teamId: 'T1', userId: 'U1' };
const identity: Identity = {
  name: 'ann',
  isGuest: false,
  isBot: false,
  isDeactivated: false,
  isForeign: false,
};

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** People whose source answers when it is told to. */
function house() {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  const { db, close } = openDatabase(join(folder, 'switchboard.db'), 'switchboard');
  const clock = { now: () => new Date() };
  const answers: PromiseWithResolvers<Identity | null>[] = [];
  const people = openPeople({
    journal: openJournal(db, clock),
    source: {
      lookUp() {
        const answer = Promise.withResolvers<Identity | null>();
        answers.push(answer);
        return answer.promise;
      },
    },
    clock,
    log: openLog('silent'),
  });
  return {
    people,
    answers,
    known: () => identityOf(db, ann),
    [Symbol.dispose]() {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

test('what somebody does at once asks Slack but once', async () => {
  using it = house();
  const both = Promise.all([it.people.refresh(ann), it.people.refresh(ann)]);
  expect(it.answers).toHaveLength(1);
  it.answers[0]?.resolve(identity);
  await both;
  expect(it.known()?.name).toBe('ann');
});

test('an answer that is late counts as none for a while, and is taken when it comes', async () => {
  using it = house();
  const waiting = it.people.refresh(ann);
  await vi.advanceTimersByTimeAsync(1200);
  await waiting;
  // Nobody waits again at once, nor asks a second time.
  await it.people.refresh(ann);
  expect(it.answers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(5000);
  const again = it.people.refresh(ann);
  expect(it.answers).toHaveLength(1);
  it.answers[0]?.resolve(identity);
  await again;
  expect(it.known()?.name).toBe('ann');
});

test('after a failure Slack is asked again, but not at once', async () => {
  using it = house();
  const first = it.people.refresh(ann);
  it.answers[0]?.reject(new Error('Slack is away'));
  await first;
  await it.people.refresh(ann);
  expect(it.answers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(5000);
  const again = it.people.refresh(ann);
  expect(it.answers).toHaveLength(2);
  it.answers[1]?.resolve(identity);
  await again;
  expect(it.known()?.name).toBe('ann');
});
