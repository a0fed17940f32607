import type { Account, Webhook } from '../../features/accounts/account.ts';
import type { Bucket, S3Bucket, S3CompatibleBucket } from '../../features/recording/recording.ts';

/**
 * An account as `GET /v1/Accounts/:sid` of the Voice Gateway shows it, with the same members in the same order; those
 * that an account here has not are as in one that was just made. Where the Voice Gateway shows secrets in the clear,
 * here they are masked.
 */
export function accountInDialect(account: Account): object {
  const { recording } = account;
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
    record_all_calls: recording?.enabled && recording.allCalls ? 1 : 0,
    record_format: recording?.format ?? 'mp3',
    bucket_credential: recording && bucketInDialect(recording.bucket),
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

function bucketInDialect(bucket: Bucket): object {
  const { vendor, name } = bucket;
  const tags = bucket.tags.map((tag) => ({ Key: tag.name, Value: tag.value }));
  switch (bucket.vendor) {
    case 'aws_s3':
      return { vendor, region: bucket.region, name, ...accessKey(bucket), tags };
    case 's3_compatible':
      return {
        vendor,
        ...(bucket.region !== null && { region: bucket.region }),
        endpoint: bucket.endpoint,
        name,
        ...accessKey(bucket),
        tags,
      };
    case 'google':
      return { vendor, name, service_key: bucket.serviceKey.masked(), tags };
    case 'azure':
      return { vendor, name, connection_string: bucket.connectionString.masked(), tags };
  }
}

function accessKey({ accessKeyId, secretAccessKey }: S3Bucket | S3CompatibleBucket): object {
  return { access_key_id: accessKeyId, secret_access_key: secretAccessKey.masked() };
}
