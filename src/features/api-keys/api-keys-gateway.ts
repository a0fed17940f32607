import type { AccountSid, ApiKeySid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';

/** An API key as a gateway lists it: enough to tell it from others, too little to use it. */
export interface ApiKey {
  sid: ApiKeySid;
  /** How it begins, a few characters; and its last four. */
  prefix: string;
  lastFour: string;
  createdAt: Date;
  /** When it was used last, to the minute; `null`: never. A gateway may only know it of the account as a whole. */
  lastUsedAt: Date | null;
  /** From when on the gateway itself refuses it; `null`: never. Left out by gateways that enforce no end. */
  expiresAt?: Date | null;
}

/** A key that was just made. Nobody can read it a second time. */
export interface NewApiKey {
  sid: ApiKeySid;
  key: Secret;
}

/**
 * What API keys need of a gateway. Every method may reject with a `BotError`: `not_found` for an account that does
 * not exist, `unavailable` with `mayHaveHappened` where a write's answer was lost.
 */
export interface ApiKeysGateway {
  /** The keys of an account, oldest first, whoever made them. */
  apiKeys(account: AccountSid): Promise<ApiKey[]>;
  /** Makes a key. Asked twice, it makes two: where the answer was lost, its key is what is listed anew. */
  createApiKey(account: AccountSid, until: { expiresAt: Date | null }): Promise<NewApiKey>;
  /** Moves the end of a key; does nothing where the gateway enforces none. `not_found` where there is no such key. */
  setApiKeyExpiry(account: AccountSid, sid: ApiKeySid, expiresAt: Date | null): Promise<void>;
  /** Revokes a key: nothing takes it any more. `not_found` where the account has no such key. */
  deleteApiKey(account: AccountSid, sid: ApiKeySid): Promise<void>;
}
