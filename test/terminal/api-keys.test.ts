import { expect, test } from 'vitest';
import { openHouse } from '../bot.ts';
import { keysOf, opens, rowsOfKeys, tiny } from '../keys.ts';
import { types, typesJson } from './terminal.ts';

const cron = ['keys', 'add', 'tiny', '--label', 'cron', '--days', '90'];

test('beside a running bot a terminal prints the key that the bot made, once', async () => {
  await using house = await openHouse();
  const { code, out } = await types(house, cron);
  expect(code).toBe(0);
  const [, key = ''] = /^API key, shown this once: (vgk_\w+)$/m.exec(out) ?? [];
  expect(await opens(house, await tiny(house), key)).toBe(200);
  expect(out).toContain('Done: I made API key “cron” of Tiny.');
  expect(out.split(key)).toHaveLength(2);
  const [row] = rowsOfKeys(house);
  expect(row).toMatchObject({ label: 'cron', revoked_at: null, claimed_at: expect.any(Number) });
  expect(house.rows('SELECT handover FROM api_keys')).toEqual([{ handover: null }]);
  // It needs nobody to say that it is stored.
  house.clock.forward({ minutes: 20 });
  await house.settled();
  expect(await opens(house, await tiny(house), key)).toBe(200);
  const list = await types(house, ['keys', 'tiny']);
  expect(list.out).toContain('cron');
  expect(list.out).not.toContain(key);
});

test('alone it makes and prints it too; with --json in a member of its own', async () => {
  await using house = await openHouse();
  const sid = await tiny(house);
  await house.settled();
  await house.bot.stop();
  const { code, json } = await typesJson(house, [...cron.slice(0, -1), 'never']);
  expect(code).toBe(0);
  const { 'API key': key } = json.revealed as Record<string, string>;
  expect(JSON.stringify({ ...json, revealed: null })).not.toContain(key);
  await house.restart();
  await house.settled();
  expect(await opens(house, sid, key ?? '')).toBe(200);
  expect(rowsOfKeys(house)[0]?.expires_at).toBeNull();
});

test('what is missing or wrong is said by its option, and nothing is made', async () => {
  await using house = await openHouse();
  const none = await types(house, ['keys', 'add', 'tiny']);
  expect(none.code).toBe(2);
  expect(none.err).toContain('--label: Label: not given.');
  const wrong = await types(house, [...cron.slice(0, -1), '45']);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('180 days');
  expect(await keysOf(house)).toEqual([]);
});

test('keys are extended, rotated and revoked at a terminal', async () => {
  await using house = await openHouse();
  await types(house, cron);
  expect((await types(house, ['keys', 'extend', 'tiny', '--expires', '365'])).code).toBe(0);
  const rotated = await types(house, ['keys', 'rotate', 'tiny', '--grace', '0']);
  expect(rotated.code).toBe(0);
  expect(rotated.out).toContain('API key, shown this once: vgk_');
  await expect.poll(async () => (await keysOf(house)).length).toBe(1);
  const revoked = await types(house, ['keys', 'revoke', 'tiny', '--yes']);
  expect(revoked.code).toBe(0);
  expect(await keysOf(house)).toEqual([]);
});
