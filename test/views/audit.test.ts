import { describe, expect, test } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import type { AuditEntry, Verdict } from '../../src/features/audit/audit.ts';
import {
  anchorMessage,
  auditMessage,
  verdictMessage,
  verifying,
} from '../../src/features/audit/audit.view.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';

const hostile = '<!channel> *bold* `code` \u202Eevil & <@U1>';
const at = new Date('2026-11-23T10:00:00Z');

function entry(more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    seq: 12,
    at,
    actorTeam: 'T1',
    actorUser: 'UADA',
    actorName: 'ada',
    surface: 'command',
    action: 'account create',
    result: 'verified',
    changeId: null,
    providerSid: null,
    accountSid: null,
    subject: null,
    target: 'Acme',
    detail: {},
    mac: 'm',
    ...more,
  };
}

const page = { about: null, older: null, newer: null };

test('a page of entries', () => {
  const message = auditMessage({
    about: mrkdwn`of Acme`,
    entries: [
      entry({
        detail: {
          facts: [
            { label: 'Account name', value: 'Acme' },
            { label: 'SIP Realm', value: 'voice.example.com', was: 'acme.example.com' },
          ],
          revision: 1,
          reason: 'A new customer',
          decidedBy: 'UBEN',
        },
      }),
      entry({ seq: 11, actorUser: 'switchboard', result: 'expired', surface: 'schedule' }),
      entry({
        seq: 10,
        result: 'refused',
        action: 'status',
        target: '—',
        detail: { code: 'forbidden', because: 'no grant', reference: 'ref_1' },
      }),
      entry({
        seq: 9,
        result: 'failed',
        detail: { failure: { message: 'It failed.', why: 'No answer.', reference: 'ref_2' } },
      }),
      entry({ seq: 8, at: new Date(Number.NaN), detail: 'nothing' }),
    ],
    older: '{"before":8}',
    newer: '{"after":12}',
  });
  expect(validateMessage(message)).toEqual([]);
  expect(message).toMatchSnapshot();
});

test('an audit without entries says so', () => {
  expect(auditMessage({ ...page, entries: [] }).text).toBe(
    '*Audit*: Nothing is recorded here that you may see.',
  );
});

test('whatever was recorded pings nobody, breaks nothing and fits', () => {
  const facts = Array.from({ length: 30 }, (_, index) => ({
    label: `Label ${index}`,
    value: hostile + '&'.repeat(2000),
    was: '<'.repeat(2000),
  }));
  const wild = entry({
    target: `${hostile}${'&'.repeat(3000)}`,
    action: 'tts clear',
    detail: { facts, reason: hostile.repeat(50), failure: { message: '>'.repeat(3000) } },
  });
  const message = auditMessage({ ...page, entries: Array.from({ length: 8 }, () => wild) });
  expect(validateMessage(message)).toEqual([]);
  expect(JSON.stringify(message)).not.toMatch(/<!channel>|<@U1>|\u202E/);
});

const whole: Verdict = {
  entries: 1234,
  since: at,
  head: { seq: 1234, mac: 'abc', at },
  breaks: [],
  unnamed: 0,
  lastAnchor: { seq: 1200, mac: 'def', at },
  unvouched: 34,
};

describe('what verifying found', () => {
  test.each<[string, Partial<Verdict>, string | null]>([
    ['whole', {}, 'CAUDIT'],
    ['whole and posted to its end', { unvouched: 0 }, 'CAUDIT'],
    ['whole, and nothing posted yet', { lastAnchor: null, unvouched: 1 }, 'CAUDIT'],
    ['whole, without a channel', { lastAnchor: null, unvouched: 1234 }, null],
    ['empty', { entries: 0, since: null, head: null, lastAnchor: null, unvouched: 0 }, 'CAUDIT'],
    [
      'tampered with',
      {
        breaks: [
          { from: 3, to: 3, what: 'changed' },
          { from: 5, to: 7, what: 'changed' },
          { from: 9, to: 9, what: 'missing' },
          { from: 11, to: 12, what: 'missing' },
          { from: 13, to: 13, what: 'unchecked' },
          { from: 20, to: 30, what: 'replaced' },
          { from: 40, to: 41, what: 'cut off' },
        ],
        unnamed: 3,
      },
      'CAUDIT',
    ],
  ])('%s', (_name, more, channel) => {
    const message = verdictMessage({ ...whole, ...more }, channel, ['CAUDIT']);
    expect(validateMessage(message)).toEqual([]);
    expect(message.text).toMatchSnapshot();
  });
});

test('the head as it is posted, and what stands while it is checked', () => {
  const anchor = anchorMessage({ seq: 1200, mac: 'a'.repeat(64), at });
  expect(validateMessage(anchor)).toEqual([]);
  expect(anchor).toMatchSnapshot();
  expect(verifying(120_000).text).toBe('Checking 120,000 audit entries…');
});
