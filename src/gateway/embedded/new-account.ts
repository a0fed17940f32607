import { and, eq, exists, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import type { AccountSummary, Limits, NewAccount } from '../../features/accounts/account.ts';
import { checkAccountName, checkSipRealm, fold } from '../../features/accounts/account-rules.ts';
import { AccountSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { type AccountSettings, settingsColumns } from './account-settings.ts';
import { noSuchProvider } from './answering.ts';
import { accounts, accountWords, serviceProviders } from './schema.ts';
import { listedAs, searchKeys, stored } from './search-keys.ts';
import { newWebhookSecret, sealedIn } from './secrets.ts';
import { newSid } from './sids.ts';

/** A new account; what the gateway generates may be given, so that a seed is the same each time. */
export interface GivenAccount extends NewAccount {
  sid?: AccountSid;
  webhookSecret?: Secret;
  limits?: Limits;
  settings?: AccountSettings;
  createdAt?: Date;
}

/** An account that was just created, and its row number. */
export interface Created {
  id: number;
  account: AccountSummary;
}

/** Creates an account; it is called in an immediate transaction. Throws `invalid`, `conflict` or `not_found`. */
export type CreateAccount = (given: GivenAccount, now: Date) => Created;

/** Prepares the creation of accounts: its statements are built once, which is most of the time of a big seed. */
export function accountCreation(db: Db, keyring: Keyring): CreateAccount {
  const look = prepareLook(db);
  const write = prepareWrites(db);
  return (given, now) => {
    const { name, sipRealm } = checked(given, UNCREATABLE);
    const nameFolded = fold(name);
    const found = look.get({ providerSid: given.providerSid, nameFolded, sipRealm });
    if (!found) throw noSuchProvider();
    const { provider, providerId, taken } = found;
    refuseWhatIsTaken(taken, UNCREATABLE);
    const sid = given.sid ?? newSid(AccountSid);
    const secret = given.webhookSecret ?? newWebhookSecret();
    const settings = { ...UNSET, ...settingsColumns(keyring, sid, given.settings ?? {}) };
    const { recordingAllCalls, recordingEnabled } = settings;
    const { id } = write.account.get({
      ...settings,
      recordingAllCalls: asNumber(recordingAllCalls),
      recordingEnabled: asNumber(recordingEnabled),
      ...(given.limits ?? UNLIMITED),
      sid,
      providerId,
      name,
      nameFolded,
      listedAs: listedAs(name),
      sipRealm,
      webhookSecret: keyring.seal(secret, sealedIn(sid, 'webhookSecret')),
      createdAt: given.createdAt ?? now,
    });
    const keys = new Set(searchKeys({ sid, name, sipRealm }).map(stored));
    for (const key of keys) write.word.run({ key, accountId: id, providerId });
    return { id, account: { sid, name, sipRealm, provider } };
  };
}

function asNumber(yes: boolean | null): number | null {
  return yes === null ? null : Number(yes);
}

const UNCREATABLE = 'This account cannot be created.';

const UNLIMITED: Limits = { unit: 'sessions', maximum: null, licensedSessions: null };

/** The settings of an account that nobody has configured. */
const UNSET = {
  deviceApplicationSid: null,
  siprecApplicationSid: null,
  registrationHookUrl: null,
  registrationHookMethod: null,
  registrationHookUsername: null,
  registrationHookPassword: null,
  queueEventHookUrl: null,
  queueEventHookMethod: null,
  queueEventHookUsername: null,
  queueEventHookPassword: null,
  recordingVendor: null,
  recordingBucket: null,
  recordingFormat: null,
  recordingAllCalls: null,
  recordingEnabled: null,
  recordingCredential: null,
};

/** Finds the provider, and whether it has an account of this name, and anybody one of this realm. */
function prepareLook(db: Db) {
  const { placeholder } = sql;
  const any = (condition: SQL | undefined) =>
    exists(db.select({ id: accounts.id }).from(accounts).where(condition)).mapWith(Boolean);
  const ofProvider = eq(accounts.providerId, serviceProviders.id);
  return db
    .select({
      providerId: serviceProviders.id,
      provider: { sid: serviceProviders.sid, name: serviceProviders.name },
      taken: {
        name: any(and(ofProvider, eq(accounts.nameFolded, placeholder('nameFolded')))),
        sipRealm: any(eq(accounts.sipRealm, placeholder('sipRealm'))),
      },
    })
    .from(serviceProviders)
    .where(eq(serviceProviders.sid, placeholder('providerSid')))
    .prepare();
}

function prepareWrites(db: Db) {
  const { placeholder } = sql;
  return {
    account: db
      .insert(accounts)
      .values({
        sid: placeholder('sid'),
        providerId: placeholder('providerId'),
        name: placeholder('name'),
        nameFolded: placeholder('nameFolded'),
        listedAs: placeholder('listedAs'),
        sipRealm: placeholder('sipRealm'),
        unit: placeholder('unit'),
        maximum: placeholder('maximum'),
        licensedSessions: placeholder('licensedSessions'),
        webhookSecret: placeholder('webhookSecret'),
        deviceApplicationSid: placeholder('deviceApplicationSid'),
        siprecApplicationSid: placeholder('siprecApplicationSid'),
        registrationHookUrl: placeholder('registrationHookUrl'),
        registrationHookMethod: placeholder('registrationHookMethod'),
        registrationHookUsername: placeholder('registrationHookUsername'),
        registrationHookPassword: placeholder('registrationHookPassword'),
        queueEventHookUrl: placeholder('queueEventHookUrl'),
        queueEventHookMethod: placeholder('queueEventHookMethod'),
        queueEventHookUsername: placeholder('queueEventHookUsername'),
        queueEventHookPassword: placeholder('queueEventHookPassword'),
        recordingVendor: placeholder('recordingVendor'),
        recordingBucket: placeholder('recordingBucket'),
        recordingFormat: placeholder('recordingFormat'),
        // As the numbers that they are: Drizzle's column would make 0 of null.
        recordingAllCalls: sql`${placeholder('recordingAllCalls')}`,
        recordingEnabled: sql`${placeholder('recordingEnabled')}`,
        recordingCredential: placeholder('recordingCredential'),
        createdAt: placeholder('createdAt'),
      })
      .returning({ id: accounts.id })
      .prepare(),
    word: db
      .insert(accountWords)
      .values({
        key: placeholder('key'),
        accountId: placeholder('accountId'),
        providerId: placeholder('providerId'),
      })
      .prepare(),
  };
}

/** What is given is checked, all of it, so that every refusal is shown at once; `otherwise` says what cannot be done. */
export function checked<Name extends string | undefined, Realm extends string | null | undefined>(
  given: { name?: Name; sipRealm?: Realm },
  otherwise: string,
): { name: Name; sipRealm: Realm } {
  const fields: Record<string, string> = {};
  const check = <Text>(rule: (text: string) => string, text: Text): Text => {
    if (typeof text !== 'string') return text;
    try {
      return rule(text) as Text;
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      Object.assign(fields, error.fields);
      return text;
    }
  };
  const answers = {
    name: check(checkAccountName, given.name as Name),
    sipRealm: check(checkSipRealm, given.sipRealm as Realm),
  };
  if (Object.keys(fields).length === 0) return answers;
  throw new BotError('invalid', otherwise, { why: Object.values(fields).join(' '), fields });
}

/** Throws `conflict` where another account has the name or the realm; `otherwise` says what cannot be done. */
export function refuseWhatIsTaken(
  taken: { name: boolean; sipRealm: boolean },
  otherwise: string,
): void {
  const fields: Record<string, string> = {};
  if (taken.name) fields.name = 'This service provider already has an account of this name.';
  // Who holds the realm is not said: it may be a tenant that the person does not know of.
  if (taken.sipRealm) fields.sipRealm = 'This SIP realm is not available.';
  if (Object.keys(fields).length === 0) return;
  throw new BotError('conflict', otherwise, {
    why: Object.values(fields).join(' '),
    now: 'Choose another and try again.',
    fields,
  });
}
