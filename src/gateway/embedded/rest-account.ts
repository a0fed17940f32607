import { z } from 'zod';
import type { Account, Webhook } from '../../features/accounts/account.ts';
import { Secret } from '../../secret.ts';

/** A bucket with its credential, as the gateway keeps it. */
export interface Bucket {
  vendor: string;
  name: string;
  credential: Secret | null;
}

/**
 * An account as `GET /v1/Accounts/:sid` of the Voice Gateway shows it, with the same members in the same order; those
 * that an account here has not are as in one that was just made. Where the Voice Gateway shows secrets in the clear,
 * here they are masked.
 */
export function accountInDialect(account: Account, bucket: Bucket | null): object {
  return {
    account_sid: account.sid,
    name: account.name,
    sip_realm: account.sipRealm,
    service_provider_sid: account.provider.sid,
    device_calling_application_sid: account.deviceApplication?.sid ?? null,
    is_active: 1,
    // To the second, as its database keeps it.
    created_at: account.createdAt.toISOString().replace(/\.\d{3}Z$/, '.000Z'),
    plan_type: 'trial',
    stripe_customer_id: null,
    webhook_secret: account.webhookSecret.masked(),
    disable_cdrs: 0,
    trial_end_date: null,
    deactivated_reason: null,
    device_to_call_ratio: 5,
    subspace_client_id: null,
    subspace_client_secret: null,
    subspace_sip_teleport_id: null,
    subspace_sip_teleport_destinations: null,
    siprec_hook_sid: account.siprecApplication?.sid ?? null,
    record_all_calls: account.recording?.allCalls ? 1 : 0,
    record_format: account.recording?.format ?? 'mp3',
    bucket_credential: bucket && bucketInDialect(bucket),
    enable_debug_log: 0,
    registration_hook: hookInDialect(account.registrationWebhook),
    queue_event_hook: hookInDialect(account.queueEventWebhook),
  };
}

function hookInDialect(hook: Webhook | null): object | null {
  if (!hook) return null;
  const { url, method, username, password } = hook;
  return { url: withoutPassword(url), method, username, password: password?.masked() ?? null };
}

/** An address may carry a password of its own. */
function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#@:]*):[^/?#]*@/i, '$1:••••@');
}

const Credential = z.object({
  region: z.string().optional(),
  endpoint: z.string().optional(),
  accessKeyId: z.string().optional(),
  secretAccessKey: z.string().optional(),
  serviceKey: z.string().optional(),
  connectionString: z.string().optional(),
});

function bucketInDialect({ vendor, name, credential }: Bucket): object {
  const kept = Credential.safeParse(parsed(credential?.reveal() ?? '')).data ?? {};
  const { region, endpoint, accessKeyId, secretAccessKey, serviceKey, connectionString } = kept;
  return {
    vendor,
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    name,
    ...(accessKeyId !== undefined && { access_key_id: accessKeyId }),
    ...(secretAccessKey !== undefined && { secret_access_key: masked(secretAccessKey) }),
    ...(serviceKey !== undefined && { service_key: masked(serviceKey) }),
    ...(connectionString !== undefined && { connection_string: masked(connectionString) }),
    tags: [],
  };
}

function masked(text: string): string {
  return new Secret(text).masked();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
