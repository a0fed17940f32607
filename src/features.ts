import type { AnyKind } from './changes/change.ts';
import { registerChanges } from './changes/changes.slack.ts';
import type { Changes } from './changes/changes.ts';
import type { Drafts } from './changes/drafts.ts';
import type { Journal } from './changes/journal.ts';
import type { KeptSecrets } from './changes/kept-secrets.ts';
import type { Kinds } from './changes/kinds.ts';
import type { Policy } from './changes/needs.ts';
import type { Recorder } from './changes/recorder.ts';
import type { Channels } from './changes/telling.ts';
import type { Worker } from './changes/worker.ts';
import type { Clock } from './clock.ts';
import type { Db } from './db/database.ts';
import type { Keyring } from './db/keyring.ts';
import { registerAccess } from './features/access/access.slack.ts';
import { registerAccessRequests } from './features/access/access-request.slack.ts';
import { accessRequest } from './features/access/access-request.ts';
import { registerAccessTransfer } from './features/access/access-transfer.terminal.ts';
import { registerCan } from './features/access/can.slack.ts';
import { registerGrant } from './features/access/grant.slack.ts';
import { grantChange } from './features/access/grant-change.ts';
import { registerIdentity } from './features/access/identity.slack.ts';
import type { People } from './features/access/people.ts';
import { revokeChange } from './features/access/revoke-change.ts';
import { welcomeAdmins } from './features/access/welcome.slack.ts';
import { registerCreateAccount } from './features/accounts/create-account.slack.ts';
import { createAccount } from './features/accounts/create-account.ts';
import { registerDeleteAccount } from './features/accounts/delete-account.slack.ts';
import { deleteAccount } from './features/accounts/delete-account.ts';
import { registerFindAccounts } from './features/accounts/find-accounts.slack.ts';
import { registerApiKeys } from './features/api-keys/api-keys.slack.ts';
import { createKey, rotateKey } from './features/api-keys/create-key.ts';
import { extendKey } from './features/api-keys/extend-key.ts';
import type { FreshKeys } from './features/api-keys/fresh-keys.ts';
import { openKeyTeller } from './features/api-keys/key-telling.slack.ts';
import { revokeKey } from './features/api-keys/revoke-key.ts';
import { registerAddApplication } from './features/applications/add-application.slack.ts';
import { addApplication } from './features/applications/add-application.ts';
import { registerEditApplication } from './features/applications/edit-application.slack.ts';
import { editApplication } from './features/applications/edit-application.ts';
import { registerListApplications } from './features/applications/list-applications.slack.ts';
import { registerRemoveApplication } from './features/applications/remove-application.slack.ts';
import { removeApplication } from './features/applications/remove-application.ts';
import { registerApprovals } from './features/approvals/approvals.slack.ts';
import { registerAudit } from './features/audit/audit.slack.ts';
import { registerAuditExport } from './features/audit/audit-export.terminal.ts';
import { registerCalls } from './features/calls/calls.slack.ts';
import { deleteRecording } from './features/calls/delete-recording.ts';
import { registerHelp } from './features/help/help.slack.ts';
import { registerHome } from './features/home/home.slack.ts';
import type { OpenBucket } from './features/recording/bucket-client.ts';
import { registerRecording } from './features/recording/recording.slack.ts';
import { registerRecordingKey } from './features/recording/recording-key.terminal.ts';
import { openAlarmTeller } from './features/recording-heartbeat/alarm-telling.slack.ts';
import type { Beat } from './features/recording-heartbeat/heartbeat.ts';
import { muteAlarm } from './features/recording-heartbeat/mute-alarm.ts';
import { registerRecordingHeartbeat } from './features/recording-heartbeat/recording-heartbeat.slack.ts';
import { registerSettings } from './features/settings/settings.slack.ts';
import { settingsChanges } from './features/settings/settings-change.ts';
import { registerStatus } from './features/status/status.slack.ts';
import { clearEveryTtsCache, clearTtsCache } from './features/tts-cache/tts-cache.ts';
import { registerTtsClear } from './features/tts-cache/tts-clear.slack.ts';
import { registerTtsShow } from './features/tts-cache/tts-show.slack.ts';
import { registerWebhookSecret } from './features/webhook-secret/webhook-secret.slack.ts';
import { rotateWebhookSecret } from './features/webhook-secret/webhook-secret.ts';
import type { WebhookSender } from './features/webhooks/webhook-test.ts';
import { registerWebhooks } from './features/webhooks/webhooks.slack.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { Log } from './log.ts';
import type { Listeners } from './slack/listeners.ts';
import type { ScopeName } from './slack/scopes.ts';
import type { TerminalCommands } from './terminal/terminal-commands.ts';

/** Everything that the root has; each feature names the part that it needs. */
export interface Everything {
  on: Listeners;
  changes: Changes;
  worker: Worker;
  journal: Journal;
  recorder: Recorder;
  keyring: Keyring;
  keptSecrets: KeptSecrets;
  gateway: Gateway;
  webhookSender: WebhookSender;
  openBucket: OpenBucket;
  /** How fast recordings are looked at. */
  beat: Beat;
  drafts: Drafts;
  people: People;
  clock: Clock;
  log: Log;
  policy: Policy;
  channels: Channels;
  kinds: Kinds;
  /** New API keys that nobody has seen yet. */
  fresh: FreshKeys;
  command: string;
  /** Whether callers' numbers are masked wherever they are shown. */
  maskNumbers: boolean;
  /** Since when the bot runs; `null` where none does. */
  running(): { since: Date } | null;
  /** What the Slack app may not. */
  missingScopes(): readonly ScopeName[];
  /** Looks for what has become ready to be carried out or told. */
  wake(): void;
}

/** The kinds of change, a line each. */
export function kinds(
  needs: Pick<
    Everything,
    'gateway' | 'clock' | 'keyring' | 'keptSecrets' | 'policy' | 'channels' | 'fresh' | 'command'
  > & {
    adminUsers: string[];
    db: Db;
  },
): AnyKind[] {
  return [
    createAccount(needs),
    deleteAccount(needs),
    addApplication(needs),
    editApplication(needs),
    removeApplication(needs),
    grantChange(needs),
    revokeChange(needs),
    accessRequest,
    clearTtsCache(needs),
    clearEveryTtsCache(needs),
    ...settingsChanges(needs),
    rotateWebhookSecret(needs),
    deleteRecording(needs),
    muteAlarm({ redraw: openAlarmTeller(needs).show }),
    createKey(needs),
    rotateKey(needs),
    extendKey(needs),
    revokeKey({ ...needs, tell: openKeyTeller(needs).revoked }),
  ];
}

/** The features, a line each; what they do at start and at every heartbeat, and what they end before the bot does. */
export function features(all: Everything): {
  start(): Promise<void>;
  duties: (() => Promise<void>)[];
  /** Ends what is under way besides changes: looks at recordings, tests of buckets. */
  stop(): Promise<void>;
} {
  // In the order in which the help lists their commands.
  const showAccount = registerFindAccounts(all);
  const creations = registerCreateAccount(all);
  registerDeleteAccount(all);
  registerSettings(all);
  registerWebhooks(all);
  registerWebhookSecret(all);
  registerListApplications(all);
  registerAddApplication(all);
  registerEditApplication(all);
  registerRemoveApplication(all);
  registerTtsShow(all);
  registerTtsClear(all);
  const recording = registerRecording(all);
  registerCalls(all);
  const apiKeys = registerApiKeys(all);
  const grants = registerGrant(all);
  registerAccess(all);
  const accessRequests = registerAccessRequests(all);
  registerApprovals({
    ...all,
    editors: {
      'account create': creations,
      'access grant': grants,
      'access request': accessRequests,
    },
  });
  registerCan(all);
  registerIdentity(all);
  const heartbeat = registerRecordingHeartbeat(all);
  const audit = registerAudit(all);
  registerChanges(all);
  registerStatus(all);
  registerHome(all);
  const fallback = registerHelp({ ...all, showAccount });
  all.on.listen(fallback);
  return {
    start: () => welcomeAdmins(all),
    duties: [...audit.duties, ...apiKeys.duties, all.drafts.tidy, heartbeat.duty],
    async stop() {
      heartbeat.stop();
      await recording.stop();
    },
  };
}

/** What only a terminal has, a line each. */
export function terminalFeatures(all: Everything & { terminal: TerminalCommands }): void {
  registerAccessTransfer(all);
  registerAuditExport(all);
  registerRecordingKey(all);
}
