import { expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { type House, openHouse } from '../bot.ts';

const acme = { 'Account name': 'Acme', 'SIP Realm': 'acme.example.com' };

/** Asks for an account and waits until the request is where its deciders look. */
async function asks(house: House, person: Person, fills: Record<string, string> = {}) {
  await person.types('/vg account create');
  await person.waitsForModal('Create account');
  await person.fills({ ...acme, Reason: 'A new customer', ...fills });
  await person.submits();
  await person.waitsForNoModal();
  await house.settled();
}

const created = (house: House, sipRealm = 'acme.example.com') =>
  house.gateway.accountWithRealm(sipRealm);

const CARD = 'Create account Acme';

const steps = (house: House) =>
  house
    .rows<{ result: string; actor_name: string }>(
      `SELECT result, actor_name FROM audit_entries
         WHERE result = 'refused' OR change_id IN (SELECT id FROM changes WHERE kind = 'account create')
         ORDER BY seq`,
    )
    .map(({ result, actor_name }) => `${actor_name}: ${result}`);

const state = (house: House) =>
  house
    .rows<{ state: string }>(`SELECT state FROM changes WHERE kind = 'account create' ORDER BY seq`)
    .map((row) => row.state);

/** The approval's button as Slack would send it, whatever is on the screen. */
const pressing = (house: House, by: Person, action_id: string, value: string) =>
  house.workspace.forge({
    by,
    kind: 'block_actions',
    payload: { actions: [{ type: 'button', action_id, block_id: 'b', value }] },
  });

const request = (house: House) => {
  const [row] = house.rows<{ id: string; revision: number }>(
    `SELECT id, revision FROM changes WHERE kind = 'account create' ORDER BY seq DESC`,
  );
  if (!row) throw new Error('nothing was asked');
  return { id: row.id, value: `${row.id}:${row.revision}` };
};

test('a request is approved: every copy of its card settles, and whoever asked is told', async () => {
  await using house = await openHouse();
  const { ada, ben, sam, tia, approvals } = house;
  await asks(house, tia);
  const card = await ada.waitsFor(CARD, { in: approvals });
  expect(card.buttons).toEqual(['Approve', 'Edit & approve', 'Deny']);
  expect(card.plain).toContain('Asked by @tia');
  expect(card.plain).toContain('Revision 1, digest');
  expect(sam.messages(sam.dm).at(-1)?.buttons).toEqual(['Approve', 'Edit & approve', 'Deny']);
  expect(await created(house)).toBeNull();

  await sam.clicks('Approve', { in: CARD });
  await house.settled();
  const account = await created(house);
  expect(account?.name).toBe('Acme');
  for (const copy of [
    ben.messages(approvals).find(({ ts }) => ts === card.ts),
    sam.messages(sam.dm).at(-1),
  ]) {
    expect(copy?.plain).toContain('Approved by @sam. Done and verified: created account Acme.');
    expect(copy?.plain).toContain(`Account SID: ${account?.sid}`);
    expect(copy?.buttons).toEqual([]);
  }
  const own = tia.messages(tia.dm).find(({ plain }) => plain.startsWith('You asked to create'));
  expect(own?.plain).toContain('Approved by @sam.');
  expect(own?.buttons).toEqual([]);
  // An edited message notifies nobody: the outcome is a message of its own.
  expect(tia.messages(tia.dm).at(-1)?.plain).toContain('Done: I created account Acme.');
  expect(steps(house).slice(0, 2)).toEqual(['tia: asked', 'sam: approved']);
});

test('Edit & approve decides what was edited, and says who edited it', async () => {
  await using house = await openHouse();
  const { ada, tia, approvals } = house;
  await asks(house, tia);
  await ada.clicks('Edit & approve', { in: CARD });
  const modal = await ada.waitsForModal('Edit & approve');
  expect(modal.values['Account name']).toBe('Acme');
  await ada.fills({ 'Account name': 'Acme Berlin', Unit: 'sessions', 'Licensed sessions': '20' });
  await ada.submits();
  await house.settled();
  const account = await created(house);
  expect(account?.name).toBe('Acme Berlin');
  const limits = account && (await house.gateway.account(account.sid))?.limits;
  expect(limits).toMatchObject({ unit: 'sessions', licensedSessions: 20 });
  const card = ada.messages(approvals).find(({ plain }) => plain.includes('Asked by'));
  expect(card?.plain).toContain('Edited by @ada');
  expect(card?.plain).toContain('Account name: Acme Berlin');
  expect(card?.plain).toContain('Revision 2');
  expect(steps(house)).toContain('ada: edited and approved');
});

test('Deny wants a reason, which whoever asked reads, and they can edit and ask again', async () => {
  await using house = await openHouse();
  const { ada, sam, tia, approvals } = house;
  await asks(house, tia);
  await ada.clicks('Deny', { in: CARD });
  const modal = await ada.waitsForModal('Deny');
  expect(modal.text).toContain(CARD);
  await expect(ada.submits()).rejects.toThrow('Reason');
  await ada.fills({ Reason: 'Use *Tiny* for <!channel> now' });
  await ada.submits();
  await house.settled();
  for (const copy of [ada.messages(approvals).at(-1), sam.messages(sam.dm).at(-1)]) {
    expect(copy?.plain).toContain('Denied by @ada: Use');
    expect(copy?.buttons).toEqual([]);
  }
  const outcome = tia.messages(tia.dm).at(-1);
  expect(outcome?.plain).toContain('Denied by @ada');
  expect(JSON.stringify(house.workspace.calls)).not.toContain('<!channel>');
  expect(await created(house)).toBeNull();

  await tia.clicks('Edit and ask again');
  const again = await tia.waitsForModal('Create account');
  expect(again.values).toMatchObject({ ...acme, Reason: 'A new customer' });
  await tia.fills({ 'Account name': 'Acme Two' });
  await tia.submits();
  await tia.waitsForNoModal();
  await house.settled();
  await ada.waitsFor('Create account Acme Two', { in: approvals });
  expect(state(house)).toEqual(['denied', 'waiting']);
});

test('whoever asked withdraws, and nobody can approve it any more', async () => {
  await using house = await openHouse();
  const { ada, ben, tia, approvals } = house;
  await asks(house, tia);
  const { value } = request(house);
  await tia.clicks('Withdraw', { cancel: true });
  expect(state(house)).toEqual(['waiting']);
  await tia.clicks('Withdraw', { times: 2 });
  await house.settled();
  expect(state(house)).toEqual(['withdrawn']);
  expect(ada.messages(approvals).at(-1)?.plain).toContain('Withdrawn by @tia.');
  expect(tia.sees()).toContain('This request was withdrawn by you just now.');
  expect(steps(house)).toEqual(['tia: asked', 'tia: withdrawn']);

  await pressing(house, ben, 'approvals.approve', value);
  await ben.waitsFor('This request was withdrawn by tia just now.');
  expect(await created(house)).toBeNull();
});

test('nobody withdraws the request of somebody else, and nobody asks again in their name', async () => {
  await using house = await openHouse();
  const { eve, sam, tia } = house;
  await asks(house, tia);
  const { id } = request(house);
  await pressing(house, eve, 'approvals.withdraw', id);
  await pressing(house, sam, 'approvals.again', id);
  await eve.waitsFor('Only whoever asked can withdraw a request.');
  await sam.waitsFor('Only whoever asked can ask again.');
  expect(steps(house)).toEqual(['tia: asked', 'eve: refused', 'sam: refused']);
  expect(state(house)).toEqual(['waiting']);
});

test('an undecided request is reminded of once, expires, and can be asked again', async () => {
  await using house = await openHouse();
  const { ada, ben, sam, tia, approvals, clock } = house;
  await asks(house, tia);
  clock.forward({ days: 4 });
  const reminder = await ben.waitsFor('Still waiting for a decision: create account Acme', {
    in: approvals,
  });
  expect(reminder.plain).toContain('asked by @tia');
  await sam.waitsFor('Still waiting for a decision', { in: sam.dm });
  await ben.clicks('Show request', { in: reminder });
  await house.settled();
  const shown = ben.messages(approvals).at(-1);
  expect(shown).toMatchObject({
    ephemeral: true,
    buttons: ['Approve', 'Edit & approve', 'Deny'],
  });

  clock.forward({ days: 4 });
  await tia.waitsFor('Expired: nobody decided in time.', { in: tia.dm });
  await house.settled();
  const reminders = ada.messages(approvals).filter(({ plain }) => plain.includes('Still waiting'));
  expect(reminders).toHaveLength(1);
  const card = ada.messages(approvals).find(({ plain }) => plain.startsWith(CARD));
  expect(card?.plain).toContain('Expired: nobody decided in time.');
  expect(card?.buttons).toEqual([]);
  await ben.clicks('Approve', { in: shown ?? '' });
  await ben.waitsFor('This request has expired.');
  await tia.clicks('Edit and ask again');
  await tia.waitsForModal('Create account');
  expect(state(house)).toEqual(['expired']);
});

test('two Admins at once: one decides, the other is told who was first', async () => {
  await using house = await openHouse();
  const { ada, ben, tia } = house;
  await asks(house, tia);
  await Promise.all([ada.clicks('Approve', { in: CARD }), ben.clicks('Approve', { in: CARD })]);
  await house.settled();
  const told = [ada, ben].filter((one) => one.sees().includes('This request was approved by'));
  expect(told).toHaveLength(1);
  const first = told[0] === ada ? 'ben' : 'ada';
  expect(told[0]?.sees()).toContain(`This request was approved by ${first} just now.`);
  expect(steps(house).filter((step) => step.endsWith('approved'))).toEqual([`${first}: approved`]);
  expect(state(house)).toEqual(['verified']);
});

test('a double click approves once, and the second is answered plainly', async () => {
  await using house = await openHouse();
  const { ada, tia, approvals } = house;
  await asks(house, tia);
  await ada.clicks('Approve', { in: CARD, times: 2 });
  await house.settled();
  expect(ada.sees()).toContain('This request was approved by you just now.');
  expect(steps(house)).toEqual(
    expect.arrayContaining(['tia: asked', 'ada: approved', 'tia: verified']),
  );
  expect(steps(house).filter((step) => step === 'ada: approved')).toHaveLength(1);
  const card = ada.messages(approvals).find(({ plain }) => plain.includes('Asked by @tia'));
  expect(card?.plain).toContain('Done and verified');
});

test('a late click is told the decision, its time and its reason', async () => {
  await using house = await openHouse();
  const { ada, ben, tia, approvals, clock } = house;
  await asks(house, tia);
  const { value } = request(house);
  await ada.clicks('Deny', { in: CARD });
  await ada.waitsForModal('Deny');
  await ada.fills({ Reason: 'Not now' });
  await ada.submits();
  await house.settled();
  clock.forward({ hours: 3 });
  for (const action of ['approvals.approve', 'approvals.edit', 'approvals.deny']) {
    await pressing(house, ben, action, value);
    await house.settled();
    expect(ben.messages(ben.dm).at(-1)?.plain).toContain(
      'This request was denied by ada 3 hours ago.\nWhy: The reason given: Not now',
    );
  }
  expect(ben.modal).toBeUndefined();
  expect(ada.messages(approvals).at(-1)?.plain).toContain('Denied by @ada');
});

test('a form that was open while somebody else decided says so, and changes nothing', async () => {
  await using house = await openHouse();
  const { ada, ben, tia } = house;
  await asks(house, tia);
  await ada.clicks('Deny', { in: CARD });
  await ada.waitsForModal('Deny');
  await ben.clicks('Approve', { in: CARD });
  await house.settled();
  await ada.fills({ Reason: 'Too late' });
  await ada.submits();
  await ada.waitsForModal('This request was approved by ben just now.');
  expect(state(house)).toEqual(['verified']);
});

test('under FOUR_EYES=all an edit is a new revision, which somebody else approves', async () => {
  await using house = await openHouse({ config: { fourEyes: 'all' } });
  const { ada, ben, tia, approvals } = house;
  await asks(house, tia);
  const { value: seen } = request(house);
  await ada.clicks('Edit & approve', { in: CARD });
  await ada.waitsForModal('Edit & approve');
  await ada.fills({ 'Account name': 'Acme Berlin' });
  await ada.submits();
  await house.settled();
  const card = ada.messages(approvals).find(({ plain }) => plain.includes('Asked by @tia'));
  expect(card?.plain).toContain('Revision 2');
  expect(card?.plain).toContain('Edited by @ada');
  expect(card?.buttons).toEqual(['Approve', 'Edit & approve', 'Deny']);
  expect(state(house)).toEqual(['waiting']);

  await ada.clicks('Approve', { in: 'Create account Acme Berlin' });
  await ada.waitsFor('You edited this request, so somebody else approves it.');
  await pressing(house, ben, 'approvals.approve', seen);
  await ben.waitsFor('The request was edited since this card was drawn.');
  expect(await created(house)).toBeNull();

  await ben.clicks('Approve', { in: 'Create account Acme Berlin' });
  await house.settled();
  expect((await created(house))?.name).toBe('Acme Berlin');
  expect(steps(house)).toEqual(
    expect.arrayContaining(['ada: edited', 'ada: refused', 'ben: approved']),
  );
});

test('under FOUR_EYES=all an Admin needs a second one too', async () => {
  await using house = await openHouse({ config: { fourEyes: 'all' } });
  const { ada, ben, approvals } = house;
  await asks(house, ada);
  await ada.clicks('Approve', { in: CARD });
  await ada.waitsFor('You cannot decide your own request.');
  expect(state(house)).toEqual(['waiting']);
  await ben.clicks('Approve', { in: CARD });
  await house.settled();
  expect(state(house)).toEqual(['verified']);
  expect(ben.sees()).not.toContain('need no second person');
  expect(ada.messages(approvals).filter(({ buttons }) => buttons.includes('Approve'))).toEqual([]);
});

test('own requests, strangers, on-call and lapsed scopes decide nothing, and each refusal is audited', async () => {
  await using house = await openHouse();
  const { ada, sam, tia, olu, eve } = house;
  await asks(house, tia);
  const { value } = request(house);
  const copy = sam.messages(sam.dm).find(({ plain }) => plain.startsWith(CARD));
  await ada.types(`/vg access revoke @${sam.name}`);
  await house.settled();
  for (const action of ['approvals.approve', 'approvals.edit', 'approvals.deny']) {
    for (const person of [tia, eve, olu]) await pressing(house, person, action, value);
  }
  for (const button of ['Approve', 'Edit & approve', 'Deny']) {
    await sam.clicks(button, { in: copy ?? '' });
  }
  await house.settled();
  expect(tia.sees()).toContain('You cannot decide your own request.');
  for (const person of [eve, olu, sam]) {
    expect(person.sees()).toContain('You may not decide this request.');
    expect(person.modal).toBeUndefined();
  }
  expect(steps(house).toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => 'eve: refused'),
    ...Array.from({ length: 3 }, () => 'olu: refused'),
    ...Array.from({ length: 3 }, () => 'sam: refused'),
    'tia: asked',
    ...Array.from({ length: 3 }, () => 'tia: refused'),
  ]);
  expect(state(house)).toEqual(['waiting']);
});

test('the card of somebody who lost the right says so, and tells nothing more', async () => {
  await using house = await openHouse();
  const { ada, sam, tia, clock } = house;
  await asks(house, tia);
  await ada.types(`/vg access revoke @${sam.name}`);
  await house.settled();
  clock.forward({ days: 3 });
  await tia.waitsFor('Still waiting').catch(() => {});
  await house.settled();
  expect(sam.sees()).not.toContain('Still waiting');
  await ada.clicks('Edit & approve', { in: CARD });
  await ada.waitsForModal('Edit & approve');
  await ada.fills({ 'Account name': 'Acme Berlin' });
  await ada.submits();
  await house.settled();
  expect(state(house)).toEqual(['verified']);
  const cards = sam.messages(sam.dm).filter(({ plain }) => plain.includes(request(house).id));
  expect(cards.map(({ plain }) => plain)).toEqual([
    `You no longer decide this.\nReference ${request(house).id}`,
  ]);
  expect(sam.sees()).not.toContain('Acme Berlin');
  expect(sam.sees()).not.toContain('acme.example.com');
});

test('what failed after it was approved can be edited and asked again', async () => {
  await using house = await openHouse();
  const { ada, tia, approvals } = house;
  await asks(house, tia);
  const provider = (await house.gateway.serviceProviders({ everything: true }))[0];
  if (!provider) throw new Error('there is no provider');
  const taken = { name: 'Faster', providerSid: provider.sid, sipRealm: 'acme.example.com' };
  await house.gateway.createAccount(taken);
  await ada.clicks('Approve', { in: CARD });
  await house.settled();
  expect(state(house)).toEqual(['failed']);
  await tia.clicks('Edit and ask again');
  const again = await tia.waitsForModal('Create account');
  expect(again.values).toMatchObject(acme);
  await tia.fills({ 'SIP Realm': 'acme-two.example.com' });
  await tia.submits();
  await tia.waitsForNoModal();
  await house.settled();
  await ada.waitsFor('SIP Realm: acme-two.example.com', { in: approvals });
  expect(state(house)).toEqual(['failed', 'waiting']);
});

test('that an asker has lost the right is told the decider, and audited', async () => {
  await using house = await openHouse();
  const { ada, sam, tia } = house;
  await asks(house, tia);
  await ada.types(`/vg access revoke @${tia.name}`);
  await house.settled();
  await ada.clicks('Approve', { in: CARD });
  await ada.waitsFor('Whoever asked for this may not have it now.');
  expect(steps(house)).toEqual(['tia: asked', 'ada: refused']);
  const [refused] = house.rows<{ provider_sid: string; detail: string }>(
    "SELECT provider_sid, detail FROM audit_entries WHERE result = 'refused'",
  );
  expect(refused?.detail).toContain('"because":"asker not entitled"');
  await sam.types('/vg audit');
  await sam.waitsFor('Whoever asked for it may not have it any more.');
});

test('ids of no request are answered in the words of foreign ones, whatever they are', async () => {
  await using house = await openHouse();
  const { ada, sam } = house;
  const answers = {
    approve: 'I find no such request.',
    edit: 'I find no such request.',
    deny: 'I find no such request.',
    show: 'I find no such request.',
    withdraw: 'Only whoever asked can withdraw a request.',
    again: 'Only whoever asked can ask again.',
  };
  for (const [action, answer] of Object.entries(answers)) {
    for (const value of ['', 'chg_00000000000000000000:1', "x' OR 1=1"]) {
      await pressing(house, ada, `approvals.${action}`, value);
      await house.settled();
      expect(ada.messages(ada.dm).at(-1)?.plain).toContain(answer);
    }
  }
  expect(ada.messages(ada.dm)).toHaveLength(18);
  await pressing(house, sam, 'approvals.approve', 'chg_00000000000000000000:1');
  await sam.waitsFor('You may not decide this request.');
});

test('a Service Provider’s own request goes to the Admins alone', async () => {
  await using house = await openHouse();
  const { ada, sam, approvals } = house;
  await asks(house, sam);
  expect(sam.messages(sam.dm).filter(({ plain }) => plain.startsWith(CARD))).toEqual([]);
  expect(ada.messages(approvals).at(-1)?.plain).toContain('Asked by @sam');
  await pressing(house, sam, 'approvals.approve', request(house).value);
  await sam.waitsFor('You cannot decide your own request.');
});

test('a second Admin is granted by two, and the request of one cannot be decided by themselves', async () => {
  await using house = await openHouse();
  const { ada, ben, eve, approvals } = house;
  await ada.types(`/vg access grant @${eve.name} admin`);
  const card = await ben.waitsFor('Asked by @ada', { in: approvals });
  await ada.clicks('Approve', { in: card });
  await ada.waitsFor('You cannot decide your own request.');
  await ben.clicks('Approve', { in: card });
  await house.settled();
  await eve.types('/vg approvals');
  await house.settled();
  expect(eve.sees()).toContain('Nothing waits for your decision.');
});

test('the list shows what waits that this person may decide, oldest first, and a decision leaves it', async () => {
  await using house = await openHouse();
  const { ada, sam, tia, eve, olu } = house;
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven']) {
    await asks(house, tia, {
      'Account name': name,
      'SIP Realm': `${name.toLowerCase()}.example.com`,
    });
  }
  await asks(house, sam, { 'Account name': 'Of Sam', 'SIP Realm': 'sam.example.com' });

  await ada.types('/vg approvals', { in: house.voiceOps });
  const list = ada.messages(house.voiceOps).at(-1);
  expect(list?.ephemeral).toBe(true);
  expect(list?.plain.match(/Create account \w+/g)).toEqual([
    'Create account One',
    'Create account Two',
    'Create account Three',
    'Create account Four',
    'Create account Five',
  ]);
  await ada.clicks('Next', { in: list ?? '' });
  await house.settled();
  const next = ada.messages(house.voiceOps).at(-1);
  expect(next?.ts).toBe(list?.ts);
  expect(next?.plain.match(/Create account [\w ]+/g)).toEqual([
    'Create account Six',
    'Create account Seven',
    'Create account Of Sam',
  ]);
  await ada.clicks('First', { in: next ?? '' });
  await house.settled();
  await ada.clicks('Approve', { in: ada.messages(house.voiceOps).at(-1) ?? '' });
  await house.settled();
  const after = ada.messages(house.voiceOps).at(-1);
  expect(after?.plain).toMatch(/^Create account One: Approved by @ada/);
  expect(after?.plain.match(/Create account \w+/g)?.slice(1, 3)).toEqual([
    'Create account Two',
    'Create account Three',
  ]);

  await ada.clicks('Deny', { in: after ?? '' });
  await ada.waitsForModal('Deny');
  await ada.fills({ Reason: 'No' });
  await ada.submits();
  await house.settled();
  expect(ada.messages(house.voiceOps).at(-1)?.plain).toMatch(/^Create account Two: Denied by @ada/);

  await sam.types('/vg approvals', { in: house.voiceOps });
  const seen = sam.messages(house.voiceOps).at(-1)?.plain ?? '';
  expect(seen).toContain('Create account Three');
  expect(seen).not.toContain('Of Sam');
  expect(seen).toContain('1 request of your own waits: /vg approvals mine');
  await tia.types('/vg approvals', { in: house.voiceOps });
  const own = tia.messages(house.voiceOps).at(-1)?.plain;
  expect(own).toContain('You decide no requests');
  expect(own).toContain('5 requests of your own wait');
  for (const person of [eve, olu]) {
    await person.types('/vg approvals');
    await house.settled();
    expect(person.messages(person.dm).at(-1)?.buttons).toEqual(['Ask for access']);
  }
});

test('one’s own requests are listed with their state, and withdrawn or asked again from there', async () => {
  await using house = await openHouse();
  const { ada, tia, eve } = house;
  await asks(house, tia);
  await asks(house, tia, { 'Account name': 'Beta', 'SIP Realm': 'beta.example.com' });
  await ada.clicks('Deny', { in: 'Create account Beta' });
  await ada.waitsForModal('Deny');
  await ada.fills({ Reason: 'No' });
  await ada.submits();
  await house.settled();

  await tia.types('/vg approvals mine', { in: house.voiceOps });
  const list = tia.messages(house.voiceOps).at(-1);
  expect(list?.plain).toContain('Create account Beta\nDenied by @ada: No');
  expect(list?.plain).toContain('Create account Acme\nWaiting for a decision');
  expect(list?.buttons).toEqual(['Edit and ask again', 'Withdraw']);
  await tia.clicks('Withdraw', { in: list ?? '' });
  await house.settled();
  expect(tia.messages(house.voiceOps).at(-1)).toMatchObject({
    ts: list?.ts,
    buttons: ['Edit and ask again'],
  });
  await tia.clicks('Edit and ask again', { in: tia.messages(house.voiceOps).at(-1) ?? '' });
  expect((await tia.waitsForModal('Create account')).values['Account name']).toBe('Beta');

  await eve.types('/vg approvals mine');
  await eve.waitsFor('You have asked for nothing that needs a second person.');
});

test('a guest decides nothing, whatever scope was granted before', async () => {
  await using house = await openHouse({ history: true });
  const { sam, tia, workspace } = house;
  await workspace.update(sam, { guest: true });
  await asks(house, tia);
  expect(sam.messages(sam.dm).filter(({ plain }) => plain.startsWith(CARD))).toEqual([]);
  await pressing(house, sam, 'approvals.approve', request(house).value);
  await house.settled();
  expect(sam.sees()).toContain('As a guest you may not decide requests.');
  expect(steps(house)).toEqual(['tia: asked', 'sam: refused']);
});

test('a card that Slack never confirmed is drawn as it is now when somebody clicks it', async () => {
  await using house = await openHouse();
  const { ada, ben, tia, approvals, workspace } = house;
  workspace.faults.next('chat.postMessage', 'lose answer');
  await tia.types('/vg account create');
  await tia.waitsForModal('Create account');
  await tia.fills({ ...acme, Reason: 'A new customer' });
  await tia.submits();
  await ben.waitsFor('Sent again: Slack did not confirm the first', { in: approvals });
  await house.settled();
  const [stray, card] = ben.messages(approvals).filter(({ plain }) => plain.startsWith(CARD));
  await ada.clicks('Approve', { in: card ?? '' });
  await house.settled();
  expect(ben.messages(approvals).find(({ ts }) => ts === stray?.ts)?.buttons).toContain('Approve');
  await ben.clicks('Approve', { in: stray ?? '' });
  await house.settled();
  expect(ben.sees()).toContain('This request was approved by ada just now.');
  const drawn = ben.messages(approvals).find(({ ts }) => ts === stray?.ts);
  expect(drawn?.plain).toContain('Done and verified');
  expect(drawn?.buttons).toEqual([]);
});
