import type { Tx } from '../db/database.ts';
import { actorNow, grantsWith, type OperatorsRules } from '../features/access/access.store.ts';
import { decide } from '../features/access/access.ts';
import { samePerson } from '../features/access/scope.ts';
import { asksAsAccount, decisionTarget } from '../features/approvals/approvals.ts';
import {
  noLongerYours,
  ownRequestCard,
  reminder,
  requestCard,
} from '../features/approvals/approvals.view.ts';
import type { Message } from '../slack/blocks.ts';
import { batchAnnouncement, batchCard, batchOutcome, batchPointer } from './batch.view.ts';
import { glassBroken } from './break-glass.view.ts';
import { type AnyKind, type Change, type ChangeState, ended, type Origin } from './change.ts';
import { changesOfBatch, replyUrlOf } from './changes.store.ts';
import type { Kinds } from './kinds.ts';
import { notice } from './notice.view.ts';
import { ADMINS, isPerson, placesOfCard, type Telling, tell } from './outbox.store.ts';
import {
  announcement,
  auditLine,
  knownOutcome,
  postedReceipt,
  receipt,
  type Told,
  unknownOutcome,
} from './receipts.view.ts';

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
  /** Something is done at once from a terminal, whoever else it may have needed. */
  glassBroken(tx: Tx, changes: Change[], now: Date): void;
  /** A request moved on: every copy of its card follows. */
  moved(tx: Tx, change: Change, now: Date): void;
  /** Somebody clicked on an old copy of a card: all copies are drawn as they are now. */
  redrawn(tx: Tx, change: Change, now: Date): void;
  /** A change came to its end; `was`: how it stood before. */
  ended(tx: Tx, change: Change, now: Date, was: ChangeState): void;
  /** A request still waits. */
  reminded(tx: Tx, change: Change, now: Date): void;
}

export function openTeller(kinds: Kinds, channels: Channels, operator: OperatorsRules): Teller {
  const card = (change: Change) => `request/${change.id}`;
  const own = (change: Change) => `own/${change.id}`;
  const unknown = (change: Change) => `unknown/${change.id}`;

  /** Whether what happens to a request still concerns those who read there: a person may have lost the right since. */
  const mayStillSee = (tx: Tx, change: Change, now: Date, conversation: string): boolean => {
    if (!isPerson(conversation)) return true;
    const person = { teamId: change.actor.teamId, userId: conversation };
    const reader = { ...actorNow(tx, person, now, operator), identityKnown: true };
    return decide(reader, 'approvals decide', decisionTarget(change)).allowed;
  };

  /** The request's card, in these conversations; where the channel is closed to the bot, for each Admin. */
  const showCard = (tx: Tx, change: Change, now: Date, conversations: readonly string[]) => {
    const told = kinds.told(change, now);
    const whole = requestCard(told, kinds.deciding(change.kind));
    for (const conversation of conversations) {
      const message = mayStillSee(tx, change, now, conversation) ? whole : noLongerYours(told);
      const fallback = conversation === channels.approvals ? { fallback: ADMINS } : {};
      const place = { conversation, ...fallback, card: card(change) };
      tell(tx, { ...place, message, changeId: change.id }, now);
    }
  };

  const settle = (tx: Tx, change: Change, now: Date) => {
    if (!change.needsSecond) return;
    showCard(tx, change, now, placesOfCard(tx, card(change)));
    const told = kinds.told(change, now);
    const deciding = kinds.deciding(change.kind);
    const message = ownRequestCard(told, deciding);
    const conversation = change.actor.userId;
    tell(tx, { conversation, card: own(change), message, changeId: change.id }, now);
  };

  const progress = (tx: Tx, change: Change, now: Date) => {
    if (!change.batch) return;
    const members = changesOfBatch(tx, change.batch);
    const told = members.map((member) => kinds.told(member, now));
    const message = batchCard(change.batch, told);
    const fallback = change.actor.userId;
    const card = `batch/${change.batch}`;
    const place = { conversation: conversationOf(change), card, fallback };
    tell(tx, { ...place, message, changeId: change.id }, now);
    if (change.announced) announceBatch(tx, change.batch, told, now);
    if (!members.every(({ state }) => ended.has(state))) return;
    // An edited message notifies nobody. Of a batch that is known better later, this message follows.
    const result = { conversation: fallback, card: `outcome/${change.batch}` };
    const troubled = members.some(({ state }) => state !== 'verified');
    if (troubled || placesOfCard(tx, result.card).length > 0) {
      tell(tx, { ...result, message: batchOutcome(change.batch, told) }, now);
    }
    if (channels.audit) {
      const whole = { card: `audit/${change.batch}`, message: withoutButtons(message) };
      tell(tx, { conversation: channels.audit, fallback: ADMINS, ...whole }, now);
    }
  };

  /** What Admins did alone of a batch, as one message, once all of it is over. */
  const announceBatch = (tx: Tx, batch: string, members: Told[], now: Date) => {
    const alone = members.filter(({ change }) => change.announced);
    const known = alone.filter(({ change }) => change.state !== 'failed');
    if (known.length === 0 || !alone.every(({ change }) => ended.has(change.state))) return;
    const message = batchAnnouncement(batch, known);
    const place = { conversation: channels.approvals, fallback: ADMINS };
    tell(tx, { ...place, card: `announced/${batch}`, message }, now);
  };

  /** What is done by breaking the glass, as it stands. */
  const glass = (tx: Tx, change: Change, now: Date) => {
    if (change.breakGlass === null) return;
    const members = change.batch ? changesOfBatch(tx, change.batch) : [change];
    const message = glassBroken(members.map((member) => kinds.told(member, now)));
    const card = `glass/${change.batch ?? change.id}`;
    const place = { conversation: channels.approvals, fallback: ADMINS, card };
    tell(tx, { ...place, message, changeId: change.id }, now);
  };

  /** Who decides there beside the Admins, each by their own direct messages. */
  const providersPeople = (tx: Tx, { providerSid, actor }: Change, now: Date): string[] => {
    if (!providerSid) return [];
    const grants = grantsWith(tx, now, { scope: 'service_provider', providerSid });
    const people = grants
      .map(({ teamId, userId }) => actorNow(tx, { teamId, userId }, now, operator))
      .filter(({ isGuest, shutOut, person }) => !isGuest && !shutOut && !samePerson(person, actor));
    return [...new Set(people.map(({ person }) => person.userId))];
  };

  /** An edited message notifies nobody, so whoever asked is told anew when it is over. */
  const tellOutcome = (tx: Tx, told: Told, now: Date) => {
    const { change } = told;
    // Somebody who was mapped is told so by the grant itself.
    const mapped = kinds.deciding(change.kind).approve === 'Map…' && change.state === 'verified';
    if (!change.needsSecond || mapped) return;
    const message = receipt(told, { postable: false });
    tell(tx, { conversation: change.actor.userId, message, changeId: change.id }, now);
  };

  return {
    asked(tx, change, now) {
      const asker = actorNow(tx, change.actor, now, operator);
      const people = asksAsAccount(asker, change) ? providersPeople(tx, change, now) : [];
      showCard(tx, change, now, [channels.approvals, ...people]);
      settle(tx, change, now);
    },
    batchAsked(tx, batch, now) {
      const [first] = batch;
      if (!first) return;
      progress(tx, first, now);
      const { origin, actor, id } = first;
      // Progress names accounts and counts, which are not everybody's business where it was asked.
      const elsewhere = conversationOf(first) === actor.userId;
      if (!elsewhere || !origin.channel || isDirect(origin.channel)) return;
      const conversation = placeOf(origin.channel, origin);
      const place = { conversation, onlyFor: actor.userId, replyUrl: replyUrlOf(tx, id) };
      const message = batchPointer(kinds.told(first, now), batch.length);
      tell(tx, { ...place, message, changeId: id }, now);
    },
    glassBroken(tx, [first], now) {
      if (first) glass(tx, first, now);
    },
    moved(tx, change, now) {
      settle(tx, change, now);
      progress(tx, change, now);
      if (change.state === 'denied' || change.state === 'expired') {
        tellOutcome(tx, kinds.told(change, now), now);
      }
    },
    redrawn: settle,
    ended(tx, change, now, was) {
      const told = kinds.told(change, now);
      settle(tx, change, now);
      progress(tx, change, now);
      glass(tx, change, now);
      tellOutcome(tx, told, now);
      if (!change.batch && !change.needsSecond) {
        const where = receiptPlace(tx, change, now);
        // In a thread everybody reads it, so it says who did it.
        const message =
          where.conversation !== change.actor.userId && where.onlyFor === undefined
            ? postedReceipt(told)
            : receipt(told, { postable: where.onlyFor !== undefined });
        tell(tx, { ...where, message, changeId: change.id }, now);
      }
      if (change.announced && !change.batch && change.state !== 'failed') {
        const message = announcement(told);
        // A card, so that each reaches the Admins where the channel is closed to the bot: it is what others check.
        const place = { conversation: channels.approvals, card: `announced/${change.id}` };
        tell(tx, { ...place, fallback: ADMINS, message, changeId: change.id }, now);
      }
      if (channels.audit && !change.batch) {
        const message = auditLine(told);
        const place = { conversation: channels.audit, fallback: ADMINS };
        tell(tx, { ...place, message, changeId: change.id }, now);
      }
      if (change.state === 'unknown') {
        const message = unknownOutcome(told, howToLook(kinds.kind(change.kind)));
        const place = { conversation: channels.ops, fallback: ADMINS, card: unknown(change) };
        tell(tx, { ...place, message, changeId: change.id }, now);
      } else if (was === 'unknown') {
        for (const conversation of placesOfCard(tx, unknown(change))) {
          const message = knownOutcome(told);
          const place = { conversation, card: unknown(change), fallback: ADMINS };
          tell(tx, { ...place, message, changeId: change.id }, now);
        }
      }
      for (const { to, said, facts } of kinds.notices(change)) {
        tell(tx, { conversation: to.userId, message: notice(said, facts) }, now);
      }
    },
    reminded(tx, change, now) {
      const message = reminder(kinds.told(change, now));
      for (const conversation of placesOfCard(tx, card(change))) {
        if (!mayStillSee(tx, change, now, conversation)) continue;
        tell(tx, { conversation, message, changeId: change.id }, now);
      }
    },
  };
}

/** Where real messages about a change are posted: the thread of the message that it was asked about, else to its asker alone. */
function conversationOf({ origin, actor }: Change): string {
  const asked = origin.surface === 'message shortcut' && origin.channel;
  return asked ? placeOf(asked, origin) : actor.userId;
}

function placeOf(channel: string, { thread }: Origin): string {
  return thread ? `${channel}/${thread}` : channel;
}

function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/**
 * Where a receipt goes (design §1): ephemeral where it was asked; into the thread of a message shortcut; by
 * direct message where it ended later, was asked elsewhere, or ended badly.
 */
function receiptPlace(tx: Tx, change: Change, now: Date): Omit<Telling, 'message'> {
  const { origin, actor, state } = change;
  const me = actor.userId;
  const late = now.getTime() - change.requestedAt.getTime() > ANSWERED_WHERE_ASKED;
  if (state !== 'verified' || late) return { conversation: me };
  if (origin.surface === 'message shortcut' && origin.channel) {
    return { conversation: conversationOf(change), fallback: me };
  }
  const here = origin.surface === 'command' || origin.surface === 'button';
  if (here && origin.channel) {
    return {
      conversation: placeOf(origin.channel, origin),
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
