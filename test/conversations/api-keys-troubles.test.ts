import { expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import { openHouse } from '../bot.ts';
import { eventually } from '../eventually.ts';
import { clicksForged, openForm, submitsForged, swapped } from '../forging.ts';
import { openFragileHouse } from '../fragile.ts';
import { type Faults, faulty } from '../gateway/faulty.ts';
import { write } from '../grants.ts';
import { asksForKey, copies, keysOf, opens, rowsOfKeys, storesKey, tiny } from '../keys.ts';

const away = new BotError('unavailable', 'The Voice Gateway is away.');

test('a key whose answer was lost is found and revoked, and its maker told', async () => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  const { tia } = house;
  await storesKey(tia, 'Tiny', { Label: 'Kept' });
  faults.loseAnswer('createApiKey');
  await asksForKey(tia, 'Tiny', { Label: 'Lost' });
  await tia.waitsForModal('lost on its way');
  await tia.waitsFor('I could not show it to you', { in: tia.dm });
  await eventually(async () => expect(await keysOf(house)).toHaveLength(1));
  expect(rowsOfKeys(house)).toMatchObject([
    { label: 'Kept', revoked_why: null },
    { label: 'Lost', revoked_why: 'not shown' },
  ]);
  const receipt = await tia.waitsFor('Done: I made API key “Lost”');
  expect(receipt.plain).toContain('lost before anybody saw it, so I revoke it');
});

test('a gateway that says no says so in the form, and nothing is there', async () => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  faults.fail('createApiKey', new BotError('conflict', 'This account may have no more keys.'));
  await asksForKey(house.tia);
  await house.tia.waitsForModal('This account may have no more keys.');
  await house.tia.waitsFor('It failed, and nothing is done');
  expect(await keysOf(house)).toEqual([]);
  expect(rowsOfKeys(house)).toEqual([]);
});

test('a gateway that does not answer: the outcome is unknown, looked for again, and then known', async () => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  const { tia, ada, ops } = house;
  const lost = new BotError('unavailable', 'No answer.', { mayHaveHappened: true });
  faults.fail('createApiKey', lost, 1);
  await asksForKey(tia);
  await tia.waitsForModal('I do not know whether the key was made');
  await ada.waitsFor('Outcome unknown', { in: ops });
  house.clock.forward({ minutes: 2 });
  await ada.waitsFor('Outcome known meanwhile', { in: ops });
  await tia.waitsFor('It did not happen.');
  expect(await keysOf(house)).toEqual([]);
});

test('a key that is there only later is found, and revoked', async () => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  const { tia } = house;
  const lost = new BotError('unavailable', 'No answer.', { mayHaveHappened: true });
  faults.fail('createApiKey', lost, 1);
  await asksForKey(tia);
  await tia.waitsForModal('I do not know whether the key was made');
  // The request that was thought lost arrives.
  await house.gateway.createApiKey(await tiny(house), { expiresAt: null });
  house.clock.forward({ minutes: 2 });
  await tia.waitsFor('I could not show it to you', { in: tia.dm });
  await eventually(async () => expect(await keysOf(house)).toEqual([]));
});

test('where somebody made a key elsewhere in the same moment, none of the two is revoked on a guess', async () => {
  const made: Faults[] = [];
  await using house = await openHouse({
    parts: {
      patience: 1000,
      gateway(real) {
        const gateway = faulty(real);
        made.push(gateway);
        return gateway;
      },
    },
  });
  const { tia, ada, ops } = house;
  const sid = await tiny(house);
  made[0]?.hang('createApiKey');
  await asksForKey(tia);
  await eventually(() => expect(made[0]?.calls.at(-1)?.method).toBe('createApiKey'));
  for (const _ of [1, 2]) await house.gateway.createApiKey(sid, { expiresAt: null });
  const card = await ada.waitsFor('Outcome unknown', { in: ops });
  expect(card.plain).toContain('2 new keys are listed: somebody made one elsewhere');
  house.clock.forward({ minutes: 2 });
  await eventually(() =>
    expect(house.logs.join('\n')).toContain('it is still not known whether an API key was made'),
  );
  expect(await keysOf(house)).toHaveLength(2);
});

test('a key is not revoked while the gateway is away, and is as soon as it answers', async () => {
  const { house, faults } = await openFragileHouse();
  await using _closed = house;
  const { tia } = house;
  await asksForKey(tia);
  const key = await copies(tia);
  faults.fail('apiKeys', away);
  house.clock.forward({ minutes: 20 });
  await eventually(() =>
    expect(house.logs.join('\n')).toContain('API keys that are due are revoked when'),
  );
  expect(house.rows("SELECT id FROM changes WHERE kind = 'keys revoke'")).toEqual([]);
  faults.heal();
  await tia.waitsFor('because nobody said in time', { in: tia.dm, timeoutMs: 20_000 });
  expect(await opens(house, await tiny(house), key)).toBe(401);
});

test('after a restart a key that was not shown is revoked at once, and one that was shown is still waited for', async () => {
  await using house = await openHouse();
  const { tia, sam } = house;
  await asksForKey(tia, 'Tiny', { Label: 'Shown' });
  const key = await copies(tia);
  await asksForKey(sam, 'Tiny', { Label: 'Hidden' });
  await copies(sam);
  await house.settled();
  await house.bot.stop();
  // As if its process had died before it could write down that it was shown.
  write(house, "UPDATE api_keys SET shown_at = NULL WHERE label = 'Hidden'");
  await house.restart();
  await sam.waitsFor('I revoked the API key “Hidden”', { in: sam.dm });
  await tia.submits();
  await tia.waitsForNoModal();
  expect(await opens(house, await tiny(house), key)).toBe(200);
});

test('what is typed wrongly is said under its field, and stays', async () => {
  await using house = await openHouse();
  const { tia, workspace } = house;
  const bot = workspace.addPerson({ name: 'robo', bot: true });
  await tia.types('/vg keys add');
  await tia.waitsForModal('Add API key');
  await tia.fills({ Label: 'x'.repeat(61), Purpose: 'Nightly sync' });
  await tia.submits();
  const wrong = await tia.waitsForModal('At most 60 characters');
  expect(wrong.values.Purpose).toBe('Nightly sync');
  await tia.fills({ Label: 'CRM import', Owner: bot });
  await tia.submits();
  expect((await tia.waitsForModal('robo is a bot')).errors).toEqual({ Owner: 'robo is a bot.' });
  await tia.fills({ Owner: tia });
  await tia.submits();
  await copies(tia);
});

test('a forged “Never” of somebody who is no Admin is refused and audited', async () => {
  await using house = await openHouse();
  const { tia } = house;
  await tia.types('/vg keys add');
  await tia.waitsForModal('Add API key');
  await tia.fills({ Label: 'For ever' });
  const form = swapped(openForm(tia), [
    ['"value":"90"', '"value":"never"'],
    ['90 days', 'Never'],
  ]);
  await submitsForged(house, tia, form);
  await eventually(() =>
    expect(
      house.rows("SELECT actor_user, result FROM audit_entries WHERE action = 'keys.add.form'"),
    ).toEqual([{ actor_user: tia.id, result: 'refused' }]),
  );
  expect(await keysOf(house)).toEqual([]);
});

test('a key is nobody’s but its maker’s to claim, and its form nobody’s to submit', async () => {
  await using house = await openHouse();
  const { tia, sam, eve } = house;
  await asksForKey(tia);
  await copies(tia);
  const [{ id } = { id: '' }] = house.rows<{ id: string }>('SELECT id FROM api_keys');
  for (const other of [sam, eve]) {
    await clicksForged(house, other, 'keys.claim', id);
    await other.waitsFor('Only whoever made a key says what becomes of it.');
    await clicksForged(house, other, 'keys.revoke.now', id);
    await submitsForged(house, other, openForm(tia));
  }
  await clicksForged(house, tia, 'keys.claim', 'key_nothing');
  expect(rowsOfKeys(house)).toMatchObject([{ claimed_at: null, revoked_at: null }]);
});

test('a form that is sent twice makes one key', async () => {
  await using house = await openHouse();
  const { tia } = house;
  await tia.types('/vg keys add');
  await tia.waitsForModal('Add API key');
  await tia.fills({ Label: 'CRM import' });
  const form = openForm(tia);
  await Promise.all([submitsForged(house, tia, form), submitsForged(house, tia, form)]);
  await house.settled();
  expect(house.rows("SELECT id FROM changes WHERE kind = 'keys add'")).toHaveLength(1);
});
