import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import type { Recorder } from '../../changes/recorder.ts';
import type { Channels } from '../../changes/telling.ts';
import type { Worker } from '../../changes/worker.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { People } from '../access/people.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import type { ApiKeysGateway } from './api-keys-gateway.ts';
import type { FreshKeys } from './fresh-keys.ts';
import { keyDuty } from './key-duties.slack.ts';
import { openReveal } from './key-reveal.slack.ts';
import { openKeyTeller } from './key-telling.slack.ts';
import { registerKeysAdd } from './keys-add.slack.ts';
import { registerKeysExtend } from './keys-extend.slack.ts';
import { registerKeysList } from './keys-list.slack.ts';
import { registerKeysRevoke } from './keys-revoke.slack.ts';
import { registerKeysRotate } from './keys-rotate.slack.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  worker: Worker;
  journal: Journal;
  recorder: Recorder;
  gateway: AccountsGateway & ApiKeysGateway;
  people: People;
  policy: Policy;
  channels: Channels;
  clock: Clock;
  log: Log;
  fresh: FreshKeys;
  wake(): void;
}

/** API keys of accounts: their commands, and what falls due by itself. */
export function registerApiKeys(needs: Needs): { duties: (() => Promise<void>)[] } {
  const { channels, policy } = needs;
  const teller = openKeyTeller({ channels, policy });
  const reveal = openReveal(needs);
  registerKeysList(needs);
  registerKeysAdd({ ...needs, teller, reveal });
  registerKeysRotate({ ...needs, reveal });
  registerKeysExtend(needs);
  registerKeysRevoke(needs);
  return { duties: [keyDuty({ ...needs, teller })] };
}
