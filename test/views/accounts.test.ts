import { expect, test } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';
import type { AccountSummary } from '../../src/features/accounts/account.ts';
import { accountCard, cardActions } from '../../src/features/accounts/account-card.view.ts';
import { accountList, firstPage, placeOf } from '../../src/features/accounts/account-list.view.ts';
import { acme, contents } from '../../src/features/accounts/accounts.gallery.ts';
import { asked } from '../../src/features/accounts/create-account.gallery.ts';
import { createModal } from '../../src/features/accounts/create-account.view.ts';
import { editModal } from '../../src/features/accounts/edit-request.view.ts';
import { accountChoices, whichAccount } from '../../src/features/accounts/which-account.view.ts';
import { accounts, idOf, providers } from '../../src/gallery/cast.ts';
import { Secret } from '../../src/secret.ts';
import type { Message } from '../../src/slack/blocks.ts';
import { s3Recording } from '../recordings.ts';

const { nordic, iberia } = providers;
/** As long as the rules allow, and of what people should not type. */
const worst = '𝕏'.repeat(60);
const nasty = `<!channel>*_~\`${'&'.repeat(50)}`;
const worstAccount: AccountSummary = {
  ...accounts.acme,
  name: nasty,
  sipRealm: `${'a'.repeat(63)}.${'b'.repeat(63)}.de`,
  provider: { ...nordic, name: '<'.repeat(500) },
};

test('Create account remembers what it asks, and the provider that it shows as text', () => {
  const afterwards = { decidedBy: 'an Admin' };
  const initial = { name: 'x'.repeat(500) };
  const one = createModal({ providers: [nordic], afterwards, initial });
  // What was typed is cut to what the field takes: Slack refuses more.
  expect(validateView(one.view)).toEqual([]);
  expect(one.remembers).toEqual({
    shown: ['name', 'provider', 'sipRealm', 'reason'],
    given: { provider: nordic.sid },
  });
  const several = createModal({
    providers: [nordic, iberia],
    afterwards: { announcedIn: 'C0APPROVALS' },
  });
  expect(several.remembers).toEqual({
    shown: ['name', 'provider', 'sipRealm', 'note'],
    given: {},
  });
  const many = createModal({ providers: Array(101).fill(nordic), afterwards });
  expect(many.remembers).toEqual({
    shown: ['name', 'providerFound', 'sipRealm', 'reason'],
    given: {},
  });
});

test('Edit & approve remembers the revision that was edited, and what the decider may set', () => {
  const request = { id: idOf('chg', 'edited'), revision: 2, input: asked };
  const byProvider = editModal({
    request,
    providers: [nordic],
    limits: false,
    grantee: null,
    fourEyes: 'all',
  });
  expect(byProvider.remembers).toEqual({
    id: request.id,
    revision: 2,
    shown: ['name', 'provider', 'sipRealm'],
    given: { provider: nordic.sid },
  });
  const byAdmin = editModal({
    request,
    providers: [nordic, iberia],
    limits: true,
    grantee: 'Tia',
    fourEyes: 'others',
  });
  expect(byAdmin.remembers).toMatchObject({
    shown: ['name', 'provider', 'sipRealm', 'unit', 'maximum', 'licensedSessions', 'grant'],
    given: {},
  });
});

test('the longest and oddest names fit Slack’s limits', () => {
  const worstCard = accountCard({
    account: { ...acme, ...worstAccount, name: worst },
    contents: { ...contents, carriers: { count: 900, names: Array(5).fill(nasty) } },
    cachedPrompts: 123_456_789,
    may: cardActions,
  });
  const oddCard = accountCard({
    account: {
      ...acme,
      ...worstAccount,
      sipRealm: 'a'.repeat(3000),
      registrationWebhook: {
        url: `https://${'&'.repeat(3000)}`,
        method: 'POST',
        username: '&'.repeat(3000),
        password: new Secret('&'.repeat(300)),
      },
      recording: s3Recording({}, { name: '<'.repeat(900) }),
    },
    contents: { ...contents, carriers: { count: 900, names: Array(5).fill('&'.repeat(900)) } },
    cachedPrompts: 1,
    may: cardActions,
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
      items: [accounts.acme],
      place,
      next: `${page}`.padEnd(200, 'c'),
      provider: null,
    });
    expect(validateMessage(drawn)).toEqual([]);
    place = placeOf(carriedBy(drawn, 'Next'));
  }
  const back = accountList({ items: [accounts.acme], place, next: null, provider: null });
  expect(placeOf(carriedBy(back, 'Previous')).after).toBe('38'.padEnd(200, 'c'));
  for (let pages = 0; place.after !== null; pages += 1) {
    expect(pages).toBeLessThan(40);
    const drawn = accountList({ items: [accounts.acme], place, next: null, provider: null });
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
