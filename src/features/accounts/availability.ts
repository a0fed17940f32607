import { BotError } from '../../errors.ts';
import type { ProviderSid } from '../../ids.ts';
import { inTimeOrNull } from '../../in-time.ts';
import type { Reach } from '../access/scope.ts';
import type { AccountsGateway } from './account.ts';
import { fold } from './account-rules.ts';

/** How long a form waits to hear whether its name and realm are free, in milliseconds. */
const PATIENCE = 1000;

/**
 * Throws `conflict` with `fields` where the name is taken in its provider, or the realm by anybody; who holds a
 * realm is not said. A gateway that does not answer in time is no obstacle: the creation itself decides.
 */
export async function requireAvailable(
  gateway: AccountsGateway,
  wanted: { name: string; sipRealm: string; providerSid: ProviderSid },
): Promise<void> {
  const { name, sipRealm, providerSid } = wanted;
  const inProvider: Reach = { everything: false, providers: [providerSid], accounts: [] };
  const [named, holder] = await Promise.all([
    inTimeOrNull(PATIENCE, gateway.accountsMeant(name, inProvider, 20)),
    inTimeOrNull(PATIENCE, gateway.accountWithRealm(sipRealm)),
  ]);
  const fields: Record<string, string> = {};
  if (named?.some((account) => fold(account.name) === fold(name))) {
    fields.name = 'This service provider already has an account of this name.';
  }
  if (holder) fields.sipRealm = 'This SIP realm is not available.';
  if (Object.keys(fields).length === 0) return;
  throw new BotError('conflict', 'This account cannot be created.', {
    now: 'Choose another and try again.',
    fields,
  });
}
