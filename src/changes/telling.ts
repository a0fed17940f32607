import type { Tx } from '../db/database.ts';
import { actorNow, grantsWith } from '../features/access/access.store.ts';
import { asksAsAccount } from '../features/approvals/approvals.ts';
import { ownRequestCard, requestCard } from '../features/approvals/approvals.view.ts';
import type { Message } from '../slack/blocks.ts';
import { batchCard } from './batch.view.ts';
import { type AnyKind, type Change, ended } from './change.ts';
import { changesOfBatch, replyUrlOf } from './changes.store.ts';
import type { Kinds } from './kinds.ts';
import { notice } from './notice.view.ts';
import { placesOfCard, type Telling, tell } from './outbox.store.ts';
import { announcement, auditLine, receipt, unknownOutcome } from './receipts.view.ts';

/** Where the operators' messages go: channel ids. */
export interface Channels {
  approvals: string;
  ops: string;
  audit: string | null;
}

/** After this long, in milliseconds, an answer comes by direct message: whoever asked has moved on. */
const ANSWERED_WHERE_ASKED = 2 * 60_000;

/** Puts into the outbox, for each step of a change, what everyone concerned is told. */
export interface Teller {
  /** A request now waits for a second person. */
  asked(tx: Tx, change: Change, now: Date): void;
  /** Several changes were asked for at once. */
  batchAsked(tx: Tx, batch: Change[], now: Date): void;
  /** A request moved on: every copy of its card follows. */
  moved(tx: Tx, change: Change, now: Date): void;
  /** A change came to its end. */
  ended(tx: Tx, change: Change, now: Date): void;
  /** A request still waits. */
  reminded(tx: Tx, change: Change, now: Date): void;
}

export function openTeller(kinds: Kinds, channels: Channels, adminUsers: string[]): Teller {
  const card = (change: Change) => `request/${change.id}`;
  const own = (change: Change) => `own/${change.id}`;

  const settle = (tx: Tx, change: Change, now: Date) => {
    if (!change.needsSecond) return;
    const told = kinds.told(change, now);
    const deciding = kinds.deciding(change.kind);
    for (const conversation of placesOfCard(tx, card(change))) {
      const message = requestCard(told, deciding);
      tell(tx, { conversation, card: card(change), message, changeId: change.id }, now);
    }
    const message = ownRequestCard(told, deciding);
    const conversation = change.actor.userId;
    tell(tx, { conversation, card: own(change), message, changeId: change.id }, now);
  };

  const progress = (tx: Tx, change: Change, now: Date) => {
    if (!change.batch) return;
    const members = changesOfBatch(tx, change.batch);
    const message = batchCard(
      change.batch,
      members.map((member) => kinds.told(member, now)),
    );
    const fallback = change.actor.userId;
    const card = `batch/${change.batch}`;
    const place = { conversation: conversationOf(change), card, fallback };
    tell(tx, { ...place, message, changeId: change.id }, now);
    if (channels.audit && members.every(({ state }) => ended.has(state))) {
      tell(tx, { conversation: channels.audit, message: withoutButtons(message) }, now);
    }
  };

  return {
    asked(tx, change, now) {
      const message = requestCard(kinds.told(change, now), kinds.deciding(change.kind));
      const asker = actorNow(tx, change.actor, now, adminUsers);
      const deciders =
        change.providerSid && asksAsAccount(asker, change)
          ? grantsWith(tx, now, {
              scope: 'service_provider',
              providerSid: change.providerSid,
            }).map(({ userId }) => userId)
          : [];
      for (const conversation of [channels.approvals, ...new Set(deciders)]) {
        tell(tx, { conversation, card: card(change), message, changeId: change.id }, now);
      }
      settle(tx, change, now);
    },
    batchAsked(tx, batch, now) {
      const first = batch[0];
      if (first) progress(tx, first, now);
    },
    moved(tx, change, now) {
      settle(tx, change, now);
      progress(tx, change, now);
    },
    ended(tx, change, now) {
      const told = kinds.told(change, now);
      settle(tx, change, now);
      progress(tx, change, now);
      if (!change.batch && !change.needsSecond) {
        const where = receiptPlace(tx, change, now);
        const message = receipt(told, { postable: where.onlyFor !== undefined });
        tell(tx, { ...where, message, changeId: change.id }, now);
      }
      if (change.announced && change.state !== 'failed') {
        const message = announcement(told);
        tell(tx, { conversation: channels.approvals, message, changeId: change.id }, now);
      }
      if (channels.audit && !change.batch) {
        const message = auditLine(told);
        tell(tx, { conversation: channels.audit, message, changeId: change.id }, now);
      }
      if (change.state === 'unknown') {
        const message = unknownOutcome(told, howToLook(kinds.kind(change.kind)));
        const card = `unknown/${change.id}`;
        tell(tx, { conversation: channels.ops, card, message, changeId: change.id }, now);
      }
      for (const { to, said, facts } of kinds.notices(change)) {
        tell(tx, { conversation: to.userId, message: notice(said, facts) }, now);
      }
    },
    reminded(tx, change, now) {
      const message = notice(
        `Still waiting for a decision: ${kinds.told(change, now).description.what}.`,
        [],
        change,
      );
      tell(tx, { conversation: channels.approvals, message, changeId: change.id }, now);
    },
  };
}

/** Where something was asked, as a real message can be posted there. */
function conversationOf({ origin, actor }: Change): string {
  if (origin.surface === 'message shortcut' && origin.channel) {
    return origin.thread ? `${origin.channel}/${origin.thread}` : origin.channel;
  }
  return origin.surface === 'command' && origin.channel ? origin.channel : actor.userId;
}

/**
 * Where a receipt goes (design §1): ephemeral where it was asked; into the thread of a message shortcut; by
 * direct message where it ended later, was asked elsewhere, or ended badly.
 */
function receiptPlace(tx: Tx, change: Change, now: Date): Omit<Telling, 'message'> {
  const { origin, actor, state } = change;
  const me = actor.userId;
  const late = now.getTime() - change.requestedAt.getTime() > ANSWERED_WHERE_ASKED;
  if (origin.surface === 'message shortcut' && origin.channel && !late) {
    return { conversation: conversationOf(change), fallback: me };
  }
  const here = origin.surface === 'command' || origin.surface === 'button';
  if (state === 'verified' && !late && here && origin.channel) {
    return {
      conversation: origin.thread ? `${origin.channel}/${origin.thread}` : origin.channel,
      onlyFor: me,
      fallback: me,
      replyUrl: replyUrlOf(tx, change.id),
    };
  }
  return { conversation: me };
}

function howToLook({ effect }: AnyKind): string {
  return effect.where === 'gateway' ? effect.howToLook : 'Look at the audit.';
}

function withoutButtons(message: Message): Message {
  return { ...message, blocks: message.blocks.filter(({ type }) => type !== 'actions') };
}
