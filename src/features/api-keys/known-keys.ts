import type { Db } from '../../db/database.ts';
import { ApiKeySid, type Id } from '../../ids.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { keysOfAccount } from './api-keys.store.ts';
import type { ApiKey, ApiKeysGateway } from './api-keys-gateway.ts';
import { keyIsGone } from './create-key.ts';

/** A key that an account has, with what the bot knows of it. */
export interface KnownKey extends Omit<ApiKey, 'expiresAt'> {
  /** `null`: never, as far as anybody said. */
  expiresAt: Date | null;
  /** `null`: it was made elsewhere, in the portal say. */
  ours: {
    id: Id<'key'>;
    label: string;
    purpose: string | null;
    /** The user id of its owner; `null`: everyone mapped to the account. */
    owner: string | null;
    madeBy: string;
    /** Whether a successor has taken its place. */
    replaced: boolean;
    /** Whether nobody has said yet that it is stored. */
    unclaimed: boolean;
  } | null;
}

/** The keys of an account, oldest first: those that the gateway has, whoever made them. */
export async function knownKeys(
  account: Pick<AccountSummary, 'sid'>,
  gateway: Pick<ApiKeysGateway, 'apiKeys'>,
  db: Db,
): Promise<KnownKey[]> {
  const keys = await gateway.apiKeys(account.sid);
  const rows = new Map(keysOfAccount(db, account.sid).map((row) => [row.sid, row]));
  return keys.map(({ expiresAt = null, ...key }) => {
    const row = rows.get(key.sid);
    if (!row) return { ...key, expiresAt, ours: null };
    return {
      ...key,
      expiresAt: row.expiresAt,
      ours: {
        id: row.id,
        label: row.label,
        purpose: row.purpose,
        owner: row.ownerUser,
        madeBy: row.madeByUser,
        replaced: row.replacedBy !== null,
        unclaimed: row.claimedAt === null,
      },
    };
  });
}

/** The key of an account with this SID. Throws `conflict` where it is gone. */
export async function knownKey(
  account: Pick<AccountSummary, 'sid'>,
  sid: string | undefined,
  gateway: Pick<ApiKeysGateway, 'apiKeys'>,
  db: Db,
): Promise<KnownKey> {
  const wanted = ApiKeySid.safeParse(sid).data;
  const key = (await knownKeys(account, gateway, db)).find((one) => one.sid === wanted);
  if (!key) throw keyIsGone();
  return key;
}

/** How many keys an account has, and which end comes next: for its card. */
export function summaryOf(keys: readonly KnownKey[]): { count: number; nextEnd: Date | null } {
  const ends = keys.flatMap(({ expiresAt }) => (expiresAt ? expiresAt.getTime() : []));
  return { count: keys.length, nextEnd: ends.length > 0 ? new Date(Math.min(...ends)) : null };
}
