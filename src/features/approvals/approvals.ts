import type { Change } from '../../changes/change.ts';
import { BotError, type RefusedOn } from '../../errors.ts';
import { type Actor, decide, isAdmin, type Refusal } from '../access/access.ts';
import type { Action } from '../access/permissions.ts';
import { isTerminal, samePerson, type Target } from '../access/scope.ts';

export type FourEyes = 'others' | 'all';

/** What needs a second person (design §3). `also for Admins`: even alone-standing Admins, once there are two. */
const policy: Partial<Record<Action, 'second person' | 'second person, also for Admins'>> = {
  'account create': 'second person',
  'account delete': 'second person, also for Admins',
  'access grant admin': 'second person, also for Admins',
  'access grant service_provider': 'second person',
};

/** `alone`: carried out at once. `announced`: likewise, and told in the approvals channel. */
export type Needed = 'alone' | 'announced' | 'second person';

/**
 * Whether this actor needs a second person for this action. An access request always waits for one. `adminCount` is
 * asked only where it counts: the grants of everybody are gone through for it.
 */
export function secondPerson(
  action: Action,
  actor: Actor,
  { fourEyes, adminCount }: { fourEyes: FourEyes; adminCount(): number },
): Needed {
  if (action === 'access request') return 'second person';
  const rule = policy[action];
  if (!rule) return 'alone';
  if (fourEyes === 'all' || !isAdmin(actor)) return 'second person';
  return rule === 'second person, also for Admins' && adminCount() >= 2
    ? 'second person'
    : 'announced';
}

/** How long the reason must be for which somebody does alone what needs two. */
const REASON = { least: 10, most: 500 };

/**
 * Throws unless it may be done at once without the second person that it may need: only from a terminal (whoever
 * sits there owns the data anyway) and with a reason, which the approvals channel reads.
 */
export function requireBreakGlass(actor: Actor, action: Action, reason: string): void {
  if (!isTerminal(actor.person)) {
    throw new BotError('forbidden', 'Nobody does this alone from Slack.', {
      why: 'A second person is left out only at a terminal of the bot’s own machine.',
      now: 'Ask for it, and have somebody approve it.',
      audited: true,
    });
  }
  if (action === 'access request') {
    throw new BotError('conflict', 'A request for access has nothing to be broken open.', {
      why: 'It is answered by mapping its asker.',
      now: 'Map the person with access grant.',
    });
  }
  const length = codePoints(reason);
  if (length >= REASON.least && length <= REASON.most) return;
  throw new BotError('invalid', 'Doing it alone needs a reason that others understand.', {
    why: `It has ${length} characters, and needs ${REASON.least} to ${REASON.most}.`,
    now: 'Say why it cannot wait: --break-glass "Ada and Ben are on a plane, Acme is down".',
  });
}

function codePoints(text: string): number {
  return Array.from(text.trim()).length;
}

/** Where the change's own target lies, for the check of who may decide. */
export function decisionTarget(change: Pick<Decidable, 'providerSid'>): Target {
  return change.providerSid
    ? { kind: 'provider', providerSid: change.providerSid }
    : { kind: 'everything' };
}

/** What counts of a request for who may decide it. */
export type Decidable = Pick<Change, 'actor' | 'authors' | 'providerSid'>;

export type MayDecide = { allowed: true } | { allowed: false; because: NotDeciding };

export type NotDeciding =
  | 'own request'
  | 'author'
  | 'scope'
  | 'guest'
  | 'terminal'
  | 'identity unknown';

/**
 * Whether this actor may decide the request: Admins always; a Service Provider where an Account-scope person of
 * its tenant asks. Nobody decides their own, whatever the policy; under `all` an editor counts as an author.
 */
export function mayDecide(
  actor: Actor,
  asker: Actor,
  change: Decidable,
  fourEyes: FourEyes,
): MayDecide {
  if (samePerson(actor.person, change.actor)) return { allowed: false, because: 'own request' };
  if (fourEyes === 'all' && change.authors.includes(actor.person.userId)) {
    return { allowed: false, because: 'author' };
  }
  const right = decide(actor, 'approvals decide', decisionTarget(change));
  if (!right.allowed) return { allowed: false, because: toldAs(right.because) };
  if (!isAdmin(actor) && !asksAsAccount(asker, change)) return { allowed: false, because: 'scope' };
  return { allowed: true };
}

function toldAs(because: Refusal): NotDeciding {
  const told = ['guest', 'terminal', 'identity unknown'] as const;
  return told.find((one) => one === because) ?? 'scope';
}

/** Whether the asker holds nothing wider than Account scope there: then the tenant's own people decide too. */
export function asksAsAccount(asker: Actor, change: Pick<Decidable, 'providerSid'>): boolean {
  const here = asker.grants.filter(
    (grant) => grant.scope === 'admin' || grant.providerSid === change.providerSid,
  );
  return here.length > 0 && here.every((grant) => grant.scope === 'account');
}

const DAY = 24 * 60 * 60_000;

/** When a request expires, and when it is reminded of: once, after a working day (weekends do not count, UTC). */
export function requestTimes(
  askedAt: Date,
  requestDays: number,
): { expiresAt: Date; remindAt: Date } {
  const remindAt = new Date(askedAt.getTime() + DAY);
  while (remindAt.getUTCDay() === 0 || remindAt.getUTCDay() === 6) {
    remindAt.setTime(remindAt.getTime() + DAY);
  }
  return { expiresAt: new Date(askedAt.getTime() + requestDays * DAY), remindAt };
}

/** Throws unless this actor may decide the request now, as they saw it: the one check before every decision. */
export function requireDecision(
  seen: { actor: Actor; asker: Actor; change: Change; revision: number },
  how: { fourEyes: FourEyes; now: Date; nameOf: (userId: string) => string },
): void {
  const { actor, asker, change, revision } = seen;
  const may = mayDecide(actor, asker, change, how.fourEyes);
  if (!may.allowed) throw refusedDecision(may.because, change);
  requireWaiting(change, actor, how);
  if (change.revision !== revision) throw editedMeanwhile(change);
}

/** Throws unless the request still waits, saying who decided it and when. */
export function requireWaiting(
  change: Change,
  viewer: Pick<Actor, 'person'>,
  { now, nameOf }: { now: Date; nameOf: (userId: string) => string },
): void {
  const overdue = change.expiresAt !== null && change.expiresAt <= now;
  if (change.state === 'waiting' && !overdue) return;
  const by = (userId: string | null) => {
    if (userId === null) return '';
    return userId === viewer.person.userId ? ' by you' : ` by ${nameOf(userId)}`;
  };
  const decided = `${by(change.decidedBy)}${ago(change.decidedAt, now)}`;
  const over = (what: string, why: string) =>
    new BotError('conflict', `This request ${what}.`, { why, now: 'Nothing more is to be done.' });
  switch (change.state) {
    case 'waiting':
    case 'expired':
      throw over('has expired', 'Nobody decided it in time.');
    case 'withdrawn':
      throw over(
        `was withdrawn${by(change.actor.userId)}${ago(change.endedAt, now)}`,
        'Whoever asked no longer wants it.',
      );
    case 'denied':
      throw over(`was denied${decided}`, `The reason given: ${change.decisionReason ?? 'none'}`);
    case 'ready':
    case 'applying':
      throw over(`was approved${decided}`, 'It is being carried out.');
    case 'verified':
      throw over(`was approved${decided}`, 'It is done and verified.');
    case 'failed':
      throw over(`was approved${decided}`, 'It failed when it was carried out.');
    case 'unknown':
      throw over(`was approved${decided}`, 'Whether it happened is not known.');
    case 'stopped':
      throw over('was stopped', 'It never began.');
  }
}

function ago(then: Date | null, now: Date): string {
  if (!then) return '';
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  const said = (count: number, unit: string) => ` ${count} ${unit}${count === 1 ? '' : 's'} ago`;
  if (minutes < 1) return ' just now';
  if (minutes < 60) return said(minutes, 'minute');
  return minutes < 48 * 60
    ? said(Math.floor(minutes / 60), 'hour')
    : said(Math.floor(minutes / 1440), 'day');
}

function editedMeanwhile({ providerSid, accountSid }: Change): BotError {
  return new BotError('conflict', 'The request was edited since this card was drawn.', {
    why: 'What would happen is no longer what you saw.',
    now: 'Look at the card as it is now, then decide.',
    audited: true,
    because: 'edited meanwhile',
    on: { providerSid, accountSid },
  });
}

/** The words for a request that is not there: those of a foreign one, but for whoever decides everything. */
export function noSuchRequest(actor: Actor): BotError {
  const right = decide(actor, 'approvals decide', { kind: 'everything' });
  if (!right.allowed) return refusedDecision(toldAs(right.because));
  return new BotError('not_found', 'I find no such request.', {
    why: 'It does not exist, or not any more.',
    now: 'See what waits with `approvals`.',
    askForAccess: true,
  });
}

/** The words for somebody who may not decide; `on` is where they tried, for the audit. */
export function refusedDecision(because: NotDeciding, on: RefusedOn = {}): BotError {
  const { providerSid, accountSid } = on;
  const audit = { audited: true, because, on: { providerSid, accountSid } };
  switch (because) {
    case 'own request':
      return new BotError('forbidden', 'You cannot decide your own request.', {
        why: 'Whoever asks needs a second person, whatever their scope.',
        now: 'Ask another decider; you can withdraw it.',
        ...audit,
      });
    case 'author':
      return new BotError('forbidden', 'You edited this request, so somebody else approves it.', {
        why: 'FOUR_EYES=all: an editor is one of its authors.',
        now: 'Ask another Admin.',
        ...audit,
      });
    case 'guest':
      return new BotError('forbidden', 'As a guest you may not decide requests.', {
        why: 'Guests can hold Account scope only, and never decide.',
        now: 'Ask a member of the team to do it.',
        ...audit,
      });
    case 'terminal':
      return new BotError('forbidden', 'Nobody decides requests from a terminal.', {
        why: 'Whoever decides must be known to Slack.',
        now: 'Decide it in Slack.',
        ...audit,
      });
    case 'identity unknown':
      return new BotError('unavailable', 'I cannot let you decide right now.', {
        why: 'Slack did not confirm who you are in time, or I could not keep what it said; decisions need that.',
        now: 'Try again in a minute. Nothing was changed.',
        ...audit,
      });
    case 'scope':
      return new BotError('forbidden', 'You may not decide this request.', {
        why: 'Admins decide, and for Account-scope people the Service Providers of their tenant.',
        now: 'Ask one of them.',
        askForAccess: true,
        ...audit,
      });
  }
}
