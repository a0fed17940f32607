import { z } from 'zod';
import type { About } from '../../changes/change.ts';
import { AccountSid, ApplicationSid, ProviderSid } from '../../ids.ts';
import type { Actor } from '../access/access.ts';
import { requireRight } from '../access/access.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { ApplicationSettings } from './applications-gateway.ts';

/** The account whose application it is, as a change remembers it. */
export const OfAccount = z.object({
  accountSid: AccountSid,
  providerSid: ProviderSid,
  accountName: z.string(),
  providerName: z.string(),
});
export type OfAccount = z.infer<typeof OfAccount>;

/** An application as a reading found it: without a password that a URL of it may hold. */
export const SeenApplication = ApplicationSettings.extend({ sid: ApplicationSid });
export type SeenApplication = z.infer<typeof SeenApplication>;

export function ofAccount({ sid, name, provider }: AccountSummary): OfAccount {
  return {
    accountSid: sid,
    providerSid: provider.sid,
    accountName: name,
    providerName: provider.name,
  };
}

export function aboutAccount({ accountSid, providerSid }: OfAccount): About {
  return { lane: `account/${accountSid}`, accountSid, providerSid };
}

export function authorizeThere(
  actor: Actor,
  action: 'apps add' | 'apps edit' | 'apps remove',
  { accountSid, providerSid }: OfAccount,
): void {
  requireRight(actor, action, { kind: 'account', accountSid, providerSid });
}

export function accountFacts({ accountName, providerName }: OfAccount) {
  return [
    { label: 'Account', value: accountName },
    { label: 'Service Provider', value: providerName },
  ];
}
