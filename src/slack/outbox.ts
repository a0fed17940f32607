import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from '../changes/change.ts';
import type { Journal } from '../changes/journal.ts';
import {
  ADMINS,
  type Delivery,
  deliveriesDue,
  deliveryById,
  forgetCardPlace,
  forgetDelivered,
  moveDelivery,
  placeOfCard,
  saveCardPlace,
  tell,
  wasSetAside,
} from '../changes/outbox.store.ts';
import type { Clock } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import type { Keyring } from '../db/keyring.ts';
import type { Log } from '../log.ts';
import { onceATurn } from '../once-a-turn.ts';
import type { Secret } from '../secret.ts';
import type { MessageOutcome } from '../watching/metrics.ts';
import { unwatched, type Watch } from '../watching/watch.ts';
import { context } from './blocks.ts';
import type { SlackClients } from './clients.ts';
import { type Delivered, deliver, type Parcel } from './delivery.ts';
import { channelLink, type Mrkdwn, mrkdwn, plainOf } from './mrkdwn.ts';
import { reasonOf, remedyFor } from './remedies.ts';

interface Needs {
  journal: Journal;
  keyring: Keyring;
  clients: SlackClients;
  clock: Clock;
  log: Log;
  watch?: Watch;
  /** User ids of everyone who is an Admin now. */
  admins(tx: Tx, now: Date): string[];
  observe(step: Step): void;
  pace?: Pace | undefined;
  /** Resolves when what is due may be looked for; in the next turn of the event loop where it is left out. */
  turn?: (() => Promise<void>) | undefined;
}

/** How fast one conversation is served: at most `burst` messages at once, then one every `refill` milliseconds. */
export interface Pace {
  burst: number;
  refill: number;
}

/** Conversations that are served at once. */
const AT_ONCE = 8;
/** Conversations that are looked at: some wait for their pace. */
const LOOKED_AT = 64;
/** How often a delivery whose answer was lost is tried before it is set aside: for about 45 minutes. */
const ATTEMPTS = 14;
/** The longest pauses between attempts, in seconds: where Slack may have shown it each time, and where it did not. */
const LONGEST_PAUSE = 15 * 60;
const LONGEST_PAUSE_UNREACHED = 60;
/** Slack allows about one message a second and conversation, and short bursts; these are the burst and its refill. */
export const slackPace: Pace = { burst: 5, refill: 1000 };
const DAY = 24 * 60 * 60_000;
/** For how long ended deliveries are remembered, in milliseconds. */
const REMEMBERED = 30 * DAY;

/** Delivers what is to be told: in order within a conversation, as often as needed, within Slack's limits. */
export interface Outbox {
  start(): Promise<void>;
  /** Looks for what is due, once when its turn comes. */
  wake(): void;
  /** Resolves when everything due has been delivered or set aside. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export function openOutbox(needs: Needs): Outbox {
  const { journal, log, clock, watch = unwatched } = needs;
  const { burst, refill } = needs.pace ?? slackPace;
  const busy = new Map<string, Promise<void>>();
  const paces = new Map<string, { tokens: number; at: number }>();
  let stopped = true;
  let forgetsAt = 0;

  const looking = onceATurn(() => {
    if (stopped) return;
    try {
      forgetOld();
      beginDue();
    } catch (error) {
      log.error({ err: error }, 'what is to be told could not be read');
    }
  }, needs.turn);

  function beginDue(): void {
    if (busy.size >= AT_ONCE) return;
    for (const { id, conversation } of deliveriesDue(journal.db, clock.now(), LOOKED_AT)) {
      if (busy.size >= AT_ONCE) return;
      if (busy.has(conversation) || !withinPace(conversation)) continue;
      const due = deliveryById(journal.db, id);
      if (!due) continue;
      const work = watch
        .tells(due.changeId, (went) => attempt(due, went))
        .then(
          () => {
            busy.delete(due.conversation);
            looking.ask();
          },
          (error: unknown) => {
            busy.delete(due.conversation);
            // The database takes nothing: it is asked again when the outbox is woken next.
            log.error({ err: error, delivery: due.id }, 'delivery broke');
          },
        );
      busy.set(due.conversation, work);
    }
  }

  async function attempt(due: Delivery, went: (outcome: MessageOutcome) => void): Promise<void> {
    // Its last attempt ended without a word written down, so Slack's answer to it is lost.
    const orphaned = due.state === 'sending';
    const answerLost = due.answerLost || orphaned;
    const attempts = due.attempts + 1;
    const delivery = { ...due, attempts, answerLost };
    const over = await journal.write((tx, now): MessageOutcome | null => {
      if (attempts <= ATTEMPTS) {
        const goes = moveDelivery(tx, due.id, { state: 'sending', attempts, answerLost });
        return goes ? null : 'replaced';
      }
      setAside(tx, now, delivery, due.error ?? 'no answer');
      return 'given up';
    });
    if (over) return went(over);
    const delivered = await deliver(needs.clients, parcelOf(delivery));
    went(delivered.sent ? 'sent' : delivered.because);
    needs.observe('sent');
    await journal.write((tx, now) => settle(tx, now, delivery, delivered));
    needs.observe('told');
  }

  function settle(tx: Tx, now: Date, delivery: Delivery, delivered: Delivered): void {
    const { id, card, conversation, attempts } = delivery;
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    if (delivered.sent) {
      moveDelivery(tx, id, { state: 'sent', endedAt: now, error: null });
      if (card && delivered.ts) {
        saveCardPlace(tx, { card, conversation, channel: delivered.channel, ts: delivered.ts });
      }
      return;
    }
    switch (delivered.because) {
      case 'rate limited': {
        // Being asked to wait is no failure of the message.
        const dueAt = later(delivered.retryAfter);
        moveDelivery(tx, id, { state: 'due', dueAt, attempts: attempts - 1 });
        return;
      }
      case 'card gone':
        if (card) forgetCardPlace(tx, card, conversation);
        moveDelivery(tx, id, { state: 'due', dueAt: now });
        return;
      case 'refused':
        setAside(tx, now, delivery, delivered.error);
        return;
      case 'no answer': {
        const { error, maybeThere } = delivered;
        if (!maybeThere) {
          // Slack was never reached: nobody was told anything twice, so it is tried until it is there.
          const age = (now.getTime() - delivery.createdAt.getTime()) / 1000;
          const dueAt = later(Math.min(LONGEST_PAUSE_UNREACHED, Math.max(0.5, age / 4)));
          moveDelivery(tx, id, { state: 'due', dueAt, error, attempts: attempts - 1 });
          return;
        }
        if (attempts >= ATTEMPTS) {
          setAside(tx, now, delivery, error);
          return;
        }
        const dueAt = later(Math.min(LONGEST_PAUSE, 2 ** (attempts - 1) / 2));
        moveDelivery(tx, id, { state: 'due', dueAt, error, answerLost: true });
      }
    }
  }

  /** What cannot be delivered is kept for `/vg status`, and its readers get it by direct message instead. */
  function setAside(tx: Tx, now: Date, delivery: Delivery, error: string): void {
    const { id, conversation, card, changeId, message } = delivery;
    log.warn({ delivery: id, conversation, error }, 'message set aside');
    const readers = readersInstead(tx, now, delivery);
    moveDelivery(tx, id, { state: 'set_aside', endedAt: now, error });
    const [channel = conversation] = conversation.split('/');
    const remedy = remedyFor(error);
    const copy = withNote(
      message,
      mrkdwn`I could not post this in ${channelLink(channel)}: ${reasonOf(error)}. ${remedy}`,
    );
    for (const reader of readers) {
      if (reader === conversation) continue;
      const more = { ...(card && { card }), ...(changeId && { changeId }) };
      tell(tx, { conversation: reader, message: copy, ...more }, now);
    }
  }

  function readersInstead(tx: Tx, now: Date, { conversation, fallback, card }: Delivery): string[] {
    if (fallback !== ADMINS) return fallback ? [fallback] : [];
    // Each card wants an answer. Of lines that only inform, one a day tells Admins that the channel is broken.
    const known = !card && wasSetAside(tx, conversation, new Date(now.getTime() - DAY));
    return known ? [] : needs.admins(tx, now);
  }

  function parcelOf(delivery: Delivery): Parcel {
    const { conversation, card, onlyFor, message } = delivery;
    const [channel = conversation, thread] = conversation.split('/');
    const replaces = card ? placeOfCard(journal.db, card, conversation) : undefined;
    const again = delivery.answerLost && !replaces;
    const replyUrl = replyUrlOf(delivery);
    return {
      channel,
      message: again ? withNote(message, SENT_AGAIN) : message,
      ...(thread !== undefined && { thread }),
      ...(onlyFor && { onlyFor }),
      ...(replaces && { replaces }),
      ...(replyUrl && { replyUrl }),
    };
  }

  function replyUrlOf({ id, replyUrl, changeId }: Delivery): Secret | null {
    if (!replyUrl) return null;
    try {
      const boundTo = changeId ? `changes/${changeId}/reply_url` : `outbox/${id}/reply_url`;
      return needs.keyring.unseal(replyUrl, boundTo);
    } catch (error) {
      log.error({ err: error, delivery: id }, 'a response_url cannot be opened');
      return null;
    }
  }

  function withinPace(conversation: string): boolean {
    const now = performance.now();
    const pace = paces.get(conversation) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, pace.tokens + (now - pace.at) / refill);
    const allowed = tokens >= 1;
    paces.set(conversation, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return allowed;
  }

  /** Once a day, and after a start. */
  function forgetOld(): void {
    const now = clock.now().getTime();
    if (now < forgetsAt) return;
    forgetsAt = now + DAY;
    const rested = performance.now() - burst * refill;
    for (const [conversation, { at }] of paces) if (at < rested) paces.delete(conversation);
    journal
      .write((tx) => forgetDelivered(tx, new Date(now - REMEMBERED)))
      .catch((error: unknown) => log.error({ err: error }, 'old deliveries were not removed'));
  }

  return {
    async start() {
      stopped = false;
      looking.ask();
    },
    wake: looking.ask,
    async idle() {
      for (;;) {
        await looking.done();
        await Promise.all(busy.values());
        if (stopped || deliveriesDue(journal.db, clock.now(), 1).length === 0) return;
        // What is due and not under way waits for its pace.
        await sleep(20);
        looking.ask();
      }
    },
    async stop() {
      stopped = true;
      await Promise.all(busy.values());
    },
  };
}

/** A message that may be there already says so (design §4). */
const SENT_AGAIN = mrkdwn`Sent again: Slack did not confirm the first, so you may see this twice.`;

/** The message with small print below it; Slack takes 50 blocks. */
function withNote({ text, blocks }: Delivery['message'], note: Mrkdwn): Delivery['message'] {
  const small = blocks.length > 0 && blocks.length < 50 ? [context(note)] : [];
  return { text: `${text}\n${plainOf(note)}`, blocks: [...blocks, ...small] };
}
