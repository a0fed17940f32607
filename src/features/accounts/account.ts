import { z } from 'zod';
import { type AccountSid, type ApplicationSid, ProviderSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import type { Reach } from '../access/scope.ts';
import type { Recording } from '../recording/recording.ts';

export interface ServiceProvider {
  sid: ProviderSid;
  name: string;
}

/** Unit with its maximum, and Licensed sessions: the Admin-only settings of the spec. `null`: unlimited. */
export const Limits = z.object({
  unit: z.enum(['sessions', 'minutes']),
  maximum: z.number().int().min(0).max(2_147_483_647).nullable(),
  licensedSessions: z.number().int().min(0).max(2_147_483_647).nullable(),
});
export type Limits = z.infer<typeof Limits>;

export interface Webhook {
  url: string;
  method: 'GET' | 'POST';
  username: string | null;
  password: Secret | null;
}

/** An account as lists and pickers show it. */
export interface AccountSummary {
  sid: AccountSid;
  name: string;
  sipRealm: string | null;
  provider: ServiceProvider;
}

/** An account with every setting of the spec's table. */
export interface Account extends AccountSummary {
  limits: Limits;
  webhookSecret: Secret;
  deviceApplication: NamedApplication | null;
  siprecApplication: NamedApplication | null;
  registrationWebhook: Webhook | null;
  queueEventWebhook: Webhook | null;
  /** `null`: no bucket. */
  recording: Recording | null;
  createdAt: Date;
}

export interface NamedApplication {
  sid: ApplicationSid;
  name: string;
}

/** What an account contains: each list capped, with its full count beside it. */
export interface AccountContents {
  applications: { count: number; names: string[] };
  carriers: { count: number; names: string[] };
  speechServices: { count: number; names: string[] };
}

/** What it takes to create an account. The gateway generates the Account SID and the Webhook Secret. */
export const NewAccount = z.object({
  name: z.string(),
  providerSid: ProviderSid,
  sipRealm: z.string(),
});
export type NewAccount = z.infer<typeof NewAccount>;

/**
 * One page of a list: `next` is the cursor (at most 500 characters) of the page after it, if there is more. A
 * page may hold fewer items than asked for, even none, where `next` is given: only `next` says whether to go on.
 */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface AccountSearch {
  /** Prefixes of words of the name or realm, or of the SID; with several, all must match. Empty: all. */
  text: string;
  within: Reach;
  providerSid?: ProviderSid;
  after?: string;
  /** How many items a page holds, 1–100. */
  limit: number;
}

/**
 * What accounts need of a gateway. Every method may reject with a `BotError`: `unavailable` (with
 * `mayHaveHappened` where a write's answer was lost), `not_found`, `conflict` or `invalid` with `fields`.
 */
export interface AccountsGateway {
  /** Providers in order of their name; those outside `within` are left out. An account's own provider counts. */
  serviceProviders(within: Reach): Promise<ServiceProvider[]>;
  /** Accounts within reach, in a stable order, a page at a time. `invalid` where `after` is no cursor. */
  searchAccounts(search: AccountSearch): Promise<Page<AccountSummary>>;
  /**
   * Accounts that a person means by `text`, within reach: exact matches of SID, name or realm if there are
   * any (without regard to case and accents), else those with a word that starts so. At most `limit`. Rejects
   * with `invalid` where so many share the words that none, or no other, can be ruled out.
   */
  accountsMeant(text: string, within: Reach, limit: number): Promise<AccountSummary[]>;
  /** Summaries of these accounts, in the order given; those that are gone are left out. */
  accountSummaries(sids: AccountSid[]): Promise<AccountSummary[]>;
  /** The account, or `null` where there is none. */
  account(sid: AccountSid): Promise<Account | null>;
  /** What the account contains; the first five names of each kind. `not_found` where there is no account. */
  accountContents(sid: AccountSid): Promise<AccountContents>;
  /** The account that holds this SIP realm, whoever owns it: the read-back of a creation. */
  accountWithRealm(sipRealm: string): Promise<AccountSummary | null>;
  /**
   * Creates an account. Rejects with `conflict` and `fields.name` (taken within the provider) and/or
   * `fields.sipRealm` ("not available"), with `invalid` and `fields`, or `not_found` for the provider.
   */
  createAccount(account: NewAccount): Promise<AccountSummary>;
  /**
   * Deletes an account with all that it contains. `not_found`; `conflict` while it has applications. Where it breaks
   * off, the account is still there, and some of its cached prompts may be gone.
   */
  deleteAccount(sid: AccountSid): Promise<void>;
}

/** What limits need of a gateway. */
export interface LimitsGateway {
  /** Sets all of them. `not_found` where there is no account. */
  setLimits(sid: AccountSid, limits: Limits): Promise<void>;
}
