import { z } from 'zod';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Channels } from '../../changes/telling.ts';
import type { Clock } from '../../clock.ts';
import type { Keyring } from '../../db/keyring.ts';
import { idSchema } from '../../ids.ts';
import type { Log } from '../../log.ts';
import type { Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { type Actor, requireRight } from '../access/access.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import type { CallsGateway } from '../calls/calls-gateway.ts';
import { muteForm, muteModal } from './alarm.view.ts';
import { openAlarmTeller } from './alarm-telling.slack.ts';
import { type AlarmRow, alarmById } from './heartbeat.store.ts';
import { type Beat, muteTimes } from './heartbeat.ts';
import { type Heartbeat, recordingHeartbeat } from './heartbeat-duty.slack.ts';
import { type MuteInput, noSuchAlarm } from './mute-alarm.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  gateway: AccountsGateway & CallsGateway;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  channels: Channels;
  beat: Beat;
  wake(): void;
}

const HOUR = 60 * 60_000;
const AlarmId = idSchema('alm');
const Remembered = z.object({ alarm: AlarmId });

/** Mutes alarms of missing recordings; gives the duty that raises them. */
export function registerRecordingHeartbeat(needs: Needs): Heartbeat {
  const { on, changes, journal, clock } = needs;

  on.action('recording.mute', async (it) => {
    await it.open(muteModal(alarmAt(it.actor, it.value)));
  });
  on.view(muteForm, async (it) => {
    const { time } = muteForm.parse(it.values);
    const alarm = alarmAt(it.actor, Remembered.parse(it.own).alarm);
    const until = new Date(clock.now().getTime() + muteTimes[time].hours * HOUR);
    await ask(it, it.once, { cause: alarm.cause, until: until.toISOString() });
  });
  on.action('recording.unmute', async (it) => {
    const [id = '', frm] = it.value.split(' ');
    const alarm = alarmAt(it.actor, id);
    const once = idSchema('frm').safeParse(frm);
    if (!once.success) throw noSuchAlarm();
    await ask(it, once.data, { cause: alarm.cause, until: null });
  });

  return recordingHeartbeat({ ...needs, teller: openAlarmTeller(needs) });

  async function ask(it: Interaction, once: string, input: MuteInput): Promise<void> {
    const { origin, replyUrl } = it;
    const asked = { kind: 'recording mute', input, origin, once, ...(replyUrl && { replyUrl }) };
    await changes.ask(it.actor.person, asked);
  }

  /** The alarm of a card. Whoever may not mute is told that, whether or not there is one. */
  function alarmAt(actor: Actor, id: string): AlarmRow {
    requireRight(actor, 'recording mute', { kind: 'everything' });
    const parsed = AlarmId.safeParse(id);
    const alarm = parsed.success ? alarmById(journal.db, parsed.data) : null;
    if (!alarm) throw noSuchAlarm();
    return alarm;
  }
}
