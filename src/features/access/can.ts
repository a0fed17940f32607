import { type FourEyes, type Needed, secondPerson } from '../approvals/approvals.ts';
import { type Actor, decide, type Grant, isAdmin, type Refusal, within } from './access.ts';
import { type Action, permission } from './permissions.ts';
import type { Reach, Target } from './scope.ts';

/** Whether somebody may do something, and why: what `/vg can` tells. */
export interface Verdict {
  allowed: boolean;
  /** The table's own words. */
  rule: string;
  /** The grants that give it. None where everyone may, or nobody does. */
  by: Grant[];
  because: Refusal | null;
  /** What else it takes; `null` where it changes nothing, or is refused. */
  needed: Needed | null;
}

/**
 * Decides as the check itself does. `target` is `null` where no account was named: then it is allowed where any
 * grant allows it, and `by` says on what.
 */
export function verdictOn(
  actor: Actor,
  action: Action,
  target: Target | null,
  policy: { fourEyes: FourEyes; adminCount(): number },
): Verdict {
  const decisions = target
    ? [decide(actor, action, target)]
    : actor.grants.map((grant) => decide(actor, action, ownTarget(grant)));
  const decision =
    decisions.find(({ allowed }) => allowed) ??
    decisions[0] ??
    decide(actor, action, { kind: 'nothing' });
  const { rule, allowed } = decision;
  if (!allowed) return { allowed, rule, by: [], because: decision.because, needed: null };
  const by = actor.grants.filter((grant) => gives(actor, grant, action, target));
  const needed = permission(action).changes ? secondPerson(action, actor, policy) : null;
  return { allowed, rule, by, because: null, needed };
}

/**
 * The person as somebody with this reach may know them: without the grants that lie elsewhere. What holds for
 * everything is everybody's business.
 */
export function seenFrom(viewer: Actor, reach: Reach, person: Actor): Actor {
  if (isAdmin(viewer)) return person;
  const grants = person.grants.filter(({ scope, providerSid, accountSid }) => {
    if (scope === 'admin' || providerSid === null) return true;
    if (accountSid === null) return reach.everything || reach.providers.includes(providerSid);
    return within(reach, { sid: accountSid, provider: { sid: providerSid } });
  });
  return { ...person, grants };
}

/** Whether this grant alone would allow it. */
function gives(actor: Actor, grant: Grant, action: Action, target: Target | null): boolean {
  return decide({ ...actor, grants: [grant] }, action, target ?? ownTarget(grant)).allowed;
}

/** All that a grant reaches, as a target. */
function ownTarget({ scope, providerSid, accountSid }: Grant): Target {
  if (scope === 'account' && accountSid && providerSid) {
    return { kind: 'account', accountSid, providerSid };
  }
  return providerSid ? { kind: 'provider', providerSid } : { kind: 'everything' };
}
