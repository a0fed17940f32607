import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import type { AccountSid } from '../src/ids.ts';
import { newId } from '../src/ids.ts';
import { finishedCall, recordedCall } from './calls.ts';
import type { Stage } from './cast.ts';
import { write } from './grants.ts';
import { s3Recording } from './recordings.ts';
import { type Aim, type Attempt, clicks, fillsIn, forges, lastChange } from './trying.ts';

/** The first account of a stage and the aim's have one call each, which is recorded. Gives the SID of the aim's. */
async function withRecording(stage: Stage, { account, target }: Aim): Promise<string> {
  const { gateway, clock, store, config } = stage.house;
  if (!store) throw new Error('the stage has no store');
  const client = new Database(join(config.dataDir, 'gateway.db'));
  client.exec('DELETE FROM calls');
  client.close();
  const one = async (sid: AccountSid) => {
    const bucket = `calls-${sid}`;
    store.objects(bucket).clear();
    await gateway.stock.configure(sid, { recording: s3Recording({}, { name: bucket }) });
    const call = finishedCall(clock.now(), 10);
    return (await recordedCall({ stock: gateway.stock, store, bucket }, sid, call)).sid;
  };
  const own = await one(stage.own.sid);
  // Of an account that is not there nobody has a call.
  if (target === 'missing' || account.sid === stage.own.sid) return own;
  return one(account.sid);
}

/** Submits a form that an Admin opened for the stage's first account, as if it were for the aim's. */
async function forgesForm(stage: Stage, { account, made = '' }: Aim, command: string) {
  const [own] = (await stage.house.gateway.recentCalls(stage.own.sid, { limit: 1 })).items;
  await forges(stage, (ada) => ada.types(`/vg ${command} ${stage.own.name}`), [
    [stage.own.sid, account.sid],
    [own?.sid ?? '', made],
  ]);
}

const cause = 's3_compatible objects.example.com';

/** An alarm that can be muted. Gives its id. */
function withAlarm({ house }: Stage): string {
  const id = newId('alm');
  write(house, 'DELETE FROM recording_alarms');
  const sql = 'INSERT INTO recording_alarms (cause, id, opened_at) VALUES (?, ?, ?)';
  write(house, sql, cause, id, house.clock.now().getTime());
  return id;
}

/** How what is about calls and their recordings is tried. */
export const callAttempts = {
  calls: {
    ready: withRecording,
    ways: {
      'by command': (stage, { account }) => stage.types(`calls ${account.name}`),
      'by a forged button': (stage, { account }) => clicks(stage, 'calls.show', account.sid),
      'by a forged page': (stage, { account }) => clicks(stage, 'calls.newest', account.sid),
    },
    done(_stage, _aim, told) {
      expect(told).toContain('•••345 → •••890');
      expect(told).toContain('recorded');
    },
  },
  'calls listen': {
    ready: withRecording,
    ways: {
      'by command': async (stage, { account }) => {
        await stage.types(`calls listen ${account.name}`);
        await fillsIn(stage, {});
      },
      'by a forged button': (stage, { account, made }) =>
        clicks(stage, 'calls.listen', `${account.sid} ${made}`),
      'by a forged form': (stage, aim) => forgesForm(stage, aim, 'calls listen'),
    },
    done(stage, { account, made }, told) {
      expect(told).toContain('Open the recording');
      const [entry] = stage.house.rows<{ result: string; account_sid: string; detail: string }>(
        "SELECT * FROM audit_entries WHERE action = 'calls listen' ORDER BY seq DESC LIMIT 1",
      );
      expect(entry).toMatchObject({ result: 'revealed', account_sid: account.sid });
      expect(entry?.detail).toContain(made);
    },
  },
  'calls delete': {
    ready: withRecording,
    ways: {
      'by command': async (stage, { account }) => {
        await stage.types(`calls delete ${account.name}`);
        await fillsIn(stage, {});
      },
      'by a forged button': (stage, { account, made }) =>
        clicks(stage, 'calls.delete', `${account.sid} ${made} ${newId('frm')}`),
      'by a forged form': (stage, aim) => forgesForm(stage, aim, 'calls delete'),
    },
    done(stage, { account }) {
      expect(lastChange(stage)).toEqual(['calls delete', 'verified']);
      expect(stage.house.store?.objects(`calls-${account.sid}`).size).toBe(0);
    },
  },
  'recording mute': {
    ready: withAlarm,
    ways: {
      'by a forged button': async (stage, { made = '' }) => {
        await clicks(stage, 'recording.mute', made);
        await fillsIn(stage, { 'For how long': '1 day' });
      },
      'by a forged Unmute': (stage, { made }) =>
        clicks(stage, 'recording.unmute', `${made} ${newId('frm')}`),
    },
    done: (stage) => expect(lastChange(stage)).toEqual(['recording mute', 'verified']),
  },
} satisfies Record<string, Attempt>;
