import { expect, test } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';
import type { Account, AccountSummary } from '../../src/features/accounts/account.ts';
import { accountCard } from '../../src/features/accounts/account-card.view.ts';
import {
  accountList,
  emptyList,
  firstPage,
  placeOf,
} from '../../src/features/accounts/account-list.view.ts';
import { createModal } from '../../src/features/accounts/create-account.view.ts';
import {
  editedMessage,
  waitsMessage,
} from '../../src/features/accounts/create-account-answers.view.ts';
import { editModal } from '../../src/features/accounts/edit-request.view.ts';
import { accountChoices, whichAccount } from '../../src/features/accounts/which-account.view.ts';
import { AccountSid, ApplicationSid, ProviderSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';
import type { Message } from '../../src/slack/blocks.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const provider = { sid: ProviderSid.parse(uuid(1)), name: 'Default' };
const summary = (n: number, name = `Account ${n}`): AccountSummary => ({
  sid: AccountSid.parse(uuid(100 + n)),
  name,
  sipRealm: `a${n}.example.com`,
  provider,
});
/** As long as the rules allow, and of what people should not type. */
const worst = '𝕏'.repeat(60);
const nasty = `<!channel>*_~\`${'&'.repeat(50)}`;
const worstAccount: AccountSummary = {
  ...summary(1, nasty),
  sipRealm: `${'a'.repeat(63)}.${'b'.repeat(63)}.de`,
  provider: { ...provider, name: '<'.repeat(500) },
};

const account: Account = {
  ...summary(1, 'Acme'),
  limits: { unit: 'sessions', maximum: 5000, licensedSessions: null },
  webhookSecret: new Secret('wh_secret_of_the_account_1234'),
  deviceApplication: { sid: ApplicationSid.parse(uuid(7)), name: 'IVR' },
  siprecApplication: null,
  registrationWebhook: {
    url: 'https://hook.example.com/register',
    method: 'POST',
    username: 'hook',
    password: new Secret('the-password-of-the-hook'),
  },
  queueEventWebhook: null,
  recording: { vendor: 'Amazon S3', bucket: 'calls', format: 'wav', allCalls: false },
  createdAt: new Date('2026-05-04T10:00:00Z'),
};
const contents = {
  applications: { count: 7, names: ['A', 'B', 'C', 'D', 'E'] },
  carriers: { count: 1, names: ['Telco'] },
  speechServices: { count: 0, names: [] },
};

test.for<[string, () => Message]>([
  ['a picker', () => whichAccount({ question: 'Which?', actionId: 'x', matches: null })],
  [
    'matches',
    () => whichAccount({ question: 'Which?', actionId: 'x', matches: [summary(1), summary(2)] }),
  ],
  [
    'a first page with more',
    () =>
      accountList({
        items: [summary(1), summary(2)],
        place: firstPage('acc', null),
        next: 'c2',
        provider: null,
      }),
  ],
  [
    'a last page of a provider',
    () =>
      accountList({
        items: [summary(3)],
        place: { ...firstPage('', provider), after: 'c3', back: ['c2'] },
        next: null,
        provider,
      }),
  ],
  [
    'no account at all',
    () => emptyList({ command: '/vg', text: '', provider: null, mayCreate: true }),
  ],
  ['nothing found', () => emptyList({ command: '/vg', text: 'zulu', provider, mayCreate: false })],
  [
    'the card for an Admin',
    () => accountCard({ account, contents, cachedPrompts: 4812, mayClearTts: true }),
  ],
  [
    'the card with little known',
    () =>
      accountCard({
        account: { ...account, sipRealm: null, registrationWebhook: null, recording: null },
        contents: null,
        cachedPrompts: null,
        mayClearTts: false,
      }),
  ],
  ['who decides', () => waitsMessage('Acme', 'an Admin')],
  ['an edit that somebody else approves', () => editedMessage('Acme')],
])('%s', ([, draw]) => {
  const drawn = draw();
  expect(validateMessage(drawn)).toEqual([]);
  expect(drawn).toMatchSnapshot();
});

const north = { sid: ProviderSid.parse(uuid(2)), name: 'North' };
const input = {
  name: 'Acme',
  providerSid: provider.sid,
  providerName: provider.name,
  sipRealm: 'acme.example.com',
  limits: null,
  grantTo: { teamId: 'T1', userId: 'U1', name: 'tia' },
};
const request = { id: 'chg_00000000000000000001', revision: 2, input };

test.for<[string, () => ReturnType<typeof createModal>]>([
  [
    'Create account, for an Admin alone',
    () => createModal({ providers: [provider], afterwards: { announcedIn: 'C123' } }),
  ],
  [
    'Create account, for whoever needs a second person',
    () =>
      createModal({
        providers: [provider, north],
        afterwards: { decidedBy: 'an Admin' },
        initial: { name: 'Acme', sipRealm: 'a.example.com', providerSid: north.sid, reason: 'Why' },
      }),
  ],
  [
    'Create account, with more providers than a list holds',
    () =>
      createModal({
        providers: Array.from({ length: 101 }, (_, n) => ({
          sid: ProviderSid.parse(uuid(n)),
          name: `Provider ${n}`,
        })),
        afterwards: { decidedBy: 'an Admin' },
        initial: { name: 'x'.repeat(500), providerSid: provider.sid },
      }),
  ],
  [
    'Edit & approve, for an Admin',
    () =>
      editModal({
        request: {
          ...request,
          input: { ...input, limits: { unit: 'minutes', maximum: 9, licensedSessions: null } },
        },
        providers: [provider, north],
        limits: true,
        grantee: 'tia',
        fourEyes: 'others',
      }),
  ],
  [
    'Edit & approve, for a Service Provider under FOUR_EYES=all',
    () =>
      editModal({ request, providers: [provider], limits: false, grantee: null, fourEyes: 'all' }),
  ],
])('%s', ([, draw]) => {
  const { view, remembers } = draw();
  expect(validateView(view)).toEqual([]);
  expect({ view, remembers }).toMatchSnapshot();
});

test('no secret is drawn, neither in blocks nor in the text', () => {
  const drawn = JSON.stringify(
    accountCard({ account, contents, cachedPrompts: 1, mayClearTts: true }),
  );
  expect(drawn).toContain('••••1234');
  expect(drawn).not.toContain('wh_secret');
  expect(drawn).not.toContain('the-password');
});

test('the longest and oddest names fit Slack’s limits', () => {
  const worstCard = accountCard({
    account: { ...account, ...worstAccount, name: worst },
    contents: { ...contents, carriers: { count: 900, names: Array(5).fill(nasty) } },
    cachedPrompts: 123_456_789,
    mayClearTts: true,
  });
  const oddCard = accountCard({
    account: {
      ...account,
      ...worstAccount,
      sipRealm: 'a'.repeat(3000),
      registrationWebhook: {
        url: `https://${'&'.repeat(3000)}`,
        method: 'POST',
        username: '&'.repeat(3000),
        password: new Secret('&'.repeat(300)),
      },
      recording: {
        vendor: '&'.repeat(900),
        bucket: '<'.repeat(900),
        format: 'wav',
        allCalls: true,
      },
    },
    contents: { ...contents, carriers: { count: 900, names: Array(5).fill('&'.repeat(900)) } },
    cachedPrompts: 1,
    mayClearTts: true,
  });
  const worstList = accountList({
    items: Array(10).fill(worstAccount),
    place: firstPage('"'.repeat(3000), null),
    next: 'c'.repeat(300),
    provider: worstAccount.provider,
  });
  const worstQuestion = whichAccount({
    question: `Several accounts match “${nasty}”.`,
    actionId: 'account.show',
    matches: Array(10).fill(worstAccount),
  });
  for (const drawn of [worstCard, oddCard, worstList, worstQuestion]) {
    expect(validateMessage(drawn)).toEqual([]);
  }
  expect(accountChoices([worstAccount])[0]?.value.length).toBeLessThanOrEqual(150);
});

test('a long way back is cut at its far end, and leads to the first page from there', () => {
  let place = firstPage('acme', null);
  for (let page = 0; page < 40; page += 1) {
    const drawn = accountList({
      items: [summary(1)],
      place,
      next: `${page}`.padEnd(200, 'c'),
      provider: null,
    });
    expect(validateMessage(drawn)).toEqual([]);
    place = placeOf(carriedBy(drawn, 'Next'));
  }
  const back = accountList({ items: [summary(1)], place, next: null, provider: null });
  expect(placeOf(carriedBy(back, 'Previous')).after).toBe('38'.padEnd(200, 'c'));
  for (let pages = 0; place.after !== null; pages += 1) {
    expect(pages).toBeLessThan(40);
    const drawn = accountList({ items: [summary(1)], place, next: null, provider: null });
    place = placeOf(carriedBy(drawn, 'Previous'));
  }
  expect(place).toEqual(firstPage('acme', null));
});

test('a place that we did not draw is refused', () => {
  for (const value of ['', 'x', '{}', '{"text":1}']) {
    expect(() => placeOf(value)).toThrow('This list cannot be continued.');
  }
});

function carriedBy({ blocks }: Message, label: string): string {
  const row = blocks.find((block) => block.type === 'actions');
  const found = row?.elements.find((each) => 'text' in each && each.text?.text === label);
  return found && 'value' in found ? (found.value ?? '') : '';
}
