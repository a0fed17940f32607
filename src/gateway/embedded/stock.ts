import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import type { Db, Tx } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import type {
  Account,
  AccountSummary,
  ServiceProvider,
  Webhook,
} from '../../features/accounts/account.ts';
import { fold } from '../../features/accounts/account-rules.ts';
import { type AccountSid, ApplicationSid, ProviderSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { answering } from './answering.ts';
import type { CreateAccount, GivenAccount } from './new-account.ts';
import {
  accounts,
  applications,
  carriers,
  serviceProviders,
  speechServices,
  ttsPrompts,
} from './schema.ts';
import { type SealedColumn, sealedIn } from './secrets.ts';
import { newSid } from './sids.ts';
import { idOf } from './summaries.ts';

/** Rows per transaction, with a turn of the event loop between. */
const PROMPTS = 2000;
const ACCOUNTS = 500;

/** Settings that a card shows; what is left out stays as it is. */
export interface StockSettings {
  deviceApplication?: ApplicationSid | null;
  siprecApplication?: ApplicationSid | null;
  registrationWebhook?: Webhook | null;
  queueEventWebhook?: Webhook | null;
  recording?: (NonNullable<Account['recording']> & { credential: Secret }) | null;
}

/**
 * Puts things into a gateway that the bot itself cannot create: for the seed, the demo and the tests. What
 * may be given (SIDs, secrets) is random where it is left out.
 */
export interface Stock {
  addServiceProvider(name: string, sid?: ProviderSid): Promise<ServiceProvider>;
  /** Many accounts under the rules of `createAccount`, thousands to a transaction. */
  addAccounts(accounts: Iterable<GivenAccount>): Promise<AccountSummary[]>;
  addApplication(
    account: AccountSid,
    application: { name: string; sid?: ApplicationSid },
  ): Promise<ApplicationSid>;
  addCarrier(account: AccountSid, name: string): Promise<void>;
  addSpeechService(account: AccountSid, service: { vendor: string; name: string }): Promise<void>;
  /** Caches so many more prompts. */
  cachePrompts(account: AccountSid, count: number): Promise<void>;
  configure(account: AccountSid, settings: StockSettings): Promise<void>;
}

/** Opens the stock of a gateway over its database. */
export function openStock(
  db: Db,
  keyring: Keyring,
  create: CreateAccount,
  clock: { now(): Date },
): Stock {
  return {
    addServiceProvider: (name, sid) =>
      answering(() => addServiceProvider(db, name, clock.now(), sid)),
    addAccounts: (given) => answering(() => addAccounts(db, create, given, clock)),
    addApplication: (account, { name, sid = newSid(ApplicationSid) }) =>
      answering(() => {
        db.insert(applications)
          .values({ sid, accountId: idOf(db, account), name })
          .run();
        return sid;
      }),
    addCarrier: (account, name) =>
      answering(() => {
        db.insert(carriers)
          .values({ accountId: idOf(db, account), name })
          .run();
      }),
    addSpeechService: (account, service) =>
      answering(() => {
        db.insert(speechServices)
          .values({ accountId: idOf(db, account), ...service })
          .run();
      }),
    cachePrompts: (account, count) =>
      answering(() => cachePrompts(db, idOf(db, account), count, clock)),
    configure: (account, settings) => answering(() => configure(db, keyring, account, settings)),
  };
}

/** Adds a service provider. Throws `conflict` where the name is taken. */
export function addServiceProvider(
  db: Db | Tx,
  name: string,
  createdAt: Date,
  sid = newSid(ProviderSid),
): ServiceProvider {
  const row = { sid, name, nameFolded: fold(name), createdAt };
  const { changes } = db
    .insert(serviceProviders)
    .values(row)
    .onConflictDoNothing({ target: serviceProviders.nameFolded })
    .run();
  if (changes === 0) throw new BotError('conflict', 'There is a service provider of this name.');
  return { sid, name };
}

async function addAccounts(
  db: Db,
  create: CreateAccount,
  given: Iterable<GivenAccount>,
  clock: { now(): Date },
): Promise<AccountSummary[]> {
  const added: AccountSummary[] = [];
  for (const slice of slices(given)) {
    const work = () => slice.map((one) => create(one, clock.now()));
    added.push(...db.transaction(work, { behavior: 'immediate' }));
    await setImmediate();
  }
  return added;
}

function* slices<Item>(items: Iterable<Item>): Generator<Item[]> {
  let slice: Item[] = [];
  for (const item of items) {
    slice.push(item);
    if (slice.length < ACCOUNTS) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

async function cachePrompts(
  db: Db,
  accountId: number,
  count: number,
  clock: { now(): Date },
): Promise<void> {
  for (let from = 0; from < count; from += PROMPTS) {
    const createdAt = clock.now();
    const values = Array.from({ length: Math.min(PROMPTS, count - from) }, (_, index) => ({
      accountId,
      textHash: createHash('sha256')
        .update(`prompt ${from + index}`)
        .digest(),
      createdAt,
    }));
    db.insert(ttsPrompts).values(values).run();
    await setImmediate();
  }
}

function configure(db: Db, keyring: Keyring, sid: AccountSid, settings: StockSettings): void {
  const id = idOf(db, sid);
  const seal = (secret: Secret | null | undefined, column: SealedColumn) =>
    secret ? keyring.seal(secret, sealedIn(sid, column)) : null;
  const { deviceApplication, siprecApplication, registrationWebhook, queueEventWebhook } = settings;
  const { recording } = settings;
  const changes: Partial<typeof accounts.$inferInsert> = {
    ...(deviceApplication !== undefined && { deviceApplicationSid: deviceApplication }),
    ...(siprecApplication !== undefined && { siprecApplicationSid: siprecApplication }),
    ...(registrationWebhook !== undefined && {
      registrationHookUrl: registrationWebhook?.url ?? null,
      registrationHookMethod: registrationWebhook?.method ?? null,
      registrationHookUsername: registrationWebhook?.username ?? null,
      registrationHookPassword: seal(registrationWebhook?.password, 'registrationHookPassword'),
    }),
    ...(queueEventWebhook !== undefined && {
      queueEventHookUrl: queueEventWebhook?.url ?? null,
      queueEventHookMethod: queueEventWebhook?.method ?? null,
      queueEventHookUsername: queueEventWebhook?.username ?? null,
      queueEventHookPassword: seal(queueEventWebhook?.password, 'queueEventHookPassword'),
    }),
    ...(recording !== undefined && {
      recordingVendor: recording?.vendor ?? null,
      recordingBucket: recording?.bucket ?? null,
      recordingFormat: recording?.format ?? null,
      recordingAllCalls: recording?.allCalls ?? null,
      recordingCredential: seal(recording?.credential, 'recordingCredential'),
    }),
  };
  if (Object.keys(changes).length === 0) return;
  db.update(accounts).set(changes).where(eq(accounts.id, id)).run();
}
