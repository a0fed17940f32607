import { batchGallery, changesGallery } from './changes/changes.gallery.ts';
import { accessGallery } from './features/access/access.gallery.ts';
import { canGallery } from './features/access/can.gallery.ts';
import { grantGallery } from './features/access/grant.gallery.ts';
import { accountsGallery } from './features/accounts/accounts.gallery.ts';
import { createAccountGallery } from './features/accounts/create-account.gallery.ts';
import { deleteAccountGallery } from './features/accounts/delete-account.gallery.ts';
import { apiKeysGallery } from './features/api-keys/api-keys.gallery.ts';
import { applicationsGallery } from './features/applications/applications.gallery.ts';
import { approvalsGallery, requestListsGallery } from './features/approvals/approvals.gallery.ts';
import { auditGallery } from './features/audit/audit.gallery.ts';
import { callsGallery } from './features/calls/calls.gallery.ts';
import { helpGallery } from './features/help/help.gallery.ts';
import { homeGallery } from './features/home/home.gallery.ts';
import { recordingGallery } from './features/recording/recording.gallery.ts';
import { heartbeatGallery } from './features/recording-heartbeat/heartbeat.gallery.ts';
import { settingsGallery } from './features/settings/settings.gallery.ts';
import { statusGallery } from './features/status/status.gallery.ts';
import { ttsCacheGallery } from './features/tts-cache/tts-cache.gallery.ts';
import { webhookSecretGallery } from './features/webhook-secret/webhook-secret.gallery.ts';
import { webhooksGallery } from './features/webhooks/webhooks.gallery.ts';
import { cast, rooms } from './gallery/cast.ts';
import type { GallerySection } from './gallery/specimen.ts';
import { kitGallery } from './slack/kit.gallery.ts';
import { terminalGallery } from './terminal/terminal.gallery.ts';

export type { GallerySection, Specimen } from './gallery/specimen.ts';

/** Every view of the bot with canned data, a section a line. Drawn anew at each call, always the same. */
export function gallery(): GallerySection[] {
  return [
    helpGallery(),
    accountsGallery(),
    createAccountGallery(),
    settingsGallery(),
    deleteAccountGallery(),
    applicationsGallery(),
    ttsCacheGallery(),
    recordingGallery(),
    webhooksGallery(),
    webhookSecretGallery(),
    callsGallery(),
    heartbeatGallery(),
    apiKeysGallery(),
    batchGallery(),
    changesGallery(),
    approvalsGallery(),
    requestListsGallery(),
    accessGallery(),
    grantGallery(),
    canGallery(),
    auditGallery(),
    homeGallery(),
    statusGallery(),
    terminalGallery(),
    kitGallery(),
  ];
}

/** Whom the gallery mentions: user id → name. */
export const people: Record<string, string> = Object.fromEntries(
  Object.values(cast).map(({ userId, name }) => [userId, name]),
);

/** The channels that it links to: id → name, without `#`. */
export const channels: Record<string, string> = {
  [rooms.approvals]: 'switchboard-approvals',
  [rooms.voiceOps]: 'voice-ops',
  [rooms.ops]: 'switchboard-alarms',
  [rooms.audit]: 'switchboard-audit',
  [rooms.standup]: 'standup',
};
