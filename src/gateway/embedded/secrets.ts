import { randomInt } from 'node:crypto';
import type { AccountSid } from '../../ids.ts';
import { Secret } from '../../secret.ts';

/** The columns of an account that are sealed. */
export type SealedColumn =
  | 'webhookSecret'
  | 'registrationHookPassword'
  | 'queueEventHookPassword'
  | 'recordingCredential';

/** The row and column that a secret is bound to: copied elsewhere in the file, it does not open. */
export function sealedIn(sid: AccountSid, column: SealedColumn): string {
  return `accounts/${sid}/${column}`;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A webhook secret as the Voice Gateway makes them: 22 random characters, about 131 bits. */
export function newWebhookSecret(): Secret {
  const random = Array.from({ length: 22 }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return new Secret(`wh_secret_${random.join('')}`);
}
