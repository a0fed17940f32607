import { z } from 'zod';
import { changesByOnce } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Drafts } from '../../changes/drafts.ts';
import type { Journal } from '../../changes/journal.ts';
import type { KeptSecrets } from '../../changes/kept-secrets.ts';
import type { Recorder } from '../../changes/recorder.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import type { Channels } from '../../changes/telling.ts';
import type { Clock } from '../../clock.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import { inTime } from '../../in-time.ts';
import type { Log } from '../../log.ts';
import type { CommandInteraction, Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import type { Account, AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { ANSWERS_WITHIN, onOneAccount } from '../accounts/one-account.slack.ts';
import { openSettingsAsking, SettingsMemory } from '../settings/settings-asking.ts';
import { nothingChanged } from '../settings/settings-change.ts';
import type { OpenBucket } from './bucket-client.ts';
import type { Recording } from './recording.ts';
import {
  OFF,
  ON,
  REMOVE,
  recordingMessage,
  SHOW,
  type Turning,
  turnForm,
  turnModal,
  turnPlace,
} from './recording.view.ts';
import {
  mayRecord,
  noRecording,
  presentAccount,
  type RecordingAction,
  recordingAccount,
} from './recording-account.ts';
import { registerRecordingEdit } from './recording-edit.slack.ts';
import { registerRecordingTest } from './recording-test.slack.ts';
import { factsOfRecording, tracedRecording } from './recording-trace.ts';
import { openRunningTests } from './running-tests.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  recorder: Recorder;
  keyring: Keyring;
  keptSecrets: KeptSecrets;
  drafts: Drafts;
  gateway: AccountsGateway;
  openBucket: OpenBucket;
  channels: Channels;
  clock: Clock;
  log: Log;
  wake(): void;
}

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** What the form that asks before something is done remembers. */
const TurnMemory = SettingsMemory.extend({ turning: z.enum(['off', 'on', 'remove']) });

/** By which right each is done. */
const rights: Record<Turning, Extract<RecordingAction, 'recording edit' | 'recording off'>> = {
  off: 'recording off',
  on: 'recording edit',
  remove: 'recording off',
};

/**
 * Shows an account's call recording, edits and tests it, turns it off and on, and removes its credential. `stop` ends
 * the tests that run.
 */
export function registerRecording(needs: Needs): { stop(): Promise<void> } {
  const { on, changes, journal, keptSecrets, gateway } = needs;
  const asking = openSettingsAsking(needs);

  onOneAccount(
    needs,
    {
      route: {
        words: 'recording show',
        right: 'account show',
        usage: 'recording show [account]',
        summary: 'the call recording of an account',
        looks: true,
      },
      action: 'account show',
      actionId: SHOW,
      question: 'Whose call recording do you want to see?',
      patience: ANSWERS_WITHIN,
    },
    show,
  );

  const running = openRunningTests();
  const readTyped = registerRecordingEdit({ ...needs, running });
  registerRecordingTest({ ...needs, running, readTyped });
  turn('off', OFF, 'Whose call recording do you want to turn off?');
  turn('on', ON, null);
  turn('remove', REMOVE, null);

  on.view(turnForm, async (it) => {
    turnForm.parse(it.values);
    const memory = TurnMemory.parse(it.own);
    const right = rights[memory.turning];
    const account = await recordingAccount(memory.sid, it.actor, right, gateway);
    // Sent twice, what the first one did has changed it already: it is the same ask.
    const repeated = changesByOnce(journal.db, it.once).length > 0;
    const recording = repeated ? null : turned(account, memory.turning);
    if (!repeated && asking.moves(account, right, memory).length > 0) throw movedOn();
    const asked = await changes.ask(it.actor.person, {
      kind: right,
      input: await asking.input(account, right, { recording }),
      origin: it.origin,
      once: it.once,
      ...(it.replyUrl && { replyUrl: it.replyUrl }),
    });
    await sayIfSlow(it, asked, `changing the call recording of ${account.name}`, journal);
  });

  return { stop: running.stopAll };

  async function show(it: Interaction, { sid }: AccountSummary): Promise<void> {
    const account = await inTime(GIVEN_UP, presentAccount(sid, gateway));
    const may = (action: RecordingAction) => mayRecord(it.actor, action, account);
    const { recording, name } = account;
    const state = recording === null ? 'none' : recording.enabled ? 'on' : 'paused';
    const shown = {
      account,
      state,
      facts: factsOf(recording),
      may: {
        edit: may('recording edit'),
        test: may('recording test'),
        off: may('recording off'),
      },
    } as const;
    await it.answer(recordingMessage(shown), { data: { account: { sid, name }, recording } });
  }

  function turn(turning: Turning, actionId: string, question: string | null): void {
    const open = async (it: Interaction, { sid }: AccountSummary, how: Turning) => {
      const loads = presentAccount(sid, gateway).then((account) => {
        turned(account, how);
        return account;
      });
      await openSoon(it, turnPlace(how), loads, (account) => ({
        view: turnModal(account, how, factsOf(account.recording)),
        remembers: { ...asking.memory(account, rights[how]), turning: how },
      }));
    };
    if (question === null) {
      on.action(actionId, async (it) => {
        const account = await recordingAccount(it.value, it.actor, rights[turning], gateway);
        await open(it, account, turning);
      });
      return;
    }
    onOneAccount(
      needs,
      {
        route: {
          words: 'recording off',
          usage: 'recording off [account] [--remove]',
          summary: 'pause call recording, or remove its credential',
          options: ['remove'],
        },
        action: rights[turning],
        actionId,
        question,
      },
      (it, account) => open(it, account, removes(it) ? 'remove' : turning),
    );
  }

  function factsOf(recording: Recording | null) {
    return factsOfRecording(recording && tracedRecording(recording, keptSecrets.trace));
  }
}

/** `--remove`: of a click nothing else is known than what was clicked. */
function removes(it: Interaction): boolean {
  return 'line' in it && (it as CommandInteraction).line.options.has('remove');
}

/** How the call recording is wanted then. Throws where that is how it is already. */
function turned({ name, recording }: Account, turning: Turning): Recording | null {
  if (!recording) throw noRecording(name);
  if (turning === 'remove') return null;
  const enabled = turning === 'on';
  if (recording.enabled === enabled) throw nothingToTurn(name, enabled);
  return { ...recording, enabled };
}

function nothingToTurn(name: string, enabled: boolean): BotError {
  return new BotError('conflict', nothingChanged().message, {
    why: `The call recording of ${name} is ${enabled ? 'on' : 'turned off'} already.`,
    now: 'See how it stands with `recording show`.',
  });
}

function movedOn(): BotError {
  return new BotError('conflict', 'The call recording was changed meanwhile.', {
    why: 'It is not as you saw it.',
    now: 'See how it stands with `recording show`, and ask again from there.',
  });
}
