import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import type { AccountSummary, NewAccount } from '../../features/accounts/account.ts';
import { checkAccountName, checkSipRealm, fold } from '../../features/accounts/account-rules.ts';
import { AccountSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { noSuchProvider } from './answering.ts';
import { accounts, accountWords, serviceProviders } from './schema.ts';
import { listedAs, searchKeys, stored } from './search-keys.ts';
import { newWebhookSecret, sealedIn } from './secrets.ts';
import { newSid } from './sids.ts';

/** A new account; what the gateway generates may be given, so that a seed is the same each time. */
export interface GivenAccount extends NewAccount {
  sid?: AccountSid;
  webhookSecret?: Secret;
}

/** Creates an account; it is called in an immediate transaction. Throws `invalid`, `conflict` or `not_found`. */
export type CreateAccount = (given: GivenAccount, createdAt: Date) => AccountSummary;

/** Prepares the creation of accounts: its statements are built once, which is most of the time of a big seed. */
export function accountCreation(db: Db, keyring: Keyring): CreateAccount {
  const look = prepareLooks(db);
  const write = prepareWrites(db);
  return (given, createdAt) => {
    const { name, sipRealm } = checked(given);
    const nameFolded = fold(name);
    const provider = look.provider.get({ providerSid: given.providerSid });
    if (!provider) throw noSuchProvider();
    const providerId = provider.id;
    refuseWhatIsTaken({
      name: look.name.get({ providerId, nameFolded }) !== undefined,
      sipRealm: look.realm.get({ sipRealm }) !== undefined,
    });
    const sid = given.sid ?? newSid(AccountSid);
    const secret = given.webhookSecret ?? newWebhookSecret();
    const { id } = write.account.get({
      sid,
      providerId,
      name,
      nameFolded,
      listedAs: listedAs(name),
      sipRealm,
      webhookSecret: keyring.seal(secret, sealedIn(sid, 'webhookSecret')),
      createdAt,
    });
    const keys = new Set(searchKeys({ sid, name, sipRealm }).map(stored));
    for (const key of keys) write.word.run({ key, accountId: id, providerId });
    return { sid, name, sipRealm, provider: { sid: provider.sid, name: provider.name } };
  };
}

function prepareLooks(db: Db) {
  const isNamed = and(
    eq(accounts.providerId, sql.placeholder('providerId')),
    eq(accounts.nameFolded, sql.placeholder('nameFolded')),
  );
  const { id, sid, name } = serviceProviders;
  return {
    provider: db
      .select({ id, sid, name })
      .from(serviceProviders)
      .where(eq(sid, sql.placeholder('providerSid')))
      .prepare(),
    name: db.select({ id: accounts.id }).from(accounts).where(isNamed).prepare(),
    realm: db
      .select({ id: accounts.id })
      .from(accounts)
      .where(eq(accounts.sipRealm, sql.placeholder('sipRealm')))
      .prepare(),
  };
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
        webhookSecret: placeholder('webhookSecret'),
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

/** Both answers of the form are checked, so that both refusals are shown at once. */
function checked(given: NewAccount): { name: string; sipRealm: string } {
  const fields: Record<string, string> = {};
  const check = (rule: (text: string) => string, text: string) => {
    try {
      return rule(text);
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      Object.assign(fields, error.fields);
      return text;
    }
  };
  const answers = {
    name: check(checkAccountName, given.name),
    sipRealm: check(checkSipRealm, given.sipRealm),
  };
  if (Object.keys(fields).length === 0) return answers;
  throw new BotError('invalid', 'This account cannot be created.', {
    why: Object.values(fields).join(' '),
    fields,
  });
}

function refuseWhatIsTaken(taken: { name: boolean; sipRealm: boolean }): void {
  const fields: Record<string, string> = {};
  if (taken.name) fields.name = 'This service provider already has an account of this name.';
  // Who holds the realm is not said: it may be a tenant that the person does not know of.
  if (taken.sipRealm) fields.sipRealm = 'This SIP realm is not available.';
  if (Object.keys(fields).length === 0) return;
  throw new BotError('conflict', 'This account cannot be created.', {
    why: Object.values(fields).join(' '),
    now: 'Choose another and try again.',
    fields,
  });
}
