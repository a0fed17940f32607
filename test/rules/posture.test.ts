import { describe, expect, test } from 'vitest';
import { openPlaces } from '../../src/features/home/places.ts';
import { type Kept, postureOf } from '../../src/features/home/posture.ts';
import { s3Recording } from '../recordings.ts';

const now = new Date('2026-11-23T10:00:00Z');
const daysFrom = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60_000);
const recording = s3Recording();
const well: Kept = { account: { recording }, records: true, secretSince: daysFrom(-30), keys: [] };
const key = { label: 'CRM', expiresAt: null, ownerLeft: false };

describe('the posture of an account', () => {
  test.each<[string, Partial<Kept>, string[]]>([
    ['nothing', {}, []],
    ['no bucket, where nothing is recorded', { account: { recording: null }, records: false }, []],
    ['no bucket, where calls are recorded', { account: { recording: null } }, ['no bucket']],
    [
      'a paused recording, where nothing is recorded',
      { account: { recording: s3Recording({ enabled: false }) }, records: false },
      [],
    ],
    [
      'one where calls are to be recorded',
      { account: { recording: s3Recording({ enabled: false }) } },
      ['recording paused'],
    ],
    ['a secret of a year', { secretSince: daysFrom(-365) }, []],
    ['an older one', { secretSince: daysFrom(-366) }, ['old secret']],
    ['a key without an end', { keys: [key] }, []],
    ['a key that expires later', { keys: [{ ...key, expiresAt: daysFrom(14.1) }] }, []],
    ['a key that expires soon', { keys: [{ ...key, expiresAt: daysFrom(14) }] }, ['key expires']],
    ['a key that is overdue', { keys: [{ ...key, expiresAt: daysFrom(-1) }] }, ['key expires']],
    ['a key whose owner left', { keys: [{ ...key, ownerLeft: true }] }, ['owner left']],
    [
      'all of it, and of two keys',
      {
        account: { recording: null },
        secretSince: daysFrom(-1000),
        keys: [
          { ...key, expiresAt: daysFrom(1), ownerLeft: true },
          { ...key, label: null, expiresAt: daysFrom(2) },
        ],
      },
      ['no bucket', 'key expires', 'owner left', 'key expires', 'old secret'],
    ],
  ])('%s', (_what, kept, expected) => {
    expect(postureOf({ ...well, ...kept }, now).concerns.map(({ is }) => is)).toEqual(expected);
  });

  test('tells the age of the Webhook Secret in whole days', () => {
    expect(postureOf(well, now).secretDays).toBe(30);
    expect(postureOf({ ...well, secretSince: daysFrom(-1.9) }, now).secretDays).toBe(1);
  });
});

describe('the page of accounts that somebody looks at', () => {
  const ann = { teamId: 'T1', userId: 'U1' };

  test('is turned there and back, and forgotten', () => {
    const places = openPlaces();
    places.behind(ann, 'two');
    places.turn(ann, 'next');
    expect(places.of(ann)).toEqual({ after: 'two', isFirst: false });
    places.behind(ann, 'three');
    places.turn(ann, 'next');
    expect(places.of(ann).after).toBe('three');
    places.turn(ann, 'previous');
    expect(places.of(ann).after).toBe('two');
    places.turn(ann, 'previous');
    places.turn(ann, 'previous');
    expect(places.of(ann)).toEqual({ after: null, isFirst: true });
    places.behind(ann, 'two');
    places.turn(ann, 'next');
    places.forget(ann);
    expect(places.of(ann)).toEqual({ after: null, isFirst: true });
  });

  test('is turned once where it was clicked twice before it was drawn, and not behind the last', () => {
    const places = openPlaces();
    places.behind(ann, 'two');
    places.turn(ann, 'next');
    places.turn(ann, 'next');
    expect(places.of(ann).after).toBe('two');
    places.behind(ann, null);
    places.turn(ann, 'next');
    expect(places.of(ann).after).toBe('two');
  });

  test('is kept for a thousand people, each their own', () => {
    const places = openPlaces();
    for (let n = 0; n < 1001; n += 1) {
      const person = { teamId: 'T1', userId: `U${n}` };
      places.behind(person, `two of ${n}`);
      places.turn(person, 'next');
    }
    expect(places.of({ teamId: 'T1', userId: 'U0' }).isFirst).toBe(true);
    expect(places.of({ teamId: 'T1', userId: 'U1000' }).after).toBe('two of 1000');
  });
});
