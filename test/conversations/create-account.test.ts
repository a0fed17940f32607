import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { type House, openHouse } from '../bot.ts';
import { openForm, submitsForged, swapped, withAnswer } from '../forging.ts';

const acme = { 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' };
const stolen = { 'Account name': 'Stolen', 'SIP Realm': 'stolen.example.com' };

async function asks(person: Person, fills: Record<string, string> = {}): Promise<void> {
  await person.types('/vg account create');
  await person.waitsForModal('Create account');
  await person.fills({ ...acme, Reason: 'A new customer', ...fills });
  await person.submits();
}

const created = (house: House, sipRealm = 'acme.example.com') =>
  house.gateway.accountWithRealm(sipRealm);

const refusals = (house: House) =>
  house
    .rows<{ actor_user: string }>("SELECT actor_user FROM audit_entries WHERE result = 'refused'")
    .map((row) => row.actor_user);

const audited = (house: House) =>
  house.rows<{ action: string; result: string; actor_name: string }>(
    `SELECT action, result, actor_name FROM audit_entries WHERE action <> 'access grant on_call'
       AND change_id IN (SELECT id FROM changes WHERE kind = 'account create') ORDER BY seq`,
  );

test('an Admin creates an account at once, gets a receipt, and it is announced', async () => {
  await using house = await openHouse();
  const { ada, ben, voiceOps, approvals } = house;
  await ada.types('/vg account create Acme', { in: voiceOps });
  const modal = await ada.waitsForModal('Create account');
  expect(modal.fields).toEqual(['Account name', 'SIP Realm', 'Reason']);
  expect(modal.values['Account name']).toBe('Acme');
  expect(modal.text).toContain('Service Provider\nDefault');
  expect(modal.text).toContain('It is created at once and announced in #approvals.');
  expect(modal.text).toContain('This cannot be undone');
  await ada.fills({ 'SIP Realm': ' ACME.example.com ' });
  await ada.submits();
  await ada.waitsForNoModal();

  const receipt = await ada.waitsFor('Done: I created account Acme.', { in: voiceOps });
  const account = await created(house);
  const secret = account && (await house.gateway.account(account.sid))?.webhookSecret.reveal();
  expect(receipt.ephemeral).toBe(true);
  expect(receipt.plain).toContain(`Account SID: ${account?.sid}`);
  expect(receipt.plain).toContain('SIP Realm: acme.example.com');
  expect(receipt.plain).toContain(`Webhook Secret: generated, ••••${secret?.slice(-4)}`);
  expect(receipt.plain).toContain('This cannot be undone');
  expect(receipt.buttons).not.toContain('Undo');
  const told = await ben.waitsFor('created account Acme', { in: approvals });
  expect(told.plain).toContain(ada.name);
  expect(JSON.stringify(house.workspace.calls)).not.toContain(secret);
  expect(house.logs.join('\n')).not.toContain(secret);
  expect(audited(house)).toEqual([
    { action: 'account create', result: 'asked', actor_name: 'ada' },
    { action: 'account create', result: 'verified', actor_name: 'ada' },
  ]);
});

test('an Account-scope person asks, an Admin approves, and the asker is granted the account', async () => {
  await using house = await openHouse();
  const { ada, sam, tia, approvals, voiceOps } = house;
  await tia.types('/vg account create', { in: voiceOps });
  const modal = await tia.waitsForModal('Create account');
  expect(modal.text).toContain('an Admin or a Service Provider of your tenant decides');
  await tia.fills({ ...acme, Reason: 'A second site' });
  await tia.submits();
  const where = await tia.waitsFor('You asked for the account Acme.', { in: voiceOps });
  expect(where.ephemeral).toBe(true);
  const own = await tia.waitsFor('You asked to create account Acme', { in: tia.dm });
  expect(own.buttons).toContain('Withdraw');

  const card = await ada.waitsFor('Create account Acme', { in: approvals });
  expect(card.plain).toContain('Also grants: @tia Account scope on it');
  expect(card.plain).toContain('Reason: A second site');
  await sam.waitsFor('Create account Acme', { in: sam.dm });
  expect(await created(house)).toBeNull();

  await ada.clicks('Approve', { in: 'Create account Acme' });
  await house.settled();
  const account = await created(house);
  const done = await tia.waitsFor('Done and verified', { in: tia.dm });
  expect(done.plain).toContain(`Account SID: ${account?.sid}`);
  await ada.waitsFor(`Account SID: ${account?.sid}`, { in: approvals });
  await sam.waitsFor(`Account SID: ${account?.sid}`, { in: sam.dm });
  await tia.types('/vg account show acme');
  await tia.waitsFor('Webhook Secret: ••••');
  expect(audited(house).map(({ action, result }) => `${action}: ${result}`)).toEqual([
    'account create: asked',
    'account create: approved',
    'access grant account: verified',
    'account create: verified',
  ]);
});

test('a Service Provider asks the Admins, and is granted nothing besides', async () => {
  await using house = await openHouse();
  const { ben, sam, approvals } = house;
  await sam.types('/vg account new Acme');
  const modal = await sam.waitsForModal('Create account');
  expect(modal.text).toContain('an Admin decides');
  await sam.fills({ 'SIP Realm': 'acme.example.com' });
  await expect(sam.submits()).rejects.toThrow('Reason');
  await sam.fills({ Reason: 'A new customer' });
  await sam.submits();
  const card = await ben.waitsFor('Create account Acme', { in: approvals });
  expect(card.plain).not.toContain('Also grants');
  await ben.clicks('Approve');
  await sam.waitsFor('Done and verified', { in: sam.dm });
  const grants = house.rows("SELECT id FROM grants WHERE target_name = 'Acme'");
  expect(grants).toEqual([]);
});

test('who may not create is refused, and nothing opens', async () => {
  await using house = await openHouse();
  const { olu, eve } = house;
  await olu.types('/vg account create Acme');
  await olu.waitsFor('You may not create an account, or ask for one.');
  await eve.uses('Create account');
  await eve.waitsFor('You have no access yet.');
  expect(olu.modal ?? eve.modal).toBeUndefined();
  const refused = house.rows("SELECT seq FROM audit_entries WHERE result = 'refused'");
  expect(refused).toHaveLength(2);
});

test('the shortcut opens the same form, and its receipt is a direct message', async () => {
  await using house = await openHouse();
  const { ada } = house;
  await ada.uses('Create account');
  await ada.waitsForModal('Create account');
  await ada.fills(acme);
  await ada.submits();
  await ada.waitsFor('Done: I created account Acme.', { in: ada.dm });
});

test('refused answers are told under their fields, and what was typed stays', async () => {
  await using house = await openHouse();
  const { tia } = house;
  const long = `${'é'.repeat(63)}👍🏽`;
  await asks(tia, { 'Account name': long, 'SIP Realm': 'not a realm' });
  const modal = await tia.waitsForModal('Create account');
  expect(modal.errors['Account name']).toContain('At most 64 characters; these are 65.');
  expect(modal.errors['SIP Realm']).toContain('A SIP realm is a host name');
  expect(modal.values).toMatchObject({
    'Account name': long,
    'SIP Realm': 'not a realm',
    Reason: 'A new customer',
  });
  await tia.fills({ 'Account name': '👍'.repeat(64), 'SIP Realm': 'acme.example.com' });
  await tia.submits();
  await tia.waitsForNoModal();
  expect(house.rows("SELECT id FROM changes WHERE kind = 'account create'")).toHaveLength(1);
});

test('a taken name and a taken realm are refused in the form, without saying who holds the realm', async () => {
  await using house = await openHouse();
  await house.account('Secret Tenant', 'North');
  const { tia } = house;
  await asks(tia, { 'Account name': 'tiny', 'SIP Realm': 'secret-tenant.sip.example.com' });
  const { errors, text } = await tia.waitsForModal('not available');
  expect(errors).toEqual({
    'Account name': 'This service provider already has an account of this name.',
    'SIP Realm': 'This SIP realm is not available.',
  });
  expect(text).not.toMatch(/Secret Tenant|North/);
  await tia.fills(acme);
  await tia.submits();
  await tia.waitsFor('You asked to create account Acme', { in: tia.dm });
});

test('names and reasons ping nobody and break no layout', async () => {
  await using house = await openHouse();
  const { ada, tia, approvals, workspace } = house;
  const name = '<!channel> *bold* `code` & <@U0>';
  await asks(tia, {
    'Account name': name,
    Reason: '<!here>\n> quoted <https://evil.example|link>',
  });
  const card = await ada.waitsFor('Create account <!channel>', { in: approvals });
  expect(card.plain).toMatch(/^Account name: <!channel> .*bold.* .*code.* & <@U0>$/m);
  expect(card.plain).toContain('<!here> > quoted <https://evil.example|link>');
  // An accessibility label is plain text, in which nothing is markup.
  const sent = JSON.stringify(workspace.calls, (key, value: unknown) =>
    key === 'accessibility_label' ? undefined : value,
  );
  expect(sent).not.toMatch(/<!(channel|here)|<@U0>|<https:/);
});

test('with several providers one is chosen, and one out of reach cannot be forged', async () => {
  await using house = await openHouse();
  const north = (await house.account('Polar', 'North')).provider;
  const { ada, sam } = house;
  await ada.types('/vg account create');
  const modal = await ada.waitsForModal('Create account');
  expect(modal.options['Service Provider']).toEqual(['Default', 'North']);
  await ada.fills({ ...acme, 'Service Provider': 'North' });
  await ada.submits();
  await ada.waitsFor('Service Provider: North');
  expect((await created(house))?.provider).toEqual(north);

  // Where there is but one, it was not asked.
  await sam.types('/vg account create');
  await sam.waitsForModal('Create account');
  await sam.fills({ ...stolen, Reason: 'because' });
  const unasked = withAnswer(openForm(sam), 'account.create.provider', {
    type: 'static_select',
    selected_option: { value: north.sid, text: { type: 'plain_text', text: 'Default' } },
  });
  const one = await submitsForged(house, sam, unasked);
  expect(one.ackBody).toContain('This form holds an answer to something it did not ask.');
  expect(refusals(house)).toEqual([sam.id]);

  // Where there are several, another one was.
  const south = await house.gateway.stock.addServiceProvider('South');
  await ada.types('/vg access grant @sam service_provider South');
  await sam.waitsFor('granted you');
  await sam.closes();
  await sam.types('/vg account create');
  const offered = await sam.waitsForModal('Create account');
  expect(offered.options['Service Provider']).toEqual(['Default', 'South']);
  await sam.fills({ ...stolen, Reason: 'because', 'Service Provider': 'South' });
  const several = await submitsForged(house, sam, swapped(openForm(sam), [[south.sid, north.sid]]));
  expect(several.ackBody).toContain('You may not create an account');
  expect(refusals(house)).toEqual([sam.id, sam.id]);
  expect(await created(house, 'stolen.example.com')).toBeNull();
});

test('more providers than a list holds are found by typing', async () => {
  await using house = await openHouse();
  const { ada } = house;
  for (let n = 100; n < 201; n += 1) await house.gateway.stock.addServiceProvider(`Region ${n}`);
  await ada.types('/vg account create');
  await ada.waitsForModal('Create account');
  expect(await ada.searches('Service Provider', '19')).toHaveLength(10);
  await ada.fills({ ...acme, 'Service Provider': 'Region 142' });
  await ada.submits();
  await ada.waitsFor('Done: I created account Acme.');
  expect((await created(house))?.provider.name).toBe('Region 142');
});
