import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change } from '../../changes/change.ts';
import { requestsOf, waitingWithin } from '../../changes/requests.store.ts';
import type { Db } from '../../db/database.ts';
import { type Actor, mayEver, reachOf } from '../access/access.ts';
import { isTerminal, type PersonId } from '../access/scope.ts';
import { type FourEyes, mayDecide } from './approvals.ts';

/** A page of requests; `next` is the place in the journal behind which there are more. */
export interface RequestPage {
  requests: Change[];
  next: number | null;
}

/** How many waiting requests are looked through at a time for those that somebody may decide. */
const SLICE = 100;

/**
 * What waits that this person may decide, oldest first: what lies behind `after` in the journal. Looked through in
 * slices, between which others have their turn; whoever decides nothing is told so at once. Somebody at a terminal
 * decides nothing, and sees it all.
 */
export async function waitingFor(
  db: Db,
  actor: Actor,
  how: { fourEyes: FourEyes; actorOf: (person: PersonId) => Actor },
  { after, limit }: { after: number; limit: number },
): Promise<RequestPage> {
  if (!mayEver(actor, 'approvals decide')) return { requests: [], next: null };
  const within = reachOf(actor, 'approvals decide');
  // To look is to read: that is allowed while Slack cannot say who somebody is.
  const reader = { ...actor, identityKnown: true };
  const askers = new Map<string, Actor>();
  const askerOf = (person: PersonId) => {
    const id = `${person.teamId}/${person.userId}`;
    const asker = askers.get(id) ?? how.actorOf(person);
    askers.set(id, asker);
    return asker;
  };
  const looksOn = isTerminal(actor.person);
  const found: Change[] = [];
  for (let last = after; ; await nextTurn()) {
    const slice = waitingWithin(db, within, last, SLICE);
    for (const change of slice) {
      const may = looksOn || decides(reader, askerOf(change.actor), change, how.fourEyes);
      if (may) found.push(change);
    }
    if (slice.length < SLICE || found.length > limit) return pageOf(found, limit);
    last = slice.at(-1)?.seq ?? last;
  }
}

function decides(reader: Actor, asker: Actor, change: Change, fourEyes: FourEyes): boolean {
  return mayDecide(reader, asker, change, fourEyes).allowed;
}

/** A person's own requests, newest first: those before a place in the journal. */
export function requestsMadeBy(
  db: Db,
  person: PersonId,
  { before, limit }: { before: number | null; limit: number },
): RequestPage {
  const cursor = before === null ? {} : { before };
  return pageOf(requestsOf(db, person, { ...cursor, limit: limit + 1 }), limit);
}

/** How many of a person's own newest requests wait; beyond a hundred it makes no difference. */
export function ownWaiting(db: Db, person: PersonId): number {
  const own = requestsOf(db, person, { limit: SLICE });
  return own.filter(({ state }) => state === 'waiting').length;
}

function pageOf(found: Change[], limit: number): RequestPage {
  const requests = found.slice(0, limit);
  const last = found.length > limit ? requests.at(-1) : undefined;
  return { requests, next: last?.seq ?? null };
}
