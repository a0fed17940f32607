import { BotError } from '../../errors.ts';
import type { AccountSid, ProviderSid } from '../../ids.ts';
import { inTimeOrNull } from '../../in-time.ts';
import type { Reach } from '../access/scope.ts';
import type { AccountsGateway } from './account.ts';
import { fold } from './account-rules.ts';

/** How long a form waits to hear whether its name and realm are free, in milliseconds. */
const PATIENCE = 1000;

interface Wanted {
  name?: string;
  sipRealm?: string;
  providerSid: ProviderSid;
  /** The account that is to have them, where it is there already. */
  self?: AccountSid;
}

/**
 * Throws `conflict` with `fields` where the name is taken in its provider, or the realm by anybody; who holds a
 * realm is not said. A gateway that does not answer in time is no obstacle: the change itself decides.
 */
export async function requireAvailable(gateway: AccountsGateway, wanted: Wanted): Promise<void> {
  const { name, sipRealm, providerSid, self } = wanted;
  const inProvider: Reach = { everything: false, providers: [providerSid], accounts: [] };
  const [named, holder] = await Promise.all([
    name === undefined ? [] : inTimeOrNull(PATIENCE, gateway.accountsMeant(name, inProvider, 20)),
    sipRealm === undefined ? null : inTimeOrNull(PATIENCE, gateway.accountWithRealm(sipRealm)),
  ]);
  const fields: Record<string, string> = {};
  if (named?.some((one) => one.sid !== self && fold(one.name) === fold(name ?? ''))) {
    fields.name = 'This service provider already has an account of this name.';
  }
  if (holder && holder.sid !== self) fields.sipRealm = 'This SIP realm is not available.';
  if (Object.keys(fields).length === 0) return;
  throw new BotError('conflict', 'No account can have these.', {
    now: 'Choose another and try again.',
    fields,
  });
}
