import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { StartupError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { dataKeys } from './data-keys.ts';
import { type Db, inTransaction, type Tx } from './database.ts';
import { seal, unseal } from './sealing.ts';
import { starting } from './trouble.ts';

type Purpose = (typeof dataKeys.$inferSelect)['purpose'];

/** The data keys of one database, unwrapped: what seals its secrets, fingerprints them, and chains its audit. */
export interface Keyring {
  /** Seals a secret for one row and column, named by `boundTo`, such as `outbox/17/reply_url`. */
  seal(secret: Secret, boundTo: string): Buffer;
  /** Opens a sealed column. Throws where it was sealed for another place. */
  unseal(sealed: Buffer, boundTo: string): Secret;
  /** A keyed fingerprint (16 hex digits): equal secrets look equal, and nothing else can be learnt. */
  fingerprint(secret: Secret): string;
  /** The HMAC-SHA-256 of text under a key of its own per purpose. */
  mac(purpose: 'fingerprint' | 'audit', text: string): string;
}

/** `SECRETS_KEY` and, while rotating, the earlier ones. */
export interface SecretsKeys {
  current: Secret;
  old: Secret[];
}

/**
 * Reads the data keys, makes those that are missing, and re-wraps what an old `SECRETS_KEY` wrapped.
 * Throws `StartupError` where no known key opens them, or the database is locked or full.
 */
export function openKeyring(db: Db, keys: SecretsKeys, now: Date): Keyring {
  const opened = starting(db.$client.name, () =>
    inTransaction(db, (tx) => ({
      sealing: openDataKey(tx, 'sealing', keys, now),
      fingerprint: openDataKey(tx, 'fingerprint', keys, now),
      audit: openDataKey(tx, 'audit', keys, now),
    })),
  );
  // Made once: with the bare bytes all of it takes three times as long.
  const sealing = createSecretKey(opened.sealing);
  const macs = {
    fingerprint: createSecretKey(opened.fingerprint),
    audit: createSecretKey(opened.audit),
  };
  const mac = (purpose: 'fingerprint' | 'audit', text: string) =>
    createHmac('sha256', macs[purpose]).update(text).digest('hex');
  return {
    seal: (secret, boundTo) => seal(sealing, Buffer.from(secret.reveal()), boundTo),
    unseal: (sealed, boundTo) => new Secret(unseal(sealing, sealed, boundTo).toString()),
    fingerprint: (secret) => mac('fingerprint', secret.reveal()).slice(0, 16),
    mac,
  };
}

function openDataKey(tx: Tx, purpose: Purpose, keys: SecretsKeys, now: Date): Buffer {
  const boundTo = placeOf(purpose);
  const row = tx.select().from(dataKeys).where(eq(dataKeys.purpose, purpose)).get();
  if (!row) {
    const fresh = randomBytes(32);
    const wrapped = seal(wrapper(keys.current), fresh, boundTo);
    tx.insert(dataKeys).values({ purpose, wrapped, createdAt: now }).run();
    return fresh;
  }
  const opened = unwrap(row, keys);
  if (opened) {
    const { dataKey, by } = opened;
    if (by !== keys.current) {
      const wrapped = seal(wrapper(keys.current), dataKey, boundTo);
      tx.update(dataKeys).set({ wrapped }).where(eq(dataKeys.purpose, purpose)).run();
    }
    return dataKey;
  }
  throw new StartupError([
    {
      what: 'SECRETS_KEY does not fit the data in DATA_DIR.',
      fix: 'Set the key that wrote it, or list it in SECRETS_KEYS_OLD to change over to a new one.',
    },
  ]);
}

/** Which of the keys opens each of the database's data keys; `null`: none does. Changes nothing. */
export function keysThatOpen(db: Db, keys: SecretsKeys): (Secret | null)[] {
  const rows = db.select().from(dataKeys).all();
  return rows.map((row) => unwrap(row, keys)?.by ?? null);
}

function unwrap(
  { purpose, wrapped }: Pick<typeof dataKeys.$inferSelect, 'purpose' | 'wrapped'>,
  keys: SecretsKeys,
): { dataKey: Buffer; by: Secret } | null {
  for (const by of [keys.current, ...keys.old]) {
    const dataKey = attempt(() => unseal(wrapper(by), wrapped, placeOf(purpose)));
    if (dataKey) return { dataKey, by };
  }
  return null;
}

function placeOf(purpose: Purpose): string {
  return `data_keys/${purpose}`;
}

function wrapper(key: Secret): Buffer {
  return Buffer.from(key.reveal(), 'base64');
}

function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}
