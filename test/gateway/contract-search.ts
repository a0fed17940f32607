import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reach } from '../../src/features/access/scope.ts';
import { checkAccountName, fold } from '../../src/features/accounts/account-rules.ts';
import type { Opened, Present } from './contract.ts';
import { addAccount, EVERYTHING, firstProvider, NOTHING, namesFound, refusal } from './given.ts';

export function searchContract(present: Present): void {
  const find = async (text: string, within: Reach = EVERYTHING) =>
    (await namesFound(present().gateway, { text, within, limit: 2 })).sort();

  describe('searching accounts', () => {
    test.each([
      ['acm', ['Acme Bank Berlin', 'ACME Café', 'Nordic Acme']],
      ['ACME ber', ['Acme Bank Berlin']],
      ['berlin acme', ['Acme Bank Berlin']],
      ['acme bank b', ['Acme Bank Berlin']],
      ['cafe', ['ACME Café']],
      ['CAFÉ', ['ACME Café']],
      ['zuri', ['Hotel Zürich']],
      ['cme', []],
      ['acme zürich', []],
      ['hotels.ex', ['Hotel Zürich']],
      ['sip.hotels.example.org', ['Hotel Zürich']],
      ['org', ['Hotel Zürich']],
      ['otels', []],
      ['  acme   café ', ['ACME Café']],
      ['%', []],
      ['_', []],
    ])('finds by “%s”', async (text, names) => {
      await addAccount(present(), { name: 'Acme Bank Berlin' });
      await addAccount(present(), { name: 'ACME Café' });
      await addAccount(present(), { name: 'Nordic Acme' });
      await addAccount(present(), { name: 'Hotel Zürich', sipRealm: 'sip.hotels.example.org' });
      expect(await find(text)).toEqual([...names].sort());
    });

    test('finds by the beginning of a SID, though not by its middle', async () => {
      const made = await addAccount(present(), { name: 'Acme' });
      expect(await find(made.sid.slice(0, 5))).toEqual(['Acme']);
      expect(await find(made.sid.toUpperCase())).toEqual(['Acme']);
      expect(await find(made.sid.slice(0, 12))).toEqual(['Acme']);
      expect(await find(made.sid.slice(24))).toEqual([]);
    });

    test('gives each account once, however many of its words match', async () => {
      await addAccount(present(), { name: 'Ab abc abcd', sipRealm: 'ab.abc.abcd.example' });
      await addAccount(present(), { name: 'abc', sipRealm: 'abcde.example' });
      expect(await find('ab')).toEqual(['Ab abc abcd', 'abc']);
      expect(await find('abc ab')).toEqual(['Ab abc abcd', 'abc']);
    });

    test('keeps to its reach', async () => {
      const { gateway, stock } = present();
      const mine = await stock.addServiceProvider('Mine');
      const first = await firstProvider(gateway);
      await addAccount(present(), { name: 'Acme mine', providerSid: mine.sid });
      const theirs = await addAccount(present(), { name: 'Acme theirs' });
      await addAccount(present(), { name: 'Acme foreign' });
      const within = (providers: (typeof first)[], accounts: (typeof theirs.sid)[]) =>
        find('acme', { everything: false, providers, accounts });
      expect(await within([mine.sid], [])).toEqual(['Acme mine']);
      expect(await within([], [theirs.sid])).toEqual(['Acme theirs']);
      expect(await within([mine.sid], [theirs.sid])).toEqual(['Acme mine', 'Acme theirs']);
      expect(await within([first], [theirs.sid])).toEqual(['Acme foreign', 'Acme theirs']);
      expect(await within([first, mine.sid], [])).toHaveLength(3);
      expect(await find('acme', NOTHING)).toEqual([]);
      expect(await find('', NOTHING)).toEqual([]);
    });

    test('narrows its reach to one provider, never widens it', async () => {
      const { gateway, stock } = present();
      const mine = await stock.addServiceProvider('Mine');
      const first = await firstProvider(gateway);
      const inMine = await addAccount(present(), { name: 'Acme mine', providerSid: mine.sid });
      const theirs = await addAccount(present(), { name: 'Acme theirs' });
      const narrowed = (within: Reach, providerSid: typeof first) =>
        namesFound(gateway, { text: 'acme', within, providerSid, limit: 5 });
      const both: Reach = { everything: false, providers: [], accounts: [inMine.sid, theirs.sid] };
      expect(await narrowed(EVERYTHING, mine.sid)).toEqual(['Acme mine']);
      expect(await narrowed(both, first)).toEqual(['Acme theirs']);
      const onlyMine: Reach = { everything: false, providers: [mine.sid], accounts: [] };
      expect(await narrowed(onlyMine, first)).toEqual([]);
    });

    test('lists all by name when nothing is looked for', async () => {
      const { gateway } = present();
      for (const name of ['delta', 'Ätna', 'bravo', 'Zulu', 'Alpha']) {
        await addAccount(present(), { name });
      }
      const names = await namesFound(gateway, { text: ' ', within: EVERYTHING, limit: 2 });
      expect(names).toEqual(['Alpha', 'Ätna', 'bravo', 'delta', 'Zulu']);
    });

    test('tells that there is more only when there is', async () => {
      const { gateway } = present();
      for (const name of ['Acme 1', 'Acme 2']) await addAccount(present(), { name });
      const page = (limit: number) =>
        gateway.searchAccounts({ text: 'acme', within: EVERYTHING, limit });
      expect((await page(1)).next).not.toBeNull();
      expect((await page(2)).next).toBeNull();
    });

    test('finds where common words rarely meet, if only some pages later', async () => {
      await common(present(), 250, 'Twin and Silver zz');
      expect(await find('silver twin')).toEqual(['Twin and Silver zz']);
      expect(await find('twin silver')).toEqual(['Twin and Silver zz']);
    });

    test('goes on where it was, though accounts come in between', async () => {
      const { gateway } = present();
      for (const name of ['Acme b', 'Acme d', 'Acme f']) await addAccount(present(), { name });
      const search = { text: 'acme', within: EVERYTHING, limit: 2 };
      const first = await gateway.searchAccounts(search);
      await addAccount(present(), { name: 'Acme a' });
      const rest = await namesFound(gateway, { ...search, limit: 10 });
      expect(rest).toHaveLength(4);
      const second = await gateway.searchAccounts({ ...search, after: first.next ?? '' });
      expect(first.items.concat(second.items).map(({ name }) => name)).toEqual([
        'Acme b',
        'Acme d',
        'Acme f',
      ]);
    });

    test('keeps its cursors short enough for a button, and refuses what is none', async () => {
      const { gateway } = present();
      for (const end of ['1', '2'])
        await addAccount(present(), { name: '\u{2F8B2}'.repeat(63) + end });
      const search = { text: '', within: EVERYTHING, limit: 1 };
      const { next } = await gateway.searchAccounts(search);
      expect(next?.length).toBeLessThanOrEqual(500);
      const error = await refusal(gateway.searchAccounts({ ...search, after: 'not a cursor' }));
      expect(error.code).toBe('invalid');
    });

    test('loses and doubles nobody from page to page', async () => {
      const { gateway, stock } = present();
      const word = fc.oneof(
        fc.constantFrom('Acme', 'ácme', 'acmeland', 'Bank', 'bänk', 'Å', '日本', '🎉', 'ß', '***'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
      );
      const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
      let round = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(name.filter(isAcceptable), {
            selector: fold,
            minLength: 1,
            maxLength: 12,
          }),
          fc.integer({ min: 1, max: 5 }),
          fc.constantFrom('', 'a', 'ac', 'acme', 'b', 'acme b', 'b a', 'r'),
          async (names, limit, text) => {
            round += 1;
            const provider = await stock.addServiceProvider(`Round ${round}`);
            const added = await stock.addAccounts(
              names.map((name, index) => ({
                name,
                providerSid: provider.sid,
                sipRealm: `realm-${round}-${index}.example`,
              })),
            );
            const within: Reach = { everything: false, providers: [provider.sid], accounts: [] };
            const alone: Reach = {
              everything: false,
              providers: [],
              accounts: added.map(({ sid }) => sid),
            };
            const found = await namesFound(gateway, { text, within, limit });
            expect(new Set(found).size).toBe(found.length);
            expect(await namesFound(gateway, { text, within, limit: 100 })).toEqual(found);
            expect(await namesFound(gateway, { text, within: alone, limit })).toEqual(found);
            if (text === '' || text === 'r') expect(found).toHaveLength(names.length);
          },
        ),
        { numRuns: 30 },
      );
    });
  });

  describe('the accounts that a person means', () => {
    const meant = async (text: string, within: Reach = EVERYTHING, limit = 10) =>
      (await present().gateway.accountsMeant(text, within, limit)).map(({ name }) => name);

    test.each([
      ['acme', ['Acme']],
      ['ACMÉ', ['Acme']],
      ['acme bank', ['Acme Bank']],
      ['acme ban', ['Acme Bank']],
      ['ban', ['Acme Bank']],
      ['acmeland.example', ['Third']],
      ['ACMELAND.example', ['Third']],
      ['nobody', []],
    ])('by “%s” are exact matches before beginnings of words', async (text, names) => {
      await addAccount(present(), { name: 'Acme Bank', sipRealm: 'bank.example' });
      await addAccount(present(), { name: 'Acme', sipRealm: 'one.example' });
      await addAccount(present(), { name: 'Third', sipRealm: 'acmeland.example' });
      expect(await meant(text)).toEqual(names);
    });

    test('may be several, at most as many as asked for', async () => {
      for (const name of ['Acme 1', 'Acme 2', 'Acme 3']) await addAccount(present(), { name });
      expect(await meant('acme', EVERYTHING, 2)).toHaveLength(2);
      expect(await meant('acme')).toHaveLength(3);
    });

    test('are exact by SID', async () => {
      const made = await addAccount(present(), { name: 'Acme' });
      expect(await meant(made.sid)).toEqual(['Acme']);
      expect(await meant(made.sid.toUpperCase())).toEqual(['Acme']);
    });

    test('are found where common words rarely meet; what cannot be ruled out is not denied', async () => {
      const { gateway } = present();
      await common(present(), 250, 'Twin and Silver zz');
      expect(await meant('silver twin')).toEqual(['Twin and Silver zz']);
      expect(await meant('silver bank')).toEqual([]);
      await common(present(), 2100, 'Gold and Lead zz', ['Gold', 'Lead']);
      const many = await refusal(gateway.accountsMeant('lead gold', EVERYTHING, 10));
      expect(many.code).toBe('invalid');
      expect(await meant('Gold and Lead zz')).toEqual(['Gold and Lead zz']);
    });

    test('lie within reach, and what does not cannot hide them', async () => {
      const { stock } = present();
      const mine = await stock.addServiceProvider('Mine');
      const foreign = await addAccount(present(), { name: 'Acme', sipRealm: 'acme.example' });
      const own = await addAccount(present(), { name: 'Acme Bank', providerSid: mine.sid });
      const provider: Reach = { everything: false, providers: [mine.sid], accounts: [] };
      const account: Reach = { everything: false, providers: [], accounts: [own.sid] };
      for (const within of [provider, account]) {
        expect(await meant('acme', within)).toEqual(['Acme Bank']);
        expect(await meant(foreign.sid, within)).toEqual([]);
        expect(await meant('acme.example', within)).toEqual([]);
      }
      expect(await meant('acme', NOTHING)).toEqual([]);
    });
  });
}

/** So many accounts with each of two words, and one with both, which is found last. */
async function common(
  { gateway, stock }: Pick<Opened, 'gateway' | 'stock'>,
  count: number,
  both: string,
  words = ['Twin', 'Silver'],
): Promise<void> {
  const providerSid = await firstProvider(gateway);
  const named = words.flatMap((word) =>
    Array.from({ length: count }, (_, index) => `${word} ${index}`),
  );
  await stock.addAccounts(
    [...named, both].map((name, index) => ({
      name,
      providerSid,
      sipRealm: `meet${count}-${index}.example`,
    })),
  );
}

function isAcceptable(name: string): boolean {
  try {
    checkAccountName(name);
    return true;
  } catch {
    return false;
  }
}
