import { expect, test } from 'vitest';
import { type House, openHouse } from '../bot.ts';
import { openForm, submitsForged, swapped } from '../forging.ts';

test('a person sees how many prompts an account has cached', async () => {
  await using house = await openHouse();
  await cached(house, 'Acme', 4812);
  await house.ada.types('/vg tts show acme', { in: house.voiceOps });
  const answer = await house.ada.waitsFor('Acme · Default: 4,812 cached prompts');
  expect(answer).toMatchObject({ ephemeral: true, channel: house.voiceOps.id, buttons: ['Clear'] });
  expect(house.ben.sees()).not.toContain('4,812');
});

test('left out, the account is the only one in reach, else it is picked', async () => {
  await using house = await openHouse();
  await cached(house, 'Acme', 7);
  await house.tia.types('/vg tts');
  await house.tia.waitsFor('Tiny · Default: 0 cached prompts');

  await house.ada.types('/vg tts show');
  const question = await house.ada.waitsFor('Whose cached prompts are to be counted?');
  await house.ada.picks('Find an account', 'Acme', { in: question });
  await house.ada.waitsFor('Acme · Default: 7 cached prompts');
});

test('where several are meant, each is offered', async () => {
  await using house = await openHouse();
  await cached(house, 'Acme Berlin', 3);
  await cached(house, 'Acme Paris', 5);
  await house.ada.types('/vg tts show acm');
  const question = await house.ada.waitsFor('Which account is “acm”?');
  await house.ada.clicks('Choose', { in: question });
  await house.ada.waitsFor(/Acme \w+ · Default: [35] cached prompts/);

  await house.ada.types('/vg tts clear acm');
  const again = await house.ada.waitsFor('Which account is “acm”?');
  await house.ada.clicks('Choose', { in: again });
  expect((await house.ada.waitsForModal('Clear TTS cache')).values.Accounts).toHaveLength(1);
});

test('one account is cleared from the command, and the receipt says what was read back', async () => {
  await using house = await openHouse();
  const acme = await cached(house, 'Acme', 4812);
  await house.ada.types('/vg tts clear acme', { in: house.voiceOps });
  const form = await house.ada.waitsForModal('Acme · Default: 4,812 cached prompts');
  expect(form).toMatchObject({ title: 'Clear TTS cache', submit: 'Clear' });
  expect(form.values).toEqual({ Accounts: ['Acme'] });
  expect(form.text).toContain('slower and cost vendor calls; there is no undo');
  await house.ada.submits();

  const receipt = await house.ada.waitsFor('Cached prompts: 4,812 → 0');
  expect(receipt).toMatchObject({ ephemeral: true, channel: house.voiceOps.id });
  expect(receipt.plain).toContain('Done: I cleared the TTS cache of Acme.');
  expect(receipt.plain).toContain('there is no undo');
  expect(receipt.buttons).toEqual(['Post here']);
  expect(await house.gateway.cachedPrompts(acme.sid)).toBe(0);
  expect(house.ben.messages(house.voiceOps)).toEqual([]);
  await house.ben.waitsFor('cleared the TTS cache of Acme', { in: house.audit });
  expect(audited(house)).toEqual(['asked', 'verified']);
});

test('from the global shortcut the receipt comes by direct message', async () => {
  await using house = await openHouse();
  const acme = await cached(house, 'Acme', 12);
  await house.ada.uses('Clear TTS cache');
  await house.ada.waitsForModal('Clear TTS cache');
  await house.ada.fills({ Accounts: 'Acme' });
  await house.ada.waitsForModal('Acme · Default: 12 cached prompts');
  await house.ada.submits();
  const receipt = await house.ada.waitsFor('12 → 0', { in: house.ada.dm });
  expect(receipt.ephemeral).toBe(false);
  expect(await house.gateway.cachedPrompts(acme.sid)).toBe(0);
});

test('from a message the accounts that it names are there, and the receipt comes in its thread', async () => {
  await using house = await openHouse();
  await cached(house, 'Acme', 12);
  await cached(house, 'Acme Berlin', 30);
  await cached(house, 'Acm', 1);
  await house.ben.says('Callers of Acme Berlin hear an old greeting', { in: house.voiceOps });
  await house.olu.uses('Clear TTS cache', { on: 'Callers of Acme Berlin' });
  const form = await house.olu.waitsForModal('Acme Berlin · Default: 30 cached prompts');
  expect(form.values.Accounts).toEqual(['Acme Berlin']);
  await house.olu.submits();
  const receipt = await house.ben.waitsFor('30 → 0', { in: house.voiceOps });
  const message = house.ben.messages(house.voiceOps)[0];
  expect(receipt).toMatchObject({ threadTs: message?.ts, ephemeral: false });
});

test('a message that names more accounts than a form takes opens it with the first of them', async () => {
  await using house = await openHouse();
  const numbers = Array.from({ length: 51 }, (_, index) => `Acme${index}`);
  for (const name of numbers) await house.account(name);
  await house.ben.says(numbers.join(', '), { in: house.voiceOps });
  await house.ada.uses('Clear TTS cache', { on: 'Acme0, Acme1' });
  const form = await house.ada.waitsForModal('The message names 51 accounts.');
  expect(form.text).toContain('These are the first 50.');
  expect(form.values.Accounts).toHaveLength(50);
});

test('a message that names nobody opens the form all the same', async () => {
  await using house = await openHouse();
  await house.account('Acme');
  await house.ben.says('something sounds odd', { in: house.voiceOps });
  await house.ada.uses('Clear TTS cache', { on: 'something sounds odd' });
  const form = await house.ada.waitsForModal('The next prompts are slower');
  expect(form.values.Accounts ?? []).toEqual([]);
  expect(form.fields).toEqual(['Accounts']);
});

test('the picker offers what the person touched last, then others, and only what is in reach', async () => {
  await using house = await openHouse({ history: true });
  await cached(house, 'Acme', 1);
  await cached(house, 'Zeta', 2);
  await house.account('Foreign', 'Other Provider');
  await house.ada.types('/vg tts clear zeta');
  await house.ada.waitsForModal('Zeta');
  await house.ada.submits();
  await house.ada.waitsFor('2 → 0');

  await house.ada.uses('Clear TTS cache');
  await house.ada.waitsForModal('Clear TTS cache');
  // Ada mapped somebody to Tiny before she cleared Zeta.
  expect(await house.ada.searches('Accounts', '')).toEqual(['Zeta', 'Tiny', 'Acme', 'Foreign']);
  expect(await house.ada.searches('Accounts', 'ac')).toEqual(['Acme']);
  await house.ada.closes();

  await house.sam.uses('Clear TTS cache');
  await house.sam.waitsForModal('Clear TTS cache');
  expect(await house.sam.searches('Accounts', '')).toEqual(['Acme', 'Tiny', 'Zeta']);
  expect(await house.sam.searches('Accounts', 'for')).toEqual([]);
});

test('what is counted follows the choice', async () => {
  await using house = await openHouse();
  await cached(house, 'Acme', 12);
  await cached(house, 'Beta', 34);
  await house.olu.types('/vg tts clear acme');
  await house.olu.waitsForModal('Acme · Default: 12 cached prompts');
  await house.olu.fills({ Accounts: ['Acme', 'Beta'] });
  const both = await house.olu.waitsForModal('Beta · Default: 34 cached prompts');
  expect(both.text).toContain('Acme · Default: 12 cached prompts');
  await house.olu.fills({ Accounts: ['Beta'] });
  const one = await house.olu.waitsForModal(/^(?!.*Acme · Default).*Beta · Default: 34/s);
  expect(one.values.Accounts).toEqual(['Beta']);
});

test('several accounts are one message with a result for each', async () => {
  await using house = await openHouse();
  const acme = await cached(house, 'Acme', 12);
  const beta = await cached(house, 'Beta', 1);
  await house.ada.types('/vg tts clear acme, beta', { in: house.voiceOps });
  const form = await house.ada.waitsForModal('Beta · Default: 1 cached prompt');
  expect(form.values.Accounts).toEqual(['Acme', 'Beta']);
  await house.ada.submits();
  // Names and counts are not everybody's business there.
  const pointer = await house.ada.waitsFor('Clear TTS cache, 2 at once', { in: house.voiceOps });
  expect(pointer.ephemeral).toBe(true);
  expect(pointer.plain).toContain('the progress, with Stop, is in your direct messages.');
  const results = await house.ada.waitsFor('Clear TTS cache: finished', { in: house.ada.dm });
  expect(results.plain).toContain('2 of 2 verified');
  expect(results.plain).toContain('Acme: 12 → 0');
  expect(results.plain).toContain('Beta: 1 → 0');
  expect(results.buttons).toEqual([]);
  await house.settled();
  expect(house.ada.messages(house.voiceOps)).toHaveLength(1);
  expect(house.ada.messages(house.ada.dm)).toHaveLength(1);
  expect(house.ben.messages(house.voiceOps)).toEqual([]);
  expect(await house.gateway.cachedPrompts(acme.sid)).toBe(0);
  expect(await house.gateway.cachedPrompts(beta.sid)).toBe(0);
});

test('several accounts that a message names have their progress in its thread', async () => {
  await using house = await openHouse();
  await cached(house, 'Acme', 12);
  await cached(house, 'Beta', 30);
  await house.ben.says('Acme and Beta sound old', { in: house.voiceOps });
  await house.olu.uses('Clear TTS cache', { on: 'Acme and Beta' });
  const form = await house.olu.waitsForModal('Beta · Default: 30 cached prompts');
  expect(form.values.Accounts).toEqual(['Acme', 'Beta']);
  await house.olu.submits();
  const results = await house.ben.waitsFor('Clear TTS cache: finished', { in: house.voiceOps });
  const [message] = house.ben.messages(house.voiceOps);
  expect(results).toMatchObject({ threadTs: message?.ts, ephemeral: false });
  await house.settled();
  expect(house.olu.messages(house.olu.dm)).toEqual([]);
});

test('the form wants an account', async () => {
  await using house = await openHouse();
  await house.account('Acme');
  await house.ada.types('/vg tts clear');
  await house.ada.waitsForModal('Clear TTS cache');
  await expect(house.ada.submits()).rejects.toThrow('Accounts');
});

test('the same form submitted twice, and once more a second later, clears once', async () => {
  await using house = await openHouse();
  await cached(house, 'Acme', 12);
  await house.ada.types('/vg tts clear acme');
  await house.ada.waitsForModal('Acme · Default: 12');
  const form = openForm(house.ada);
  const submitted = await house.ada.submits();
  await Promise.all([
    submitsForged(house, house.ada, form),
    house.workspace.redeliver(submitted),
    submitsForged(house, house.ada, form),
  ]);
  await house.ada.waitsFor('12 → 0');
  await submitsForged(house, house.ada, form);
  await house.settled();
  expect(house.rows('SELECT id FROM changes WHERE kind = ?', 'tts clear')).toHaveLength(1);
  expect(audited(house)).toEqual(['asked', 'verified']);
});

test('a foreign account forged into the submission is refused, audited, and not cleared', async () => {
  await using house = await openHouse();
  const acme = await cached(house, 'Acme', 12);
  const [tiny] = await house.gateway.accountsMeant('Tiny', { everything: true }, 1);
  if (!tiny) throw new Error('Tiny is there from the start');
  await house.gateway.stock.cachePrompts(tiny.sid, 5);
  await house.tia.types('/vg tts clear');
  await house.tia.waitsForModal('Tiny · Default: 5');
  const answer = await submitsForged(
    house,
    house.tia,
    swapped(openForm(house.tia), [[tiny.sid, acme.sid]]),
  );
  expect(answer.ackBody).toContain('I find no such account in your reach.');
  await house.settled();
  expect(await house.gateway.cachedPrompts(acme.sid)).toBe(12);
  expect(await house.gateway.cachedPrompts(tiny.sid)).toBe(5);
  expect(house.rows('SELECT id FROM changes WHERE kind = ?', 'tts clear')).toEqual([]);
  expect(
    house.rows(
      'SELECT actor_user FROM audit_entries WHERE action = ? AND result = ?',
      'tts.clear',
      'refused',
    ),
  ).toEqual([{ actor_user: house.tia.id }]);
});

test('on-call may clear, whom nobody mapped may not, and what is foreign is not there', async () => {
  await using house = await openHouse();
  const acme = await cached(house, 'Acme', 12);
  await house.olu.types('/vg tts clear acme');
  await house.olu.waitsForModal('Acme · Default: 12');
  await house.olu.submits();
  await house.olu.waitsFor('12 → 0');

  await house.gateway.stock.cachePrompts(acme.sid, 3);
  for (const words of ['tts clear acme', 'tts show acme', 'tts clear', 'tts clear --all']) {
    await house.eve.types(`/vg ${words}`);
    expect(house.eve.messages().at(-1)).toMatchObject({
      plain: expect.stringContaining('You have no access yet.'),
      buttons: ['Ask for access'],
    });
  }
  await house.eve.uses('Clear TTS cache');
  await house.settled();
  expect(house.eve.modal).toBeUndefined();

  await house.tia.types('/vg tts clear acme');
  await house.tia.waitsFor('I find no account “acme” in your reach.');
  await house.tia.types('/vg tts clear nothere');
  await house.tia.waitsFor('I find no account “nothere” in your reach.');
  expect(house.tia.modal).toBeUndefined();
  expect(await house.gateway.cachedPrompts(acme.sid)).toBe(3);
});

async function cached(house: House, name: string, prompts: number) {
  const account = await house.account(name);
  await house.gateway.stock.cachePrompts(account.sid, prompts);
  return account;
}

function audited(house: House): string[] {
  const sql = 'SELECT result FROM audit_entries WHERE action = ? ORDER BY seq';
  return house.rows<{ result: string }>(sql, 'tts clear').map(({ result }) => result);
}

test('every account of a list is meant, though one name is in another', async () => {
  await using house = await openHouse();
  const { olu } = house;
  for (const name of ['North', 'Acme North', 'Beta, Inc']) await house.account(name);
  for (const typed of ['north, acme north', '“North”, “Acme North”']) {
    await olu.types(`/vg tts clear ${typed}`);
    const { text } = await olu.waitsForModal('Acme North · Default: 0');
    expect(text).toContain('North · Default: 0 cached prompts\nAcme North');
    await olu.closes();
  }
  await olu.types('/vg tts clear beta, inc');
  const { text } = await olu.waitsForModal('Beta, Inc · Default: 0');
  expect(text).not.toContain('North');
});
