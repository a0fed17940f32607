import { eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import type { Keyring } from '../../db/keyring.ts';
import type { AccountSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { noSuchAccount } from './answering.ts';
import { accounts } from './schema.ts';
import { newWebhookSecret, sealedIn } from './secrets.ts';

/** Puts a new Webhook Secret in the place of the old one, and gives it. Throws `not_found`. */
export function rotateWebhookSecret(db: Db, keyring: Keyring, sid: AccountSid): Secret {
  const secret = newWebhookSecret();
  const { changes } = db
    .update(accounts)
    .set({ webhookSecret: keyring.seal(secret, sealedIn(sid, 'webhookSecret')) })
    .where(eq(accounts.sid, sid))
    .run();
  if (changes === 0) throw noSuchAccount();
  return secret;
}
