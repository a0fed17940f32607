import { expect, test } from 'vitest';
import { batchCard, batchOutcome } from '../../src/changes/batch.view.ts';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';
import { accountChoice } from '../../src/features/accounts/which-account.view.ts';
import { clearModal, countMessage } from '../../src/features/tts-cache/tts-cache.view.ts';
import { idOf, numbered } from '../../src/gallery/cast.ts';
import { clearing, failed, troubles, unknown } from '../../src/gallery/told.ts';

const BATCH = idOf('bat', 'fifty');
const hostile = '<!channel> *bold* `code` \u202Eevil & <@U1>';

test('more accounts than a message holds are told by their number', () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    account: { ...numbered(index), name: `Account ${index} ${'x'.repeat(200)}` },
    prompts: 1_000_000,
    mayClear: true,
  }));
  const message = countMessage(many);
  expect(validateMessage(message)).toEqual([]);
  expect(message.text).toContain('Account 19');
  expect(message.blocks.at(-1)).toMatchObject({ elements: [{ text: '…and 40 more' }] });
});

test('the form holds fifty accounts with the longest of names', () => {
  const name = `${'W'.repeat(63)}😀`;
  const view = clearModal({
    picked: Array.from({ length: 50 }, (_, index) => accountChoice({ ...numbered(index), name })),
    chosen: Array.from({ length: 50 }, () => ({
      name,
      provider: name,
      prompts: 1_000_000,
    })),
  });
  expect(validateView(view)).toEqual([]);
});

const endings = { failed: failed(troubles.noEffect), unknown: unknown(), ready: {} };

test.each([
  ['W'.repeat(64), 'failed'],
  ['&'.repeat(64), 'unknown'],
  [`${hostile} ${'<'.repeat(40)}`, 'failed'],
  ['W'.repeat(64), 'ready'],
] as const)('fifty results fit in a message, and its text loses none: %s, %s', (name, state) => {
  const members = Array.from({ length: 50 }, (_, index) =>
    clearing({ ...numbered(index), name: `${index} ${name}` }, { batch: BATCH, ...endings[state] }),
  );
  for (const message of [batchCard(BATCH, members), batchOutcome(BATCH, members)]) {
    expect(validateMessage(message)).toEqual([]);
    const lines = message.text.split('\n');
    expect(lines.filter((line) => /^\*\d+ /.test(line))).toHaveLength(50);
    expect(lines.at(-1)).toContain(`Reference ${BATCH}`);
    expect(message.text).toContain('What is cut short here is whole in the audit.');
  }
});
