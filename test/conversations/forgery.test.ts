import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Obj, obj, str } from '../../src/emulator/json.ts';
import type { Delivery } from '../../src/emulator/model.ts';
import type { Person } from '../../src/emulator/person/person.ts';
import { newId } from '../../src/ids.ts';
import { type House, openHouse } from '../bot.ts';
import { cardFor, ears, furnish, type Place } from '../cast.ts';
import { eventually } from '../eventually.ts';
import {
  clicksForged,
  drawnFor,
  openForm,
  submitsForged,
  swapped,
  withAnswer,
} from '../forging.ts';
import { hold } from '../grants.ts';
import { worldOf } from '../world.ts';

let house: House;
let place: Place;
beforeAll(async () => {
  house = await openHouse();
  place = await furnish(house);
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

/** Fails unless it was answered in these words, audited as a refusal, and changed nothing. */
async function refuses(
  by: Person,
  forge: () => Promise<Delivery>,
  words: string | RegExp,
  { audited = true } = {},
): Promise<void> {
  const before = worldOf(house);
  const { listens, answer } = ears(house, by);
  listens();
  const { status } = await forge();
  expect(status).toBe(200);
  await eventually(() => expect(answer()).not.toBe(''));
  await house.workspace.idle();
  expect(answer()).toMatch(words);
  const after = worldOf(house);
  const { refused, ...unchanged } = before;
  expect(after).toMatchObject(unchanged);
  expect(after.refused).toEqual(audited ? [...refused, by.id] : refused);
}

let made = 0;
const account = () => {
  made += 1;
  const name = `Forged ${made}`;
  return { 'Account name': name, 'SIP Realm': `forged-${made}.example.com`, Reason: 'a pilot' };
};

/** A form of "Create account", filled in by this person and taken from them unsubmitted. */
async function creation(by: Person): Promise<Obj> {
  await by.types('/vg account create', { in: house.voiceOps });
  await by.waitsForModal('SIP Realm');
  await by.fills(account());
  const form = openForm(by);
  await by.closes({ all: true });
  return form;
}

/** A request of an Account-scope person, waiting to be decided. Gives its id. */
async function request(by: Person): Promise<string> {
  await submitsForged(house, by, await creation(by));
  const [waiting] = house.rows<{ id: string }>(
    "SELECT id FROM changes WHERE state = 'waiting' AND actor_user = ? ORDER BY seq DESC LIMIT 1",
    by.id,
  );
  if (!waiting) throw new Error(`nothing waits:\n${by.sees()}`);
  return waiting.id;
}

const stateOf = (id: string) =>
  house.rows<{ state: string }>('SELECT state FROM changes WHERE id = ?', id)[0]?.state;

const typed = (value: string) => ({ type: 'plain_text_input', value });
const chosen = (value: string) => ({
  type: 'static_select',
  selected_option: { text: { type: 'plain_text', text: value }, value },
});

describe('a field that the form never showed', () => {
  test.each([
    ['account.create.limits', typed('{"unit":"minutes"}')],
    ['account.create.licensedSessions', typed('99')],
    ['account.create.edit.licensedSessions', typed('99')],
    ['account.create.grantTo', typed('U1')],
    ['account.create.note', typed('no reason at all')],
    ['tts.clear.all.phrase', typed('clear every TTS cache')],
    ['nonsense', typed('x')],
  ])('%s, in "Create account" by a Service Provider', async (block, answer) => {
    const form = withAnswer(await creation(house.sam), block, answer);
    await refuses(house.sam, () => submitsForged(house, house.sam, form), 'it did not ask');
  });

  test('the provider, where there was but one and it was shown as text', async () => {
    const { otherProvider } = place;
    const form = withAnswer(
      await creation(house.sam),
      'account.create.provider',
      chosen(otherProvider.sid),
    );
    await refuses(house.sam, () => submitsForged(house, house.sam, form), 'it did not ask');
  });

  test('limits, when a Service Provider edits a request', async () => {
    const id = await request(house.tia);
    await clicksForged(house, house.sam, 'approvals.edit', `${id}:1`);
    await house.sam.waitsForModal('SIP Realm');
    const form = openForm(house.sam);
    await house.sam.closes({ all: true });
    expect(JSON.stringify(form.blocks)).not.toContain('Licensed');
    for (const [block, answer] of [
      ['account.create.edit.unit', chosen('minutes')],
      ['account.create.edit.licensedSessions', typed('99')],
    ] as const) {
      const forged = withAnswer(form, block, answer);
      await refuses(house.sam, () => submitsForged(house, house.sam, forged), 'it did not ask');
    }
    expect(stateOf(id)).toBe('waiting');
  });

  test('a wider scope, when a Service Provider maps somebody', async () => {
    const { sam, eve } = house;
    await sam.types('/vg access grant', { in: house.voiceOps });
    await sam.waitsForModal('Account');
    await sam.fills({ Person: eve, Account: 'Tiny' });
    const form = openForm(sam);
    await sam.closes({ all: true });
    for (const scope of ['admin', 'service_provider', 'on_call']) {
      const forged = withAnswer(form, 'access.grant.scope', chosen(scope));
      await refuses(sam, () => submitsForged(house, sam, forged), 'it did not ask');
    }
  });
});

describe('the memory of a form', () => {
  const notYours = 'This form was not drawn for you.';
  const remembering = (form: Obj, change: (memory: Obj) => unknown): Obj => ({
    ...form,
    private_metadata: JSON.stringify(change(obj(JSON.parse(str(form.private_metadata))))),
  });

  test.each<[string, (memory: Obj) => unknown]>([
    ['with another id', (memory) => ({ ...memory, once: newId('frm') })],
    ['with another place to answer', (memory) => ({ ...memory, at: { surface: 'home' } })],
    ['with another account or request', (memory) => ({ ...memory, own: { id: newId('chg') } })],
    ['with more fields', ({ own, ...memory }) => ({ ...memory, own: { ...obj(own), shown: [] } })],
    ['without its seal', (memory) => ({ ...memory, mac: undefined })],
    ['with an empty seal', (memory) => ({ ...memory, mac: '' })],
    ['that is a list', () => []],
    ['that is a number', () => 7],
    ['that is nothing', () => null],
    ['that is of one’s own making', () => ({ once: 1, own: {}, mac: true })],
  ])('%s is refused', async (_how, change) => {
    const form = remembering(await creation(house.sam), change);
    await refuses(house.sam, () => submitsForged(house, house.sam, form), notYours);
  });

  test.each([
    ['missing', ''],
    ['not JSON', '{"once":'],
    ['a text', 'acme'],
    ['very long', 'x'.repeat(100_000)],
  ])('that is %s is refused', async (_how, private_metadata) => {
    const form = { ...(await creation(house.sam)), private_metadata };
    await refuses(house.sam, () => submitsForged(house, house.sam, form), notYours);
  });

  test('of somebody else’s form is refused', async () => {
    const { ada, sam } = house;
    const form = await creation(ada);
    await refuses(sam, () => submitsForged(house, sam, form), notYours);
  });

  test('of another form of one’s own is refused', async () => {
    const { sam } = house;
    const { private_metadata } = await creation(sam);
    await sam.types('/vg tts clear Tiny', { in: house.voiceOps });
    await sam.waitsForModal('Tiny');
    const form = { ...openForm(sam), private_metadata };
    await sam.closes({ all: true });
    await refuses(sam, () => submitsForged(house, sam, form), notYours);
  });

  test('that names another account, with a seal, is refused by the rule behind it', async () => {
    const { ada, sam } = house;
    const { own, alien } = place;
    await ada.types(`/vg tts clear ${own.name}`, { in: house.voiceOps });
    await ada.waitsForModal(own.name);
    const form = drawnFor(house, sam, swapped(openForm(ada), [[own.sid, alien.sid]]));
    await ada.closes({ all: true });
    await refuses(sam, () => submitsForged(house, sam, form), 'I find no such account');
  });

  test('replayed after its change asks for nothing more, whatever is filled in now', async () => {
    const form = await creation(house.sam);
    await submitsForged(house, house.sam, form);
    const before = worldOf(house);
    const again = swapped(form, [[`forged-${made}.`, 'another.']]);
    const { status } = await submitsForged(house, house.sam, again);
    expect(status).toBe(200);
    await house.workspace.idle();
    expect(worldOf(house)).toEqual(before);
  });

  test('replayed by somebody else after its change is refused', async () => {
    const { sam, ada } = house;
    const form = await creation(sam);
    await submitsForged(house, sam, form);
    await refuses(ada, () => submitsForged(house, ada, form), notYours);
  });

  test('in a picker of somebody else’s form offers nothing, and a button in it does nothing', async () => {
    const { ada, sam } = house;
    await ada.types('/vg access grant', { in: house.voiceOps });
    await ada.waitsForModal('Scope');
    const view = openForm(ada);
    await ada.closes({ all: true });
    const offered = await house.workspace.forge({
      by: sam,
      kind: 'block_suggestion',
      payload: { action_id: 'access.account', value: '', view },
    });
    expect(JSON.parse(offered.ackBody)).toEqual({ options: [] });
    const container = { type: 'view', view_id: view.id };
    const clicks = () =>
      clicksForged(house, sam, 'access.grant.scope', 'admin', { view, container });
    await refuses(sam, clicks, notYours);
  });
});

describe('a decision', () => {
  const decides = (by: Person, id: string, revision: number | string = 1) =>
    clicksForged(house, by, 'approvals.approve', `${id}:${revision}`);

  test('by whoever asked is refused: Approve, Deny, and Edit & approve', async () => {
    const { tia } = house;
    const id = await request(tia);
    for (const action of ['approve', 'deny', 'edit']) {
      const clicks = () => clicksForged(house, tia, `approvals.${action}`, `${id}:1`);
      await refuses(tia, clicks, 'You cannot decide your own request.');
    }
    expect(stateOf(id)).toBe('waiting');
  });

  test('by an Admin on their own request is refused, though they see its card', async () => {
    const { ada, eve, approvals } = house;
    await ada.types('/vg access grant @eve admin', { in: house.voiceOps });
    await ada.waitsFor(/grant eve Admin scope/i, { in: approvals });
    const clicks = async () => {
      const clicked = await ada.clicks('Approve', { in: /grant eve Admin scope/i });
      if (!clicked) throw new Error('nothing was clicked');
      return clicked;
    };
    await refuses(ada, clicks, 'You cannot decide your own request.');
    expect(house.rows('SELECT 1 FROM grants WHERE user_id = ?', eve.id)).toEqual([]);
  });

  test('by somebody whom nobody mapped, by on-call, and by the Service Provider of another tenant is refused', async () => {
    const id = await request(house.tia);
    const other = house.workspace.addPerson({ name: 'otto' });
    hold(house, other, { scope: 'service_provider', provider: place.otherProvider });
    for (const by of [house.eve, house.olu, other]) {
      await refuses(by, () => decides(by, id), 'You may not decide this request.');
    }
    expect(stateOf(id)).toBe('waiting');
  });

  test('by a Slack Connect stranger and by a bot is refused', async () => {
    const id = await request(house.tia);
    const stranger = house.workspace.addPerson({ name: 'xena', otherTeam: 'T0STRANGERS' });
    hold(house, stranger, { scope: 'admin' });
    await refuses(stranger, () => decides(stranger, id), 'I serve only the members');
    const bot = house.workspace.addPerson({ name: 'robo', bot: true });
    hold(house, bot, { scope: 'admin' });
    const before = worldOf(house);
    // Nothing can be written to a bot: the audit is all that tells of it.
    expect((await decides(bot, id)).status).toBe(200);
    await eventually(() => expect(worldOf(house).refused).toEqual([...before.refused, bot.id]));
    expect(stateOf(id)).toBe('waiting');
  });

  test('by somebody whose grant ended a second ago is refused, with the form that they had open too', async () => {
    const id = await request(house.tia);
    const una = house.workspace.addPerson({ name: 'una' });
    const until = new Date(house.clock.now().getTime() + 60_000);
    hold(house, una, { scope: 'admin', until });
    await clicksForged(house, una, 'approvals.edit', `${id}:1`);
    await una.waitsForModal('Licensed sessions');
    const edit = openForm(una);
    await una.closes({ all: true });
    await clicksForged(house, una, 'approvals.deny', `${id}:1`);
    await una.waitsForModal('Reason');
    await una.fills({ Reason: 'too late' });
    const denial = openForm(una);
    await una.closes({ all: true });
    house.clock.forward({ seconds: 61 });
    await refuses(una, () => decides(una, id), 'You may not decide this request.');
    for (const form of [edit, denial]) {
      await refuses(una, () => submitsForged(house, una, form), 'You may not decide this request.');
    }
    expect(stateOf(id)).toBe('waiting');
  });

  test.each([2, 0, -1, 99, 1.5, '', 'x', '1e0x', 'Infinity'])(
    'on the revision “%s” of a request at its first is refused',
    async (revision) => {
      const { ada } = house;
      const id = await request(house.tia);
      await refuses(ada, () => decides(ada, id, revision), 'was edited since this card was drawn');
      expect(stateOf(id)).toBe('waiting');
    },
  );

  test('on an id of no request gets the words of a foreign one', async () => {
    const { eve, ada, sam } = house;
    const { id } = house.rows<{ id: string }>(
      "SELECT id FROM changes WHERE needs_second = 0 AND state = 'verified' LIMIT 1",
    )[0] ?? { id: '' };
    for (const none of [newId('chg'), id, '', 'x', '../..', newId('grt')]) {
      await refuses(eve, () => decides(eve, none), 'You may not decide this request.');
      await refuses(sam, () => decides(sam, none), 'You may not decide this request.');
      await refuses(ada, () => decides(ada, none), 'I find no such request.');
    }
  });

  test('by Approve on a request for access grants nothing', async () => {
    const { eve, ada } = house;
    await eve.types('/vg access request', { in: house.voiceOps });
    await eve.fills({ 'What you need': 'everything', Reason: 'because' });
    await eve.submits();
    const [open] = house.rows<{ id: string }>(
      "SELECT id FROM changes WHERE kind = 'access request' AND state = 'waiting'",
    );
    const clicks = () => decides(ada, open?.id ?? '');
    await refuses(ada, clicks, 'answered by mapping the person', { audited: false });
  });

  test('is withdrawn, asked again or stopped by nobody but whoever asked', async () => {
    const { eve, sam } = house;
    const id = await request(house.tia);
    for (const by of [eve, sam]) {
      for (const of of [id, newId('chg')]) {
        const withdraws = () => clicksForged(house, by, 'approvals.withdraw', of);
        await refuses(by, withdraws, 'Only whoever asked can withdraw a request.');
        const asksAgain = () => clicksForged(house, by, 'approvals.again', of);
        await refuses(by, asksAgain, 'Only whoever asked can ask again.');
      }
    }
    expect(stateOf(id)).toBe('waiting');
  });
});

describe('a change of somebody else’s', () => {
  test('is neither undone nor posted by those who could not have asked for it', async () => {
    const { ada, eve, olu } = house;
    const guest = house.workspace.addPerson({ name: 'gwen' });
    await ada.types(`/vg access grant @gwen account ${place.alien.name}`, { in: house.voiceOps });
    const [change] = house.rows<{ id: string }>('SELECT id FROM changes ORDER BY seq DESC LIMIT 1');
    const id = change?.id ?? '';
    await eventually(() => expect(stateOf(id)).toBe('verified'));
    for (const by of [eve, olu, house.sam, guest]) {
      await refuses(
        by,
        () => clicksForged(house, by, 'changes.undo', id),
        /may not|no access|no such/,
      );
      await refuses(by, () => clicksForged(house, by, 'changes.post', id), 'Only whoever asked');
    }
    house.clock.forward({ hours: 25 });
    const undoes = () => clicksForged(house, eve, 'changes.undo', id);
    await refuses(eve, undoes, 'You have no access yet.');
  });
});

describe('what nobody drew', () => {
  const forge = (by: Person, kind: Delivery['kind'], payload: Obj) => () =>
    house.workspace.forge({ by, kind, payload });
  const view = { callback_id: 'no.such.form' };
  const unknown: [string, (by: Person) => () => Promise<Delivery>][] = [
    ['a form', (by) => forge(by, 'view_submission', { view })],
    ['a button', (by) => () => clicksForged(house, by, 'no.such.button', 'x')],
    ['a shortcut', (by) => forge(by, 'shortcut', { callback_id: 'no.such.shortcut' })],
    ['a message shortcut', (by) => forge(by, 'message_action', { callback_id: 'no.such' })],
  ];

  test.each(unknown)('%s is answered', async (_what, forged) => {
    const { ada } = house;
    await refuses(ada, forged(ada), 'I do not know this', { audited: false });
  });

  test.each(unknown)('%s of a stranger’s is refused', async (_what, forged) => {
    const stranger = house.workspace.addPerson({ name: 'yara', otherTeam: 'T0STRANGERS' });
    await refuses(stranger, forged(stranger), 'I serve only the members');
  });

  test('a picker offers nothing, and a form that is closed says nothing', async () => {
    const picker = forge(house.ada, 'block_suggestion', { action_id: 'no.such.picker' });
    expect(JSON.parse((await picker()).ackBody)).toEqual({ options: [] });
    const closed = forge(house.ada, 'view_closed', { view: { callback_id: 'tts.clear' } });
    expect(await closed()).toMatchObject({ status: 200, ackBody: '' });
  });

  test('a list’s page of another tenant shows nothing of it, not even its name', async () => {
    const { sam } = house;
    const { otherProvider, alien } = place;
    await house.ada.types('/vg account list provider:Other', { in: house.voiceOps });
    const first = { text: '', provider: otherProvider.sid, after: null, back: [] };
    const card = (await cardFor(house, sam)) ?? {};
    const { listens, told } = ears(house, sam);
    listens();
    await clicksForged(house, sam, 'account.list.next', JSON.stringify(first), card);
    await eventually(() => expect(told()).toMatch(/no account|None|I find no/i));
    expect(told()).not.toMatch(new RegExp(`${otherProvider.name}|${alien.name}`));
  });
});

describe('a picker', () => {
  const offered = async (by: Person, action_id: string, value = '', payload: Obj = {}) => {
    const forged = { action_id, value, ...payload };
    const { ackBody, status } = await house.workspace.forge({
      by,
      kind: 'block_suggestion',
      payload: forged,
    });
    expect(status).toBe(200);
    const { options } = JSON.parse(ackBody) as { options: { text: { text: string } }[] };
    return options.map(({ text }) => text.text);
  };
  const ofAccounts = [
    'account.show',
    'webhooks.show',
    'webhooks.test',
    'secret.show',
    'secret.rotate',
    'tts.show',
    'tts.clear',
    'tts.clear.accounts',
  ];

  test.each(ofAccounts)('%s offers nothing to those without rights', async (picker) => {
    const { eve, workspace } = house;
    const stranger = workspace.addPerson({ name: 'zoe', otherTeam: 'T0STRANGERS' });
    hold(house, stranger, { scope: 'admin' });
    for (const by of [eve, stranger]) {
      expect(await offered(by, picker)).toEqual([]);
      expect(await offered(by, picker, 'Tiny')).toEqual([]);
    }
    const elsewhere = { user: { team_id: 'T0STRANGERS' } };
    expect(await offered(house.ada, picker, '', elsewhere)).toEqual([]);
  });

  test.each(ofAccounts)(
    '%s offers their only account to an Account-scope person',
    async (picker) => {
      const { tia } = house;
      const { alien, own } = place;
      // A picker that is drawn as buttons where few match has nothing to suggest.
      const all = await offered(tia, picker);
      expect(all).toEqual(picker === 'tts.clear' ? [] : ['Tiny']);
      for (const typedName of [alien.name, own.name, alien.sid, own.sid, alien.sipRealm ?? '']) {
        expect(await offered(tia, picker, typedName)).toEqual([]);
      }
    },
  );

  test('of whom to map where offers only what may be mapped', async () => {
    const { tia, sam, olu } = house;
    for (const by of [tia, olu]) expect(await offered(by, 'access.account')).toEqual([]);
    const ofSam = await offered(sam, 'access.account');
    expect(ofSam).toContain('Tiny');
    expect(ofSam).not.toContain(place.alien.name);
    for (const picker of ['access.provider', 'access.oncall']) {
      expect(await offered(sam, picker)).toEqual([]);
      expect(await offered(sam, picker, place.otherProvider.name)).toEqual([]);
    }
  });

  test('of where to create offers only one’s own tenant', async () => {
    const { tia, olu } = house;
    expect(await offered(tia, 'account.create.provider')).toEqual(['Default']);
    expect(await offered(olu, 'account.create.provider')).toEqual([]);
  });
});

describe('somebody who says they are of another workspace', () => {
  const elsewhere: [string, Obj][] = [
    ['by their own team', { user: { team_id: 'T0ELSEWHERE' } }],
    ['by the payload’s team', { user: { team_id: undefined }, team: { id: 'T0ELSEWHERE' } }],
    ['by no team at all', { user: { team_id: undefined }, team: null }],
  ];

  test.each(elsewhere)('%s is refused a button', async (_how, payload) => {
    const { ada } = house;
    const clicks = () => clicksForged(house, ada, 'account.create', '', payload);
    await refuses(ada, clicks, 'I serve only the members');
    expect(ada.modal).toBeUndefined();
  });

  test.each(elsewhere)('%s is refused a form', async (_how, payload) => {
    const { ada, workspace } = house;
    const view = await creation(ada);
    const submits = () =>
      workspace.forge({ by: ada, kind: 'view_submission', payload: { ...payload, view } });
    await refuses(ada, submits, 'I serve only the members');
  });

  test('is refused a command', async () => {
    const { ada, workspace } = house;
    const payload = { team_id: 'T0ELSEWHERE', text: 'account list' };
    const types = () => workspace.forge({ by: ada, kind: 'slash_command', payload });
    await refuses(ada, types, 'I serve only the members');
  });
});
