import { expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';

const scopesOf = (house: House, who: { id: string }) =>
  house
    .rows<{ scope: string }>(
      'SELECT scope FROM grants WHERE user_id = ? AND ended_at IS NULL',
      who.id,
    )
    .map(({ scope }) => scope);

test('guests can be mapped to accounts only', async () => {
  await using house = await openHouse();
  const { ada, workspace } = house;
  const guy = workspace.addPerson({ name: 'guy', guest: true });
  for (const scope of ['admin', 'sp Default', 'on_call']) {
    await ada.types(`/vg access grant @guy ${scope}`);
    await ada.waitsFor('guy is a guest, and guests can hold Account scope only');
  }
  expect(scopesOf(house, guy)).toEqual([]);
  await ada.types('/vg access grant @guy account Tiny');
  await guy.waitsFor('ada granted you Account scope on Tiny');
  await guy.types('/vg me');
  expect((await guy.waitsFor('What you hold')).plain).toContain('You are a guest here');
});

test('in the form the refusal stands under the person', async () => {
  await using house = await openHouse();
  const { ada, workspace } = house;
  const bot = workspace.addPerson({ name: 'robot', bot: true });
  await ada.types('/vg access grant account Tiny');
  await ada.waitsForModal('Grant access');
  await ada.fills({ Person: bot });
  await ada.submits();
  expect(ada.modal?.errors).toEqual({ Person: 'robot is a bot.' });
});

test.for<[name: string, init: object, why: string]>([
  ['deactivated', { deactivated: true }, 'is deactivated in Slack'],
  ['bot', { bot: true }, 'is a bot'],
  ['stranger', { otherTeam: 'T0STRANGER' }, 'belongs to another organisation (Slack Connect)'],
])('nobody maps a %s', async ([name, init, why]) => {
  await using house = await openHouse();
  const person = house.workspace.addPerson({ name, ...init });
  await house.ada.types(`/vg access grant @${name} account Tiny`);
  await house.ada.waitsFor(`${name} ${why}`);
  expect(scopesOf(house, person)).toEqual([]);
});

test('people of other organisations and bots are refused whatever they ask', async () => {
  await using house = await openHouse();
  const { workspace, voiceOps } = house;
  const stranger = workspace.addPerson({ name: 'stranger', otherTeam: 'T0STRANGER' });
  const robot = workspace.addPerson({ name: 'robot', bot: true });
  voiceOps.members.add(stranger.id).add(robot.id);
  for (const person of [stranger, robot]) {
    for (const command of ['me', 'access request', 'account list']) {
      await person.types(`/vg ${command}`, { in: voiceOps });
    }
    await house.settled();
    expect(person.modal).toBeUndefined();
    const said = person.messages(voiceOps);
    expect(said).toHaveLength(3);
    for (const { plain } of said) expect(plain).toContain('I serve only the members');
  }
});

test('whoever becomes a guest keeps Account scope alone, and gets the rest back as a member', async () => {
  await using house = await openHouse();
  const { ada, sam, workspace } = house;
  await ada.types('/vg access grant @sam account Tiny');
  await house.settled();
  await workspace.update(sam, { guest: true });
  await house.settled();
  await sam.types('/vg access grant @eve account Tiny');
  await sam.waitsFor('As a guest you may not map people');
  expect(scopesOf(house, house.eve)).toEqual([]);
  await sam.types('/vg tts show Tiny');
  await sam.waitsFor(/cached prompts?/i);

  await workspace.update(sam, { guest: false });
  await house.settled();
  await sam.types('/vg access grant @eve account Tiny');
  await house.eve.waitsFor('sam granted you Account scope on Tiny');
});

test('a deactivated person’s open form does nothing any more', async () => {
  await using house = await openHouse();
  const { sam, eve, workspace } = house;
  await sam.types('/vg access grant @eve');
  const { view } = await sam.waitsForModal('Grant access');
  const [tiny] = house.rows<{ account_sid: string }>(
    'SELECT account_sid FROM grants WHERE user_id = ?',
    house.tia.id,
  );
  await workspace.update(sam, { deactivated: true });
  await house.settled();
  const values = {
    'access.grant.person': { 'access.grant.person': { selected_user: eve.id } },
    'access.grant.account': {
      'access.account': { selected_option: { value: tiny?.account_sid } },
    },
  };
  const answer = await workspace.forge({
    by: sam,
    kind: 'view_submission',
    payload: { view: { ...view, state: { values } } },
  });
  expect(answer.ackBody).toContain('I serve only the members of this workspace');
  expect(scopesOf(house, eve)).toEqual([]);
});

test('while Slack does not say who people are, reads are allowed and changes refused', async () => {
  await using house = await openHouse();
  const { ada, sam, workspace, clock } = house;
  clock.forward({ minutes: 20 });
  workspace.faults.next('users.info', { status: 500 }, 50);
  await sam.types('/vg access list');
  await sam.waitsFor('@tia: Account scope on Tiny');
  await sam.types('/vg access grant @eve account Tiny');
  await sam.waitsFor('I cannot make changes for you right now');
  await sam.types('/vg access request');
  await house.settled();
  const refused = sam.messages().filter(({ plain }) => plain.includes('I cannot make changes'));
  expect(refused).toHaveLength(2);
  const audited = house.rows<{ detail: string }>(
    "SELECT detail FROM audit_entries WHERE result = 'refused'",
  );
  expect(audited.map(({ detail }) => (JSON.parse(detail) as { because: string }).because)).toEqual([
    'identity unknown',
    'identity unknown',
  ]);
  expect(scopesOf(house, house.eve)).toEqual([]);

  workspace.faults.clear();
  clock.forward({ seconds: 10 });
  await sam.types('/vg access grant @eve account Tiny');
  await house.eve.waitsFor('sam granted you Account scope on Tiny');

  // Known themselves, and Slack cannot say who the other one is: refused as well.
  await ada.types('/vg me');
  await house.settled();
  workspace.faults.next('users.info', { status: 500 }, 50);
  await ada.types('/vg access grant @eve on_call');
  await ada.waitsFor('Slack does not say who that is right now');
  expect(scopesOf(house, house.eve)).toEqual(['account']);
});

test('a grant that ended a second ago gives nothing, and can be given anew', async () => {
  await using house = await openHouse();
  const { ada, eve, clock } = house;
  const day = 24 * 60 * 60_000;
  const last = new Date(clock.now().getTime() + day).toISOString().slice(0, 10);
  await ada.types(`/vg access grant @eve account Tiny until ${last}`);
  await eve.waitsFor('ada granted you Account scope on Tiny');
  await eve.types('/vg access list Tiny');
  await eve.waitsFor('Access to Tiny');
  const end = Date.parse(last) + day;
  clock.forward({ seconds: (end - clock.now().getTime()) / 1000 + 1 });
  await eve.types('/vg access list Tiny');
  await eve.waitsFor('You have no access yet');
  await ada.types('/vg access list @eve');
  await ada.waitsFor('Nobody is mapped here');
  await ada.types('/vg access revoke @eve Tiny');
  await ada.waitsFor('I find no such grant in your reach');

  await ada.types('/vg access grant @eve account Tiny');
  await house.settled();
  await eve.types('/vg access list Tiny');
  const list = await eve.waitsFor('Access to Tiny');
  expect(list.plain).toContain('@eve: Account scope on Tiny, without an end');
});
