import type { Change } from '../../changes/change.ts';
import { BotError } from '../../errors.ts';
import { type Actor, decide, isAdmin } from '../access/access.ts';
import type { Action } from '../access/permissions.ts';
import type { PersonId, Target } from '../access/scope.ts';

export type FourEyes = 'others' | 'all';

/** What needs a second person (design §3). `also for Admins`: even alone-standing Admins, once there are two. */
const policy: Partial<Record<Action, 'second person' | 'second person, also for Admins'>> = {
  'account create': 'second person',
  'access grant admin': 'second person, also for Admins',
  'access grant service_provider': 'second person',
};

/** `alone`: carried out at once. `announced`: likewise, and told in the approvals channel. */
export type Needed = 'alone' | 'announced' | 'second person';

/** Whether this actor needs a second person for this action. An access request always waits for one. */
export function secondPerson(
  action: Action,
  actor: Actor,
  { fourEyes, adminCount }: { fourEyes: FourEyes; adminCount: number },
): Needed {
  if (action === 'access request') return 'second person';
  const rule = policy[action];
  if (!rule) return 'alone';
  if (fourEyes === 'all' || !isAdmin(actor)) return 'second person';
  return rule === 'second person, also for Admins' && adminCount >= 2
    ? 'second person'
    : 'announced';
}

/** Where the change's own target lies, for the check of who may decide. */
export function decisionTarget(change: Change): Target {
  return change.providerSid
    ? { kind: 'provider', providerSid: change.providerSid }
    : { kind: 'everything' };
}

export type MayDecide =
  | { allowed: true }
  | { allowed: false; because: 'own request' | 'author' | 'scope' };

/**
 * Whether this actor may decide the request: Admins always; a Service Provider where an Account-scope person of
 * its tenant asks. Nobody decides their own, whatever the policy; under `all` an editor counts as an author.
 */
export function mayDecide(
  actor: Actor,
  asker: Actor,
  change: Change,
  fourEyes: FourEyes,
): MayDecide {
  if (samePerson(actor.person, change.actor)) return { allowed: false, because: 'own request' };
  if (fourEyes === 'all' && change.authors.includes(actor.person.userId)) {
    return { allowed: false, because: 'author' };
  }
  const right = decide(actor, 'approvals decide', decisionTarget(change));
  if (!right.allowed) return { allowed: false, because: 'scope' };
  if (!isAdmin(actor) && !asksAsAccount(asker, change)) return { allowed: false, because: 'scope' };
  return { allowed: true };
}

/** Whether the asker holds nothing wider than Account scope there: then the tenant's own people decide too. */
export function asksAsAccount(asker: Actor, change: Change): boolean {
  const here = asker.grants.filter(
    (grant) => grant.scope === 'admin' || grant.providerSid === change.providerSid,
  );
  return here.length > 0 && here.every((grant) => grant.scope === 'account');
}

export function samePerson(one: PersonId, other: PersonId): boolean {
  return one.teamId === other.teamId && one.userId === other.userId;
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

/** The words for somebody who may not decide. */
export function refusedDecision(because: 'own request' | 'author' | 'scope'): BotError {
  switch (because) {
    case 'own request':
      return new BotError('forbidden', 'You cannot decide your own request.', {
        why: 'Whoever asks needs a second person, whatever their scope.',
        now: 'Ask another decider; you can withdraw it.',
      });
    case 'author':
      return new BotError('forbidden', 'You edited this request, so somebody else approves it.', {
        why: 'FOUR_EYES=all: an editor is one of its authors.',
        now: 'Ask another Admin.',
      });
    case 'scope':
      return new BotError('forbidden', 'You may not decide this request.', {
        why: 'Admins decide, and for Account-scope people the Service Providers of their tenant.',
        now: 'Ask one of them.',
        askForAccess: true,
      });
  }
}
