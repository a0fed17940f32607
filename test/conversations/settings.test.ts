import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { BotError } from '../../src/errors.ts';
import type { AccountSummary } from '../../src/features/accounts/account.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { openForm, submitsForged, swapped, withAnswer } from '../forging.ts';
import { openFragileHouse } from '../fragile.ts';

async function withAcme(): Promise<{ house: House; acme: AccountSummary }> {
  const house = await openHouse();
  return { house, acme: await house.account('Acme') };
}

const accountOf = async ({ gateway }: House, { sid }: AccountSummary) => {
  const account = await gateway.account(sid);
  if (!account) throw new Error('the account is gone');
  return account;
};

async function edits(
  person: Person,
  command: string,
  fields: Record<string, string>,
): Promise<void> {
  await person.types(`/vg ${command}`);
  await person.waitsForModal(/\[.+\]$/);
  await person.fills(fields);
  await person.submits();
}

const endings = (house: House) =>
  house
    .rows<{ kind: string; state: string }>('SELECT kind, state FROM changes ORDER BY seq')
    .filter(({ kind }) => kind.endsWith(' edit'))
    .map(({ kind, state }) => `${kind}: ${state}`);

test('the SIP Realm is changed from a form that says what it means; the receipt shows the difference, with Undo', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { sam, voiceOps } = house;
  await sam.types('/vg realm acme', { in: voiceOps });
  const shown = await sam.waitsFor('SIP Realm of Acme: acme.sip.example.com', { in: voiceOps });
  expect(shown.buttons).toEqual(['Edit']);
  await sam.clicks('Edit', { in: 'SIP Realm of Acme' });
  const form = await sam.waitsForModal('Devices must register again');
  expect(form.values['SIP Realm']).toBe('acme.sip.example.com');
  await sam.fills({ 'SIP Realm': ' Voice.Acme.example.com ' });
  await sam.submits();
  const receipt = await sam.waitsFor('Done: I changed SIP Realm of Acme.', { in: voiceOps });
  expect(receipt.plain).toContain('acme.sip.example.com → voice.acme.example.com');
  expect((await accountOf(house, acme)).sipRealm).toBe('voice.acme.example.com');
  await sam.clicks('Undo', { in: 'I changed SIP Realm of Acme' });
  await sam.waitsFor('voice.acme.example.com → acme.sip.example.com', { in: voiceOps });
  expect((await accountOf(house, acme)).sipRealm).toBe('acme.sip.example.com');
  expect(endings(house)).toEqual(['realm edit: verified', 'realm edit: verified']);
});

test('an account is renamed, and found under its new name', async () => {
  const { house } = await withAcme();
  await using _ = house;
  const { tia, sam } = house;
  await edits(tia, 'account edit tiny', { 'Account name': 'Tiny & Söhne' });
  await tia.waitsFor('Account name: Tiny → Tiny & Söhne');
  await tia.types('/vg sohne');
  await tia.waitsFor('tiny.sip.example.com');
  // Its own name in other letters is no other account's.
  await edits(tia, 'account edit tiny', { 'Account name': 'TINY & SÖHNE' });
  await tia.waitsFor('→ TINY & SÖHNE');
  await edits(sam, 'account edit acme', { 'Account name': 'tiny & söhne' });
  const refused = await sam.waitsForModal('already has an account of this name');
  expect(refused.values['Account name']).toBe('tiny & söhne');
});

test('the applications for calls are picked from the account’s own, or none', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { sam } = house;
  const { stock } = house.gateway;
  await stock.addApplication(acme.sid, { name: 'Main IVR' });
  await stock.addApplication(acme.sid, { name: 'Night bot' });
  const other = await house.account('Other');
  const foreign = await stock.addApplication(other.sid, { name: 'Main of another' });
  await edits(sam, 'account edit acme', {
    'Application for SIP device calls': 'Main IVR',
    'Application for SIPREC calls': 'Night bot',
  });
  await sam.waitsFor('Application for SIP device calls: none → Main IVR');
  await edits(sam, 'account edit acme', { 'Application for SIPREC calls': 'None' });
  await sam.waitsFor('Application for SIPREC calls: Night bot → none');
  const changed = await accountOf(house, acme);
  expect(changed.deviceApplication?.name).toBe('Main IVR');
  expect(changed.siprecApplication).toBeNull();

  await sam.types('/vg account edit acme');
  await sam.waitsForModal('Account name');
  await expect(
    sam.fills({ 'Application for SIP device calls': 'Main of another' }),
  ).rejects.toThrow();
  const own = changed.deviceApplication?.sid ?? '';
  const forged = swapped(openForm(sam), [[own, foreign]]);
  const { ackBody } = await submitsForged(house, sam, forged);
  expect(ackBody).toContain('This account has no such application.');
  expect((await accountOf(house, acme)).deviceApplication?.name).toBe('Main IVR');
});

test('limits are seen by whoever sees the account, and set by Admins alone', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { ada, sam } = house;
  await sam.types('/vg limits acme');
  const shown = await sam.waitsFor('Limits of Acme');
  expect(shown.plain).toContain('Only Admins set these.');
  expect(shown.plain).toContain('Licensed sessions: unlimited');
  expect(shown.buttons).toEqual([]);
  await sam.types('/vg limits edit acme');
  await sam.waitsFor('You may not set Unit, its maximum and Licensed sessions.');
  expect(sam.modal).toBeUndefined();

  await edits(ada, 'limits edit acme', { Unit: 'minutes', Maximum: '5000' });
  await ada.waitsFor('Maximum: unlimited → 5,000');
  expect((await accountOf(house, acme)).limits).toEqual({
    unit: 'minutes',
    maximum: 5000,
    licensedSessions: null,
  });
  await ada.types('/vg limits edit acme');
  const again = await ada.waitsForModal('Unit');
  expect(again.values).toMatchObject({ Unit: 'minutes', Maximum: '5000' });
});

test.each([
  ['Maximum', '-1'],
  ['Maximum', '1.5'],
  ['Maximum', '2147483648'],
  ['Licensed sessions', 'many'],
])(
  'a limit that is none (%s: %s) is refused under its field, and stays there',
  async (label, value) => {
    const { house, acme } = await withAcme();
    await using _ = house;
    const before = await accountOf(house, acme);
    await house.ada.types('/vg limits edit acme');
    await house.ada.waitsForModal('Unit');
    // Slack's own client would not send some of these; its API takes them.
    const field = `settings.limits.${label === 'Maximum' ? 'maximum' : 'licensedSessions'}`;
    const forged = withAnswer(openForm(house.ada), field, { type: 'number_input', value });
    const { ackBody } = await submitsForged(house, house.ada, forged);
    expect(ackBody).toContain('"response_action":"errors"');
    expect(ackBody).toContain('A whole number, 0 to 2,147,483,647.');
    expect(await accountOf(house, acme)).toEqual(before);
  },
);

test('webhooks are set with a password that is nowhere shown again, and undone with what was there before', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { sam } = house;
  await house.gateway.stock.configure(acme.sid, {
    registrationWebhook: {
      url: 'https://old.example.com/register',
      method: 'GET',
      username: 'old',
      password: new Secret('canary-old-password-1'),
    },
  });
  await sam.types('/vg webhooks edit acme');
  const form = await sam.waitsForModal('Registration Webhook');
  expect(form.values).toMatchObject({
    'Registration Webhook': 'https://old.example.com/register',
    Method: 'GET',
    'User name': 'old',
  });
  expect(form.text).toContain('Stored: ••••rd-1. Empty: it stays');
  await sam.fills({
    'Registration Webhook': 'https://new.example.com/register',
    Method: 'POST',
    Password: 'canary-new-password-2',
    'Queue Event Webhook': 'wss://new.example.com/queue',
  });
  await sam.submits();
  const receipt = await sam.waitsFor('Registration Webhook password: ••••rd-1 → ••••rd-2');
  expect(receipt.plain).toContain(
    'Registration Webhook: GET https://old.example.com/register → POST https://new.example.com/register',
  );
  expect(receipt.plain).toContain('Queue Event Webhook: none → POST wss://new.example.com/queue');
  const changed = await accountOf(house, acme);
  expect(changed.registrationWebhook?.username).toBe('old');
  expect(changed.registrationWebhook?.password?.reveal()).toBe('canary-new-password-2');

  await sam.clicks('Undo', { in: 'Queue Event Webhook' });
  await sam.waitsFor('Registration Webhook password: ••••rd-2 → ••••rd-1');
  const undone = await accountOf(house, acme);
  expect(undone.registrationWebhook?.password?.reveal()).toBe('canary-old-password-1');
  expect(undone.registrationWebhook?.method).toBe('GET');
  expect(undone.queueEventWebhook).toBeNull();

  await house.settled();
  const outside = [
    house.logs.join('\n'),
    house.dataBytes(),
    JSON.stringify(house.workspace.calls),
    JSON.stringify(house.workspace.deliveries.map(({ ackBody }) => ackBody)),
    JSON.stringify(house.rows('SELECT * FROM audit_entries')),
  ].join('\n');
  expect(outside).not.toMatch(/canary-(old|new)-password/);
  expect(outside).toContain('fingerprint');
});

test('the sealed copies of secrets are destroyed when nothing can be undone any more', async () => {
  const { house } = await withAcme();
  await using _ = house;
  const { sam } = house;
  await edits(sam, 'webhooks edit acme', {
    'Registration Webhook': 'https://one.example.com',
    'User name': 'acme',
    Password: 'canary-password-one',
  });
  await sam.waitsFor('Done: I changed Registration Webhook of Acme.');
  const kept = () => house.rows('SELECT id FROM kept_secrets').length;
  expect(kept()).toBe(1);
  house.clock.forward({ hours: 24 });
  await house.settled();
  await expect(sam.clicks('Undo', { in: 'I changed Registration Webhook' })).resolves.toBeDefined();
  await sam.waitsFor('This cannot be undone any more.');
  house.clock.forward({ hours: 2 });
  await expect.poll(kept).toBe(0);
});

test('a password stays where nothing else is typed, and goes with the user name', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { sam } = house;
  await edits(sam, 'webhooks edit acme', {
    'Registration Webhook': 'https://one.example.com',
    'User name': 'acme',
    Password: 'canary-password-one',
  });
  await sam.waitsFor('Done: I changed Registration Webhook of Acme.');
  await edits(sam, 'webhooks edit acme', { 'Registration Webhook': 'https://two.example.com' });
  await sam.waitsFor('POST https://one.example.com → POST https://two.example.com');
  const kept = (await accountOf(house, acme)).registrationWebhook;
  expect(kept?.password?.reveal()).toBe('canary-password-one');
  await edits(sam, 'webhooks edit acme', { 'User name': '' });
  await sam.waitsFor('Registration Webhook user name: acme → none');
  expect((await accountOf(house, acme)).registrationWebhook).toMatchObject({
    username: null,
    password: null,
  });
});

test.each([
  [{ 'Registration Webhook': 'ftp://acme.example.com' }, 'begins with https://'],
  [{ 'Registration Webhook': 'acme' }, 'Enter a whole URL'],
  [{ 'Registration Webhook': 'https://user:pass@acme.example.com' }, 'user or password in it'],
  [{ 'Registration Webhook': `https://a.example/${'x'.repeat(1024)}` }, 'At most 1,024'],
  [
    { 'Registration Webhook': 'https://acme.example.com', Password: 'canary-password-alone' },
    'A password needs a user name.',
  ],
])(
  'webhooks that cannot be used (%j) are refused under their fields, and stay there',
  async (fields, words) => {
    const { house, acme } = await withAcme();
    await using _ = house;
    const before = await accountOf(house, acme);
    await edits(house.sam, 'webhooks edit acme', fields as Record<string, string>);
    const refused = await house.sam.waitsForModal(words);
    expect(refused.values['Registration Webhook']).toBe(fields['Registration Webhook']);
    expect(await accountOf(house, acme)).toEqual(before);
    expect(endings(house)).toEqual([]);
  },
);

test('a form that is saved as it was is told so, and nothing happens', async () => {
  const { house } = await withAcme();
  await using _ = house;
  for (const command of ['account edit acme', 'realm edit acme', 'webhooks edit acme']) {
    await edits(house.sam, command, {});
    await house.sam.waitsForModal('Nothing was changed.');
    await house.sam.closes({ all: true });
  }
  expect(endings(house)).toEqual([]);
});

test('what somebody else changed meanwhile is told by whom, and what was typed stays', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { ada, sam } = house;
  await sam.types('/vg realm edit acme');
  await sam.waitsForModal('SIP Realm');
  await edits(ada, 'realm edit acme', { 'SIP Realm': 'ada.example.com' });
  await ada.waitsFor('Done: I changed SIP Realm of Acme.');
  await sam.fills({ 'SIP Realm': 'sam.example.com' });
  await sam.submits();
  const told = await sam.waitsForModal('Changed meanwhile');
  expect(told.text).toContain('by @ada: SIP Realm: acme.sip.example.com → ada.example.com');
  expect(told.values['SIP Realm']).toBe('sam.example.com');
  expect((await accountOf(house, acme)).sipRealm).toBe('ada.example.com');
  await sam.submits();
  await sam.waitsFor('ada.example.com → sam.example.com');
  expect((await accountOf(house, acme)).sipRealm).toBe('sam.example.com');
});

test('what was changed outside of the bot meanwhile is told as such; a typed password must be typed again', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { sam } = house;
  await sam.types('/vg webhooks edit acme');
  await sam.waitsForModal('Registration Webhook');
  await house.gateway.stock.configure(acme.sid, {
    queueEventWebhook: {
      url: 'https://portal.example.com',
      method: 'POST',
      username: null,
      password: null,
    },
  });
  await sam.fills({
    'Registration Webhook': 'https://mine.example.com',
    'User name': 'mine',
    Password: 'canary-typed-once',
  });
  await sam.submits();
  const told = await sam.waitsForModal('Changed meanwhile, outside of Switchboard');
  expect(told.text).toContain('POST https://portal.example.com');
  expect(told.text).toContain('Passwords have to be typed again.');
  expect(told.values['Registration Webhook']).toBe('https://mine.example.com');
  expect(told.values['User name']).toBe('mine');
  expect(JSON.stringify(sam.modal?.view)).not.toContain('canary-typed-once');
});

test('what moves between asking and carrying out is a conflict, and nothing is overwritten', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  const acme = await house.account('Acme');
  const { sam } = house;
  await sam.types('/vg realm edit acme');
  await sam.waitsForModal('SIP Realm');
  await sam.fills({ 'SIP Realm': 'sam.example.com' });
  faults.fail('changeSettings', new BotError('conflict', 'The account was changed meanwhile.'), 1);
  await sam.submits();
  await sam.waitsFor('It failed, and nothing is done: The account was changed meanwhile.');
  expect((await accountOf(house, acme)).sipRealm).toBe('acme.sip.example.com');
});

test('a change whose answer is lost is read back', async () => {
  const { house, faults } = await openFragileHouse();
  await using _ = house;
  const acme = await house.account('Acme');
  faults.loseAnswer('changeSettings');
  await edits(house.sam, 'realm edit acme', { 'SIP Realm': 'sam.example.com' });
  await house.sam.waitsFor('Done: I changed SIP Realm of Acme.');
  expect((await accountOf(house, acme)).sipRealm).toBe('sam.example.com');
  expect(faults.calls.filter(({ method }) => method === 'changeSettings')).toHaveLength(1);
});

test('Undo is refused once the setting has moved on', async () => {
  const { house } = await withAcme();
  await using _ = house;
  const { sam, ada } = house;
  await edits(sam, 'realm edit acme', { 'SIP Realm': 'first.example.com' });
  await sam.waitsFor('→ first.example.com');
  await edits(ada, 'realm edit acme', { 'SIP Realm': 'second.example.com' });
  await ada.waitsFor('→ second.example.com');
  await sam.clicks('Undo', { in: '→ first.example.com' });
  await sam.waitsFor('Somebody changed this account meanwhile.');
});

test('a form submitted twice changes once', async () => {
  const { house } = await withAcme();
  await using _ = house;
  const { sam } = house;
  await sam.types('/vg realm edit acme');
  await sam.waitsForModal('SIP Realm');
  await sam.fills({ 'SIP Realm': 'once.example.com' });
  const form = openForm(sam);
  await sam.submits();
  await sam.waitsFor('→ once.example.com');
  await submitsForged(house, sam, form);
  await house.settled();
  expect(endings(house)).toEqual(['realm edit: verified']);
});

test('a setting that the form did not ask for is refused, and audited', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { sam } = house;
  await sam.types('/vg account edit acme');
  await sam.waitsForModal('Account name');
  const forged = withAnswer(openForm(sam), 'settings.limits.maximum', {
    type: 'number_input',
    value: '999',
  });
  const { ackBody } = await submitsForged(house, sam, forged);
  expect(ackBody).toContain('an answer to something it did not ask');
  expect((await accountOf(house, acme)).limits.maximum).toBeNull();
  // The form of another concern, drawn for this one, changes nothing either.
  const swappedForm = swapped(openForm(sam), [['settings.account', 'settings.limits']]);
  const refused = await submitsForged(house, sam, swappedForm);
  expect(refused.ackBody).toContain('was not drawn for you');
  expect(endings(house)).toEqual([]);
});
