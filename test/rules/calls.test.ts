import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  durationInWords,
  maskedNumber,
  recordingState,
  showNumber,
  statusInWords,
  talked,
} from '../../src/features/calls/calls.ts';
import type { Call } from '../../src/features/calls/calls-gateway.ts';
import {
  isOf,
  possibleKeys,
  recordingKey,
  recordingMetadata,
} from '../../src/features/calls/recording-layout.ts';
import { absenceIn, notDone, troubleInWords } from '../../src/features/calls/recording-trouble.ts';
import { AccountSid, CallSid } from '../../src/ids.ts';

const sid = CallSid.parse('00000000-0000-4000-8000-00000000ca11');
const account = AccountSid.parse('00000000-0000-4000-8000-00000000acc0');

describe('numbers', () => {
  test.for([
    ['+4930555012345', '•••345'],
    ['004930555012345', '•••345'],
    ['(030) 555-012 345', '•••345'],
    ['tel:+4930555012345', '•••345'],
    ['sip:ann.lee@acme.example', '•••lee'],
    ['SIPS:+4930555012345@10.0.0.9:5061', '•••345'],
    ['4711', '•••11'],
    ['110', '•••0'],
    ['1', '•••'],
    ['٠١٢٣٤٥٦', '•••٤٥٦'],
    ['', 'nobody'],
    ['  ', 'nobody'],
    ['Anonymous', 'anonymous'],
    ['sip:anonymous@anonymous.invalid', 'anonymous'],
  ])('%s is shown as %s', ([number, shown]) => {
    expect(maskedNumber(number as string)).toBe(shown);
    expect(showNumber(number as string, true)).toBe(shown);
  });

  test('are shown whole where the operator says so', () => {
    expect(showNumber('+4930555012345', false)).toBe('+4930555012345');
    expect(showNumber('', false)).toBe('nobody');
  });

  test('tell of a number no more than its last three characters, and never more than half', () => {
    const digits = fc.array(fc.constantFrom(...'0123456789'.split('')), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(digits, fc.constantFrom('', '+', 'tel:', 'sip:'), (given, before) => {
        const shown = maskedNumber(`${before}${given.join('')}`).replace('•••', '');
        expect(shown.length).toBeLessThanOrEqual(Math.min(3, given.length / 2));
        expect(given.join('').endsWith(shown)).toBe(true);
      }),
    );
  });
});

describe('calls', () => {
  const at = new Date('2026-11-23T10:00:00Z');
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
  const call: Call = {
    sid,
    direction: 'inbound',
    from: '1',
    to: '2',
    attemptedAt: at,
    answeredAt: later(3),
    endedAt: later(48),
    sipStatus: 200,
    terminationReason: 'caller hungup',
    recorded: true,
  };

  test.for<[Partial<Call>, number | null, string]>([
    [{}, 45, 'answered, caller hungup'],
    [{ terminationReason: null }, 45, 'answered'],
    [{ endedAt: null }, null, 'going on'],
    [{ endedAt: null, answeredAt: null }, null, 'ringing'],
    [
      { answeredAt: null, sipStatus: 486, terminationReason: 'Busy Here' },
      null,
      'not answered: 486, Busy Here',
    ],
    [{ answeredAt: later(50) }, 0, 'answered, caller hungup'],
  ])('%o lasted %s and are told as %s', ([more, seconds, status]) => {
    expect(talked({ ...call, ...more })).toBe(seconds);
    expect(statusInWords({ ...call, ...more })).toBe(status);
  });

  test.for<[number, string]>([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min 0 s'],
    [3599, '59 min 59 s'],
    [3600, '1 h 0 min'],
    [90_061, '25 h 1 min'],
  ])('%i seconds are %s', ([seconds, words]) => expect(durationInWords(seconds)).toBe(words));

  test('have a recording once they have ended, until it is deleted', () => {
    expect(recordingState(call, new Set())).toBe('kept');
    expect(recordingState(call, new Set([sid]))).toBe('deleted');
    expect(recordingState({ ...call, endedAt: null }, new Set())).toBe('none');
    expect(recordingState({ ...call, recorded: false }, new Set())).toBe('none');
  });
});

describe('a recording', () => {
  test('is kept by the day on which it began, and looked for a day around it', () => {
    const midnight = new Date('2026-12-31T23:59:59Z');
    expect(recordingKey(sid, 'mp3', midnight)).toBe(`2026/12/31/${sid}.mp3`);
    expect(possibleKeys(sid, 'wav', midnight)).toEqual([
      `2026/12/31/${sid}.wav`,
      `2027/01/01/${sid}.wav`,
      `2026/12/30/${sid}.wav`,
    ]);
  });

  test('names its account in its metadata, whatever the tags say', () => {
    const tags = [
      { name: 'team', value: 'voice' },
      { name: 'accountSid', value: 'another' },
    ];
    const call = { accountSid: account, callSid: sid, applicationSid: null, trunk: null } as const;
    const about = { ...call, direction: 'inbound', from: '1', to: '2', sampleRate: 8000 } as const;
    const metadata = recordingMetadata(about, tags);
    expect(metadata).toEqual({
      team: 'voice',
      accountSid: account,
      callSid: sid,
      direction: 'inbound',
      from: '1',
      to: '2',
      sampleRate: '8000',
    });
    expect(isOf(account, { accountsid: account })).toBe(true);
    for (const foreign of [{}, { accountsid: sid }, { accountsid: `${account} ` }]) {
      expect(isOf(account, foreign as Record<string, string>)).toBe(false);
    }
  });

  test('that cannot be had is told of as far as is known', () => {
    expect(absenceIn('object missing')).toBe('missing');
    expect(absenceIn('access denied')).toBe('missing or unreadable');
    expect(absenceIn('bucket missing')).toBe('unreadable');
    expect(troubleInWords('timeout')).toBe('The store did not answer in time.');
    expect(notDone('object protected', null)).toMatchObject({
      didNothing: true,
      mayHaveHappened: false,
    });
    expect(notDone('timeout', null)).toMatchObject({ didNothing: false, mayHaveHappened: true });
  });
});
