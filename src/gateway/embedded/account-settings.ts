import type { Keyring } from '../../db/keyring.ts';
import type { Webhook } from '../../features/accounts/account.ts';
import type { Recording } from '../../features/recording/recording.ts';
import type { AccountSid, ApplicationSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import { bucketText } from './recordings.ts';
import type { accounts } from './schema.ts';
import { type SealedColumn, sealedIn } from './secrets.ts';

/** Settings that a card shows; what is left out stays as it is. */
export interface AccountSettings {
  deviceApplication?: ApplicationSid | null;
  siprecApplication?: ApplicationSid | null;
  registrationWebhook?: Webhook | null;
  queueEventWebhook?: Webhook | null;
  recording?: Recording | null;
}

/** The columns of an account that hold these settings, secrets sealed. */
export function settingsColumns(keyring: Keyring, sid: AccountSid, settings: AccountSettings) {
  const seal = (secret: Secret | null | undefined, column: SealedColumn) =>
    secret ? keyring.seal(secret, sealedIn(sid, column)) : null;
  const { deviceApplication, siprecApplication, registrationWebhook, queueEventWebhook } = settings;
  const { recording } = settings;
  return {
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
      recordingVendor: recording?.bucket.vendor ?? null,
      recordingBucket: recording?.bucket.name ?? null,
      recordingFormat: recording?.format ?? null,
      recordingAllCalls: recording?.allCalls ?? null,
      recordingEnabled: recording?.enabled ?? null,
      recordingCredential: seal(recording && bucketText(recording.bucket), 'recordingCredential'),
    }),
  } satisfies Partial<typeof accounts.$inferInsert>;
}
