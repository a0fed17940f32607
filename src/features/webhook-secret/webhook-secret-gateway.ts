import type { AccountSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';

/** What rotating Webhook Secrets needs of a gateway; the present one is a setting of its account. */
export interface WebhookSecretGateway {
  /**
   * Generates a new Webhook Secret and gives it; the old one is dead at once. Rejects with `not_found` for an account
   * that does not exist, `unavailable` with `mayHaveHappened` where the answer was lost. Twice is two rotations.
   */
  rotateWebhookSecret(sid: AccountSid): Promise<Secret>;
}
