import { z } from 'zod';
import type { AccountSid, ProviderSid } from '../../ids.ts';

/** The scopes of design §2. */
export const Scope = z.enum(['admin', 'service_provider', 'account', 'on_call']);
export type Scope = z.infer<typeof Scope>;

/** Somebody in Slack: the pair of ids never changes, whatever they call themselves. */
export const PersonId = z.object({ teamId: z.string(), userId: z.string() });
export type PersonId = z.infer<typeof PersonId>;

export function samePerson(one: PersonId, other: PersonId): boolean {
  return one.teamId === other.teamId && one.userId === other.userId;
}

/** What an action is done to. An account always comes with its provider, so that checks need no look-up. */
export type Target =
  | { kind: 'nothing' }
  | { kind: 'account'; accountSid: AccountSid; providerSid: ProviderSid }
  | { kind: 'provider'; providerSid: ProviderSid }
  | { kind: 'everything' };

/** Which accounts a person can see: everything, or what lies within these providers and accounts. */
export type Reach =
  | { everything: true }
  | { everything: false; providers: ProviderSid[]; accounts: AccountSid[] };
