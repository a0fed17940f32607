import { describe, expect, test } from 'vitest';
import { openHouse } from '../bot.ts';
import { testClock } from '../clock.ts';
import { eventually } from '../eventually.ts';
import { copies, keysOf, opens, rowsOfKeys, storesKey, tiny } from '../keys.ts';

const DAY = 24 * 60 * 60_000;
/** A Monday: 30 days on it is a Wednesday. */
const monday = () => testClock(new Date('2026-11-23T14:00:00Z'));
const clocked = () => ({ parts: { clock: monday() } });

/** Moves a house's clock to a moment. */
function goTo(clock: ReturnType<typeof testClock>, at: string): void {
  clock.forward({ seconds: (new Date(at).getTime() - clock.now().getTime()) / 1000 });
}

describe('the end of a key', () => {
  test('is announced 14, 3 and 1 days before to its owner, and comes on a working day at 10:00', async () => {
    const options = clocked();
    await using house = await openHouse(options);
    const { clock } = options.parts;
    const { tia, ada, ops } = house;
    const key = await storesKey(tia, 'Tiny', { Expires: '30 days' });
    const sid = await tiny(house);
    const [row] = rowsOfKeys(house);
    expect(new Date(row?.expires_at ?? 0).toISOString()).toBe('2026-12-23T10:00:00.000Z');
    goTo(clock, '2026-12-09T09:59:00Z');
    await house.settled();
    expect(tia.sees()).not.toContain('You own this key.');
    goTo(clock, '2026-12-09T10:00:05Z');
    const first = await tia.waitsFor('within 14 days', { in: tia.dm });
    expect(first.plain).toContain('You own this key.');
    expect(first.plain).not.toContain('late');
    expect(first.buttons).toEqual(['Extend', 'Rotate']);
    goTo(clock, '2026-12-20T10:00:05Z');
    await tia.waitsFor('within 3 days', { in: tia.dm });
    // Nobody has used it: those who operate need not know.
    goTo(clock, '2026-12-22T10:00:05Z');
    await tia.waitsFor('within a day', { in: tia.dm });
    expect(ada.messages(ops)).toEqual([]);
    expect(await opens(house, sid, key)).toBe(200);
    goTo(clock, '2026-12-23T10:00:00Z');
    await tia.waitsFor('has expired and is revoked', { in: tia.dm });
    expect(await opens(house, sid, key)).toBe(401);
    expect(await keysOf(house)).toEqual([]);
    // Used on its last day, which the last reminder could not know.
    expect(tia.messages(tia.dm).filter(({ plain }) => plain.includes('You own'))).toHaveLength(3);
    expect(
      house.rows(
        "SELECT actor_user, surface, result FROM audit_entries WHERE action = 'keys revoke'",
      ),
    ).toEqual([
      { actor_user: 'switchboard', surface: 'schedule', result: 'asked' },
      { actor_user: 'switchboard', surface: 'schedule', result: 'verified' },
    ]);
  });

  test('of a key in use is told to those who operate, on its last day', async () => {
    const options = clocked();
    await using house = await openHouse(options);
    const { clock } = options.parts;
    const { tia, ada, ops } = house;
    const key = await storesKey(tia, 'Tiny', { Expires: '30 days' });
    goTo(clock, '2026-12-19T12:00:00Z');
    await opens(house, await tiny(house), key);
    goTo(clock, '2026-12-22T10:00:05Z');
    const card = await ada.waitsFor('An API key in use:', { in: ops });
    expect(card.plain).toContain('Owner: @tia');
    expect(card.buttons).toEqual(['Extend', 'Rotate']);
    await ada.clicks('Extend', { in: 'An API key in use:' });
    await ada.waitsForModal('Extend API key');
    await ada.submits();
    await ada.waitsFor('Done: I extended API key “CRM import” of Tiny.');
    goTo(clock, '2026-12-23T11:00:00Z');
    await house.settled();
    expect(await opens(house, await tiny(house), key)).toBe(200);
  });

  test('is told to everyone mapped to the account where its owner is gone', async () => {
    const options = clocked();
    await using house = await openHouse(options);
    const { tia, sam, workspace } = house;
    const [sue] = ['sue'].map((name) => workspace.addPerson({ name }));
    if (!sue) throw new Error('nobody');
    await storesKey(sam, 'Tiny', { Expires: '30 days', Owner: sue });
    await workspace.update(sue, { deactivated: true });
    goTo(options.parts.clock, '2026-12-09T10:00:05Z');
    for (const person of [tia, sam]) {
      const reminder = await person.waitsFor('within 14 days', { in: person.dm });
      expect(reminder.plain).toContain('The owner of this key is gone');
    }
  });

  test('is caught up with after a downtime, once, and it is said how late', async () => {
    const options = clocked();
    await using house = await openHouse(options);
    const { clock } = options.parts;
    const { tia, ada, ops } = house;
    const key = await storesKey(tia, 'Tiny', { Expires: '30 days', Label: 'Expired' });
    await opens(house, await tiny(house), key);
    await storesKey(tia, 'Tiny', { Expires: '90 days', Label: 'Soon' });
    await house.bot.stop();
    // The second one ends on 2027-02-22.
    goTo(clock, '2027-02-20T10:00:00Z');
    await house.restart();
    const late = await tia.waitsFor('has expired and is revoked', { in: tia.dm });
    expect(late.plain).toContain('“Expired”');
    expect(late.plain).toContain('This is 59 days late');
    const reminder = await tia.waitsFor('within 3 days', { in: tia.dm });
    expect(reminder.plain).toContain('“Soon”');
    expect(reminder.plain).toMatch(/This reminder is (1 day|24 hours) late/);
    await house.settled();
    const reminders = tia
      .messages(tia.dm)
      .filter(({ plain }) => plain.includes('You own this key'));
    expect(reminders).toHaveLength(1);
    expect(ada.messages(ops)).toEqual([]);
    await house.restart();
    await house.settled();
    expect(
      tia.messages(tia.dm).filter(({ plain }) => plain.includes('within 3 days')),
    ).toHaveLength(1);
  });

  test('comes for no key of an Admin’s that has none', async () => {
    const options = clocked();
    await using house = await openHouse(options);
    const key = await storesKey(house.ada, 'Tiny', { Expires: 'Never' });
    options.parts.clock.forward({ days: 3000 });
    await house.settled();
    expect(await opens(house, await tiny(house), key)).toBe(200);
    await house.ada.types('/vg keys list tiny');
    await house.ada.waitsFor('never expires');
  });
});

describe('an extension', () => {
  test('shows what it was, and can be undone', async () => {
    await using house = await openHouse();
    const { tia } = house;
    await storesKey(tia, 'Tiny', { Expires: '30 days' });
    const [before] = rowsOfKeys(house);
    await tia.types('/vg keys extend');
    const form = await tia.waitsForModal('Extend API key');
    expect(form.text).toContain('CRM import');
    await tia.fills({ Expires: '30 days' });
    await tia.submits();
    expect((await tia.waitsForModal('It expires later')).errors.Expires).toContain(
      'It expires later',
    );
    await tia.fills({ Expires: '365 days' });
    await tia.submits();
    const receipt = await tia.waitsFor('Done: I extended API key “CRM import” of Tiny.');
    expect(receipt.plain).toMatch(
      /Expires: 20\d\d-\d\d-\d\d 10:00 UTC → 20\d\d-\d\d-\d\d 10:00 UTC/,
    );
    const [after] = rowsOfKeys(house);
    expect((after?.expires_at ?? 0) - (before?.expires_at ?? 0)).toBeGreaterThan(300 * DAY);
    expect((await keysOf(house))[0]?.expiresAt?.getTime()).toBe(after?.expires_at);
    await tia.clicks('Undo');
    await eventually(() => expect(rowsOfKeys(house)[0]?.expires_at).toBe(before?.expires_at));
    expect((await keysOf(house))[0]?.expiresAt?.getTime()).toBe(before?.expires_at);
  });

  test('of a key that was made elsewhere is refused: nothing is known of it', async () => {
    await using house = await openHouse();
    const { tia } = house;
    await house.gateway.createApiKey(await tiny(house), { expiresAt: null });
    await tia.types('/vg keys');
    const list = await tia.waitsFor('made elsewhere');
    expect(list.buttons).toEqual(['Revoke', 'Add key']);
    await tia.types('/vg keys extend');
    await tia.waitsFor('Tiny has no API key for that.');
    await tia.clicks('Revoke', { in: 'made elsewhere' });
    await tia.waitsFor('Done: I revoked API key vgk_');
    expect(await keysOf(house)).toEqual([]);
  });
});

describe('a rotation', () => {
  test('makes a successor, and the old key ends when its grace is over', async () => {
    await using house = await openHouse();
    const { tia, clock } = house;
    const sid = await tiny(house);
    const old = await storesKey(tia, 'Tiny', { Purpose: 'Nightly sync' });
    await tia.types('/vg keys rotate');
    const form = await tia.waitsForModal('Rotate API key');
    expect(form.fields).toEqual(['The old key works for', 'Expires']);
    await tia.fills({ 'The old key works for': '7 days' });
    await tia.submits();
    const key = await copies(tia);
    expect(key).not.toBe(old);
    await tia.submits();
    await tia.waitsForNoModal();
    for (const one of [old, key]) expect(await opens(house, sid, one)).toBe(200);
    await tia.types('/vg keys');
    expect((await tia.waitsFor('It has a successor')).plain).toContain('Nightly sync');
    clock.forward({ days: 7, minutes: 1 });
    await tia.waitsFor('has given its place to its successor', { in: tia.dm });
    expect(await opens(house, sid, old)).toBe(401);
    expect(await opens(house, sid, key)).toBe(200);
  });

  test('takes nothing away before the new key is stored', async () => {
    await using house = await openHouse();
    const { tia, clock } = house;
    const sid = await tiny(house);
    const old = await storesKey(tia);
    await tia.types('/vg keys');
    await tia.clicks('Rotate', { in: 'API keys of Tiny' });
    await tia.waitsForModal('Rotate API key');
    await tia.fills({ 'The old key works for': 'No time: it is revoked at once' });
    await tia.submits();
    const key = await copies(tia);
    clock.forward({ minutes: 16 });
    await tia.waitsFor('because nobody said in time', { in: tia.dm });
    expect(await opens(house, sid, key)).toBe(401);
    expect(await opens(house, sid, old)).toBe(200);
  });

  test('without a grace ends the old key as soon as the new one is stored', async () => {
    await using house = await openHouse();
    const { tia } = house;
    const sid = await tiny(house);
    const old = await storesKey(tia);
    await tia.types('/vg keys rotate');
    await tia.waitsForModal('Rotate API key');
    await tia.fills({ 'The old key works for': 'No time: it is revoked at once' });
    await tia.submits();
    const key = await copies(tia);
    await tia.submits();
    await tia.waitsFor('has given its place to its successor', { in: tia.dm });
    expect(await opens(house, sid, old)).toBe(401);
    expect(await opens(house, sid, key)).toBe(200);
  });
});

test('whoever owns a key is told when somebody else revokes it, and on-call only looks', async () => {
  await using house = await openHouse();
  const { tia, sam, olu } = house;
  await storesKey(tia);
  await olu.types('/vg keys list tiny');
  const list = await olu.waitsFor('CRM import');
  expect(list.buttons).toEqual([]);
  await olu.types('/vg keys revoke tiny');
  await olu.waitsFor('You may not revoke API keys.');
  await sam.types('/vg keys revoke tiny');
  await sam.waitsForModal('Revoke API key');
  await sam.submits();
  await tia.waitsFor('@sam revoked the API key “CRM import”', { in: tia.dm });
});

test('the card of an account says how many keys it has, and leads to them', async () => {
  await using house = await openHouse();
  const { olu, tia } = house;
  await storesKey(tia);
  await olu.types('/vg tiny');
  const card = await olu.waitsFor('API keys: 1 (next expires');
  expect(card.buttons).toContain('API keys');
  await olu.clicks('API keys');
  await olu.waitsFor('API keys of Tiny');
});
