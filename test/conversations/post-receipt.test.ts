import { expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';
import { clicksForged } from '../forging.ts';

test('a receipt is posted where it was asked, once, and audited', async () => {
  await using house = await openHouse();
  const receipt = await cleared(house);
  await house.ada.clicks('Post here', { in: receipt, times: 2 });
  const posted = await house.ben.waitsFor('@ada cleared the TTS cache of Acme.', {
    in: house.voiceOps,
  });
  expect(posted).toMatchObject({ ephemeral: false, author: 'switchboard', buttons: [] });
  expect(posted.plain).toContain('Cached prompts: 12 → 0');
  await house.ada.waitsFor('This receipt is posted already.');
  await house.settled();
  expect(house.ben.messages(house.voiceOps)).toHaveLength(1);
  const left = house.ada.messages(house.voiceOps).find(({ ts }) => ts === receipt.ts);
  expect(left?.buttons).toEqual([]);
  expect(
    house.rows('SELECT actor_user, action, target FROM audit_entries WHERE result = ?', 'posted'),
  ).toEqual([{ actor_user: house.ada.id, action: 'tts clear', target: 'Acme' }]);
});

test('it is posted in a channel where the bot is no member', async () => {
  await using house = await openHouse();
  const { workspace, ada, ben } = house;
  const room = workspace.addChannel({ name: 'room', members: [ada, ben], botIsMember: false });
  const receipt = await cleared(house, room);
  await ada.clicks('Post here', { in: receipt });
  await ben.waitsFor('@ada cleared the TTS cache of Acme.', { in: room });
});

test('nobody posts the receipt of somebody else', async () => {
  await using house = await openHouse();
  await cleared(house);
  const [change] = house.rows<{ id: string }>('SELECT id FROM changes WHERE kind = ?', 'tts clear');
  for (const value of [change?.id ?? '', 'chg_00000000000000000000', 'nonsense']) {
    await clicksForged(house, house.ben, 'changes.post', value);
    await house.ben.waitsFor('Only whoever asked for a change posts its receipt.');
  }
  await house.settled();
  expect(house.eve.messages(house.voiceOps)).toEqual([]);
  expect(house.rows('SELECT seq FROM audit_entries WHERE result = ?', 'refused')).toHaveLength(3);
});

test('what cannot be undone is not, whoever forges a button', async () => {
  await using house = await openHouse();
  await cleared(house);
  const [change] = house.rows<{ id: string }>('SELECT id FROM changes WHERE kind = ?', 'tts clear');
  await clicksForged(house, house.ada, 'changes.undo', change?.id ?? '');
  await house.ada.waitsFor('This cannot be undone any more.');
  await clicksForged(house, house.ada, 'changes.undo', 'chg_00000000000000000000');
  await house.ada.waitsFor('I find no such change.');
  await clicksForged(house, house.ada, 'changes.stop', 'nonsense');
  await clicksForged(house, house.ada, 'changes.look', change?.id ?? '');
  await house.ada.waitsFor('The outcome of this change is known meanwhile.');
});

async function cleared(house: House, where = house.voiceOps) {
  const acme = await house.account('Acme');
  await house.gateway.stock.cachePrompts(acme.sid, 12);
  await house.ada.types('/vg tts clear acme', { in: where });
  await house.ada.waitsForModal('12 cached prompts');
  await house.ada.submits();
  return house.ada.waitsFor('12 → 0', { in: where });
}
