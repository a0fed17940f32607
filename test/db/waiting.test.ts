import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { waitingOf } from '../../src/changes/requests.store.ts';
import { type Db, openDatabase } from '../../src/db/database.ts';
import { changes } from '../../src/db/schema.ts';
import type { Actor, Grant } from '../../src/features/access/access.ts';
import type { PersonId, Scope } from '../../src/features/access/scope.ts';
import { waitingFor } from '../../src/features/approvals/waiting.ts';
import { newId, ProviderSid } from '../../src/ids.ts';

const provider = (digit: number) =>
  ProviderSid.parse(`00000000-0000-4000-8000-00000000000${digit}`);

function person(userId: string, scope: Scope, at: number | null): Actor {
  const providerSid = at === null ? null : provider(at);
  const grant: Grant = {
    id: 'g',
    scope,
    providerSid,
    accountSid: null,
    targetName: null,
    until: null,
  };
  return {
    person: { teamId: 'T1', userId },
    name: userId,
    grants: [grant],
    isGuest: false,
    shutOut: null,
    identityKnown: true,
    widened: [],
  };
}

const askers = new Map(
  Array.from({ length: 10 }, (_, index) => [
    `U${index}`,
    // The first of each provider asks as a Service Provider: only Admins decide that.
    person(`U${index}`, index < 2 ? 'service_provider' : 'account', index % 2),
  ]),
);

/** So many requests, in turn of ten people of two providers. */
function openRequests(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'waiting-'));
  const { db, close } = openDatabase(join(folder, 'switchboard.db'), 'switchboard');
  db.transaction((tx) => {
    for (let index = 0; index < count; index += 1) {
      tx.insert(changes)
        .values({
          id: newId('chg'),
          kind: 'account create',
          state: 'waiting',
          lane: 'x',
          actorTeam: 'T1',
          actorUser: `U${index % 10}`,
          actorName: 'x',
          providerSid: provider(index % 2),
          input: {},
          origin: { surface: 'command' },
          revision: 1,
          digest: 'x',
          authors: [`U${index % 10}`],
          announced: false,
          needsSecond: true,
          requestedAt: new Date(0),
        })
        .run();
    }
  });
  const resolved: string[] = [];
  const how = {
    fourEyes: 'others' as const,
    actorOf({ userId }: PersonId) {
      resolved.push(userId);
      const asker = askers.get(userId);
      if (!asker) throw new Error(`nobody is ${userId}`);
      return asker;
    },
  };
  return {
    db,
    resolved,
    list: (actor: Actor, after = 0, from: Db = db) =>
      waitingFor(from, actor, how, { after, limit: 5 }),
    [Symbol.dispose]() {
      close();
      rmSync(folder, { recursive: true });
    },
  };
}

test('whoever decides nothing is told so without a look at the requests', async () => {
  using requests = openRequests(1);
  const unreadable = new Proxy(requests.db, {
    get: () => {
      throw new Error('the database was read');
    },
  });
  for (const actor of [person('UTIA', 'account', 1), person('UOLU', 'on_call', null)]) {
    expect(await requests.list(actor, 0, unreadable)).toEqual({ requests: [], next: null });
  }
  await expect(requests.list(person('UADA', 'admin', null), 0, unreadable)).rejects.toThrow(
    'the database was read',
  );
});

test('pages hold what somebody may decide, and each asker is looked up once', async () => {
  using requests = openRequests(40);
  const sam = person('USAM', 'service_provider', 1);
  const seen: number[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page = await requests.list(sam, after);
    seen.push(...page.requests.map(({ seq }) => seq));
    after = page.next;
  }
  const theirs = Array.from({ length: 40 }, (_, index) => index).filter(
    (index) => index % 2 === 1 && index % 10 !== 1,
  );
  expect(seen).toEqual(theirs.map((index) => index + 1));
  requests.resolved.length = 0;
  await requests.list(sam);
  expect(requests.resolved.toSorted()).toEqual(['U1', 'U3', 'U5', 'U7', 'U9']);
});

test('a person’s own waiting requests are found, newest first, whatever they asked for since', () => {
  using requests = openRequests(600);
  const { db } = requests;
  // All of theirs are over but the first.
  for (let seq = 14; seq <= 600; seq += 10) {
    db.update(changes).set({ state: 'verified' }).where(eq(changes.seq, seq)).run();
  }
  const open = waitingOf(db, { teamId: 'T1', userId: 'U3' }, 50);
  expect(open.map(({ seq, state }) => ({ seq, state }))).toEqual([{ seq: 4, state: 'waiting' }]);
  const others = waitingOf(db, { teamId: 'T1', userId: 'U4' }, 3);
  expect(others.map(({ seq }) => seq)).toEqual([595, 585, 575]);
  expect(waitingOf(db, { teamId: 'T2', userId: 'U4' }, 3)).toEqual([]);
});

test('others have their turn while thousands are looked through', async () => {
  using requests = openRequests(3000);
  // Nobody there asks as an Account: all of it is looked through in vain.
  for (const [id, asker] of askers) askers.set(id, { ...asker, grants: [] });
  let turns = 0;
  let over = false;
  const counting = (async () => {
    while (!over) {
      await turn();
      turns += 1;
    }
  })();
  const page = await requests.list(person('USAM', 'service_provider', 1));
  over = true;
  await counting;
  expect(page.requests).toEqual([]);
  expect(turns).toBeGreaterThanOrEqual(10);
});
