import { sql } from 'drizzle-orm';
import { type Db, inTransaction, openDatabase } from '../../db/database.ts';
import { openKeyring, type SecretsKeys } from '../../db/keyring.ts';
import { starting } from '../../db/trouble.ts';
import { BucketError, type OpenBucket } from '../../features/recording/bucket-client.ts';
import type { Gateway } from '../gateway.ts';
import { openSearches } from './account-search.ts';
import {
  account,
  accountContents,
  accountSummaries,
  accountWithRealm,
  providersWithin,
} from './accounts.ts';
import { answering } from './answering.ts';
import { apiKeysOf, createApiKey, deleteApiKey, setApiKeyExpiry } from './api-keys.ts';
import {
  addApplication,
  application,
  applicationNamed,
  applicationsOf,
  changeApplication,
  removeApplication,
  suggestApplications,
} from './applications.ts';
import { openCallRecordings } from './call-recordings.ts';
import { accountsRecording, callRow, callsOf, toCall } from './calls.ts';
import { changeSettings } from './changed-account.ts';
import { deleteAccount } from './delete-account.ts';
import { setLimits } from './limits.ts';
import { accountCreation } from './new-account.ts';
import { openRestApi, type RestApi } from './rest.ts';
import { serviceProviders } from './schema.ts';
import { addServiceProvider, openStock, type Stock } from './stock.ts';
import {
  cachedPrompts,
  cachedPromptsOfAll,
  clearTtsCache,
  clearTtsCacheOfAll,
} from './tts-cache.ts';
import { rotateWebhookSecret } from './webhook-secret.ts';

interface Options {
  /** The gateway's own SQLite file, never the bot's. */
  file: string;
  secretsKeys: SecretsKeys;
  clock: { now(): Date };
  /** Opens the buckets of its accounts; without it no recording can be reached. */
  openBucket?: OpenBucket | undefined;
  /** False where another process works on the file. */
  upgrade?: boolean;
}

/** A Voice Gateway in an SQLite file, and what the seed and the tests put into it. */
export interface EmbeddedGateway extends Gateway {
  readonly stock: Stock;
  /** Its REST API, for those who hold an API key. */
  readonly rest: RestApi;
}

/**
 * Opens a gateway that needs nothing else, making it where there is none, with a service provider "Default".
 * Throws `StartupError` for a file that cannot be opened, is of a newer version, or has another `SECRETS_KEY`.
 */
export function openEmbeddedGateway(options: Options): EmbeddedGateway {
  const { file, secretsKeys, clock, openBucket = noBucket, upgrade = true } = options;
  const opened = openDatabase(file, 'gateway', { upgrade });
  const { db } = opened;
  try {
    const keyring = openKeyring(db, secretsKeys, clock.now());
    starting(file, () => addDefaultProvider(db, clock.now()));
    const searches = openSearches(db);
    const create = accountCreation(db, keyring);
    const recordings = openCallRecordings(db, keyring, openBucket);
    const inOne = <Result>(work: () => Result) => answering(() => inTransaction(db, work));
    return {
      serviceProviders: (within) => answering(() => providersWithin(db, within)),
      searchAccounts: (search) => answering(() => searches.searchAccounts(search)),
      accountsMeant: (text, within, limit) =>
        answering(() => searches.accountsMeant(text, within, limit)),
      accountSummaries: (sids) => answering(() => accountSummaries(db, sids)),
      account: (sid) => answering(() => account(db, keyring, sid)),
      accountContents: (sid) => answering(() => accountContents(db, sid)),
      accountWithRealm: (sipRealm) => answering(() => accountWithRealm(db, sipRealm)),
      createAccount: (given) => inOne(() => create(given, clock.now()).account),
      changeSettings: (sid, from, to) => inOne(() => changeSettings(db, keyring, sid, from, to)),
      deleteAccount: (sid) => answering(() => deleteAccount(db, sid)),
      setLimits: (sid, limits) => answering(() => setLimits(db, sid, limits)),
      applications: (sid, page) => answering(() => applicationsOf(db, sid, page)),
      suggestApplications: (sid, text, limit) =>
        answering(() => suggestApplications(db, sid, text, limit)),
      application: (account, sid) => answering(() => application(db, account, sid)),
      applicationNamed: (account, name) => answering(() => applicationNamed(db, account, name)),
      addApplication: (account, settings) => inOne(() => addApplication(db, account, settings)),
      changeApplication: (account, sid, expected, settings) =>
        inOne(() => changeApplication(db, account, sid, expected, settings)),
      removeApplication: (account, sid) => inOne(() => removeApplication(db, account, sid)),
      cachedPrompts: (sid) => answering(() => cachedPrompts(db, sid)),
      clearTtsCache: (sid) => answering(() => clearTtsCache(db, sid)),
      cachedPromptsOfAll: () => answering(() => cachedPromptsOfAll(db)),
      clearTtsCacheOfAll: () => answering(() => clearTtsCacheOfAll(db)),
      rotateWebhookSecret: (sid) => answering(() => rotateWebhookSecret(db, keyring, sid)),
      apiKeys: (sid) => answering(() => apiKeysOf(db, sid)),
      createApiKey: (sid, until) =>
        answering(() => createApiKey(db, keyring, sid, until, clock.now())),
      setApiKeyExpiry: (sid, key, expiresAt) =>
        answering(() => setApiKeyExpiry(db, sid, key, expiresAt)),
      deleteApiKey: (sid, key) => answering(() => deleteApiKey(db, sid, key)),
      recentCalls: (sid, page) => answering(() => callsOf(db, sid, page)),
      call: (sid, call) =>
        answering(() => {
          const row = callRow(db, sid, call);
          return row ? toCall(row) : null;
        }),
      recording: (sid, call, first) => answering(() => recordings.look(sid, call, first)),
      recordingLink: (sid, call, until) => answering(() => recordings.link(sid, call, until)),
      deleteRecording: (sid, call) => answering(() => recordings.remove(sid, call)),
      accountsRecording: (page) => answering(() => accountsRecording(db, page)),
      ping: () =>
        answering(() => {
          db.get(sql`select 1`);
        }),
      close: () =>
        answering(() => {
          opened.close();
        }),
      stock: openStock(db, keyring, create, clock),
      rest: openRestApi(db, keyring, clock),
    };
  } catch (error) {
    opened.close();
    throw error;
  }
}

async function noBucket(): Promise<never> {
  throw new BucketError('other', { call: 'none' });
}

function addDefaultProvider(db: Db, now: Date): void {
  inTransaction(db, (tx) => {
    const any = tx.select({ id: serviceProviders.id }).from(serviceProviders).limit(1).get();
    if (!any) addServiceProvider(tx, 'Default', now);
  });
}
