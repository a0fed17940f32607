import { z } from 'zod';
import type { About } from '../../changes/change.ts';
import { BotError } from '../../errors.ts';
import { AccountSid, ProviderSid } from '../../ids.ts';
import type { Identity } from './access.store.ts';
import { type Grant, scopeName } from './access.ts';
import type { Action } from './permissions.ts';
import { PersonId, Scope, type Target } from './scope.ts';

/** A scope on a target for a person, as it is asked for. */
export const Mapping = z.object({
  person: PersonId,
  /** What Slack calls them, for people to read. */
  personName: z.string(),
  scope: Scope,
  providerSid: ProviderSid.optional(),
  accountSid: AccountSid.optional(),
  /** The target's name; absent for Admin, and for on-call for all. */
  targetName: z.string().optional(),
  /** The last day on which it holds, counted in UTC. */
  until: z.iso.date().optional(),
});
export type Mapping = z.infer<typeof Mapping>;

type Held = Pick<Mapping, 'scope' | 'providerSid' | 'accountSid'>;

/** The row of the permission table for granting, or revoking, this scope. */
export function grantAction(scope: Scope): Action {
  return `access grant ${scope}`;
}

export function revokeAction(scope: Scope): Action {
  return `access revoke ${scope}`;
}

/** What a change of somebody's grants is about: one person's change one at a time. */
export function aboutGrant({
  person,
  providerSid,
  accountSid,
}: Pick<Mapping, 'person' | 'providerSid' | 'accountSid'>): About {
  return {
    lane: `person/${person.userId}`,
    person,
    ...(providerSid && { providerSid }),
    ...(accountSid && { accountSid }),
  };
}

/** What the check of a grant looks at. */
export function grantTarget({ scope, providerSid, accountSid }: Held): Target {
  if (scope === 'account' && accountSid && providerSid) {
    return { kind: 'account', accountSid, providerSid };
  }
  if (scope === 'service_provider' && providerSid) return { kind: 'provider', providerSid };
  return { kind: 'everything' };
}

/** What tells two grants of one scope to a person apart: the SID of the target, or `*`. */
export function targetKey({ scope, providerSid, accountSid }: Held): string {
  return (scope === 'account' ? accountSid : scope === 'admin' ? undefined : providerSid) ?? '*';
}

/** `Account scope on Acme`, in people's words. */
export function scopeOn(grant: { scope: Scope; targetName?: string | null | undefined }): string {
  const scope = `${scopeName[grant.scope]} scope`;
  if (grant.scope === 'admin') return scope;
  if (!grant.targetName) return `${scope} for all Service Providers`;
  return `${scope} on ${grant.targetName}`;
}

const DAY = 24 * 60 * 60_000;

/** The moment at which a grant until this day ends: the end of the day, UTC. */
export function endOf(day: string): Date {
  return new Date(Date.parse(day) + DAY);
}

/** The last day on which a grant holds, in UTC. */
export function lastDay(until: Date): string {
  return new Date(until.getTime() - 1).toISOString().slice(0, 10);
}

/** A stored grant as it was asked for. */
export function mappingOf(grant: Grant, person: PersonId, personName: string): Mapping {
  const { scope, providerSid, accountSid, targetName, until } = grant;
  return {
    person,
    personName,
    scope,
    ...(providerSid && { providerSid }),
    ...(accountSid && { accountSid }),
    ...(targetName !== null && { targetName }),
    ...(until && { until: lastDay(until) }),
  };
}

/** Throws unless somebody of whom Slack says this may hold the scope (design §2). */
export function requireGrantable(identity: Identity | null | undefined, scope: Scope): void {
  if (!identity) throw notGrantable('not_found', 'Slack knows no such person.');
  const { name, isForeign, isBot, isDeactivated, isGuest } = identity;
  if (isForeign) {
    throw notGrantable('invalid', `${name} belongs to another organisation (Slack Connect).`);
  }
  if (isBot) throw notGrantable('invalid', `${name} is a bot.`);
  if (isDeactivated) throw notGrantable('invalid', `${name} is deactivated in Slack.`);
  if (isGuest && scope !== 'account') {
    throw notGrantable('invalid', `${name} is a guest, and guests can hold Account scope only.`);
  }
}

function notGrantable(code: 'invalid' | 'not_found', why: string): BotError {
  return new BotError(code, 'This person cannot be mapped so.', {
    why,
    now: 'Pick a member of this workspace.',
    fields: { person: why },
  });
}
