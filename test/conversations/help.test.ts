import { expect, test } from 'vitest';
import { openHouse } from '../bot.ts';

test('the bot answers /vg help with what the asker may do', async () => {
  await using house = await openHouse();
  await house.ada.types('/vg help', { in: house.voiceOps });
  expect(house.ada.sees()).toContain('/vg help [topic]');
  expect(house.ben.sees()).not.toContain('/vg help');
});

test('an unknown command is answered with the nearest one', async () => {
  await using house = await openHouse();
  await house.ada.types('/vg hlep');
  await house.settled();
  expect(house.ada.sees()).toContain('/vg help');
});
