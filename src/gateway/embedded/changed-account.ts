import { and, eq, inArray, ne, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import { fold } from '../../features/accounts/account-rules.ts';
import {
  comparable,
  picked,
  type Setting,
  type SomeSettings,
  traced,
} from '../../features/settings/settings.ts';
import type { AccountSid } from '../../ids.ts';
import { settingsColumns } from './account-settings.ts';
import { addWords, removeWords } from './account-words.ts';
import { account } from './accounts.ts';
import { noSuchAccount } from './answering.ts';
import { checked, refuseWhatIsTaken } from './new-account.ts';
import { accounts, applications } from './schema.ts';
import { listedAs } from './search-keys.ts';
import { idOf } from './summaries.ts';

const UNCHANGEABLE = 'This account cannot be changed so.';

/**
 * Sets what `to` holds where it is as in `from`; it is called in an immediate transaction. Throws `not_found`,
 * `conflict`, or `invalid`.
 */
export function changeSettings(
  db: Db,
  keyring: Keyring,
  sid: AccountSid,
  from: SomeSettings,
  to: SomeSettings,
): void {
  const present = account(db, keyring, sid);
  if (!present) throw noSuchAccount();
  const keys = Object.keys(from) as Setting[];
  const seen = (settings: SomeSettings) =>
    traced(settings, (secret) => ({ mask: '', print: secret.reveal(), kept: null }));
  const [now, then] = [seen(picked(present, keys)), seen(from)];
  if (keys.some((key) => comparable(now[key]) !== comparable(then[key]))) throw movedOn();

  const id = idOf(db, sid);
  const { name, sipRealm } = checked(to, UNCHANGEABLE);
  refuseWhatIsTaken(takenByOthers(db, id, { name, sipRealm }), UNCHANGEABLE);
  requireOwnApplications(db, id, to);
  const { deviceApplication, siprecApplication, registrationWebhook, queueEventWebhook } = to;
  const { recording } = to;
  const columns = settingsColumns(keyring, sid, {
    ...(deviceApplication !== undefined && { deviceApplication: deviceApplication?.sid ?? null }),
    ...(siprecApplication !== undefined && { siprecApplication: siprecApplication?.sid ?? null }),
    ...(registrationWebhook !== undefined && { registrationWebhook }),
    ...(queueEventWebhook !== undefined && { queueEventWebhook }),
    ...(recording !== undefined && { recording }),
  });
  const changes = {
    ...columns,
    ...to.limits,
    ...(name !== undefined && { name, nameFolded: fold(name), listedAs: listedAs(name) }),
    ...(sipRealm !== undefined && { sipRealm }),
  };
  if (Object.keys(changes).length === 0) return;
  const row = db.update(accounts).set(changes).where(eq(accounts.id, id)).returning().get();
  if (name === undefined && sipRealm === undefined) return;
  removeWords(db, { ...present, id });
  addWords(db, row);
}

function takenByOthers(
  db: Db,
  id: number,
  { name, sipRealm }: { name?: string | undefined; sipRealm?: string | null | undefined },
): { name: boolean; sipRealm: boolean } {
  const another = (condition: SQL | undefined) =>
    db
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(condition, ne(accounts.id, id)))
      .get() !== undefined;
  const ofProvider = db
    .select({ id: accounts.providerId })
    .from(accounts)
    .where(eq(accounts.id, id));
  return {
    name:
      name !== undefined &&
      another(and(inArray(accounts.providerId, ofProvider), eq(accounts.nameFolded, fold(name)))),
    sipRealm: typeof sipRealm === 'string' && another(eq(accounts.sipRealm, sipRealm)),
  };
}

/** An application handles the calls of its own account alone. The real gateway does not look. */
function requireOwnApplications(db: Db, id: number, to: SomeSettings): void {
  const fields: Record<string, string> = {};
  for (const key of ['deviceApplication', 'siprecApplication'] as const) {
    const sid = to[key]?.sid;
    if (sid === undefined) continue;
    const own = and(eq(applications.sid, sid), eq(applications.accountId, id));
    const found = db.select({ id: applications.id }).from(applications).where(own).get();
    if (!found) fields[key] = 'This account has no such application.';
  }
  if (Object.keys(fields).length === 0) return;
  throw new BotError('invalid', 'These settings cannot be used.', {
    why: Object.values(fields).join(' '),
    fields,
  });
}

function movedOn(): BotError {
  return new BotError('conflict', 'The account was changed meanwhile.', {
    now: 'Look at it as it is now, and change it from there.',
  });
}
