import { expect, test } from 'vitest';
import { batchCard, batchOutcome, batchPointer } from '../../src/changes/batch.view.ts';
import type { Change } from '../../src/changes/change.ts';
import { knownOutcome, type Told, unknownOutcome } from '../../src/changes/receipts.view.ts';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';
import { meaning } from '../../src/features/tts-cache/tts-cache.ts';
import {
  type Count,
  clearAllModal,
  clearModal,
  countMessage,
} from '../../src/features/tts-cache/tts-cache.view.ts';
import { AccountSid, ProviderSid } from '../../src/ids.ts';

const provider = {
  sid: ProviderSid.parse('00000000-0000-4000-8000-000000000001'),
  name: 'Default',
};
const BATCH = 'bat_0123456789abcdef0123';
const hostile = '<!channel> *bold* `code` \u202Eevil & <@U1>';

test('an account with its count and its button', () => {
  const shown = [{ account: account(1, 'Acme'), prompts: 4812, mayClear: true }];
  const message = countMessage(shown);
  expect(validateMessage(message)).toEqual([]);
  expect(message).toMatchSnapshot();
});

test('one prompt is one, and what cannot be counted is said', () => {
  const shown = [
    { account: account(1, 'Acme'), prompts: 1, mayClear: false },
    { account: account(2, hostile), prompts: null, mayClear: true },
  ];
  const message = countMessage(shown);
  expect(validateMessage(message)).toEqual([]);
  expect(message).toMatchSnapshot();
});

test('more accounts than a message holds are told by their number', () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    account: account(index, `Account ${index} ${'x'.repeat(200)}`),
    prompts: 1_000_000,
    mayClear: true,
  }));
  const message = countMessage(many);
  expect(validateMessage(message)).toEqual([]);
  expect(message.text).toContain('Account 19');
  expect(message.blocks.at(-1)).toMatchObject({ elements: [{ text: '…and 40 more' }] });
});

test('the form with nothing chosen', () => {
  const view = clearModal({ picked: [], chosen: [] });
  expect(validateView(view)).toEqual([]);
  expect(view).toMatchSnapshot();
});

test('the form with accounts, counted, being counted and not counted', () => {
  const view = clearModal({
    picked: [choice(1, 'Acme'), choice(2, 'Beta'), choice(3, hostile)],
    chosen: [chosen('Acme', 4812), chosen('Beta', 'counting'), chosen(hostile, 'not counted')],
  });
  expect(validateView(view)).toEqual([]);
  expect(view).toMatchSnapshot();
});

test('the form holds fifty accounts with the longest of names', () => {
  const name = `${'W'.repeat(63)}😀`;
  const view = clearModal({
    picked: Array.from({ length: 50 }, (_, index) => choice(index, name)),
    chosen: Array.from({ length: 50 }, () => chosen(name, 1_000_000)),
  });
  expect(validateView(view)).toEqual([]);
});

test.for(['counting', 'not counted', 0, 12_345] as const)('the form for all: %s', (prompts) => {
  const view = clearAllModal(prompts);
  expect(validateView(view)).toEqual([]);
  expect(view).toMatchSnapshot();
});

test('the progress of several', () => {
  const members = [
    told('verified', 'Acme', { was: '4,812', value: '37, refilling' }),
    told('applying', 'Beta'),
    told('ready', hostile),
  ];
  const card = batchCard(BATCH, members);
  expect(validateMessage(card)).toEqual([]);
  expect(card).toMatchSnapshot();
});

test('the results of several', () => {
  const members = [
    told('verified', 'Acme', { was: '4,812', value: '0' }),
    told('failed', 'Beta'),
    told('unknown', 'Gamma'),
    told('stopped', 'Delta'),
  ];
  const card = batchCard(BATCH, members);
  expect(validateMessage(card)).toEqual([]);
  expect(card).toMatchSnapshot();
});

test.each([
  ['W'.repeat(64), 'failed'],
  ['&'.repeat(64), 'unknown'],
  [`${hostile} ${'<'.repeat(40)}`, 'failed'],
  ['W'.repeat(64), 'ready'],
] as const)('fifty results fit in a message, and its text loses none: %s, %s', (name, state) => {
  const members = Array.from({ length: 50 }, (_, index) => told(state, `${index} ${name}`));
  for (const message of [batchCard(BATCH, members), batchOutcome(BATCH, members)]) {
    expect(validateMessage(message)).toEqual([]);
    const lines = message.text.split('\n');
    expect(lines.filter((line) => /^\*\d+ /.test(line))).toHaveLength(50);
    expect(lines.at(-1)).toContain(`Reference ${BATCH}`);
    expect(message.text).toContain('What is cut short here is whole in the audit.');
  }
});

test('what came of a batch that is over', () => {
  const members = [
    told('verified', 'Acme', { was: '4,812', value: '0' }),
    told('failed', 'Beta'),
    told('stopped', 'Delta'),
  ];
  expect(batchOutcome(BATCH, members).text).toMatchInlineSnapshot(`
    "*Clear TTS cache is over*: 1 of 3 verified, 1 failed, 1 stopped.
    *Beta*: It failed, and nothing is done: The gateway accepted it, but it has no effect. 4,812 prompts are still cached.
    *Delta*: Stopped before it began.
    Reference bat_0123456789abcdef0123"
  `);
  expect(batchPointer(told('ready', 'Acme'), 3).text).toMatchInlineSnapshot(
    `"*Clear TTS cache, 3 at once*: the progress, with Stop, is in your direct messages."`,
  );
});

test('an unknown outcome, and the same once it is known', () => {
  const asked = unknownOutcome(told('unknown', 'Acme'), 'Type /vg tts show <account>.');
  const known = knownOutcome(told('verified', 'Acme', { was: '4,812', value: '0' }));
  for (const card of [asked, known]) expect(validateMessage(card)).toEqual([]);
  expect([asked, known]).toMatchSnapshot();
});

function account(index: number, name: string) {
  return { sid: sid(index), name, sipRealm: null, provider };
}

function choice(index: number, text: string) {
  return { text, value: sid(index), description: 'no SIP realm · Default' };
}

function chosen(name: string, prompts: Count) {
  return { name, provider: 'Default', prompts };
}

function sid(index: number): AccountSid {
  return AccountSid.parse(`00000000-0000-4000-9000-${String(index).padStart(12, '0')}`);
}

function told(
  state: Change['state'],
  name: string,
  difference?: { was: string; value: string },
): Told {
  const trouble = state === 'failed' || state === 'unknown';
  return {
    change: {
      seq: 1,
      id: 'chg_0123456789abcdef0123',
      kind: 'tts clear',
      state,
      lane: 'account/1',
      batch: 'bat_0123456789abcdef0123',
      actor: { teamId: 'T1', userId: 'UADA' },
      actorName: 'ada',
      providerSid: null,
      accountSid: null,
      subject: null,
      input: null,
      origin: { surface: 'command', channel: 'C1' },
      reason: null,
      revision: 1,
      digest: '',
      authors: ['UADA'],
      announced: false,
      needsSecond: false,
      expiresAt: null,
      remindAt: null,
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
      requestedAt: new Date(0),
      startedAt: null,
      endedAt: null,
      attempts: 0,
      dueAt: null,
      before: null,
      after: null,
      failure: trouble
        ? {
            message: 'The gateway accepted it, but it has no effect.',
            why: '4,812 prompts are still cached.',
          }
        : null,
    },
    description: {
      what: `clear the TTS cache of ${name}`,
      several: 'Clear TTS cache',
      target: name,
      facts: [{ label: 'Service Provider', value: 'Default' }],
    },
    outcome: difference
      ? {
          did: `cleared the TTS cache of ${name}`,
          facts: [{ label: 'Cached prompts', ...difference }],
        }
      : null,
    noUndo: meaning,
    undoable: false,
  };
}
