import { setImmediate } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import type { AccountSummary, ServiceProvider } from '../../features/accounts/account.ts';
import { fold } from '../../features/accounts/account-rules.ts';
import type { NewApiKey } from '../../features/api-keys/api-keys-gateway.ts';
import type { ApplicationSettings } from '../../features/applications/applications-gateway.ts';
import { type AccountSid, ApplicationSid, ProviderSid } from '../../ids.ts';
import { type AccountSettings, settingsColumns } from './account-settings.ts';
import { answering } from './answering.ts';
import { createApiKey, type GivenApiKey, rowOf } from './api-keys.ts';
import { columnsOf } from './applications.ts';
import { type GivenCall, rowOfCall } from './calls.ts';
import type { CreateAccount, GivenAccount } from './new-account.ts';
import {
  accounts,
  apiKeys,
  applications,
  calls,
  carriers,
  serviceProviders,
  speechServices,
} from './schema.ts';
import { newSid } from './sids.ts';
import { slices } from './slices.ts';
import { openPromptStock, type PromptStock } from './stocked-prompts.ts';
import { idOf } from './summaries.ts';

/** Accounts per transaction, with a turn of the event loop between: some 50 ms. */
export const ACCOUNTS_AT_ONCE = 300;

/** An application; what is left out of its settings was never set. */
interface GivenApplication extends Partial<ApplicationSettings> {
  name: string;
  sid?: ApplicationSid;
}

interface SpeechService {
  vendor: string;
  name: string;
}

/** An account with what it contains. */
export interface StockedAccount extends GivenAccount {
  applications?: GivenApplication[];
  carriers?: string[];
  speechServices?: SpeechService[];
  apiKeys?: GivenApiKey[];
  calls?: GivenCall[];
}

/**
 * Puts things into a gateway that the bot itself cannot create: for the seed, the demo and the tests. What
 * may be given (SIDs, secrets) is random where it is left out.
 */
export interface Stock extends PromptStock {
  addServiceProvider(name: string, sid?: ProviderSid): Promise<ServiceProvider>;
  /**
   * Many accounts under the rules of `createAccount`, hundreds to a transaction. Where a name or realm is taken, it
   * rejects with `conflict`, or leaves that account out.
   */
  addAccounts(
    accounts: Iterable<StockedAccount>,
    whereTaken?: 'refuse' | 'leave out',
  ): Promise<AccountSummary[]>;
  addApplication(account: AccountSid, application: GivenApplication): Promise<ApplicationSid>;
  addCarrier(account: AccountSid, name: string): Promise<void>;
  addSpeechService(account: AccountSid, service: SpeechService): Promise<void>;
  addApiKey(account: AccountSid, key: GivenApiKey): Promise<NewApiKey>;
  addCall(account: AccountSid, call: GivenCall): Promise<void>;
  configure(account: AccountSid, settings: AccountSettings): Promise<void>;
}

/** Opens the stock of a gateway over its database. */
export function openStock(
  db: Db,
  keyring: Keyring,
  create: CreateAccount,
  clock: { now(): Date },
): Stock {
  const contents = prepareContents(db);
  const prompts = openPromptStock(db, clock);
  const addOne = (given: StockedAccount, now: Date): AccountSummary => {
    const { id, account } = create(given, now);
    for (const application of given.applications ?? []) contents.application(id, application);
    for (const carrier of given.carriers ?? []) contents.carrier(id, carrier);
    for (const service of given.speechServices ?? []) contents.speechService(id, service);
    for (const key of given.apiKeys ?? []) {
      db.insert(apiKeys)
        .values(rowOf(keyring, id, key, now).row)
        .run();
    }
    addCalls(db, id, given.calls ?? []);
    return account;
  };
  return {
    addServiceProvider: (name, sid) =>
      answering(() => addServiceProvider(db, name, clock.now(), sid)),
    addAccounts: (given, whereTaken = 'refuse') =>
      answering(async () => {
        const added: AccountSummary[] = [];
        for (const slice of slices(given, ACCOUNTS_AT_ONCE)) {
          const work = () =>
            slice.flatMap((one) => {
              const add = () => addOne(one, clock.now());
              return whereTaken === 'refuse' ? add() : unlessTaken(add);
            });
          added.push(...db.transaction(work, { behavior: 'immediate' }));
          await setImmediate();
        }
        return added;
      }),
    addApplication: (account, application) =>
      answering(() => contents.application(idOf(db, account), application)),
    addCarrier: (account, name) => answering(() => contents.carrier(idOf(db, account), name)),
    addSpeechService: (account, service) =>
      answering(() => contents.speechService(idOf(db, account), service)),
    addApiKey: (account, key) =>
      answering(() => createApiKey(db, keyring, account, key, clock.now())),
    addCall: (account, call) => answering(() => addCalls(db, idOf(db, account), [call])),
    cachePrompts: (account, count) => answering(() => prompts.cachePrompts(account, count)),
    cacheUpTo: (wanted, most) => answering(() => prompts.cacheUpTo(wanted, most)),
    configure: (account, settings) => answering(() => configure(db, keyring, account, settings)),
  };
}

/** Adds a service provider. Throws `conflict` where the name is taken. */
export function addServiceProvider(
  db: Db,
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

const UNSET = { callingWebhook: null, callStatusWebhook: null, recordAllCalls: false };

/** What an account contains is written by statements that are built once, as the account itself. */
function prepareContents(db: Db) {
  const { placeholder } = sql;
  const accountId = placeholder('accountId');
  const name = placeholder('name');
  const application = db
    .insert(applications)
    .values({
      accountId,
      name,
      sid: placeholder('sid'),
      callHookUrl: placeholder('callHookUrl'),
      callHookMethod: placeholder('callHookMethod'),
      callStatusHookUrl: placeholder('callStatusHookUrl'),
      callStatusHookMethod: placeholder('callStatusHookMethod'),
      recordAllCalls: placeholder('recordAllCalls'),
    })
    .prepare();
  const carrier = db.insert(carriers).values({ accountId, name }).prepare();
  const speechService = db
    .insert(speechServices)
    .values({ accountId, name, vendor: placeholder('vendor') })
    .prepare();
  return {
    application(account: number, given: GivenApplication): ApplicationSid {
      const sid = given.sid ?? newSid(ApplicationSid);
      application.run({ accountId: account, sid, ...columnsOf({ ...UNSET, ...given }) });
      return sid;
    },
    carrier(account: number, given: string): void {
      carrier.run({ accountId: account, name: given });
    },
    speechService(account: number, given: SpeechService): void {
      speechService.run({ accountId: account, ...given });
    },
  };
}

/** Nothing was written where it conflicts: both looks come before the first row. */
function unlessTaken<Result>(add: () => Result): Result | [] {
  try {
    return add();
  } catch (error) {
    if (error instanceof BotError && error.code === 'conflict') return [];
    throw error;
  }
}

function addCalls(db: Db, account: number, given: readonly GivenCall[]): void {
  if (given.length === 0) return;
  db.insert(calls)
    .values(given.map((call) => rowOfCall(account, call)))
    .run();
}

function configure(db: Db, keyring: Keyring, sid: AccountSid, settings: AccountSettings): void {
  const id = idOf(db, sid);
  const changes = settingsColumns(keyring, sid, settings);
  if (Object.keys(changes).length === 0) return;
  db.update(accounts).set(changes).where(eq(accounts.id, id)).run();
}
