import type { AnyKind, Change, Failure, Words } from '../changes/change.ts';
import type { Told } from '../changes/receipts.view.ts';
import { accessRequest } from '../features/access/access-request.ts';
import type { Mapping } from '../features/access/grant.ts';
import { type GrantInput, type GrantNeeds, grantChange } from '../features/access/grant-change.ts';
import { revokeChange } from '../features/access/revoke-change.ts';
import type { AccountSummary } from '../features/accounts/account.ts';
import { type CreateAccountInput, creationInWords } from '../features/accounts/create-account.ts';
import type { RecordingTrace } from '../features/recording/recording-trace.ts';
import type { SettingsTrace } from '../features/settings/settings.ts';
import { settingsInWords } from '../features/settings/settings-change.ts';
import { clearingAllInWords, clearingInWords } from '../features/tts-cache/tts-cache.ts';
import { rotationInWords } from '../features/webhook-secret/webhook-secret.ts';
import {
  accounts,
  COMMAND,
  cast,
  daysAhead,
  digestOf,
  hoursAgo,
  idOf,
  now,
  type Person,
  rooms,
  TEAM,
} from './cast.ts';

// Changes as the journal would tell them: their states are canned, their words are those of their kinds.

/** What is canned of a change; what it asks for is in its words. */
export type Canned = Partial<Change> & { by?: Person };

/** The states of a request, as its decider and the worker leave them. */
export const decided = {
  approved: { state: 'applying', decidedBy: cast.ada.userId, decidedAt: now },
  verified: { state: 'verified', decidedBy: cast.ada.userId, decidedAt: now, endedAt: now },
  denied: {
    state: 'denied',
    decidedBy: cast.ben.userId,
    decidedAt: now,
    decisionReason: 'The contract for it is not signed yet. Ask again in December.',
  },
  withdrawn: { state: 'withdrawn' },
  expired: { state: 'expired' },
} satisfies Record<string, Canned>;

/** The end of what needed nobody's decision. */
export const carriedOut: Canned = { state: 'verified', endedAt: now };

/** How the worker leaves what went wrong, in the worker's own words. */
export const troubles = {
  realmTaken: {
    message: 'This account cannot be created.',
    why: 'This SIP realm is not available.',
    now: 'Choose another and ask again.',
  },
  noEffect: {
    message: 'The gateway accepted it, but it has no effect.',
    why: '4,812 prompts are still cached.',
  },
  noAnswer: {
    message: 'The effect could not be read back.',
    why: 'The gateway does not answer when asked what is there.',
  },
} satisfies Record<string, Failure>;

export function failed(failure: Failure): Canned {
  return { state: 'failed', failure, endedAt: now };
}

export function unknown(failure: Failure = troubles.noAnswer): Canned {
  return { state: 'unknown', failure, endedAt: now };
}

/** A creation of Acme Telecom's sibling, or of whatever `more` says. */
export function creation(canned: Canned = {}, more: Partial<CreateAccountInput> = {}): Told {
  const { name, sipRealm, provider } = accounts.acmeNorth;
  const input: CreateAccountInput = {
    name,
    providerSid: provider.sid,
    providerName: provider.name,
    sipRealm: sipRealm ?? '',
    limits: null,
    grantTo: null,
    ...more,
  };
  const made = {
    sid: accounts.acmeNorth.sid,
    name: input.name,
    sipRealm: input.sipRealm,
    limits: input.limits ?? { unit: 'sessions', maximum: null, licensedSessions: null },
    webhookSecret: '••••7c1e',
  } as const;
  const change = changed('account create', `create ${input.name}`, {
    by: cast.tia,
    reason: 'A second site goes live on December 1.',
    needsSecond: true,
    ...canned,
  });
  return inWords(creationInWords, change, input, { before: null, after: made });
}

const needs: GrantNeeds = {
  clock: { now: () => now },
  command: COMMAND,
  policy: {
    adminUsers: [cast.ada.userId, cast.ben.userId],
    widened: [],
    fourEyes: 'others',
    teamId: TEAM,
  },
};
const grantKind = grantChange(needs);
const revokeKind = revokeChange(needs);

/** Account scope on Acme Telecom for Eve, until the end of January, or whatever `more` says. */
function mapped(more: Partial<Mapping>): Mapping {
  const { sid, name, provider } = accounts.acme;
  return {
    person: { teamId: TEAM, userId: cast.eve.userId },
    personName: cast.eve.name,
    scope: 'account',
    accountSid: sid,
    providerSid: provider.sid,
    targetName: name,
    until: '2027-01-31',
    ...more,
  };
}

/** A target for scopes that are for everything. */
export const onEverything = {
  accountSid: undefined,
  providerSid: undefined,
  targetName: undefined,
};

/** A grant; `endedBefore`: it moves the end of one that there was. */
export function granting(
  canned: Canned = {},
  more: Partial<Mapping> & { endedBefore?: string | null } = {},
): Told {
  const { endedBefore, ...rest } = more;
  const input: GrantInput = mapped(rest);
  const grantId = idOf('grt', input.personName);
  const before = endedBefore === undefined ? null : { grantId, until: endedBefore };
  const after = { grantId, until: input.until ?? null };
  const change = changed('access grant', `grant ${input.personName} ${input.scope}`, canned);
  return inWords(grantKind, change, input, { before, after });
}

export function revoking(canned: Canned = {}, more: Partial<Mapping> = {}): Told {
  const input = { ...mapped(more), grantId: idOf('grt', 'revoked') };
  const change = changed('access revoke', `revoke ${input.personName}`, canned);
  return inWords(revokeKind, change, input, { before: { until: null }, after: { until: null } });
}

/** What the person concerned is told of a grant; `endedBefore`: of one whose end was moved. */
export function noticeOfGrant(more: Partial<Mapping> = {}, endedBefore?: string): string {
  const before = endedBefore ? { grantId: idOf('grt', 'moved'), until: endedBefore } : null;
  return noticeOf(grantKind, { before }, mapped(more));
}

export function noticeOfRevocation(more: Partial<Mapping> = {}): string {
  return noticeOf(revokeKind, {}, { ...mapped(more), grantId: idOf('grt', 'revoked') });
}

function noticeOf(kind: AnyKind, canned: Canned, input: unknown): string {
  const change = changed(kind.kind, 'noticed', canned);
  const [notice] = kind.notices?.(change, input, { did: '', facts: [] }) ?? [];
  if (!notice) throw new Error(`Nobody is told of this ${kind.kind}.`);
  return notice.said;
}

export function askingForAccess(
  canned: Canned = {},
  by: Person = cast.eve,
  wants = 'Clear the TTS cache of Acme Telecom while I am on the release rota.',
): Told {
  const input = {
    person: { teamId: by.teamId, userId: by.userId },
    personName: by.name,
    needs: wants,
  };
  const change = changed('access request', `access for ${by.name}`, {
    by,
    reason: 'I cover for Tia until the end of January.',
    needsSecond: true,
    ...canned,
  });
  const after = { granted: 'Account scope on Acme Telecom until 2027-01-31' };
  return inWords(accessRequest, change, input, { before: null, after });
}

/** A clearing of one cache, and how many prompts were cached before and after. */
export function clearing(
  account: AccountSummary,
  canned: Canned = {},
  counts: { before: number | null; after: number } = { before: 4812, after: 0 },
): Told {
  const { sid, name, provider } = account;
  const input = {
    accountSid: sid,
    providerSid: provider.sid,
    name,
    providerName: provider.name,
  };
  const change = changed('tts clear', `clear ${name}`, { by: cast.olu, ...canned });
  const seen = { before: { prompts: counts.before }, after: { prompts: counts.after } };
  return inWords(clearingInWords, change, input, seen);
}

/** A rotation of a Webhook Secret. */
export function rotating(account: AccountSummary, canned: Canned = {}): Told {
  const { sid, name, provider } = account;
  const input = {
    accountSid: sid,
    providerSid: provider.sid,
    name,
    providerName: provider.name,
  };
  const change = changed('secret rotate', `rotate ${name}`, canned);
  const before = { mask: '••••7c1e', fingerprint: '4f1a6b0c9d2e8375' };
  const after = { mask: '••••Xw9q', fingerprint: 'b3c8e0517fd6429a' };
  return inWords(rotationInWords, change, input, { before, after });
}

export function clearingEvery(canned: Canned = {}): Told {
  const change = changed('tts clear --all', 'clear all', { by: cast.olu, ...canned });
  const seen = { before: { prompts: 1_204_311 }, after: { prompts: 212 } };
  return inWords(clearingAllInWords, change, {}, seen);
}

/** Settings of Acme Telecom that were changed, a secret among them. */
export function changingSettings(canned: Canned = {}): Told {
  const { sid, name, provider, sipRealm } = accounts.acme;
  const trace = (mask: string) => ({ mask, print: mask, kept: null });
  const hook = { hiddenUrl: null, method: 'POST', username: 'switchboard' } as const;
  const before: SettingsTrace = {
    sipRealm,
    registrationWebhook: { ...hook, url: 'https://old.acme.example', password: trace('••••b8d2') },
  };
  const after: SettingsTrace = {
    sipRealm: 'voice.acme.example',
    registrationWebhook: { ...hook, url: 'https://new.acme.example', password: trace('••••0e41') },
  };
  const input = {
    accountSid: sid,
    providerSid: provider.sid,
    name,
    expected: before,
    wanted: after,
  };
  const change = changed('webhooks edit', 'change settings', { by: cast.tia, ...canned });
  return inWords(settingsInWords('webhooks edit'), change, input, { before, after });
}

/** The call recording of Acme Telecom, set up, turned off or removed. */
export function changingRecording(
  concern: 'recording edit' | 'recording off',
  before: RecordingTrace | null,
  after: RecordingTrace | null,
  canned: Canned = {},
): Told {
  const { sid, name, provider } = accounts.acme;
  const input = {
    accountSid: sid,
    providerSid: provider.sid,
    name,
    expected: { recording: before },
    wanted: { recording: after },
  };
  const change = changed(concern, 'change call recording', { by: cast.sam, ...canned });
  const seen = { before: { recording: before }, after: { recording: after } };
  return inWords(settingsInWords(concern), change, input, seen);
}

function inWords<Input, Seen>(
  words: Words<Input, Seen>,
  change: Change,
  input: Input,
  { before, after }: { before: Seen; after: Seen },
): Told {
  const done = change.state === 'verified';
  return {
    change,
    description: words.describe(input),
    outcome: done ? words.outcome(input, before, after) : null,
    noUndo: words.noUndo ?? null,
    offers: done ? (words.offers?.(input, after) ?? []) : [],
    undoable: done && (words.undo?.(input, before, after) ?? null) !== null,
  };
}

function changed(kind: string, called: string, { by = cast.ada, ...canned }: Canned): Change {
  const { teamId, userId, name } = by;
  const waits = canned.needsSecond === true;
  return {
    seq: 1,
    id: idOf('chg', called),
    kind,
    state: waits ? 'waiting' : 'ready',
    lane: called,
    batch: null,
    actor: { teamId, userId },
    actorName: name,
    providerSid: null,
    accountSid: null,
    subject: null,
    input: null,
    origin: { surface: 'command', channel: rooms.voiceOps },
    reason: null,
    revision: 1,
    digest: digestOf(called),
    authors: [userId],
    announced: false,
    needsSecond: false,
    breakGlass: null,
    expiresAt: waits ? daysAhead(7) : null,
    remindAt: waits ? daysAhead(1) : null,
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    requestedAt: hoursAgo(1),
    startedAt: null,
    endedAt: null,
    attempts: 0,
    dueAt: null,
    before: null,
    after: null,
    failure: null,
    ...canned,
  };
}
