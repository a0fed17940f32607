import type { AccountsGateway, LimitsGateway } from '../features/accounts/account.ts';
import type { ApiKeysGateway } from '../features/api-keys/api-keys-gateway.ts';
import type { ApplicationsGateway } from '../features/applications/applications-gateway.ts';
import type { CallsGateway } from '../features/calls/calls-gateway.ts';
import type { SettingsGateway } from '../features/settings/settings-gateway.ts';
import type { TtsCacheGateway } from '../features/tts-cache/tts-cache-gateway.ts';
import type { WebhookSecretGateway } from '../features/webhook-secret/webhook-secret-gateway.ts';

/** Everything that features need of a Voice Gateway. Each feature declares its own part. */
export interface Gateway
  extends AccountsGateway,
    LimitsGateway,
    SettingsGateway,
    ApplicationsGateway,
    ApiKeysGateway,
    CallsGateway,
    TtsCacheGateway,
    WebhookSecretGateway {
  /** Resolves when the gateway answers; rejects with `unavailable` when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
