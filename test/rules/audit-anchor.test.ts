import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/changes/journal.ts';
import { saveCardPlace } from '../../src/changes/outbox.store.ts';
import { openDatabase } from '../../src/db/database.ts';
import { openKeyring } from '../../src/db/keyring.ts';
import { dailyAnchor } from '../../src/features/audit/anchoring.ts';
import { anchorCard, anchors, appendAudit } from '../../src/features/audit/audit.store.ts';
import { Secret } from '../../src/secret.ts';

/** An audit with a duty that is done at the given moments; `post` may fail. */
function openAudit() {
  const folder = mkdtempSync(join(tmpdir(), 'anchor-'));
  const database = openDatabase(join(folder, 'switchboard.db'), 'switchboard');
  const { db } = database;
  const keys = { current: new Secret(Buffer.alloc(32, 7).toString('base64')), old: [] };
  const keyring = openKeyring(db, keys, new Date());
  let now = new Date('2026-11-23T10:00:00Z');
  const journal = openJournal(db, { now: () => now });
  const posted: number[] = [];
  const broken = { times: 0 };
  const refusing = { on: false };
  const begin = () =>
    dailyAnchor({
      journal,
      clock: { now: () => now },
      post(tx, { seq }) {
        broken.times -= 1;
        if (broken.times >= 0) throw new Error('the disk is full');
        posted.push(seq);
        const place = { conversation: 'C1', channel: 'C1', ts: '1.1' };
        if (!refusing.on) saveCardPlace(tx, { card: anchorCard({ seq }), ...place });
      },
    });
  let duty = begin();
  return {
    posted,
    broken,
    refusing,
    anchors: () => anchors(db).map(({ seq }) => seq),
    at(time: string) {
      now = new Date(time);
      return duty();
    },
    restart() {
      duty = begin();
    },
    happens: () =>
      journal.write((tx) =>
        appendAudit(tx, keyring, {
          at: now,
          actorTeam: 'T1',
          actorUser: 'U1',
          actorName: 'ada',
          surface: 'command',
          action: 'status',
          result: 'refused',
          changeId: null,
          providerSid: null,
          accountSid: null,
          subject: null,
          target: 'x',
          detail: {},
        }),
      ),
    [Symbol.dispose]() {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

test('the head is posted once a UTC day, and only where there are new entries', async () => {
  using audit = openAudit();
  await audit.at('2026-11-23T10:00:00Z');
  expect(audit.posted).toEqual([]);
  await audit.happens();
  await audit.happens();
  await audit.at('2026-11-23T23:59:59Z');
  expect(audit.posted).toEqual([]);
  await audit.at('2026-11-24T00:00:00Z');
  expect(audit.posted).toEqual([2]);
  await audit.happens();
  await audit.at('2026-11-24T12:00:00Z');
  audit.restart();
  await audit.at('2026-11-24T12:00:01Z');
  expect(audit.posted).toEqual([2]);
  await audit.at('2026-11-25T00:00:01Z');
  expect(audit.posted).toEqual([2, 3]);
  await audit.at('2026-11-26T00:00:01Z');
  await audit.at('2026-11-27T00:00:01Z');
  expect(audit.posted).toEqual([2, 3]);
  expect(audit.anchors()).toEqual([2, 3]);
});

test('an anchor that cannot be posted is not remembered as posted, and is tried again in a minute', async () => {
  using audit = openAudit();
  await audit.at('2026-11-23T10:00:00Z');
  await audit.happens();
  audit.broken.times = 1;
  await expect(audit.at('2026-11-24T01:00:00Z')).rejects.toThrow('the disk is full');
  expect(audit.anchors()).toEqual([]);
  await audit.at('2026-11-24T01:00:30Z');
  expect(audit.posted).toEqual([]);
  await audit.at('2026-11-24T01:01:00Z');
  expect(audit.posted).toEqual([1]);
});

test('an anchor that Slack took nowhere vouches for nothing, and is posted again with the next day', async () => {
  using audit = openAudit();
  await audit.at('2026-11-23T10:00:00Z');
  await audit.happens();
  audit.refusing.on = true;
  await audit.at('2026-11-24T01:00:00Z');
  expect(audit.posted).toEqual([1]);
  expect(audit.anchors()).toEqual([]);
  audit.refusing.on = false;
  await audit.at('2026-11-24T12:00:00Z');
  expect(audit.posted).toEqual([1]);
  await audit.at('2026-11-25T00:00:01Z');
  await audit.at('2026-11-26T00:00:01Z');
  expect(audit.posted).toEqual([1, 1]);
  expect(audit.anchors()).toEqual([1]);
});
