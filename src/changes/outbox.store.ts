import type { KnownBlock } from '@slack/types';
import { and, asc, count, desc, eq, gt, lt, lte, max, min, or, sql } from 'drizzle-orm';
import { isSetAside, isWaiting } from '../db/conditions.ts';
import type { Db, Tx } from '../db/database.ts';
import { prepared } from '../db/prepared.ts';
import { cards, outbox } from '../db/schema.ts';
import { isInSlack } from '../features/access/scope.ts';
import type { Id } from '../ids.ts';

/** A message whose `text` says all that its blocks say. */
export interface StoredMessage {
  text: string;
  blocks: KnownBlock[];
}

/** Something to be told. */
export interface Telling {
  /** A channel's id, a person's id (their direct messages), or either with `/thread_ts`. */
  conversation: string;
  message: StoredMessage;
  /** The message replaces the one of this card that is already there. */
  card?: string;
  /** An ephemeral message, for this person alone. */
  onlyFor?: string;
  /** The sealed response_url by which an answer finds its place, where the bot is no member too. */
  replyUrl?: Buffer | null;
  /** Whose direct messages get it where it cannot be delivered: a person's id, or those of all Admins. */
  fallback?: string;
  changeId?: Id<'chg'>;
}

export type Delivery = Omit<typeof outbox.$inferSelect, 'message'> & { message: StoredMessage };

/** Whether a conversation is a person's direct messages, named by their id. */
export function isPerson(conversation: string): boolean {
  return /^[UW]/.test(conversation);
}

/** As a fallback: the direct messages of everyone who is an Admin by then. */
export const ADMINS = 'admins';

/**
 * Puts a message in the outbox, in the transaction of what it tells. A card's older, unsent state is dropped.
 * Whoever sits at a terminal is told there, and has no conversation; nor has the bot itself.
 */
export function tell(tx: Tx, telling: Telling, now: Date): void {
  if (!isInSlack(telling.conversation)) return;
  const dropped = dropUnsent(tx, telling);
  // What was dropped may be there already, or was asked to wait: so it is with what takes its place.
  const waits = dropped.map(({ dueAt }) => dueAt.getTime());
  insertion(tx, {
    ...telling,
    state: 'due',
    answerLost: dropped.some(({ answerLost }) => answerLost),
    createdAt: now,
    dueAt: new Date(Math.max(now.getTime(), ...waits)),
  }).run();
}

const insertion = prepared((db, row: typeof outbox.$inferInsert) => db.insert(outbox).values(row));

function dropUnsent(tx: Tx, { card, conversation }: Telling) {
  if (card === undefined) return [];
  return dropping(tx, { card, conversation }).all();
}

interface Place {
  card: string;
  conversation: string;
}

const dropping = prepared((db, { card, conversation }: Place) =>
  db
    .delete(outbox)
    .where(
      and(
        isWaiting(outbox.state),
        eq(outbox.conversation, conversation),
        eq(outbox.card, card),
        eq(outbox.state, 'due'),
      ),
    )
    .returning({ answerLost: outbox.answerLost, dueAt: outbox.dueAt }),
);

/** Where a card is, or is about to be. */
export function placesOfCard(tx: Tx, card: string): string[] {
  const places = [...posted(tx, { card }).all(), ...pending(tx, { card }).all()];
  return [...new Set(places.map(({ conversation }) => conversation))];
}

const posted = prepared((db, { card }: Pick<Place, 'card'>) =>
  db.select({ conversation: cards.conversation }).from(cards).where(eq(cards.card, card)),
);

const pending = prepared((db, { card }: Pick<Place, 'card'>) =>
  db
    .select({ conversation: outbox.conversation })
    .from(outbox)
    .where(and(isWaiting(outbox.state), eq(outbox.card, card))),
);

/**
 * The oldest undelivered message of each conversation, where it is due, or was on its way when its outcome could not
 * be written down: when the process died, or the database could not be written to.
 */
export function deliveriesDue(db: Db, now: Date, limit: number): Due[] {
  return due(db, { now, limit }).all();
}

/** What is due, without its message: of many that are looked at, few can be sent at once. */
export type Due = Pick<Delivery, 'id' | 'conversation'>;

const due = prepared((db, { now, limit }: { now: Date; limit: number }) => {
  const { conversation, state, dueAt } = outbox;
  // Beside a `min`, SQLite takes the other columns from its row (its docs: bare columns in an aggregate query).
  const heads = db
    .select({ id: sql<number>`min(${outbox.id})`.as('head'), conversation, state, dueAt })
    .from(outbox)
    .where(isWaiting(outbox.state))
    .groupBy(conversation)
    .as('heads');
  return db
    .select({ id: heads.id, conversation: heads.conversation })
    .from(heads)
    .where(or(eq(heads.state, 'sending'), lte(heads.dueAt, sql.param(now, dueAt))))
    .orderBy(asc(heads.id))
    .limit(limit);
});

export function deliveryById(db: Db, id: number): Delivery | null {
  return (byId(db, { id }).get() as Delivery | undefined) ?? null;
}

const byId = prepared((db, { id }: { id: number }) =>
  db.select().from(outbox).where(eq(outbox.id, id)),
);

/** Moves a delivery on. False where it is gone: a newer state of its card has taken its place. */
export function moveDelivery(tx: Tx, id: number, to: Moved): boolean {
  return move(tx, { ...to, id }).run().changes > 0;
}

type Moved = Partial<
  Pick<Delivery, 'state' | 'dueAt' | 'attempts' | 'answerLost' | 'error' | 'endedAt'>
>;

const move = prepared((db, { id, ...to }: Moved & { id: number }) =>
  db.update(outbox).set(to).where(eq(outbox.id, id)),
);

export function placeOfCard(
  db: Db,
  card: string,
  conversation: string,
): { channel: string; ts: string } | undefined {
  return db
    .select({ channel: cards.channel, ts: cards.ts })
    .from(cards)
    .where(and(eq(cards.card, card), eq(cards.conversation, conversation)))
    .get();
}

/** Whether a card of ours stands there. */
export function cardAt(db: Db, channel: string, ts: string): boolean {
  const at = and(eq(cards.channel, channel), eq(cards.ts, ts));
  return db.select({ card: cards.card }).from(cards).where(at).limit(1).get() !== undefined;
}

export function saveCardPlace(
  tx: Tx,
  place: { card: string; conversation: string; channel: string; ts: string },
): void {
  tx.insert(cards)
    .values(place)
    .onConflictDoUpdate({ target: [cards.card, cards.conversation], set: place })
    .run();
}

/** The card is not there any more: its next state is posted anew. */
export function forgetCardPlace(tx: Tx, card: string, conversation: string): void {
  tx.delete(cards)
    .where(and(eq(cards.card, card), eq(cards.conversation, conversation)))
    .run();
}

/** What could not be delivered to one conversation for one reason. */
export interface Undeliverable {
  conversation: string;
  /** Slack's error. */
  error: string;
  count: number;
  last: Date;
  /** Whether messages have arrived there since. */
  worksAgain: boolean;
}

/** What could not be delivered, newest first: shown in `/vg status`. Direct messages only with `people`. */
export function setAside(db: Db, limit: number, { people }: { people: boolean }): Undeliverable[] {
  const { conversation, error, state, endedAt, id } = outbox;
  const groups = db
    .select({ conversation, error, count: count(), last: max(endedAt), newest: max(id) })
    .from(outbox)
    .where(
      and(isSetAside(outbox.state), people ? undefined : sql`${conversation} not glob '[UWD]*'`),
    )
    .groupBy(conversation, error)
    .orderBy(desc(max(id)))
    .limit(limit)
    .all();
  return groups.map(({ newest, ...group }) => {
    const since = and(eq(conversation, group.conversation), eq(state, 'sent'), gt(id, newest ?? 0));
    return {
      ...group,
      error: group.error ?? '',
      last: group.last ?? new Date(0),
      worksAgain: db.select({ id }).from(outbox).where(since).limit(1).get() !== undefined,
    };
  });
}

/** Whether anything was set aside for this conversation since then. */
export function wasSetAside(tx: Tx, conversation: string, since: Date): boolean {
  const found = tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        isSetAside(outbox.state),
        eq(outbox.conversation, conversation),
        gt(outbox.endedAt, since),
      ),
    )
    .limit(1)
    .get();
  return found !== undefined;
}

/** How many messages are still to be delivered, and since when the oldest of them waits. */
export function undelivered(db: Db): { count: number; oldest: Date | null } {
  const waiting = db
    .select({ count: count(), oldest: min(outbox.createdAt) })
    .from(outbox)
    .where(isWaiting(outbox.state))
    .get();
  return waiting ?? { count: 0, oldest: null };
}

/** Since when the oldest message has waited that is due now; `null` where none is. */
export function oldestDue(db: Db, now: Date): Date | null {
  const due = and(isWaiting(outbox.state), lte(outbox.dueAt, now));
  return (
    db
      .select({ at: min(outbox.dueAt) })
      .from(outbox)
      .where(due)
      .get()?.at ?? null
  );
}

/** How many messages could not be delivered, of those that are remembered. */
export function countSetAside(db: Db): number {
  const set = db.select({ count: count() }).from(outbox).where(isSetAside(outbox.state)).get();
  return set?.count ?? 0;
}

/** Removes what ended before `until`: the audit keeps what happened, the outbox need not. */
export function forgetDelivered(tx: Tx, until: Date): void {
  tx.delete(outbox).where(lt(outbox.endedAt, until)).run();
}
