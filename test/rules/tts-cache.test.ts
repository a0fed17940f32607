import { expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import type { AccountSummary } from '../../src/features/accounts/account.ts';
import { accountsNamedIn } from '../../src/features/tts-cache/named-in-message.ts';
import { rememberForms } from '../../src/features/tts-cache/open-forms.ts';
import { clearTtsCache, reading } from '../../src/features/tts-cache/tts-cache.ts';
import type { TtsCacheGateway } from '../../src/features/tts-cache/tts-cache-gateway.ts';
import { AccountSid, newId, ProviderSid } from '../../src/ids.ts';
import { tokenize } from '../../src/slack/command-line.ts';

test.for([
  [4812, 0, 'done', 'done'],
  [4812, 37, 'done', 'partly done'],
  [4812, 4811, 'done', 'partly done'],
  [4812, 4812, 'not done', 'not done'],
  [4812, 4900, 'not done', 'not done'],
  [1, 1, 'not done', 'not done'],
  [0, 0, 'done', 'done'],
  [0, 12, 'done', 'done'],
  [null, 0, 'done', 'done'],
  [null, 12, 'cannot tell', 'cannot tell'],
] as const)(
  '%s cached before and %s after is %s where the gateway said yes, else %s',
  ([before, after, accepted, unsure]) => {
    expect(reading(before, after, 'accepted').found).toBe(accepted);
    expect(reading(before, after, 'unsure').found).toBe(unsure);
  },
);

test('what is still cached is said', () => {
  const why = (before: number, after: number) => reading(before, after, 'unsure');
  expect(why(4812, 4812)).toMatchObject({ why: '4,812 prompts are still cached.' });
  expect(why(1, 1)).toMatchObject({ why: '1 prompt is still cached.' });
  expect(why(4812, 2406)).toMatchObject({ why: '2,406 of 4,812 prompts are cached now.' });
});

const providerSid = ProviderSid.parse('00000000-0000-4000-8000-000000000001');
const input = { accountSid: sid(1), providerSid, name: 'Acme', providerName: 'Default' };

test.for([
  [4812, 0, { label: 'Cached prompts', was: '4,812', value: '0' }],
  [4812, 37, { label: 'Cached prompts', was: '4,812', value: '37, refilling' }],
  [0, 12, { label: 'Cached prompts', was: '0', value: '12, refilling' }],
  [null, 0, { label: 'Cached prompts', was: 'not counted', value: '0' }],
] as const)('the receipt of %s → %s says so', ([before, after, fact]) => {
  const kind = clearTtsCache({ gateway: gateway(), command: '/vg' });
  const outcome = kind.outcome(input, { prompts: before }, { prompts: after });
  expect(outcome).toEqual({ did: 'cleared the TTS cache of Acme', facts: [fact] });
});

test('a gateway that cannot count now does not stop the clearing', async () => {
  const unavailable = new BotError('unavailable', 'down');
  expect(await before(gateway({ cachedPrompts: () => Promise.reject(unavailable) }))).toEqual({
    prompts: null,
  });
});

test('an account that is gone does', async () => {
  const gone = new BotError('not_found', 'gone');
  await expect(before(gateway({ cachedPrompts: () => Promise.reject(gone) }))).rejects.toBe(gone);
});

test('clearing one account never reaches the function that clears all', async () => {
  const cleared: unknown[] = [];
  const kind = clearTtsCache({
    gateway: gateway({ clearTtsCache: async (one) => void cleared.push(one) }),
    command: '/vg',
  });
  if (kind.effect.where !== 'gateway') throw new Error('it is done in the gateway');
  await kind.effect.write(input, { prompts: 1 });
  expect(cleared).toEqual([input.accountSid]);
  await expect(async () => kind.about({ ...input, accountSid: '' })).rejects.toThrow('not a SID');
});

const accounts = [
  account(1, 'Acme', 'acme.sip.example.com'),
  account(2, 'Acme Berlin', 'berlin.example.com'),
  account(3, 'Café Noir (Köln)', null),
  account(4, 'Twin', null),
  account(5, 'Twin', null),
  account(6, 'Bank of the North East', null),
];

test.for([
  ['Callers of Acme hear the old greeting.', ['Acme']],
  ['ACME: greeting is stale', ['Acme']],
  ['acme berlin sounds odd', ['Acme Berlin']],
  ['“Acme Berlin” and acme', ['Acme Berlin', 'Acme']],
  ['only Acm is said', []],
  ['Acmeville is another', []],
  ['the twin is two accounts', []],
  ['cafe noir (koln) too', ['Café Noir (Köln)']],
  ['at Bank of the North East, again', ['Bank of the North East']],
  ['registered at sip:4711@Acme.SIP.example.com:5060;transport=tls', ['Acme']],
  ['see <http://berlin.example.com|berlin.example.com>.', ['Acme Berlin']],
  [`account_sid=${sid(3)} fails`, ['Café Noir (Köln)']],
  ['nothing is named here', []],
  ['', []],
] as const)('the message “%s” names %j', async ([text, names]) => {
  const words = tokenize(text).map((token) => token.text);
  const found = await accountsNamedIn(
    { text, words },
    { everything: true },
    { accountsMeant },
    500,
  );
  expect(found.map(({ name }) => name)).toEqual(names);
});

test('a gateway that does not answer names nothing, in time', async () => {
  const never = { accountsMeant: () => new Promise<AccountSummary[]>(() => {}) };
  const message = { text: 'Acme', words: ['Acme'] };
  expect(await accountsNamedIn(message, { everything: true }, never, 20)).toEqual([]);
});

test('a long message is looked through within bounds', async () => {
  let lookedUp = 0;
  const counting = {
    async accountsMeant() {
      lookedUp += 1;
      return [];
    },
  };
  const words = Array.from({ length: 5000 }, (_, index) => `Word${index}`);
  await accountsNamedIn({ text: words.join(' '), words }, { everything: true }, counting, 5000);
  expect(lookedUp).toBe(200);
});

test('only the newest drawing of a form is drawn, and none once it is submitted', () => {
  const forms = rememberForms();
  const once = newId('frm');
  const first = forms.begin(once);
  const second = forms.begin(once);
  expect([first.isNewest(), second.isNewest()]).toEqual([false, true]);
  expect(second.counts).toBe(first.counts);
  forms.end(once);
  expect(second.isNewest()).toBe(false);
});

function before(faked: TtsCacheGateway) {
  const { effect } = clearTtsCache({ gateway: faked, command: '/vg' });
  if (effect.where !== 'gateway') throw new Error('it is done in the gateway');
  return effect.before(input);
}

function gateway(methods: Partial<TtsCacheGateway> = {}): TtsCacheGateway {
  const unexpected = () => Promise.reject(new Error('nobody asked for this'));
  return {
    cachedPrompts: unexpected,
    clearTtsCache: unexpected,
    cachedPromptsOfAll: unexpected,
    clearTtsCacheOfAll: unexpected,
    ...methods,
  };
}

/** Exact matches before prefixes, as the port has it. */
async function accountsMeant(text: string): Promise<AccountSummary[]> {
  const plain = (one: string) => one.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const typed = plain(text);
  const names = (one: AccountSummary) => [one.sid, one.sipRealm ?? '', plain(one.name)];
  const exact = accounts.filter((one) => names(one).includes(typed));
  if (exact.length > 0) return exact;
  return accounts.filter((one) => names(one).some((name) => name.startsWith(typed)));
}

function account(index: number, name: string, sipRealm: string | null): AccountSummary {
  return { sid: sid(index), name, sipRealm, provider: { sid: providerSid, name: 'Default' } };
}

function sid(index: number): AccountSid {
  return AccountSid.parse(`00000000-0000-4000-9000-${String(index).padStart(12, '0')}`);
}
