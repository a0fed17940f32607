import { z } from 'zod';
import type { AccountSid, ProviderSid } from '../../ids.ts';

/** The scopes of design §2. */
export const Scope = z.enum(['admin', 'service_provider', 'account', 'on_call']);
export type Scope = z.infer<typeof Scope>;

/**
 * Somebody in Slack: the pair of ids never changes, whatever they call themselves. Or somebody at a terminal of
 * the bot's own machine, by the name of their user there.
 */
export const PersonId = z.object({ teamId: z.string(), userId: z.string() });
export type PersonId = z.infer<typeof PersonId>;

export function samePerson(one: PersonId, other: PersonId): boolean {
  return one.teamId === other.teamId && one.userId === other.userId;
}

/** Begins the user id of whoever sits at a terminal; Slack's ids have no colon. */
const TERMINAL = 'terminal:';

/** Whoever works on the machine as this user of its operating system. */
export function terminalPerson(teamId: string, osUser: string): PersonId {
  return { teamId, userId: `${TERMINAL}${osUser}` };
}

/** Whether somebody is at a terminal: they have Admin scope, and nobody in Slack can be them or write to them. */
export function isTerminal({ userId }: Pick<PersonId, 'userId'>): boolean {
  return userId.startsWith(TERMINAL);
}

/** The bot itself: who asks for what falls due without anybody. No person of Slack has its ids. */
export const itself: PersonId = { teamId: '', userId: 'switchboard' };
/** The bot's own name in the audit. */
export const ITS_NAME = 'Switchboard';

export function isItself(person: PersonId): boolean {
  return samePerson(person, itself);
}

/** Whether somebody can be written to in Slack: the bot itself and whoever is at a terminal have no conversation. */
export function isInSlack(userId: string): boolean {
  return userId !== itself.userId && !isTerminal({ userId });
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
