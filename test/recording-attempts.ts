import { expect } from 'vitest';
import type { Stage } from './cast.ts';
import { editing } from './editing-attempts.ts';
import { s3Recording } from './recordings.ts';
import {
  type Aim,
  type Attempt,
  clicks,
  fillsIn,
  forges,
  lastChange,
  lastTested,
} from './trying.ts';

/** Configuring call recording; another bucket at each turn. */
export const editsRecording: Attempt = editing(
  'recording edit',
  'recording.edit',
  (_aim, turn) => ({
    'Bucket Name': `calls-${turn}`,
    Region: 'eu-west-1, Europe (Ireland)',
    'Access key ID': 'AKIAACMERECORDER',
    'Secret access key': 'not-the-secret-of-any-bucket',
  }),
);

/** Testing a bucket in memory. */
export const testsRecording: Attempt = {
  ready: recorded,
  ways: {
    'by command': (stage, { account }) => stage.types(`recording test ${account.name}`),
    'by a forged button': (stage, { account }) => clicks(stage, 'recording.test', account.sid),
  },
  done(stage, _aim, told) {
    expect(told).toMatch(
      /Bucket test\. .+: Amazon S3, calls\. Tested is what is stored\.\s+It works\./,
    );
    expect(lastTested(stage)).toBe(stage.visitor.id);
  },
};

async function recorded({ house }: Stage, { account, target }: Aim): Promise<void> {
  const recording = s3Recording();
  if (target !== 'missing') await house.gateway.stock.configure(account.sid, { recording });
}

/** Turning call recording off. */
export const turnsOffRecording: Attempt = {
  async ready(stage, aim) {
    // What a form is drawn over before it is forged.
    await recorded(stage, { ...aim, account: stage.own, target: 'own' });
    await recorded(stage, aim);
  },
  ways: {
    'by command': async (stage, { account }) => {
      await stage.types(`recording off ${account.name}`);
      await fillsIn(stage, {});
    },
    'by a forged button': async (stage, { account }) => {
      await clicks(stage, 'recording.remove', account.sid);
      await fillsIn(stage, {});
    },
    'by a forged form': (stage, { account }) =>
      forges(stage, (ada) => ada.types(`/vg recording off ${stage.own.name}`), [
        [stage.own.sid, account.sid],
      ]),
  },
  done: (stage) => expect(lastChange(stage)).toEqual(['recording off', 'verified']),
};
