import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Call } from '../../src/features/calls/calls-gateway.ts';
import type { Bucket } from '../../src/features/recording/recording.ts';
import {
  after as afterLook,
  causeInWords,
  causeOf,
  hasHeader,
  type Judged,
  mayOpen,
  recordsAs,
  SAMPLED,
  sampled,
  usualBeat,
  verdictOn,
  WINDOW,
} from '../../src/features/recording-heartbeat/heartbeat.ts';
import { verdicts } from '../../src/features/recording-heartbeat/verdicts.ts';
import { CallSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';
import { wav } from '../calls.ts';
import { s3Recording } from '../recordings.ts';

const now = new Date('2026-11-23T12:00:00Z');
const MINUTE = 60_000;
const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE);
const sid = (number: number) =>
  CallSid.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);

/** A call that ended so many minutes ago, after a minute. */
function call(minutes: number, more: Partial<Call> = {}): Call {
  const endedAt = ago(minutes);
  const began = new Date(endedAt.getTime() - MINUTE);
  return {
    sid: sid(Math.round(minutes * 10)),
    direction: 'inbound',
    from: '1',
    to: '2',
    attemptedAt: began,
    answeredAt: began,
    endedAt,
    sipStatus: 200,
    terminationReason: null,
    recorded: true,
    ...more,
  };
}
const judged = (minutes: number, verdict: Judged['verdict'] = 'there'): Judged => ({
  callSid: sid(Math.round(minutes * 10)),
  endedAt: ago(minutes),
  verdict,
});
const none = { judged: [], deleted: new Set<string>(), since: new Date(0), now, beat: usualBeat };
const minutesOf = (calls: Call[], more: Partial<Parameters<typeof sampled>[0]> = {}) =>
  sampled({ ...none, calls, ...more }).map(
    ({ endedAt }) => (now.getTime() - endedAt.getTime()) / MINUTE,
  );

describe('a look takes', () => {
  test.for<[string, Call[], Partial<Parameters<typeof sampled>[0]>, number[]]>([
    ['nothing where nobody called', [], {}, []],
    ['the newest three', [5, 6, 7, 8].map((one) => call(one)), {}, [5, 6, 7]],
    ['none that is still on its way', [call(1), call(1.9), call(2)], {}, [2]],
    ['none that is an hour old', [call(59.9), call(60), call(61)], {}, [59.9]],
    ['none that nobody answered', [call(5, { answeredAt: null }), call(6)], {}, [6]],
    ['none that goes on', [call(5, { endedAt: null })], {}, []],
    ['none that was not to be recorded', [call(5, { recorded: false })], {}, []],
    [
      'none that was too short',
      [call(5, { answeredAt: new Date(ago(5).getTime() - 2999) })],
      {},
      [],
    ],
    ['none of before it was set so', [call(5), call(20)], { since: ago(10) }, [5]],
    ['none that was deleted', [call(5), call(6)], { deleted: new Set([sid(50)]) }, [6]],
    ['none that was there', [call(5), call(6)], { judged: [judged(5)] }, [6]],
    [
      'the newest that missed before, then those not looked at',
      [5, 6, 7, 8].map((one) => call(one)),
      { judged: [judged(7, 'missing'), judged(8, 'empty')] },
      [7, 5, 6],
    ],
    [
      'others that missed where there is nothing else, be their calls listed or not',
      [call(5)],
      { judged: [judged(9, 'missing'), judged(8, 'no audio'), judged(30, 'unreadable')] },
      [8, 5, 9],
    ],
    [
      'no deleted one again',
      [],
      { judged: [judged(9, 'missing')], deleted: new Set([sid(90)]) },
      [],
    ],
  ])('%s', ([, calls, more, expected]) => expect(minutesOf(calls, more)).toEqual(expected));

  test('never more than it may, each once, within the hour', () => {
    const someCall = fc
      .record({ minutes: fc.integer({ min: 0, max: 90 }), recorded: fc.boolean() })
      .map(({ minutes, recorded }) => call(minutes, { recorded }));
    const someJudged = fc
      .record({ minutes: fc.integer({ min: 0, max: 90 }), verdict: fc.constantFrom(...verdicts) })
      .map(({ minutes, verdict }) => judged(minutes, verdict));
    fc.assert(
      fc.property(
        fc.uniqueArray(someCall, { selector: (one) => one.sid }),
        fc.uniqueArray(someJudged, { selector: (one) => one.callSid }),
        (calls, known) => {
          const taken = sampled({ ...none, calls, judged: known });
          expect(taken.length).toBeLessThanOrEqual(SAMPLED);
          expect(new Set(taken.map((one) => one.sid)).size).toBe(taken.length);
          for (const { endedAt } of taken) {
            const age = now.getTime() - endedAt.getTime();
            expect(age).toBeGreaterThanOrEqual(usualBeat.settles);
            expect(age).toBeLessThan(WINDOW);
          }
        },
      ),
    );
  });
});

describe('what is found', () => {
  const bytes = (...given: number[]) => Uint8Array.from(given);
  const mp3 = (...given: number[]) => hasHeader('mp3', bytes(...given));

  test('begins as its format does', () => {
    expect(hasHeader('wav', wav().slice(0, 12))).toBe(true);
    expect(hasHeader('wav', wav().slice(0, 11))).toBe(false);
    expect(hasHeader('wav', Buffer.from('RIFF....AVI ', 'latin1'))).toBe(false);
    expect(hasHeader('mp3', Buffer.from('ID3\x04', 'latin1'))).toBe(true);
    // MPEG 1, 2 and 2.5, layer III.
    expect([mp3(0xff, 0xfb, 0x90), mp3(0xff, 0xf3, 0x90), mp3(0xff, 0xe3, 0x90)]).toEqual([
      true,
      true,
      true,
    ]);
    // AAC, layer II, a reserved version, a forbidden bitrate, half a header, a page of HTML.
    expect([
      mp3(0xff, 0xf1, 0x50),
      mp3(0xff, 0xfd, 0x90),
      mp3(0xff, 0xeb, 0x90),
      mp3(0xff, 0xfb, 0xf0),
      mp3(0xff),
      hasHeader('mp3', Buffer.from('<!doctype html>')),
    ]).toEqual([false, false, false, false, false, false]);
  });

  test('is judged', () => {
    const found = (content: Uint8Array, format: 'wav' | 'mp3' = 'wav') =>
      verdictOn({ found: true, bytes: content.length, format, head: content.slice(0, 12) });
    expect(found(wav())).toBe('there');
    expect(found(bytes())).toBe('empty');
    expect(found(wav(0))).toBe('empty');
    expect(found(wav(), 'mp3')).toBe('no audio');
    expect(found(bytes(0xff, 0xfb, 0x90, 0), 'mp3')).toBe('there');
    for (const absence of ['missing', 'unreadable', 'missing or unreadable'] as const) {
      expect(verdictOn({ found: false, absence, why: null })).toBe(absence);
    }
  });
});

describe('an alarm', () => {
  const fine = { misses: 0, alarmedAt: null };
  const bad = (minutes: number) => judged(minutes, 'missing');
  const at = ago(10);

  test('comes with the second look in a row that misses one', () => {
    expect(afterLook(fine, [bad(5), bad(6), bad(7)])).toMatchObject({ misses: 1, alarm: false });
    expect(afterLook({ ...fine, misses: 1 }, [judged(3), bad(5)])).toMatchObject({ alarm: true });
    expect(afterLook({ ...fine, misses: 1 }, [judged(3)])).toMatchObject({
      misses: 0,
      alarm: false,
    });
    // Nobody called: that says nothing.
    expect(afterLook({ ...fine, misses: 1 }, [])).toMatchObject({ misses: 1, alarm: false });
    // One that could not be raised, because it was muted, is raised with the next that misses.
    expect(afterLook({ ...fine, misses: 7 }, [bad(5)])).toMatchObject({ alarm: true });
    expect(afterLook({ misses: 2, alarmedAt: at }, [bad(5)])).toMatchObject({ alarm: false });
  });

  test.for<[string, Judged[], Date | null]>([
    ['all that was missed has come', [judged(20)], ago(20)],
    ['a call that ended since has its recording, whatever is lost', [bad(20), judged(5)], ago(5)],
    ['not while one of before is missing', [bad(20), judged(15)], null],
    ['not while one of since is missing', [bad(4), judged(5)], null],
    ['not while nobody calls', [], null],
  ])('is over: %s', ([, looked, upTo]) => {
    const { recovered, misses } = afterLook({ misses: 2, alarmedAt: at }, looked);
    expect(recovered?.upTo ?? null).toEqual(upTo);
    if (recovered) expect(misses).toBe(0);
  });

  test('opens a card of its cause once an hour, and none while it is muted', () => {
    const last = (minutes: number, mutedUntil: Date | null = null) => ({
      openedAt: ago(minutes),
      mutedUntil,
    });
    expect(mayOpen(null, now)).toBe(true);
    expect(mayOpen(last(59), now)).toBe(false);
    expect(mayOpen(last(60), now)).toBe(true);
    expect(mayOpen(last(600, ago(-1)), now)).toBe(false);
    expect(mayOpen(last(600, ago(0)), now)).toBe(true);
  });
});

describe('a cause', () => {
  const bucket = s3Recording().bucket;
  const azure = (connectionString: string): Bucket => ({
    vendor: 'azure',
    name: 'calls',
    tags: [],
    connectionString: new Secret(connectionString),
  });
  test.for<[Bucket, string, string]>([
    [bucket, 'aws_s3 s3.eu-west-1.amazonaws.com', 'Amazon S3, s3.eu-west-1.amazonaws.com'],
    [
      {
        ...bucket,
        vendor: 's3_compatible',
        endpoint: 'https://objects.example.com:9000/base',
        region: null,
      },
      's3_compatible objects.example.com:9000',
      'S3-compatible, objects.example.com:9000',
    ],
    [
      { vendor: 'google', name: 'calls', tags: [], serviceKey: new Secret('{}') },
      'google storage.googleapis.com',
      'Google Cloud Storage, storage.googleapis.com',
    ],
    [
      azure(
        'DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=a+b==;EndpointSuffix=x.example',
      ),
      'azure acme.blob.x.example',
      'Azure Cloud Storage, acme.blob.x.example',
    ],
    [
      azure('BlobEndpoint=https://acme.example/blob;SharedAccessSignature=sv=1&sig=a%3D'),
      'azure acme.example',
      'Azure Cloud Storage, acme.example',
    ],
    [azure('nothing of the kind'), 'azure', 'Azure Cloud Storage'],
  ])('%# is the vendor and where its buckets are', ([given, cause, words]) => {
    expect(causeOf(given)).toBe(cause);
    expect(causeInWords(cause)).toBe(words);
  });

  test('what an account records as is another with another credential, bucket or format', () => {
    const one = recordsAs(s3Recording()).reveal();
    expect(recordsAs(s3Recording({ allCalls: false })).reveal()).toBe(one);
    for (const other of [
      s3Recording({}, { secretAccessKey: new Secret('another-secret-key') }),
      s3Recording({}, { name: 'others' }),
      s3Recording({ format: 'mp3' }),
    ]) {
      expect(recordsAs(other).reveal()).not.toBe(one);
    }
  });
});
