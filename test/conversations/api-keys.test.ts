import { expect, test } from 'vitest';
import { openHouse } from '../bot.ts';
import { asksForKey, copies, opens, storesKey, tiny } from '../keys.ts';

test('somebody makes a key, copies it from a field, and it opens the account and no other', async () => {
  await using house = await openHouse();
  const { tia, voiceOps } = house;
  const other = await house.account('Other');
  await tia.types('/vg keys add', { in: voiceOps });
  const form = await tia.waitsForModal('Add API key');
  expect(form.fields).toEqual(['Label', 'Owner', 'Purpose', 'Expires']);
  expect(form.values).toMatchObject({ Owner: tia.id, Expires: '90 days' });
  expect(form.options.Expires).toEqual(['30 days', '90 days', '180 days', '365 days']);
  await tia.fills({ Label: 'CRM import', Purpose: 'Nightly sync' });
  await tia.submits();
  const shown = await tia.waitsForModal('[Stored it]');
  const key = String(shown.values['API key']);
  expect(key).toMatch(/^vgk_[0-9A-Za-z]{36}$/);
  await tia.submits();
  await tia.waitsForNoModal();
  const sid = await tiny(house);
  expect(await opens(house, sid, key)).toBe(200);
  expect(await opens(house, other.sid, key)).toBe(403);

  const receipt = await tia.waitsFor('Done: I made API key “CRM import” of Tiny.', {
    in: voiceOps,
  });
  expect(receipt.plain).toContain(`API key: ${key.slice(0, 8)}…${key.slice(-4)}`);
  await tia.types('/vg key list');
  const list = await tia.waitsFor('API keys of Tiny');
  expect(list.plain).toContain('CRM import');
  expect(list.plain).toContain('Nightly sync');
  expect(list.plain).toContain('@tia');
  expect(list.plain).toMatch(/Created .* · last used .* · expires /);
  expect(list.plain).not.toContain(key);
  expect(list.buttons).toEqual(['Extend', 'Rotate', 'Revoke', 'Add key']);
});

test('a key can be revoked on its row, after a question, and is refused at once', async () => {
  await using house = await openHouse();
  const { tia } = house;
  const key = await storesKey(tia);
  const sid = await tiny(house);
  await tia.types('/vg keys');
  await tia.clicks('Revoke', { in: 'API keys of Tiny' });
  expect(tia.confirmText).toContain('cannot be brought back');
  await tia.waitsFor('Done: I revoked API key “CRM import” of Tiny.');
  expect(await opens(house, sid, key)).toBe(401);
  await tia.clicks('Revoke', { in: 'API keys of Tiny' });
  await tia.waitsFor('This API key is not there any more.');
  await tia.types('/vg keys list');
  await tia.waitsFor('There is none yet.');
});

test('closed without a word: the maker is asked, and says that they have it', async () => {
  await using house = await openHouse();
  const { tia } = house;
  await asksForKey(tia);
  const key = await copies(tia);
  await tia.closes();
  const asked = await tia.waitsFor('Did you store the API key “CRM import”', { in: tia.dm });
  expect(asked.buttons).toEqual(['I have it', 'Revoke now']);
  await tia.clicks('I have it');
  await tia.waitsFor('You have stored the API key “CRM import”', { in: tia.dm });
  house.clock.forward({ minutes: 20 });
  await house.settled();
  expect(await opens(house, await tiny(house), key)).toBe(200);
});

test('closed, and revoked by its maker', async () => {
  await using house = await openHouse();
  const { tia } = house;
  await asksForKey(tia);
  const key = await copies(tia);
  await tia.closes();
  await tia.waitsFor('Did you store', { in: tia.dm });
  await tia.clicks('Revoke now');
  await tia.waitsFor('Done: I revoked API key “CRM import” of Tiny.');
  expect(await opens(house, await tiny(house), key)).toBe(401);
});

test('nobody says that it is stored: after 15 minutes it is revoked, and its maker told', async () => {
  await using house = await openHouse();
  const { tia } = house;
  await asksForKey(tia);
  const key = await copies(tia);
  const sid = await tiny(house);
  house.clock.forward({ minutes: 14 });
  await house.settled();
  expect(await opens(house, sid, key)).toBe(200);
  house.clock.forward({ minutes: 2 });
  await tia.waitsFor('because nobody said in time that it is stored', { in: tia.dm });
  expect(await opens(house, sid, key)).toBe(401);
  // Too late.
  await tia.submits();
  expect(tia.modal?.text).toContain('This key is revoked by now.');
});

test('the form is gone before the key could be shown: it is revoked, and its maker told', async () => {
  await using house = await openHouse();
  const { tia, workspace } = house;
  workspace.faults.next('views.update', { error: 'not_found' });
  await asksForKey(tia);
  await tia.waitsFor('I could not show it to you', { in: tia.dm });
  expect(await house.gateway.apiKeys(await tiny(house))).toEqual([]);
});
