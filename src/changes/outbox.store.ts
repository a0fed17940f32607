import type { KnownBlock } from '@slack/types';
import { and, asc, desc, eq, inArray, lt, lte, min, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { cards, outbox } from '../db/schema.ts';
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
  /** The sealed response_url by which an ephemeral answer finds its place. */
  replyUrl?: Buffer | null;
  /** Whose direct messages get it where it cannot be delivered. */
  fallback?: string;
  changeId?: Id<'chg'>;
}

export type Delivery = Omit<typeof outbox.$inferSelect, 'message'> & { message: StoredMessage };

/** Puts a message in the outbox, in the transaction of what it tells. A card's older, unsent state is dropped. */
export function tell(tx: Tx, telling: Telling, now: Date): void {
  const { card, conversation } = telling;
  if (card !== undefined) {
    tx.delete(outbox)
      .where(
        and(eq(outbox.card, card), eq(outbox.conversation, conversation), eq(outbox.state, 'due')),
      )
      .run();
  }
  tx.insert(outbox)
    .values({ ...telling, state: 'due', createdAt: now, dueAt: now })
    .run();
}

/** Where a card is, or is about to be. */
export function placesOfCard(tx: Tx, card: string): string[] {
  const posted = tx
    .select({ conversation: cards.conversation })
    .from(cards)
    .where(eq(cards.card, card))
    .all();
  const pending = tx
    .select({ conversation: outbox.conversation })
    .from(outbox)
    .where(and(eq(outbox.card, card), inArray(outbox.state, ['due', 'sending'])))
    .all();
  return [...new Set([...posted, ...pending].map(({ conversation }) => conversation))];
}

/** The oldest message of each conversation that is not delivered yet, where it is due. */
export function deliveriesDue(db: Db, now: Date, limit: number): Delivery[] {
  const heads = db
    .select({ id: min(outbox.id) })
    .from(outbox)
    .where(inArray(outbox.state, ['due', 'sending']))
    .groupBy(outbox.conversation);
  return db
    .select()
    .from(outbox)
    .where(and(eq(outbox.state, 'due'), lte(outbox.dueAt, now), inArray(outbox.id, heads)))
    .orderBy(asc(outbox.id))
    .limit(limit)
    .all() as Delivery[];
}

/** When the next delivery falls due, `null` where the outbox is empty. */
export function nextDelivery(db: Db): Date | null {
  return (
    db
      .select({ at: outbox.dueAt })
      .from(outbox)
      .where(eq(outbox.state, 'due'))
      .orderBy(asc(outbox.dueAt))
      .limit(1)
      .get()?.at ?? null
  );
}

export function moveDelivery(
  tx: Tx,
  id: number,
  to: Partial<Pick<Delivery, 'state' | 'dueAt' | 'attempts' | 'answerLost' | 'error' | 'endedAt'>>,
): void {
  tx.update(outbox).set(to).where(eq(outbox.id, id)).run();
}

/** What was on its way when the process died: Slack's answer to it is lost. */
export function resumeDeliveries(tx: Tx): void {
  tx.update(outbox)
    .set({ state: 'due', answerLost: true })
    .where(eq(outbox.state, 'sending'))
    .run();
}

export function placeOfCard(
  db: Tx | Db,
  card: string,
  conversation: string,
): { channel: string; ts: string } | undefined {
  return db
    .select({ channel: cards.channel, ts: cards.ts })
    .from(cards)
    .where(and(eq(cards.card, card), eq(cards.conversation, conversation)))
    .get();
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

/** What could not be delivered, newest first: shown in `/vg status`. */
export function setAside(db: Db, limit: number): Delivery[] {
  return db
    .select()
    .from(outbox)
    .where(eq(outbox.state, 'set_aside'))
    .orderBy(desc(outbox.id))
    .limit(limit)
    .all() as Delivery[];
}

export function undeliveredCount(db: Db): number {
  return (
    db
      .select({ count: sql<number>`count(*)` })
      .from(outbox)
      .where(inArray(outbox.state, ['due', 'sending']))
      .get()?.count ?? 0
  );
}

/** Removes what was delivered before `until`: the audit keeps what happened, the outbox need not. */
export function forgetDelivered(tx: Tx, until: Date): void {
  tx.delete(outbox)
    .where(and(eq(outbox.state, 'sent'), lt(outbox.endedAt, until)))
    .run();
}
