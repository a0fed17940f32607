import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { openHouse } from '../bot.ts';
import { openFragileHouse } from '../fragile.ts';

const acme = { 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' };

async function asks(person: Person, fills: Record<string, string> = {}): Promise<void> {
  await person.types('/vg account create');
  await person.waitsForModal('Create account');
  await person.fills({ ...acme, ...fills });
  await person.submits();
}

test('an expired trigger is answered, and changes nothing', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  const { ada, workspace } = house;
  faults.calls.length = 0;
  const held = faults.hang('serviceProviders');
  const typed = ada.types('/vg account create Acme');
  const asked = () => faults.calls.some(({ method }) => method === 'serviceProviders');
  await expect.poll(asked).toBe(true);
  workspace.expireTriggers();
  held.release();
  await typed;
  const told = await ada.waitsFor('Slack could not open the form.');
  expect(told.plain).toContain('Try again. Nothing was changed.');
  expect(house.rows("SELECT id FROM changes WHERE kind = 'account create'")).toEqual([]);
});

test('two submissions of one realm: one is verified, the other is told that it is not available', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  await house.account('Polar', 'North');
  const { ada, ben } = house;
  for (const [person, provider] of [
    [ada, 'Default'],
    [ben, 'North'],
  ] as const) {
    await person.types('/vg account create');
    await person.waitsForModal('Create account');
    await person.fills({ ...acme, 'Service Provider': provider });
  }
  // Neither the forms nor the checks before the write see the other one.
  faults.pretend('accountWithRealm', null);
  const held = faults.hang('createAccount');
  await Promise.all([ada.submits(), ben.submits()]);
  const begun = () => faults.calls.filter(({ method }) => method === 'createAccount').length;
  await expect.poll(begun).toBe(2);
  faults.heal('accountWithRealm');
  held.release();
  await house.settled();
  const ends = house.rows<{ state: string; failure: string | null }>(
    "SELECT state, failure FROM changes WHERE kind = 'account create' ORDER BY state",
  );
  expect(ends.map(({ state }) => state)).toEqual(['failed', 'verified']);
  expect(ends[0]?.failure).toContain('This SIP realm is not available.');
  expect(`${ada.sees()}${ben.sees()}`).toContain('This SIP realm is not available.');
});

test('the same form submitted twice is one account', async () => {
  await using house = await openHouse();
  const { ada, workspace } = house;
  await asks(ada);
  await ada.waitsFor('Done: I created account Acme.');
  const submitted = workspace.deliveries.findLast(({ kind }) => kind === 'view_submission');
  if (!submitted) throw new Error('nothing was submitted');
  await workspace.redeliver(submitted);
  const again = { ...submitted.payload, trigger_id: 'another.trigger' };
  await workspace.forge({ by: ada, kind: 'view_submission', payload: again });
  await house.settled();
  expect(house.rows("SELECT id FROM changes WHERE kind = 'account create'")).toHaveLength(1);
});

test('a gateway that is slow to list providers delays no form: it opens loading, then is filled', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  const { ada } = house;
  const held = faults.hang('serviceProviders');
  await ada.types('/vg account create Acme');
  await ada.waitsForModal('Looking it up…');
  held.release();
  const modal = await ada.waitsForModal('SIP Realm');
  expect(modal.values['Account name']).toBe('Acme');
  await ada.fills({ 'SIP Realm': 'acme.example.com' });
  await ada.submits();
  await ada.waitsFor('Done: I created account Acme.');
});

test('a form whose providers cannot be read says so in its place', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  const { ada } = house;
  const broken = Promise.withResolvers<void>();
  faults.late('serviceProviders', broken.promise);
  await ada.types('/vg account create Acme');
  await ada.waitsForModal('Looking it up…');
  broken.reject(new Error('connection reset by 10.0.0.1'));
  const modal = await ada.waitsForModal('Something broke on our side.');
  expect(modal.text).not.toContain('10.0.0.1');
  expect(modal.submit).toBeUndefined();
});

test('a gateway that does not say what is taken holds up no submission: the creation decides', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  await house.account('Taken');
  const { ada } = house;
  await ada.types('/vg account create');
  await ada.waitsForModal('Create account');
  const held = [faults.hang('accountsMeant'), faults.hang('accountWithRealm')];
  await ada.fills({ 'Account name': 'Acme', 'SIP Realm': 'taken.sip.example.com' });
  await ada.submits();
  await ada.waitsForNoModal();
  for (const one of held) one.release();
  const told = await ada.waitsFor('It failed, and nothing is done', { in: ada.dm });
  expect(told.plain).toContain('This SIP realm is not available.');
});

test('a creation whose answer was lost is found by its realm and verified, once', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  faults.loseAnswer('createAccount');
  await asks(house.ada);
  await house.ada.waitsFor('Done: I created account Acme.');
  expect(faults.calls.filter(({ method }) => method === 'createAccount')).toHaveLength(1);
});

test('a creation that the gateway cannot take now is repeated, and else told as it is', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  const { ada, ops } = house;
  faults.fail('createAccount', new Error('bad gateway'), 1);
  await asks(ada);
  await ada.waitsFor('Done: I created account Acme.');
  faults.fail('createAccount', new Error('bad gateway'));
  await asks(ada, { 'Account name': 'Beta', 'SIP Realm': 'beta.example.com' });
  const told = await ada.waitsFor('I do not know whether it happened', { in: ada.dm });
  expect(told.plain).not.toContain('bad gateway');
  await ada.waitsFor('Outcome unknown: create account Beta', { in: ops });
});
