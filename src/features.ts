import type { AnyKind } from './changes/change.ts';
import type { Changes, Policy } from './changes/changes.ts';
import type { Journal } from './changes/journal.ts';
import type { Kinds } from './changes/kinds.ts';
import type { Recorder } from './changes/recorder.ts';
import type { Channels } from './changes/telling.ts';
import type { Worker } from './changes/worker.ts';
import type { Clock } from './clock.ts';
import type { Keyring } from './db/keyring.ts';
import type { People } from './features/access/people.ts';
import { registerHelp } from './features/help/help.slack.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { Log } from './log.ts';
import type { SlackClients } from './slack/clients.ts';
import type { Listeners } from './slack/listeners.ts';

/** Everything that the root has; each feature names the part that it needs. */
export interface Everything {
  on: Listeners;
  changes: Changes;
  worker: Worker;
  journal: Journal;
  recorder: Recorder;
  keyring: Keyring;
  gateway: Gateway;
  people: People;
  clients: SlackClients;
  clock: Clock;
  log: Log;
  policy: Policy;
  channels: Channels;
  kinds: Kinds;
  command: string;
  /** Looks for what has become ready to be carried out or told. */
  wake(): void;
}

/** The kinds of change, a line each. */
export function kinds(
  _needs: Pick<Everything, 'gateway' | 'clock'> & { adminUsers: string[] },
): AnyKind[] {
  return [];
}

/** The features, a line each; what they do at start and at every heartbeat. */
export function features(all: Everything): {
  start(): Promise<void>;
  duties: (() => Promise<void>)[];
} {
  const fallback = registerHelp({ ...all, showAccount: async () => {} });
  all.on.listen(fallback);
  return { start: async () => {}, duties: [] };
}
