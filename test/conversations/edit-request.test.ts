import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { BotError } from '../../src/errors.ts';
import { type House, openHouse } from '../bot.ts';
import { openFragileHouse } from '../fragile.ts';

const acme = { 'Account name': 'Acme', 'SIP Realm': 'acme.example.com', Reason: 'A new site' };

async function asks(person: Person): Promise<void> {
  await person.types('/vg account create');
  await person.waitsForModal('Create account');
  await person.fills(acme);
  await person.submits();
  await person.waitsFor('You asked to create account Acme', { in: person.dm });
}

/** Opens "Edit & approve" on the card in the approvals channel. */
async function edits(decider: Person) {
  await decider.waitsFor('Create account Acme');
  await decider.clicks('Edit & approve');
  return decider.waitsForModal('Edit & approve');
}

async function accountAt(house: House, sipRealm: string) {
  const found = await house.gateway.accountWithRealm(sipRealm);
  return found && house.gateway.account(found.sid);
}

const changesOf = (house: House) =>
  house.rows<{ state: string; revision: number }>(
    "SELECT state, revision FROM changes WHERE kind = 'account create' ORDER BY seq",
  );

test('an Admin edits and approves: what they left is what is created, limits included', async () => {
  await using house = await openHouse();
  const { ada, tia, approvals } = house;
  await asks(tia);
  const modal = await edits(ada);
  expect(modal.values).toMatchObject({
    'Account name': 'Acme',
    'SIP Realm': 'acme.example.com',
    'Also grant': ['Account scope on the new account, to whoever asks for it'],
  });
  expect(modal.text).toContain('the account is created at once');
  await ada.fills({
    'Account name': 'Acme Voice',
    'SIP Realm': 'voice.acme.example.com',
    Unit: 'minutes',
    Maximum: 5000,
    'Licensed sessions': 20,
    'Also grant': false,
  });
  await ada.submits();
  const done = await tia.waitsFor('Done and verified', { in: tia.dm });
  expect(done.plain).toContain('Account name: Acme Voice');
  expect(done.plain).toContain('Maximum: 5,000');
  expect(done.plain).toContain('Edited by @ada');
  expect(await accountAt(house, 'voice.acme.example.com')).toMatchObject({
    name: 'Acme Voice',
    limits: { unit: 'minutes', maximum: 5000, licensedSessions: 20 },
  });
  expect(changesOf(house)).toEqual([{ state: 'verified', revision: 2 }]);
  await ada.waitsFor('Approved by @ada', { in: approvals });
  await tia.types('/vg account show "Acme Voice"');
  await tia.waitsFor('I find no account “Acme Voice” in your reach.');
});

test('a Service Provider edits without limits, and approves', async () => {
  await using house = await openHouse();
  const { sam, tia, clock } = house;
  await asks(tia);
  clock.forward({ days: 2 });
  const modal = await edits(sam);
  expect(modal.fields).toEqual(['Account name', 'SIP Realm', 'Also grant']);
  await sam.fills({ 'Account name': 'Acme East' });
  await sam.submits();
  await tia.waitsFor('Done and verified', { in: tia.dm });
  await tia.types('/vg acme east');
  await tia.waitsFor('Account SID');
});

test('nothing changed in the form is a plain approval', async () => {
  await using house = await openHouse();
  const { ada, tia } = house;
  await asks(tia);
  await edits(ada);
  await ada.submits();
  await tia.waitsFor('Done and verified', { in: tia.dm });
  expect(changesOf(house)).toEqual([{ state: 'verified', revision: 1 }]);
});

test('under FOUR_EYES=all saving a form in which nothing was changed approves nothing', async () => {
  await using house = await openHouse({ config: { fourEyes: 'all' } });
  const { ada, tia } = house;
  await asks(tia);
  await edits(ada);
  await ada.clicks('Save');
  const modal = await ada.waitsForModal('Nothing was changed.');
  expect(modal.text).toContain('Approve it with Approve, or change something.');
  expect(modal.values['Account name']).toBe('Acme');
  await house.settled();
  expect(changesOf(house)).toEqual([{ state: 'waiting', revision: 1 }]);
  await ada.fills({ 'Account name': 'Acme East' });
  await ada.clicks('Save');
  await ada.waitsFor('somebody else approves it.');
  expect(changesOf(house)).toEqual([{ state: 'waiting', revision: 2 }]);
});

test('under FOUR_EYES=all an editor is an author: somebody else approves, days later too', async () => {
  await using house = await openHouse({ config: { fourEyes: 'all' } });
  const { ada, ben, tia, approvals, clock } = house;
  await asks(tia);
  await edits(ada);
  await ada.fills({ 'Account name': 'Acme East', Unit: 'sessions', Maximum: 7 });
  await ada.submits();
  await ada.waitsFor('somebody else approves it.');
  expect(changesOf(house)).toEqual([{ state: 'waiting', revision: 2 }]);
  await ada.waitsFor('Create account Acme East', { in: approvals });
  await ada.clicks('Approve', { in: 'Create account Acme East' });
  await ada.waitsFor('You edited this request, so somebody else approves it.');
  clock.forward({ days: 2 });
  await ben.clicks('Approve', { in: 'Create account Acme East' });
  await tia.waitsFor('Done and verified', { in: tia.dm });
  expect((await accountAt(house, 'acme.example.com'))?.limits.maximum).toBe(7);
});

test('an edit is refused under its fields, and what was typed stays', async () => {
  await using house = await openHouse();
  const { ada, tia } = house;
  await asks(tia);
  await edits(ada);
  await ada.fills({ 'Account name': 'tiny', 'SIP Realm': 'x', Maximum: 5 });
  await ada.submits();
  expect((await ada.waitsForModal('at least two parts')).values['Account name']).toBe('tiny');
  await ada.fills({ 'SIP Realm': 'acme.example.com' });
  await ada.submits();
  expect((await ada.waitsForModal('Choose sessions')).errors).toEqual({
    Unit: 'Choose sessions or minutes for these limits.',
  });
  await ada.fills({ Unit: 'sessions' });
  await ada.submits();
  expect((await ada.waitsForModal('already has')).errors).toEqual({
    'Account name': 'This service provider already has an account of this name.',
  });
  expect(changesOf(house)).toEqual([{ state: 'waiting', revision: 1 }]);
});

test('an edit of a request that was decided meanwhile says so, and changes nothing', async () => {
  await using house = await openHouse();
  const { ada, ben, tia } = house;
  await asks(tia);
  await edits(ada);
  await ada.fills({ 'Account name': 'Acme East' });
  await ben.clicks('Approve');
  await tia.waitsFor('Done and verified', { in: tia.dm });
  await ada.submits();
  await ada.waitsForModal(/This request/);
  expect(changesOf(house)).toEqual([{ state: 'verified', revision: 1 }]);
  expect((await accountAt(house, 'acme.example.com'))?.name).toBe('Acme');
});

test('after a denial the asker edits and asks again, prefilled', async () => {
  await using house = await openHouse();
  const { ada, tia } = house;
  await asks(tia);
  await ada.waitsFor('Create account Acme');
  await ada.clicks('Deny');
  await ada.fills({ Reason: 'Use our naming' });
  await ada.submits();
  await tia.waitsFor('Use our naming', { in: tia.dm });
  await tia.clicks('Edit and ask again');
  const modal = await tia.waitsForModal('Create account');
  expect(modal.values).toMatchObject(acme);
  await tia.fills({ 'Account name': 'Default Acme' });
  await tia.submits();
  await tia.waitsFor('You asked to create account Default Acme', { in: tia.dm });
  await ada.clicks('Approve', { in: 'Create account Default Acme' });
  await tia.waitsFor('Done and verified', { in: tia.dm });
  expect(changesOf(house).map(({ state }) => state)).toEqual(['denied', 'verified']);
});

test('a creation whose limits were not set at first is verified by a repeat, as one account', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  const { ada, tia } = house;
  await asks(tia);
  await edits(ada);
  await ada.fills({ Unit: 'sessions', Maximum: 9 });
  faults.fail('setLimits', new Error('bad gateway'), 1);
  await ada.submits();
  await tia.waitsFor('Done and verified', { in: tia.dm });
  expect((await accountAt(house, 'acme.example.com'))?.limits.maximum).toBe(9);
  expect(faults.calls.filter(({ method }) => method === 'createAccount')).toHaveLength(1);
});

test('a creation that stays half done is told as it is, and verified once the rest is there', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  const { ada, tia, ops } = house;
  await asks(tia);
  await edits(ada);
  await ada.fills({ Unit: 'sessions', Maximum: 9 });
  faults.fail('setLimits', new BotError('invalid', 'The gateway does not take these limits.'));
  await ada.submits();
  const told = await tia.waitsFor('Some of it happened, and some did not.', { in: tia.dm });
  const account = await accountAt(house, 'acme.example.com');
  expect(told.plain).toContain(`The account is there (${account?.sid})`);
  expect(told.plain).not.toContain('nothing is done');
  await ada.waitsFor('Outcome unknown: create account Acme', { in: ops });
  await ada.clicks('Look again');
  await ada.waitsFor('I still cannot tell.');
  if (!account) throw new Error('the account is not there');
  await house.gateway.setLimits(account.sid, {
    unit: 'sessions',
    maximum: 9,
    licensedSessions: null,
  });
  await ada.clicks('Look again');
  await tia.waitsFor('Done and verified', { in: tia.dm });
  await tia.types('/vg acme');
  await tia.waitsFor('Account SID');
});
