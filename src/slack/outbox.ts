import type { Step } from '../changes/change.ts';
import type { Journal } from '../changes/journal.ts';
import {
  type Delivery,
  deliveriesDue,
  forgetDelivered,
  moveDelivery,
  placeOfCard,
  resumeDeliveries,
  saveCardPlace,
  tell,
} from '../changes/outbox.store.ts';
import type { Clock } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import type { Keyring } from '../db/keyring.ts';
import type { Log } from '../log.ts';
import { context } from './blocks.ts';
import type { SlackClients } from './clients.ts';
import { type Delivered, deliver, type Parcel } from './delivery.ts';
import { channelLink, mrkdwn } from './mrkdwn.ts';

interface Needs {
  journal: Journal;
  keyring: Keyring;
  clients: SlackClients;
  clock: Clock;
  log: Log;
  observe(step: Step): void;
}

/** Conversations that are served at once. */
const AT_ONCE = 8;
/** How often an unanswered delivery is repeated before it is set aside. */
const ATTEMPTS = 8;
/** Slack allows about one message a second and conversation, and short bursts; these are the burst and its refill. */
const BURST = 5;
const REFILL = 1000;
/** For how long delivered messages are remembered, in milliseconds. */
const REMEMBERED = 30 * 24 * 60 * 60_000;

/** Delivers what is to be told: in order within a conversation, as often as needed, within Slack's limits. */
export interface Outbox {
  start(): Promise<void>;
  wake(): void;
  /** Resolves when everything due has been delivered or set aside. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export function openOutbox(needs: Needs): Outbox {
  const { journal, log } = needs;
  const busy = new Map<string, Promise<void>>();
  const paces = new Map<string, { tokens: number; at: number }>();
  let stopped = true;

  function wake(): void {
    if (stopped) return;
    const room = AT_ONCE - busy.size;
    if (room <= 0) return;
    for (const due of deliveriesDue(journal.db, needs.clock.now(), AT_ONCE * 2)) {
      if (busy.size >= AT_ONCE) return;
      if (busy.has(due.conversation) || !withinPace(due.conversation)) continue;
      const work = attempt(due)
        .catch((error: unknown) => log.error({ err: error, delivery: due.id }, 'delivery broke'))
        .finally(() => {
          busy.delete(due.conversation);
          wake();
        });
      busy.set(due.conversation, work);
    }
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const attempts = delivery.attempts + 1;
    await journal.write((tx) => moveDelivery(tx, delivery.id, { state: 'sending', attempts }));
    const delivered = await deliver(needs.clients.patient, parcelOf(delivery));
    needs.observe('sent');
    await journal.write((tx, now) => settle(tx, now, { ...delivery, attempts }, delivered));
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
        setAside(tx, now, delivery, 'message_not_found');
        return;
      case 'refused':
        setAside(tx, now, delivery, delivered.error);
        return;
      case 'no answer':
        if (attempts >= ATTEMPTS) {
          setAside(tx, now, delivery, delivered.error);
          return;
        }
        moveDelivery(tx, id, {
          state: 'due',
          dueAt: later(Math.min(60, 2 ** (attempts - 1) / 2)),
          error: delivered.error,
          // Replacing a card twice is the same as once; only what is posted anew may appear twice.
          ...(delivered.maybeThere && { answerLost: true }),
        });
    }
  }

  /** What cannot be delivered is kept for `/vg status`, and its reader gets it by direct message instead. */
  function setAside(tx: Tx, now: Date, delivery: Delivery, error: string): void {
    const { id, conversation, fallback, message } = delivery;
    log.warn({ delivery: id, conversation, error }, 'message set aside');
    moveDelivery(tx, id, { state: 'set_aside', endedAt: now, error });
    if (!fallback || fallback === conversation) return;
    const [channel = conversation] = conversation.split('/');
    const why = context(mrkdwn`I could not post this in ${channelLink(channel)} (${error}).`);
    const copy = { text: message.text, blocks: [...message.blocks, why] };
    const { card, changeId } = delivery;
    tell(
      tx,
      {
        conversation: fallback,
        message: copy,
        ...(card && { card }),
        ...(changeId && { changeId }),
      },
      now,
    );
  }

  function parcelOf(delivery: Delivery): Parcel {
    const { id, conversation, card, onlyFor, replyUrl, message, changeId } = delivery;
    const [channel = conversation, thread] = conversation.split('/');
    const replaces = card ? placeOfCard(journal.db, card, conversation) : undefined;
    const again = delivery.answerLost && !replaces;
    return {
      channel,
      message: again ? saidAgain(message) : message,
      ...(thread !== undefined && { thread }),
      ...(onlyFor && { onlyFor }),
      ...(replaces && { replaces }),
      ...(replyUrl && {
        replyUrl: needs.keyring.unseal(
          replyUrl,
          changeId ? `changes/${changeId}/reply_url` : `outbox/${id}/reply_url`,
        ),
      }),
    };
  }

  function withinPace(conversation: string): boolean {
    const now = performance.now();
    const pace = paces.get(conversation) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, pace.tokens + (now - pace.at) / REFILL);
    const allowed = tokens >= 1;
    paces.set(conversation, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return allowed;
  }

  return {
    async start() {
      await journal.write((tx, now) => {
        resumeDeliveries(tx);
        forgetDelivered(tx, new Date(now.getTime() - REMEMBERED));
      });
      stopped = false;
      wake();
    },
    wake,
    async idle() {
      while (busy.size > 0) await Promise.all(busy.values());
    },
    async stop() {
      stopped = true;
      await Promise.all(busy.values());
    },
  };
}

/** A message that may be there already says so (design §4). */
function saidAgain({ text, blocks }: Delivery['message']): Delivery['message'] {
  const note = 'Sent again: Slack did not confirm the first, so you may see this twice.';
  return { text: `${text}\n${note}`, blocks: [...blocks, context(mrkdwn`${note}`)] };
}
