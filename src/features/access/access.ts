import { BotError, type RefusedOn } from '../../errors.ts';
import type { AccountSid, ProviderSid } from '../../ids.ts';
import { type Action, permission, scopesWith, type Widening } from './permissions.ts';
import { isTerminal, type PersonId, type Reach, type Scope, type Target } from './scope.ts';

/** A scope held by a person, with its target. Admin has none; on-call without a provider means all. */
export interface Grant {
  /** `null` for an Admin named by `ADMIN_USERS`. */
  id: string | null;
  scope: Scope;
  providerSid: ProviderSid | null;
  accountSid: AccountSid | null;
  /** The target's name when it was granted, for people to read. */
  targetName: string | null;
  until: Date | null;
}

/** Somebody who asks, with every right they hold now. */
export interface Actor {
  person: PersonId;
  name: string;
  grants: Grant[];
  /** Guests hold Account scope only, and never decide (design §2). */
  isGuest: boolean;
  /** Why this one is not served at all, `null` for members and guests of the workspace (design §2). */
  shutOut: 'other organisation' | 'bot' | 'deactivated' | null;
  /** False while Slack cannot say who they are: reads are allowed, changes refused. */
  identityKnown: boolean;
  /** What the operator lets scopes do beside what is theirs anyway. */
  widened: readonly Widening[];
}

export type Decision =
  | { allowed: true; grant: Grant | null; rule: string }
  | { allowed: false; because: Refusal; rule: string };

/**
 * Why an action is refused: they do not belong here; nobody mapped the person; none of their scopes has the right; none of their
 * targets covers it; they are a guest; they are at a terminal, where nobody decides; Slack cannot confirm who they are.
 */
export type Refusal =
  | 'shut out'
  | 'no grant'
  | 'scope'
  | 'target'
  | 'guest'
  | 'terminal'
  | 'identity unknown';

/** Whether the actor may do this to that target, and by which rule. The one check of design §2. */
export function decide(actor: Actor, action: Action, target: Target): Decision {
  const { everyone, changes, does } = permission(action);
  const scopes = scopesWith(action, actor.widened);
  if (actor.shutOut) return { allowed: false, because: 'shut out', rule: MEMBERS_ONLY };
  if (everyone) {
    const rule = `Everyone may ${does}.`;
    return changes && !actor.identityKnown
      ? { allowed: false, because: 'identity unknown', rule }
      : { allowed: true, grant: null, rule };
  }
  const usable = actor.isGuest ? actor.grants.filter((g) => g.scope === 'account') : actor.grants;
  const holding = usable.filter((grant) => scopes[grant.scope] !== undefined);
  const rule = `${listed(Object.keys(scopes) as Scope[])} may ${does}.`;
  const refuse = (because: Refusal): Decision => ({ allowed: false, because, rule });

  if (actor.grants.length === 0) return refuse('no grant');
  const grant = holding.find((candidate) => covers(candidate, action, target));
  if (!grant) {
    if (holding.length > 0) return refuse('target');
    // Whatever the target: a guest must not learn from the words whether it exists.
    const heldBack = actor.isGuest && actor.grants.some(({ scope }) => scopes[scope] !== undefined);
    return refuse(heldBack ? 'guest' : 'scope');
  }
  if (actor.isGuest && action === 'approvals decide') return refuse('guest');
  if (isTerminal(actor.person) && action === 'approvals decide') return refuse('terminal');
  if (changes && !actor.identityKnown) return refuse('identity unknown');
  return { allowed: true, grant, rule };
}

/**
 * Throws unless the actor may. A target out of reach gets the words of a missing one, so that nobody learns
 * what exists; everything else says which scopes could.
 */
export function requireRight(actor: Actor, action: Action, target: Target): void {
  const decision = decide(actor, action, target);
  if (!decision.allowed) throw refusal(action, decision.because, decision.rule, target);
}

const MEMBERS_ONLY = 'Only members and guests of this workspace are served.';

/** Throws for people of other organisations, bots and deactivated members: they are refused whatever they ask. */
export function requireAdmission(actor: Actor): void {
  if (!actor.shutOut) return;
  throw new BotError('forbidden', 'I serve only the members of this workspace.', {
    why:
      actor.shutOut === 'other organisation'
        ? 'You belong to another organisation.'
        : `Your account is that of a ${actor.shutOut === 'bot' ? 'bot' : 'deactivated member'}.`,
    now: 'Ask somebody of this workspace to do it.',
    because: 'shut out',
  });
}

/** True where some grant has the right for some target: what the help lists, and what a card may offer. */
export function mayEver(actor: Actor, action: Action): boolean {
  if (permission(action).everyone) return true;
  const scopes = scopesWith(action, actor.widened);
  return actor.grants.some(
    (grant) => scopes[grant.scope] !== undefined && (!actor.isGuest || grant.scope === 'account'),
  );
}

/** All that `mayEver` goes by, as a text: what follows from it can be kept for everybody who stands alike. */
export function standingOf({ grants, isGuest, widened }: Actor): string {
  const scopes = [...new Set(grants.map(({ scope }) => scope))].toSorted();
  return [isGuest ? 'guest' : 'member', ...scopes, ...widened].join(' ');
}

/** The accounts on which the actor may do this: what searches and pickers are held to. */
export function reachOf(actor: Actor, action: Action): Reach {
  const scopes = scopesWith(action, actor.widened);
  const grants = actor.grants.filter(
    (grant) => scopes[grant.scope] !== undefined && (!actor.isGuest || grant.scope === 'account'),
  );
  const wide = (grant: Grant) =>
    grant.scope === 'admin' || (grant.scope === 'on_call' && grant.providerSid === null);
  if (grants.some(wide)) return { everything: true };
  const byProvider = (grant: Grant) =>
    grant.scope !== 'account' || scopes.account === 'its provider';
  return {
    everything: false,
    providers: unique(grants.filter(byProvider).map((grant) => grant.providerSid)),
    accounts: unique(grants.filter((grant) => !byProvider(grant)).map((g) => g.accountSid)),
  };
}

/** Whether the account lies within reach. */
export function within(
  reach: Reach,
  account: { sid: AccountSid; provider: { sid: ProviderSid } },
): boolean {
  return (
    reach.everything ||
    reach.providers.includes(account.provider.sid) ||
    reach.accounts.includes(account.sid)
  );
}

export function isAdmin(actor: Actor): boolean {
  return !actor.isGuest && actor.grants.some((grant) => grant.scope === 'admin');
}

/** The words for an account that is not there, to somebody whom no access would show more. */
export function noAccountAtAll(typed?: string, hint?: string): BotError {
  return new BotError(
    'not_found',
    typed ? `I find no account “${typed}” in your reach.` : 'I find no such account in your reach.',
    {
      why: 'It does not exist: you reach every account.',
      now: hinted(
        'Check the name: `account list` finds accounts by the beginning of a word.',
        hint,
      ),
      audited: true,
      because: 'target',
    },
  );
}

/** The words for an account that is not there, or that the person may not know of. */
export function noSuchAccount(typed?: string, on: RefusedOn = {}, hint?: string): BotError {
  return new BotError(
    'not_found',
    typed ? `I find no account “${typed}” in your reach.` : 'I find no such account in your reach.',
    {
      why: 'It does not exist, or none of your grants covers it.',
      now: hinted('Check the name, or ask for access.', hint),
      askForAccess: true,
      because: 'target',
      on,
    },
  );
}

function hinted(now: string, hint: string | undefined): string {
  return hint === undefined ? now : `${now} ${hint}`;
}

function covers(grant: Grant, action: Action, target: Target): boolean {
  if (grant.scope === 'admin' || target.kind === 'nothing') return true;
  if (grant.scope === 'on_call' && grant.providerSid === null) return true;
  if (target.kind === 'everything') return false;
  if (grant.scope === 'account') {
    const wholeProvider = permission(action).scopes.account === 'its provider';
    return target.kind === 'account'
      ? target.accountSid === grant.accountSid
      : wholeProvider && target.providerSid === grant.providerSid;
  }
  return target.providerSid === grant.providerSid;
}

function refusal(action: Action, because: Refusal, rule: string, target: Target): BotError {
  const { on: wants, does } = permission(action);
  const on = refusedOn(target);
  const audit = { because, on };
  switch (because) {
    case 'shut out':
      return new BotError('forbidden', 'I serve only the members of this workspace.', {
        why: rule,
        now: 'Ask somebody of this workspace to do it.',
        ...audit,
      });
    case 'identity unknown':
      return new BotError('unavailable', 'I cannot make changes for you right now.', {
        why: 'Slack did not confirm who you are in time, or I could not keep what it said; changes need that.',
        now: 'Try again in a minute. Nothing was changed.',
        audited: true,
        ...audit,
      });
    case 'no grant':
      return new BotError('forbidden', 'You have no access yet.', {
        why: 'Nobody has mapped you to a scope.',
        now: 'Ask for access: those who map people are told.',
        askForAccess: true,
        ...audit,
      });
    case 'guest':
      return new BotError('forbidden', `As a guest you may not ${does}.`, {
        why: 'Guests can hold Account scope only, and never decide.',
        now: 'Ask a member of the team to do it.',
        ...audit,
      });
    case 'terminal':
      return new BotError('forbidden', `From a terminal you may not ${does}.`, {
        why: 'Whoever decides must be known to Slack.',
        now: 'Decide it in Slack, as somebody else than who asked.',
        ...audit,
      });
    case 'target':
      if (wants === 'account') return noSuchAccount(undefined, on);
      return new BotError('forbidden', `You may not ${does} there.`, {
        why: `${rule} None of your grants covers this one.`,
        now: 'Ask for access.',
        askForAccess: true,
        ...audit,
      });
    case 'scope':
      return new BotError('forbidden', `You may not ${does}.`, {
        why: rule,
        now: 'Ask for access, or ask someone who may.',
        askForAccess: true,
        ...audit,
      });
  }
}

function refusedOn(target: Target): RefusedOn {
  if (target.kind === 'provider') return { providerSid: target.providerSid };
  if (target.kind !== 'account') return {};
  return { providerSid: target.providerSid, accountSid: target.accountSid };
}

/** The scopes' names as people read them (design §8). */
export const scopeName: Record<Scope, string> = {
  admin: 'Admin',
  service_provider: 'Service Provider',
  account: 'Account',
  on_call: 'on-call',
};

function listed(scopes: Scope[]): string {
  const names = scopes.map((scope) => scopeName[scope]);
  if (names.length < 2) return `Only ${names.join('')} scope`;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} scopes`;
}

function unique<Sid>(sids: (Sid | null)[]): Sid[] {
  return [...new Set(sids.filter((sid): sid is Sid => sid !== null))];
}
