import { isNotNull, isNull } from 'drizzle-orm';
import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { verdicts } from '../features/recording-heartbeat/verdicts.ts';
import type { AccountSid, ApiKeySid, CallSid, Id, ProviderSid } from '../ids.ts';
import { isLive, isReady, isSetAside, isVerified, isWaiting } from './conditions.ts';

const moment = () => integer({ mode: 'timestamp_ms' });

/** What Slack said of a person when it was last asked, or told us (design §2: identity). */
export const people = sqliteTable(
  'people',
  {
    teamId: text().notNull(),
    userId: text().notNull(),
    name: text().notNull(),
    isGuest: integer({ mode: 'boolean' }).notNull(),
    isDeactivated: integer({ mode: 'boolean' }).notNull(),
    isBot: integer({ mode: 'boolean' }).notNull(),
    isForeign: integer({ mode: 'boolean' }).notNull(),
    readAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.userId] })],
);

/** Who holds which scope. Ended grants stay, as history. */
export const grants = sqliteTable(
  'grants',
  {
    id: text().$type<Id<'grt'>>().primaryKey(),
    teamId: text().notNull(),
    userId: text().notNull(),
    scope: text({ enum: ['admin', 'service_provider', 'account', 'on_call'] }).notNull(),
    /** The SID of the target, or `*`: a column of its own because SQLite's unique index lets nulls repeat. */
    targetKey: text().notNull(),
    providerSid: text().$type<ProviderSid>(),
    accountSid: text().$type<AccountSid>(),
    targetName: text(),
    until: moment(),
    grantedBy: text().notNull(),
    changeId: text().$type<Id<'chg'>>(),
    createdAt: moment().notNull(),
    endedAt: moment(),
    endedBy: text(),
  },
  (table) => [
    uniqueIndex('grants_live')
      .on(table.teamId, table.userId, table.scope, table.targetKey)
      .where(isNull(table.endedAt)),
    index('grants_by_account').on(table.accountSid),
    index('grants_by_provider').on(table.providerSid),
  ],
);

export const changeStates = [
  'waiting',
  'ready',
  'applying',
  'verified',
  'failed',
  'unknown',
  'denied',
  'withdrawn',
  'expired',
  'stopped',
] as const;

/** The journal: every change that was asked for, from its intent to its end (design §4). */
export const changes = sqliteTable(
  'changes',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().$type<Id<'chg'>>().notNull().unique(),
    /** What carries the change out: the command's words. */
    kind: text().notNull(),
    state: text({ enum: changeStates }).notNull(),
    /** Changes of one lane happen one at a time, in the journal's order. */
    lane: text().notNull(),
    batch: text().$type<Id<'bat'>>(),
    /** Consumed by this change: a form submitted twice finds its first change here. */
    once: text().unique(),
    actorTeam: text().notNull(),
    actorUser: text().notNull(),
    actorName: text().notNull(),
    providerSid: text().$type<ProviderSid>(),
    accountSid: text().$type<AccountSid>(),
    /** Who it is about, where it is about a person: `team/user`. */
    subject: text(),
    input: text({ mode: 'json' }).notNull(),
    origin: text({ mode: 'json' }).notNull(),
    /** The response_url of where it was asked: a bearer's right to answer there. */
    replyUrl: blob({ mode: 'buffer' }),
    reason: text(),
    /** Set where a second person decides; 1 for the request as asked. */
    revision: integer().notNull(),
    digest: text().notNull(),
    authors: text({ mode: 'json' }).$type<string[]>().notNull(),
    announced: integer({ mode: 'boolean' }).notNull(),
    needsSecond: integer({ mode: 'boolean' }).notNull(),
    /** Why it was done at once from a terminal, without the second person that it may need. */
    breakGlass: text(),
    expiresAt: moment(),
    remindAt: moment(),
    decidedBy: text(),
    decidedAt: moment(),
    decisionReason: text(),
    requestedAt: moment().notNull(),
    startedAt: moment(),
    endedAt: moment(),
    attempts: integer().notNull().default(0),
    /** When a change that could not begin is tried again. */
    dueAt: moment(),
    before: text({ mode: 'json' }),
    after: text({ mode: 'json' }),
    /** Why it failed, or is unknown, as it is told to people. */
    failure: text({ mode: 'json' }),
  },
  (table) => [
    index('changes_by_state').on(table.state, table.seq),
    index('changes_by_batch').on(table.batch).where(isNotNull(table.batch)),
    index('changes_by_actor').on(table.actorTeam, table.actorUser, table.seq),
    index('changes_by_account').on(table.accountSid, table.seq),
    // What is looked at again and again is small, and what has ended is written to once.
    index('changes_live').on(table.lane, table.state).where(isLive(table.state)),
    index('changes_verified').on(table.lane).where(isVerified(table.state)),
    index('changes_ready').on(table.kind).where(isReady(table.state)),
  ],
);

/** What happened, in an append-only chain (triggers refuse UPDATE and DELETE; each MAC covers the one before). */
export const auditEntries = sqliteTable(
  'audit_entries',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    at: moment().notNull(),
    actorTeam: text().notNull(),
    actorUser: text().notNull(),
    actorName: text().notNull(),
    /** Where it was asked: command, modal, button, message shortcut, terminal, schedule. */
    surface: text().notNull(),
    action: text().notNull(),
    result: text().notNull(),
    changeId: text().$type<Id<'chg'>>(),
    providerSid: text().$type<ProviderSid>(),
    accountSid: text().$type<AccountSid>(),
    subject: text(),
    /** What it was done to, in people's words. */
    target: text().notNull(),
    detail: text({ mode: 'json' }).notNull(),
    mac: text().notNull(),
  },
  (table) => [
    index('audit_by_account').on(table.accountSid, table.seq),
    index('audit_by_provider').on(table.providerSid, table.seq),
    index('audit_by_actor').on(table.actorTeam, table.actorUser, table.seq),
    index('audit_by_subject').on(table.subject, table.seq),
  ],
);

/** Heads of the chain that were posted where they cannot be rewritten. */
export const auditAnchors = sqliteTable('audit_anchors', {
  seq: integer().primaryKey(),
  mac: text().notNull(),
  at: moment().notNull(),
});

/**
 * Secrets that a change needs: typed ones on their way to the gateway, and what was there before, for Undo. Changes
 * name them by id, and they are deleted when nothing can need them any more (design §4).
 */
export const keptSecrets = sqliteTable(
  'kept_secrets',
  {
    id: text().$type<Id<'kpt'>>().primaryKey(),
    sealed: blob({ mode: 'buffer' }).notNull(),
    until: moment().notNull(),
  },
  (table) => [index('kept_secrets_by_end').on(table.until)],
);

/**
 * What somebody typed into a form, secrets among it, for the form's next view: sealed for this person and this form.
 * Deleted when the form is saved or closed, and when its time is over.
 */
export const drafts = sqliteTable(
  'drafts',
  {
    id: text().$type<Id<'drf'>>().primaryKey(),
    teamId: text().notNull(),
    userId: text().notNull(),
    /** What the form is about, such as `recording edit/<account SID>`. */
    form: text().notNull(),
    sealed: blob({ mode: 'buffer' }).notNull(),
    until: moment().notNull(),
  },
  (table) => [index('drafts_by_end').on(table.until)],
);

/**
 * API keys that the bot made: what the gateway does not know of them. Revoked ones stay, as history. The key itself
 * is never here; `handover` is it under a key that a terminal's process alone has, until that has taken it.
 */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().$type<Id<'key'>>().primaryKey(),
    sid: text().$type<ApiKeySid>().notNull().unique(),
    accountSid: text().$type<AccountSid>().notNull(),
    accountName: text().notNull(),
    providerSid: text().$type<ProviderSid>().notNull(),
    providerName: text().notNull(),
    /** How it begins, and its last four characters. */
    prefix: text().notNull(),
    lastFour: text().notNull(),
    label: text().notNull(),
    purpose: text(),
    /** Who is told before it expires; without an owner, everyone mapped to the account. */
    ownerTeam: text(),
    ownerUser: text(),
    madeByTeam: text().notNull(),
    madeByUser: text().notNull(),
    changeId: text().$type<Id<'chg'>>().notNull(),
    createdAt: moment().notNull(),
    expiresAt: moment(),
    /** Until when its maker must say that it is stored. */
    claimUntil: moment().notNull(),
    shownAt: moment(),
    claimedAt: moment(),
    handover: blob({ mode: 'buffer' }),
    /** Of the reminders before its end, the one that was sent last, by its days. */
    reminded: integer(),
    /** The key in whose place it was made, and for how many minutes that goes on once this one is stored. */
    replaces: text().$type<Id<'key'>>(),
    graceMinutes: integer(),
    replacedBy: text().$type<Id<'key'>>(),
    revokedAt: moment(),
    revokedWhy: text({ enum: ['asked', 'not shown', 'unclaimed', 'expired', 'replaced', 'gone'] }),
  },
  (table) => [
    index('api_keys_by_account').on(table.accountSid),
    index('api_keys_live').on(table.expiresAt).where(isNull(table.revokedAt)),
  ],
);

/**
 * Accounts whose recordings are looked at, and how they stand. Of calls only SIDs and verdicts are kept: who called
 * whom is nobody's business here.
 */
export const recordingWatch = sqliteTable('recording_watch', {
  accountSid: text().$type<AccountSid>().primaryKey(),
  /** Where it records to and as what, as a fingerprint: with another it is watched anew. */
  recordsAs: text(),
  /** Calls that had ended by then are left alone. */
  since: moment().notNull(),
  lookedAt: moment().notNull(),
  /** Looks in a row, the last among them, that missed a recording, and what that was put down to. */
  misses: integer().notNull(),
  cause: text(),
});

/** What looks at recordings said, for as long as their calls are looked at. */
export const recordingVerdicts = sqliteTable(
  'recording_verdicts',
  {
    callSid: text().$type<CallSid>().primaryKey(),
    accountSid: text().$type<AccountSid>().notNull(),
    verdict: text({ enum: verdicts }).notNull(),
    endedAt: moment().notNull(),
  },
  (table) => [
    index('recording_verdicts_by_account').on(table.accountSid),
    index('recording_verdicts_by_end').on(table.endedAt),
  ],
);

/** What missing recordings are put down to, each with its newest card, and until when it is muted. */
export const recordingAlarms = sqliteTable('recording_alarms', {
  cause: text().primaryKey(),
  id: text().$type<Id<'alm'>>().notNull().unique(),
  openedAt: moment().notNull(),
  /** When the last of its accounts had recovered. */
  endedAt: moment(),
  mutedUntil: moment(),
  mutedBy: text(),
});

export const alarmedStates = ['missing', 'recovered', 'set aside'] as const;

/** The accounts of an alarm. */
export const recordingAlarmed = sqliteTable(
  'recording_alarmed',
  {
    alarm: text().$type<Id<'alm'>>().notNull(),
    accountSid: text().$type<AccountSid>().notNull(),
    accountName: text().notNull(),
    providerName: text().notNull(),
    state: text({ enum: alarmedStates }).notNull(),
    /** What was missed: SIDs and verdicts. */
    missed: text({ mode: 'json' }).$type<{ callSid: CallSid; verdict: string }[]>().notNull(),
    alarmedAt: moment().notNull(),
    /** `null` while it is missing. */
    endedAt: moment(),
    /** When it was told in the thread of its card, or that it is one of too many; `null` while the card is not there. */
    toldAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.alarm, table.accountSid] }),
    index('recording_alarmed_missing').on(table.accountSid).where(isNull(table.endedAt)),
    index('recording_alarmed_untold').on(table.alarm).where(isNull(table.toldAt)),
  ],
);

export const deliveryStates = ['due', 'sending', 'sent', 'set_aside'] as const;

/** What is still to be told, in order per conversation. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** A channel's or a person's id, with the thread after a slash. */
    conversation: text().notNull(),
    state: text({ enum: deliveryStates }).notNull(),
    /** Who alone sees it, for ephemeral answers. */
    onlyFor: text(),
    /** Messages of one card replace each other in a conversation; others are posted anew. */
    card: text(),
    message: text({ mode: 'json' }).notNull(),
    /** Who gets it by direct message where it cannot be delivered. */
    fallback: text(),
    replyUrl: blob({ mode: 'buffer' }),
    changeId: text().$type<Id<'chg'>>(),
    attempts: integer().notNull().default(0),
    /** True once Slack's answer to it was lost, so that it may be there twice. */
    answerLost: integer({ mode: 'boolean' }).notNull().default(false),
    error: text(),
    createdAt: moment().notNull(),
    dueAt: moment().notNull(),
    endedAt: moment(),
  },
  (table) => [
    // All that is asked of what waits, without its messages.
    index('outbox_waiting')
      .on(table.conversation, table.id, table.state, table.dueAt, table.createdAt)
      .where(isWaiting(table.state)),
    index('outbox_waiting_cards').on(table.card).where(isWaiting(table.state)),
    index('outbox_set_aside').on(table.conversation).where(isSetAside(table.state)),
    index('outbox_ended').on(table.endedAt).where(isNotNull(table.endedAt)),
    index('outbox_by_conversation').on(table.conversation, table.state, table.id),
  ],
);

/** Where a card was posted, so that it can be replaced. */
export const cards = sqliteTable(
  'cards',
  {
    card: text().notNull(),
    conversation: text().notNull(),
    channel: text().notNull(),
    ts: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.card, table.conversation] })],
);

/** What happened once and must not happen again: the welcome of an Admin, the daily anchor. */
export const marks = sqliteTable('marks', {
  name: text().primaryKey(),
  at: moment().notNull(),
});

/** How the bot was started last, in one row: a terminal beside it goes by the same workspace, channels and policy. */
export const settings = sqliteTable('settings', {
  id: integer().primaryKey(),
  value: text({ mode: 'json' }).notNull(),
  startedAt: moment().notNull(),
});
