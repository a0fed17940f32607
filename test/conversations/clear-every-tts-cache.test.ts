import { expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';
import { drawnFor, openForm, submitsForged } from '../forging.ts';

test('every cache is cleared once the phrase is typed', async () => {
  await using house = await openStocked();
  await house.olu.types('/vg tts clear --all', { in: house.voiceOps });
  const form = await house.olu.waitsForModal('1,234 cached prompts');
  expect(form).toMatchObject({ title: 'Clear every TTS cache', submit: 'Clear' });
  expect(form.text).toContain('Every account of every service provider');
  expect(form.text).toContain('there is no undo');
  expect(form.text).toContain('clear every TTS cache');

  for (const wrong of ['clear every cache', 'Clear every TTS cache', 'yes']) {
    await house.olu.fills({ Phrase: wrong });
    await house.olu.submits();
    const refused = await house.olu.waitsForModal('This is not the phrase');
    expect(refused.errors.Phrase).toContain('Type exactly: clear every TTS cache');
    expect(refused.values.Phrase).toBe(wrong);
  }
  expect(await house.gateway.cachedPromptsOfAll()).toBe(1234);

  await house.olu.fills({ Phrase: 'clear every TTS cache' });
  await house.olu.submits();
  const receipt = await house.olu.waitsFor('Cached prompts: 1,234 → 0', { in: house.voiceOps });
  expect(receipt.ephemeral).toBe(true);
  expect(receipt.plain).toContain('Done: I cleared the TTS cache of every account.');
  expect(await house.gateway.cachedPromptsOfAll()).toBe(0);
  expect(house.rows('SELECT id FROM changes WHERE kind = ?', 'tts clear --all')).toHaveLength(1);
});

test('a phone’s dash means --all too, and a phrase with spaces around it counts', async () => {
  await using house = await openStocked();
  await house.ada.types('/vg tts clear —all');
  await house.ada.waitsForModal('1,234 cached prompts');
  await house.ada.fills({ Phrase: ' clear every TTS cache ' });
  await house.ada.submits();
  await house.ada.waitsFor('1,234 → 0');
});

test('all and some at once is refused', async () => {
  await using house = await openStocked();
  for (const words of ['acme --all', '--all acme', 'clear every TTS cache --all']) {
    await house.ada.types(`/vg tts clear ${words}`);
    await house.ada.waitsFor('“--all” clears every account, and you named some.');
  }
  await house.settled();
  expect(house.ada.modal).toBeUndefined();
  expect(await house.gateway.cachedPromptsOfAll()).toBe(1234);
});

test('it is a right of its own', async () => {
  await using house = await openStocked();
  await house.ada.types('/vg access grant @sam on_call Default');
  await house.settled();
  for (const person of [house.sam, house.tia]) {
    await person.types('/vg tts clear --all');
    await person.waitsFor('You may not clear the TTS cache of every account');
    expect(person.modal).toBeUndefined();
  }
  await house.ada.types('/vg tts clear --all');
  await house.ada.waitsForModal('1,234 cached prompts');
  await house.ada.fills({ Phrase: 'clear every TTS cache' });
  const form = openForm(house.ada);
  const stolen = await submitsForged(house, house.sam, form);
  expect(stolen.ackBody).toContain('This form was not drawn for you.');
  const drawn = await submitsForged(house, house.sam, drawnFor(house, house.sam, form));
  expect(drawn.ackBody).toContain('You may not clear the TTS cache of every account');
  await house.settled();
  expect(await house.gateway.cachedPromptsOfAll()).toBe(1234);
  const refused = house.rows('SELECT seq FROM audit_entries WHERE result = ?', 'refused');
  expect(refused).toHaveLength(4);
});

async function openStocked(): Promise<House> {
  const house = await openHouse();
  const acme = await house.account('Acme');
  const other = await house.account('Other', 'Other Provider');
  await house.gateway.stock.cachePrompts(acme.sid, 1000);
  await house.gateway.stock.cachePrompts(other.sid, 234);
  return house;
}
