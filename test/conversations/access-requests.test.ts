import { expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';

const requests = (house: House) =>
  house.rows<{ state: string; decided_by: string | null }>(
    "SELECT state, decided_by FROM changes WHERE kind = 'access request' ORDER BY seq",
  );

const scopesOf = (house: House, who: { id: string }) =>
  house
    .rows<{ scope: string }>(
      'SELECT scope FROM grants WHERE user_id = ? AND ended_at IS NULL',
      who.id,
    )
    .map(({ scope }) => scope);

function openRequestOf(house: House, who: { id: string }): string {
  const [open] = house.rows<{ id: string }>(
    "SELECT id FROM changes WHERE state = 'waiting' AND actor_user = ?",
    who.id,
  );
  if (!open) throw new Error('nobody asked');
  return open.id;
}

/** Eve asks for access; gives the Admins' card. */
async function eveAsks(house: House) {
  await house.eve.types('/vg access request');
  await house.eve.waitsForModal('Ask for access');
  await house.eve.fills({ 'What you need': 'clear the cache of Tiny', Reason: 'I am on its team' });
  await house.eve.submits();
  return house.ada.waitsFor('Get access for eve', { in: house.approvals });
}

test('somebody without access asks, and an Admin maps them from the card', async () => {
  await using house = await openHouse();
  const { ada, ben, eve } = house;
  const card = await eveAsks(house);
  expect(card.plain).toContain('What they need: clear the cache of Tiny');
  expect(card.plain).toContain('Reason: I am on its team');
  expect(card.plain).toContain('Asked by @eve');
  expect(card.buttons).toEqual(['Map…', 'Deny']);
  const own = await eve.waitsFor('You asked to get access for eve');
  expect(own.channel).toBe(eve.dm.id);
  expect(own.buttons).toEqual(['Withdraw']);

  await ada.clicks('Map…', { in: card });
  const form = await ada.waitsForModal('Grant access');
  expect(form.text).toContain('clear the cache of Tiny');
  expect(form.text).toContain('I am on its team');
  expect(form.values.Person).toBe(eve.id);
  await ada.picks('Scope', 'Account', { in: 'modal' });
  await house.settled();
  expect(ada.modal?.text).toContain('clear the cache of Tiny');
  await ada.fills({ Account: 'Tiny' });
  await ada.submits();

  await eve.waitsFor('ada granted you Account scope on Tiny');
  await house.settled();
  expect(eve.sees()).toContain(
    'Approved by @ada. Done and verified: granted eve Account scope on Tiny',
  );
  for (const admin of [ada, ben]) {
    const settled = await admin.waitsFor('Approved by @ada', { in: house.approvals });
    expect(settled.buttons).toEqual([]);
  }
  expect(requests(house)).toEqual([{ state: 'verified', decided_by: ada.id }]);
  expect(scopesOf(house, eve)).toEqual(['account']);
  const steps = house.rows<{ action: string; result: string; actor_user: string }>(
    'SELECT action, result, actor_user FROM audit_entries WHERE subject = ? ORDER BY seq',
    `${house.workspace.teamId}/${eve.id}`,
  );
  expect(steps.map(({ action, result }) => `${action}: ${result}`)).toEqual([
    'access request: asked',
    'access grant: asked',
    'access grant: verified',
    'access request: approved',
    'access request: verified',
  ]);
  expect(steps[3]?.actor_user).toBe(ada.id);
});

test('one open request each: the second is told which one is open', async () => {
  await using house = await openHouse();
  const { eve } = house;
  await eveAsks(house);
  const [open] = house.rows<{ id: string }>('SELECT id FROM changes WHERE state = ?', 'waiting');
  await eve.types('/vg access request');
  const refusal = await eve.waitsFor('You have asked for access already');
  expect(refusal.plain).toContain(open?.id);
  expect(eve.modal).toBeUndefined();
  await eve.types('/vg me');
  expect((await eve.waitsFor('Your open requests')).plain).toContain(open?.id);
});

test('two forms opened beside each other become one request', async () => {
  await using house = await openHouse();
  const { eve, workspace } = house;
  await eve.types('/vg access request');
  const { view } = await eve.waitsForModal('Ask for access');
  await eve.closes();
  await eveAsks(house);
  const values = {
    'access.request.needs': { 'access.request.needs': { value: 'the same again' } },
    'access.request.reason': { 'access.request.reason': { value: 'impatience' } },
  };
  const second = await workspace.forge({
    by: eve,
    kind: 'view_submission',
    payload: { view: { ...view, state: { values } } },
  });
  expect(second.ackBody).toContain('You have asked for access already');
  expect(requests(house)).toHaveLength(1);
});

test('a refusal offers to ask, and its button opens the form', async () => {
  await using house = await openHouse();
  const { tia } = house;
  await tia.types('/vg access grant @eve account Tiny');
  await tia.clicks('Ask for access');
  await tia.waitsForModal('Ask for access');
  await tia.fills({ 'What you need': 'to map my colleagues', Reason: 'Sam is away' });
  await tia.submits();
  await house.ada.waitsFor('Get access for tia', { in: house.approvals });
});

test('a request needs both of its answers', async () => {
  await using house = await openHouse();
  await house.eve.types('/vg access request');
  await house.eve.waitsForModal('Ask for access');
  await house.eve.fills({ 'What you need': '   ', Reason: 'because' });
  await house.eve.submits();
  expect(house.eve.modal?.errors).toEqual({ 'What you need': 'Please answer this.' });
  expect(requests(house)).toEqual([]);
});

test('a grant by command settles the open request of the one who gets it', async () => {
  await using house = await openHouse();
  await eveAsks(house);
  await house.ada.types('/vg access grant @eve account Tiny');
  await house.settled();
  expect(requests(house)).toEqual([{ state: 'verified', decided_by: house.ada.id }]);
  const card = await house.ada.waitsFor('Get access for eve', { in: house.approvals });
  expect(card.buttons).toEqual([]);
  expect(card.plain).toContain('Approved by @ada');
});

test('mapping to a scope that needs a second person leaves the request open until it is granted', async () => {
  await using house = await openHouse();
  const { ada, ben, eve } = house;
  const card = await eveAsks(house);
  await ada.clicks('Map…', { in: card });
  await ada.waitsForModal('Grant access');
  await ada.fills({ Scope: 'Admin' });
  await house.settled();
  await ada.submits();
  const grant = await ben.waitsFor('Grant eve Admin scope', { in: house.approvals });
  expect(grant.buttons).toContain('Approve');
  await house.settled();
  expect(requests(house)).toEqual([{ state: 'waiting', decided_by: null }]);
  expect(scopesOf(house, eve)).toEqual([]);
  await ben.clicks('Approve', { in: grant });
  await eve.waitsFor('ada granted you Admin scope');
  await house.settled();
  expect(requests(house)).toEqual([{ state: 'verified', decided_by: ada.id }]);
});

test('two Admins map at once: one grant, and the other sees why', async () => {
  await using house = await openHouse();
  const { ada, ben, eve } = house;
  const card = await eveAsks(house);
  for (const admin of [ada, ben]) {
    await admin.clicks('Map…', { in: card });
    await admin.waitsForModal('Grant access');
    await admin.picks('Scope', 'Account', { in: 'modal' });
    await house.settled();
    await admin.fills({ Account: 'Tiny' });
  }
  await ada.submits();
  await eve.waitsFor('ada granted you Account scope on Tiny');
  await ben.submits();
  expect(ben.modal?.text).toContain('eve has Account scope on Tiny already');
  await house.settled();
  expect(scopesOf(house, eve)).toEqual(['account']);

  // Another grant for the same request is refused too: it is answered.
  await ben.picks('Scope', 'On-call', { in: 'modal' });
  await house.settled();
  await ben.submits();
  expect(ben.modal?.text).toContain('This request is answered already');
  expect(scopesOf(house, eve)).toEqual(['account']);
});

test('a request is answered for the one who asked, or not at all', async () => {
  await using house = await openHouse();
  const { ada, tia } = house;
  const card = await eveAsks(house);
  await ada.clicks('Map…', { in: card });
  await ada.waitsForModal('Grant access');
  await ada.fills({ Person: tia, Scope: 'On-call' });
  await house.settled();
  await ada.submits();
  expect(ada.modal?.errors).toEqual({ Person: 'The request is not theirs.' });
  await house.settled();
  expect(scopesOf(house, tia)).toEqual(['account']);
  expect(requests(house)).toEqual([{ state: 'waiting', decided_by: null }]);
});

test('a denied request gives its asker the reason, and Map… on an old card says that it is over', async () => {
  await using house = await openHouse();
  const { ada, ben, eve } = house;
  const card = await eveAsks(house);
  const id = openRequestOf(house, house.eve);
  await ada.clicks('Deny', { in: card });
  await ada.waitsForModal();
  await ada.fills({ Reason: 'Ask your own lead' });
  await ada.submits();
  await eve.waitsFor('Denied by @ada: Ask your own lead');
  await clickMap(house, ben, id);
  await ben.waitsFor('This request is over already');
  expect(ben.modal).toBeUndefined();
});

test('nobody but an Admin maps from a card, and nobody their own request', async () => {
  await using house = await openHouse();
  const { ada, sam, eve } = house;
  await eveAsks(house);
  const id = openRequestOf(house, house.eve);
  for (const person of [sam, eve]) await clickMap(house, person, id);
  await sam.waitsFor('You may not decide this request');
  await eve.waitsFor('You cannot decide your own request');

  await ada.types('/vg access request');
  await ada.waitsForModal('Ask for access');
  await ada.fills({ 'What you need': 'more', Reason: 'vanity' });
  await ada.submits();
  await house.settled();
  await clickMap(house, ada, openRequestOf(house, ada));
  await ada.waitsFor('You cannot decide your own request');
  // Nor by granting themselves something: the request stays for another Admin.
  await ada.types('/vg access grant @ada on_call');
  await house.settled();
  expect(requests(house).map(({ state }) => state)).toEqual(['waiting', 'waiting']);
});

test('a forged approval of a request grants nothing and leaves it open', async () => {
  await using house = await openHouse();
  const { ada, eve, workspace } = house;
  await eveAsks(house);
  const id = openRequestOf(house, house.eve);
  await workspace.forge({
    by: ada,
    kind: 'block_actions',
    payload: {
      actions: [
        { type: 'button', action_id: 'approvals.approve', block_id: 'b', value: `${id}:1` },
      ],
    },
  });
  await ada.waitsFor('This request is answered by mapping the person');
  await house.settled();
  expect(requests(house)).toEqual([{ state: 'waiting', decided_by: null }]);
  expect(scopesOf(house, eve)).toEqual([]);
});

test('a withdrawn request is gone from the Admins’ card, and another can be asked', async () => {
  await using house = await openHouse();
  const { eve, ada } = house;
  await eveAsks(house);
  await eve.clicks('Withdraw');
  const card = await ada.waitsFor('Withdrawn by @eve', { in: house.approvals });
  expect(card.buttons).toEqual([]);
  await eveAsks(house);
  expect(requests(house).map(({ state }) => state)).toEqual(['withdrawn', 'waiting']);
});

function clickMap(house: House, by: House['ada'], id: string) {
  return house.workspace.forge({
    by,
    kind: 'block_actions',
    payload: {
      actions: [{ type: 'button', action_id: 'approvals.map', block_id: 'b', value: `${id}:1` }],
    },
  });
}

test('a grant answers no request that whoever grants may not decide, and only a new grant answers one', async () => {
  await using house = await openHouse();
  const { ada, sam, eve } = house;
  await ada.types('/vg access grant @eve account Tiny');
  const granted = await ada.waitsFor('granted eve Account scope on Tiny');
  await ada.clicks('Undo', { in: granted });
  const revoked = await ada.waitsFor('revoked eve’s Account scope on Tiny');
  await eveAsks(house);
  // Undoing the revoking gives back what was held: that is no answer to what is asked now.
  await ada.clicks('Undo', { in: revoked });
  await house.settled();
  expect(scopesOf(house, eve)).toEqual(['account']);
  await ada.types('/vg access grant @eve account Tiny until 2099-01-31');
  await house.settled();
  await house.account('Small');
  await sam.types('/vg access grant @eve account Small');
  await house.settled();
  expect(scopesOf(house, eve)).toEqual(['account', 'account']);
  expect(requests(house)).toEqual([{ state: 'waiting', decided_by: null }]);
});

test('who holds Account scope in one tenant is answered by its Service Provider, who gets the card too', async () => {
  await using house = await openHouse();
  const { sam, tia, ada } = house;
  await house.account('Small');
  await house.account('Foreign', 'Otherwise');
  await tia.types('/vg access request', { in: house.voiceOps });
  await tia.waitsForModal('Ask for access');
  await tia.fills({ 'What you need': 'Small too', Reason: 'It is ours' });
  await tia.submits();
  const waits = await tia.waitsFor('an Admin or a Service Provider of your tenant decides', {
    in: house.voiceOps,
  });
  expect(waits.ephemeral).toBe(true);
  const card = await sam.waitsFor('Get access for tia');
  expect(card.channel).toBe(sam.dm.id);
  expect(card.buttons).toEqual(['Map…', 'Deny']);
  await ada.waitsFor('Get access for tia', { in: house.approvals });
  await sam.clicks('Map…', { in: card });
  const form = await sam.waitsForModal('Grant access');
  expect(form.fields).toEqual(['Person', 'Account', 'Until']);
  expect(await sam.searches('Account', '', { in: 'modal' })).toEqual(['Small', 'Tiny']);
  await sam.fills({ Account: 'Small' });
  await sam.submits();
  await tia.waitsFor('sam granted you Account scope on Small');
  await house.settled();
  expect(requests(house)).toEqual([{ state: 'verified', decided_by: sam.id }]);
});

test('what is asked in the longest and most escaped words can be mapped and denied', async () => {
  await using house = await openHouse();
  const { ada, eve } = house;
  await eve.types('/vg access request');
  await eve.waitsForModal('Ask for access');
  await eve.fills({ 'What you need': '&'.repeat(300), Reason: '&'.repeat(500) });
  await eve.submits();
  const card = await ada.waitsFor('Get access for eve', { in: house.approvals });
  await ada.clicks('Map…', { in: card });
  const form = await ada.waitsForModal('Grant access');
  expect(form.text).toContain('asks for');
  expect(form.text).toContain('Reason');
});

test('a denied request can be edited and asked again', async () => {
  await using house = await openHouse();
  const { ada, eve } = house;
  const card = await eveAsks(house);
  await ada.clicks('Deny', { in: card });
  await ada.waitsForModal();
  await ada.fills({ Reason: 'Which Tiny?' });
  await ada.submits();
  await eve.waitsFor('Denied by @ada: Which Tiny?');
  await eve.clicks('Edit and ask again');
  const form = await eve.waitsForModal('Ask for access');
  expect(form.values).toEqual({
    'What you need': 'clear the cache of Tiny',
    Reason: 'I am on its team',
  });
  await eve.fills({ 'What you need': 'clear the cache of Tiny of Default' });
  await eve.submits();
  await ada.waitsFor('clear the cache of Tiny of Default', { in: house.approvals });
  expect(requests(house).map(({ state }) => state)).toEqual(['denied', 'waiting']);
});

test('who asks for a scope that a second person decides can say why, and the card shows it', async () => {
  await using house = await openHouse();
  const { ada, ben, sam } = house;
  await ada.types('/vg access grant');
  await ada.fills({ Person: sam, Scope: 'Admin' });
  await ada.fills({ Reason: 'covers for ben in August' });
  await ada.submits();
  await ben.waitsFor('Reason: covers for ben in August', { in: house.approvals });
  await ben.clicks('Approve', { in: 'covers for ben' });
  await sam.waitsFor(/granted you Admin scope/);
});
