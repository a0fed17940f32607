import { expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import type { ApplicationSettings } from '../../src/features/applications/applications-gateway.ts';
import type { AccountSid, ApplicationSid } from '../../src/ids.ts';
import { type House, openHouse } from '../bot.ts';
import { clicksForged, openForm, submitsForged, swapped } from '../forging.ts';
import { openFragileHouse } from '../fragile.ts';

const settings = (name: string): ApplicationSettings => {
  const url = `https://bots.example.com/${name.toLowerCase().replaceAll(' ', '-')}`;
  return {
    name,
    callingWebhook: { url, method: 'POST' },
    callStatusWebhook: { url: `${url}/status`, method: 'GET' },
    recordAllCalls: false,
  };
};

const night = {
  'Application name': 'Night bot',
  'Calling Webhook': 'https://bots.example.com/night',
  'Call Status Webhook': 'wss://bots.example.com/night/status',
};

/** An account with applications of these names. */
async function withApplications(house: House, account: string, ...names: string[]) {
  const { sid } = await house.account(account);
  const made: ApplicationSid[] = [];
  for (const name of names)
    made.push((await house.gateway.addApplication(sid, settings(name))).sid);
  const [first = made[0]] = made;
  return { sid, first: first as ApplicationSid };
}

const namesOf = async (house: House, sid: AccountSid) =>
  (await house.gateway.applications(sid, { limit: 100 })).items.map(({ name }) => name);

const audited = (house: House) =>
  house
    .rows<{ action: string; result: string }>(
      "SELECT action, result FROM audit_entries WHERE action LIKE 'apps%' ORDER BY seq",
    )
    .map(({ action, result }) => `${action}: ${result}`);

const state = (house: House) =>
  house
    .rows<{ state: string }>("SELECT state FROM changes WHERE kind LIKE 'apps%' ORDER BY seq")
    .map((row) => row.state);

test('a person lists the applications of an account, with where each is chosen', async () => {
  await using house = await openHouse();
  const { sid, first } = await withApplications(house, 'Acme', 'Main IVR', 'Callback');
  await house.gateway.stock.configure(sid, { deviceApplication: first, siprecApplication: first });
  for (const line of ['apps acme', 'application list acme', 'app ls acme']) {
    await house.ada.types(`/vg ${line}`, { in: house.voiceOps });
  }
  const list = await house.ada.waitsFor('Applications of Acme', { in: house.voiceOps });
  expect(list.ephemeral).toBe(true);
  expect(list.plain).toContain('Calling Webhook: POST https://bots.example.com/main-ivr');
  expect(list.plain).toContain('Call Status Webhook: GET https://bots.example.com/main-ivr/status');
  expect(list.plain).toContain('Chosen for: SIP device calls and SIPREC calls');
  expect(list.plain).toContain('Record calls of this application: no');
  expect(list.plain.indexOf('Callback')).toBeLessThan(list.plain.indexOf('Main IVR'));
  expect(list.buttons).toEqual(['Edit', 'Remove', 'Edit', 'Remove', 'Add application']);
  expect(house.ada.messages(house.voiceOps)).toHaveLength(3);
  await house.olu.types('/vg apps acme');
  const masked = await house.olu.waitsFor('Applications of Acme');
  expect(masked.buttons).toEqual([]);
});

test('a long list has pages, and a password in a URL is shown to nobody', async () => {
  await using house = await openHouse();
  const names = Array.from({ length: 12 }, (_, index) => `Bot ${String(index + 10)}`);
  const { sid } = await withApplications(house, 'Acme', ...names);
  const secured = { url: 'https://ann:canary@bots.example.com/z', method: 'POST' } as const;
  await house.gateway.stock.addApplication(sid, { name: 'Zeta', callingWebhook: secured });
  await house.ada.types('/vg apps acme');
  const first = await house.ada.waitsFor('There are more.');
  expect(first.plain).toContain('Bot 19');
  expect(first.plain).not.toContain('Bot 20');
  await house.ada.clicks('Next', { in: first });
  const second = await house.ada.waitsFor('Zeta');
  expect(second.plain).toContain('POST https://••••@bots.example.com/z');
  expect(second.plain).toContain('Call Status Webhook: none');
  await house.ada.clicks('First page', { in: second });
  await house.ada.waitsFor('Bot 10');
  expect(JSON.stringify(house.workspace.calls)).not.toContain('canary');
});

test('an application is added, shown with its difference, and taken back', async () => {
  await using house = await openHouse();
  const { sid } = await withApplications(house, 'Acme');
  await house.ada.types('/vg apps acme', { in: house.voiceOps });
  const empty = await house.ada.waitsFor('It has none yet.');
  await house.ada.clicks('Add application', { in: empty });
  const form = await house.ada.waitsForModal('Add application');
  expect(form.fields).toEqual([
    'Application name',
    'Calling Webhook',
    'Calling Webhook method',
    'Call Status Webhook',
    'Call Status Webhook method',
    'Record calls of this application',
  ]);
  await house.ada.fills({
    ...night,
    'Call Status Webhook method': 'GET',
    'Record calls of this application': true,
  });
  const submitted = await house.ada.submits();
  await house.workspace.redeliver(submitted);
  const receipt = await house.ada.waitsFor('Done: I added application Night bot to Acme.');
  expect(receipt.plain).toContain('Calling Webhook: https://bots.example.com/night');
  const made = await house.gateway.applicationNamed(sid, 'night BOT');
  expect(made).toMatchObject({
    name: 'Night bot',
    callingWebhook: { url: 'https://bots.example.com/night', method: 'POST' },
    callStatusWebhook: { url: 'wss://bots.example.com/night/status', method: 'GET' },
    recordAllCalls: true,
  });
  expect(receipt.plain).toContain(`Application SID: ${made?.sid}`);
  await house.ada.clicks('Undo', { in: receipt });
  await house.ada.waitsFor('Done: I removed application Night bot of Acme.');
  expect(await namesOf(house, sid)).toEqual([]);
  expect(audited(house)).toEqual([
    'apps add: asked',
    'apps add: verified',
    'apps remove: asked',
    'apps remove: verified',
  ]);
});

test('what was added is not taken back once somebody has changed it', async () => {
  await using house = await openHouse();
  const { sid } = await withApplications(house, 'Acme');
  await house.ada.types('/vg apps new acme', { in: house.voiceOps });
  await house.ada.waitsForModal('Add application');
  await house.ada.fills(night);
  await house.ada.submits();
  const receipt = await house.ada.waitsFor('Done: I added application Night bot');
  const made = await house.gateway.applicationNamed(sid, 'Night bot');
  if (!made) throw new Error('it is there');
  const { sid: application, chosenFor: _none, ...expected } = made;
  await house.gateway.changeApplication(sid, application, expected, {
    ...expected,
    recordAllCalls: true,
  });
  await house.ada.clicks('Undo', { in: receipt });
  await house.ada.waitsFor('Somebody changed this application meanwhile.');
  expect(await namesOf(house, sid)).toEqual(['Night bot']);
});

test('refused answers are told under their fields, and what was typed stays', async () => {
  await using house = await openHouse();
  const { sid } = await withApplications(house, 'Acme', 'Main IVR');
  const { tia, ada } = house;
  await ada.types('/vg apps add acme');
  await ada.waitsForModal('Add application');
  const bad = {
    'Application name': 'x'.repeat(65),
    'Calling Webhook': 'bots.example.com/call',
    'Call Status Webhook': 'https://ann:canary-typed@bots.example.com/status',
  };
  await ada.fills(bad);
  await ada.submits();
  const refused = await ada.waitsForModal('At most 64 characters; these are 65.');
  expect(refused.errors['Calling Webhook']).toContain('Enter a whole URL');
  expect(refused.errors['Call Status Webhook']).toContain('a user or password in it is not taken');
  expect(refused.values).toMatchObject(bad);
  await ada.fills({ ...night, 'Application name': 'MAIN ivr' });
  await ada.submits();
  const taken = await ada.waitsForModal('already has an application of this name');
  expect(Object.keys(taken.errors)).toEqual(['Application name']);
  await ada.fills({ 'Calling Webhook': `https://a.example/${'x'.repeat(1024)}` });
  await ada.submits();
  await ada.waitsForModal('At most 1,024 characters');
  expect(await namesOf(house, sid)).toEqual(['Main IVR']);
  expect(state(house)).toEqual([]);
  expect(house.logs.join('\n')).not.toContain('canary-typed');
  expect(house.dataBytes()).not.toContain('canary-typed');
  await tia.types('/vg apps add acme');
  await tia.waitsFor('I find no account “acme” in your reach.');
});

test('an application is changed, the receipt shows what differs, and Undo puts it back', async () => {
  await using house = await openHouse();
  const { sid } = await withApplications(house, 'Acme', 'Main IVR', 'Callback');
  await house.ada.types('/vg apps acme', { in: house.voiceOps });
  const list = await house.ada.waitsFor('Applications of Acme');
  await house.ada.clicks('Edit', { in: list });
  await house.ada.waitsForModal('Edit application');
  const name = 'Callback';
  await house.ada.fills({
    'Calling Webhook': 'https://new.example.com/call',
    'Call Status Webhook method': 'POST',
    'Record calls of this application': true,
  });
  await house.ada.submits();
  const receipt = await house.ada.waitsFor(`Done: I changed application ${name} of Acme.`);
  const before = settings(name);
  expect(receipt.plain).toContain(
    `Calling Webhook: ${before.callingWebhook?.url} → https://new.example.com/call`,
  );
  expect(receipt.plain).toContain('Call Status Webhook method: GET → POST');
  expect(receipt.plain).toContain('Record calls of this application: no → yes');
  expect(receipt.plain).not.toContain('Application name');
  await house.ada.clicks('Undo', { in: receipt });
  await house.ada.waitsFor('https://new.example.com/call → https://bots.example.com/');
  expect(await house.gateway.applicationNamed(sid, name)).toMatchObject(before);
});

test('the command changes the only application, else the one that is picked', async () => {
  await using house = await openHouse();
  const { sid } = await withApplications(house, 'Acme', 'Main IVR');
  const { ada } = house;
  await ada.types('/vg apps edit acme', { in: house.voiceOps });
  const form = await ada.waitsForModal('Edit application');
  expect(form.values).toMatchObject({
    'Application name': 'Main IVR',
    'Calling Webhook': 'https://bots.example.com/main-ivr',
    'Call Status Webhook method': 'GET',
  });
  await ada.submits();
  await ada.waitsForModal('Nothing was changed.');
  await ada.closes();

  await house.gateway.addApplication(sid, settings('Callback'));
  await ada.types('/vg apps edit acme', { in: house.voiceOps });
  await ada.waitsForModal('Edit application');
  expect(await ada.searches('Application', 'ca')).toEqual(['Callback']);
  await ada.fills({ Application: 'Callback' });
  await ada.waitsForModal('Calling Webhook');
  await ada.fills({ 'Application name': 'Main IVR' });
  await ada.submits();
  await ada.waitsForModal('already has an application of this name');
  await ada.fills({ 'Application name': 'Call back' });
  await ada.submits();
  await ada.waitsFor('Application name: Callback → Call back');
  expect(await namesOf(house, sid)).toEqual(['Call back', 'Main IVR']);
});

test('somebody else was faster: the form says what changed, and what was typed stays', async () => {
  await using house = await openHouse();
  const { sid, first } = await withApplications(house, 'Acme', 'Main IVR');
  const { ada } = house;
  await ada.types('/vg apps edit acme');
  await ada.waitsForModal('Edit application');
  await ada.fills({ 'Calling Webhook': 'https://mine.example.com/call' });
  const was = settings('Main IVR');
  const theirs = { url: 'https://theirs.example.com/call', method: 'POST' } as const;
  await house.gateway.changeApplication(sid, first, was, { ...was, callingWebhook: theirs });
  await ada.submits();
  const told = await ada.waitsForModal('Somebody changed this application meanwhile.');
  expect(told.text).toContain('Calling Webhook is “https://theirs.example.com/call” now.');
  expect(told.values['Calling Webhook']).toBe('https://mine.example.com/call');
  expect(state(house)).toEqual([]);
  expect((await house.gateway.application(sid, first))?.callingWebhook).toEqual(theirs);
});

test('a URL with a password keeps it while other things change', async () => {
  await using house = await openHouse();
  const { sid } = await house.account('Acme');
  const secured = { url: 'https://ann:canary@bots.example.com/call', method: 'POST' } as const;
  const application = await house.gateway.stock.addApplication(sid, {
    ...settings('Main IVR'),
    callingWebhook: secured,
  });
  const { ada } = house;
  await ada.types('/vg apps edit acme', { in: house.voiceOps });
  const form = await ada.waitsForModal('Edit application');
  expect(form.values['Calling Webhook']).toBe('https://••••@bots.example.com/call');
  await ada.fills({ 'Calling Webhook': 'https://••••@elsewhere.example.com/call' });
  await ada.submits();
  await ada.waitsForModal('a user or password in it is not taken');
  await ada.fills({
    'Calling Webhook': 'https://••••@bots.example.com/call',
    'Application name': 'Renamed',
  });
  await ada.submits();
  const receipt = await ada.waitsFor('Application name: Main IVR → Renamed');
  const now = await house.gateway.application(sid, application);
  expect(now).toMatchObject({ name: 'Renamed', callingWebhook: secured });
  await ada.clicks('Undo', { in: receipt });
  await ada.waitsFor('Application name: Renamed → Main IVR');
  expect((await house.gateway.application(sid, application))?.callingWebhook).toEqual(secured);

  await ada.types('/vg apps edit acme', { in: house.voiceOps });
  await ada.waitsForModal('Edit application');
  await ada.fills({ 'Calling Webhook': 'https://plain.example.com/call' });
  await ada.submits();
  const replaced = await ada.waitsFor('→ https://plain.example.com/call');
  expect(replaced.buttons).not.toContain('Undo');
  expect(JSON.stringify(house.workspace.calls)).not.toContain('canary');
  expect(JSON.stringify(house.rows('SELECT * FROM changes'))).not.toContain('canary');
  expect(JSON.stringify(house.rows('SELECT * FROM audit_entries'))).not.toContain('canary');
});

test('an application is removed once, after a confirmation, and not while it is chosen', async () => {
  await using house = await openHouse();
  const { sid, first } = await withApplications(house, 'Acme', 'Main IVR');
  await house.gateway.stock.configure(sid, { siprecApplication: first });
  const { ada } = house;
  await ada.types('/vg apps acme', { in: house.voiceOps });
  const list = await ada.waitsFor('Applications of Acme');
  await ada.clicks('Remove', { in: list });
  const refused = await ada.waitsFor('“Main IVR” cannot be removed');
  expect(refused.plain).toContain('it is chosen for SIPREC calls.');
  expect(refused.plain).toContain('“Application for SIPREC calls”');
  expect(await namesOf(house, sid)).toEqual(['Main IVR']);
  await ada.types('/vg apps remove acme');
  await ada.waitsFor('it is chosen for SIPREC calls.', { in: ada.dm });

  await house.gateway.stock.configure(sid, { siprecApplication: null });
  await ada.clicks('Remove', { in: list, cancel: true });
  expect(await namesOf(house, sid)).toEqual(['Main IVR']);
  await ada.clicks('Remove', { in: list, times: 2 });
  const receipt = await ada.waitsFor('Done: I removed application Main IVR of Acme.');
  expect(receipt.plain).toContain('This cannot be undone');
  expect(receipt.buttons).not.toContain('Undo');
  await house.settled();
  expect(state(house)).toEqual(['verified']);
  expect(await namesOf(house, sid)).toEqual([]);
  await ada.types('/vg apps remove acme');
  await ada.waitsFor('Acme has no applications.');
});

test('the command removes the one that is picked', async () => {
  await using house = await openHouse();
  const { sid } = await withApplications(house, 'Acme', 'Main IVR', 'Callback');
  const { ada } = house;
  await ada.types('/vg apps rm acme', { in: house.voiceOps });
  const form = await ada.waitsForModal('Remove application');
  expect(form.text).toContain('This cannot be undone');
  await ada.fills({ Application: 'Callback' });
  await ada.submits();
  await ada.waitsFor('Done: I removed application Callback of Acme.');
  expect(await namesOf(house, sid)).toEqual(['Main IVR']);
});

test('what became chosen after it was asked is refused when it is carried out', async () => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  const { sid, first } = await withApplications(house, 'Acme', 'Main IVR');
  const { ada } = house;
  await ada.types('/vg apps remove acme', { in: house.voiceOps });
  await ada.waitsForModal('Remove application');
  const clearing = faults.hang('removeApplication');
  await ada.submits();
  await expect.poll(() => state(house)).toEqual(['applying']);
  await house.gateway.stock.configure(sid, { deviceApplication: first });
  clearing.release();
  await ada.waitsFor('it is chosen for SIP device calls.');
  expect(state(house)).toEqual(['failed']);
  expect(await namesOf(house, sid)).toEqual(['Main IVR']);
});

test.each([
  ['addApplication', 'add'],
  ['changeApplication', 'edit'],
  ['removeApplication', 'remove'],
] as const)('an answer of %s that is lost does it once', async (method, verb) => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  await withApplications(house, 'Acme', ...(verb === 'add' ? [] : ['Main IVR']));
  const { ada } = house;
  await ada.types(`/vg apps ${verb} acme`, { in: house.voiceOps });
  await ada.waitsForModal('application');
  if (verb !== 'remove') await ada.fills(night);
  faults.loseAnswer(method);
  await ada.submits();
  await ada.waitsFor(/Done: I (added|changed|removed) application/);
  expect(faults.calls.filter((call) => call.method === method)).toHaveLength(1);
  expect(state(house)).toEqual(['verified']);
});

test('while the gateway is away nothing is lost, and nothing opens in silence', async () => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  const { sid } = await withApplications(house, 'Acme', 'Main IVR');
  const { ada } = house;
  await ada.types('/vg apps edit acme', { in: house.voiceOps });
  await ada.waitsForModal('Edit application');
  await ada.fills({ 'Application name': 'Renamed' });
  faults.fail('application', new BotError('unavailable', 'The Voice Gateway is away.'));
  await ada.submits();
  const told = await ada.waitsForModal('The Voice Gateway is away.');
  expect(told.values['Application name']).toBe('Renamed');
  faults.heal();
  await ada.submits();
  await ada.waitsFor('Application name: Main IVR → Renamed');
  faults.fail('applications', new BotError('unavailable', 'The Voice Gateway is away.'));
  await ada.types('/vg apps list acme', { in: house.voiceOps });
  await ada.waitsFor('The Voice Gateway is away.', { in: house.voiceOps });
  expect(await namesOf(house, sid)).toEqual(['Renamed']);
});

test('foreign applications forged into forms and buttons are not there', async () => {
  await using house = await openHouse();
  const theirs = await withApplications(house, 'Acme', 'Secret bot');
  const [tiny] = await house.gateway.accountsMeant('Tiny', { everything: true }, 1);
  if (!tiny) throw new Error('Tiny is there from the start');
  const mine = await house.gateway.addApplication(tiny.sid, settings('Main IVR'));
  const { tia } = house;
  await tia.types('/vg apps edit');
  await tia.waitsForModal('Edit application');
  await tia.fills({ 'Application name': 'Stolen' });
  for (const swaps of [[[tiny.sid, theirs.sid]], [[mine.sid, theirs.first]]] as [
    string,
    string,
  ][][]) {
    const answer = await submitsForged(house, tia, swapped(openForm(tia), swaps));
    // What the form remembers is bound to it, so that a forged one is refused before anything is looked at.
    expect(answer.ackBody).toContain('This form was not drawn for you.');
  }
  await tia.closes();
  for (const action of ['apps.edit', 'apps.remove']) {
    await clicksForged(house, tia, action, `${tiny.sid} ${theirs.first} ${'frm_'.padEnd(24, '0')}`);
    await tia.waitsFor('There is no such application.');
    await clicksForged(
      house,
      tia,
      action,
      `${theirs.sid} ${theirs.first} ${'frm_'.padEnd(24, '0')}`,
    );
    await tia.waitsFor('I find no such account in your reach.');
  }
  expect(tia.sees()).not.toContain('Secret bot');
  expect(await namesOf(house, theirs.sid)).toEqual(['Secret bot']);
  expect(state(house)).toEqual([]);
});
