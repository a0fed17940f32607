import { describe, expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import type { Recording } from '../../src/features/recording/recording.ts';
import type { AccountSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { CALLER, finishedCall, type GivenRecording, looks, recordedCall } from '../calls.ts';
import { exposition } from '../exposition.ts';
import { openFragileHouse } from '../fragile.ts';
import { tiny } from '../keys.ts';
import { memoryStore } from '../memory-store.ts';
import { s3Recording } from '../recordings.ts';

/** A call that ended so many minutes ago, and its recording in the bucket of this name. */
async function called(
  { gateway, clock, store }: House,
  sid: AccountSid,
  minutesAgo: number,
  recording: GivenRecording & { bucket?: string } = {},
) {
  if (!store) throw new Error('the house has no store');
  const { bucket = 'calls', ...given } = recording;
  const call = finishedCall(clock.now(), minutesAgo);
  await recordedCall({ stock: gateway.stock, store, bucket }, sid, call, given);
  return call.sid;
}

const lost = { content: null };
const MISSING = 'Recordings are missing or unreadable';

/** What stands in #ops: cards, then what their threads say. */
function inOps({ ada, ops }: House) {
  const messages = ada.messages().filter(({ channel }) => channel === ops.id);
  const cards = messages.filter(({ threadTs, ephemeral }) => !threadTs && !ephemeral);
  const threads = messages.filter(({ threadTs }) => threadTs !== undefined);
  return { cards, threads };
}

describe('the heartbeat of call recording', () => {
  test('of ten calls alarms of those whose recording is not there, once, and turns green', async () => {
    const store = memoryStore();
    await using house = await openHouse({ store, config: { metricsPort: 0 } });
    const { ada, clock, gateway, ops } = house;
    const sid = await tiny(house);
    const globex = await house.account('Globex');
    await gateway.stock.configure(sid, { recording: s3Recording() });
    const missing = [await called(house, sid, 4, lost), await called(house, sid, 12, lost)];
    const empty = await called(house, sid, 6, { content: new Uint8Array() });
    const foreign = await called(house, sid, 14, { of: globex.sid });
    const page = await called(house, sid, 16, { content: Buffer.from('<!doctype html>') });
    for (const minutes of [5, 8, 10, 18]) await called(house, sid, minutes);
    const unanswered = finishedCall(clock.now(), 7, { answeredAt: null });
    await gateway.stock.addCall(sid, unanswered);

    await looks(house);
    expect(inOps(house).cards).toEqual([]);
    await looks(house);
    const card = await ada.waitsFor(MISSING, { in: ops });
    expect(card.plain).toContain('Amazon S3, s3.eu-west-1.amazonaws.com');
    expect(card.plain).toContain('1 account: Tiny');
    expect(card.buttons).toEqual(['Test', 'Mute']);
    // All of them are looked at in time, three in a look; each that is not there is in the thread.
    for (let look = 0; look < 3; look += 1) await looks(house);
    const bad = [...missing, empty, foreign, page];
    await expect.poll(() => bad.filter((one) => inThread(one)).length).toBe(bad.length);
    const { cards, threads } = inOps(house);
    expect([cards.length, threads.length]).toEqual([1, 1]);
    const [thread] = threads;
    expect(thread?.threadTs).toBe(cards[0]?.ts);
    expect(thread?.plain).toContain(`${empty}: the recording is empty`);
    expect(thread?.plain).toContain(`${missing[0]}: no recording in the bucket`);
    expect(thread?.plain).toContain(`${foreign}: no recording in the bucket`);
    expect(thread?.plain).toContain(`${page}: the recording does not begin as its format does`);
    expect(thread?.plain).not.toContain(unanswered.sid);
    expect(thread?.buttons).toEqual(['Test']);
    const alarms = 'switchboard_recording_alarms 1\n';
    expect(await exposition(house)).toContain(alarms);
    expect(await exposition(house)).toContain('switchboard_recording_alarmed_accounts 1\n');

    // A restart forgets nothing, and tells nothing anew.
    await house.restart();
    await looks(house);
    await house.settled();
    expect(inOps(house).cards).toHaveLength(1);
    await called(house, sid, 3);
    await looks(house);
    await ada.waitsFor('Recordings are there again: Amazon S3', { in: ops });
    await ada.waitsFor('🟢 there again', { in: ops });
    await looks(house);
    await looks(house);
    await house.settled();
    expect(inOps(house).cards.map(({ buttons }) => buttons)).toEqual([[]]);
    expect(await exposition(house)).toContain('switchboard_recording_alarms 0\n');
    const logged = house.logs.join('\n');
    expect(logged).not.toContain(CALLER);
    expect(logged).not.toContain('"level":50');
    expect(JSON.stringify(house.rows('SELECT * FROM recording_verdicts'))).not.toContain(CALLER);

    function inThread(call: string): boolean {
      return inOps(house).threads.some(({ plain }) => plain.includes(call));
    }
  });

  test('has one card for each cause, one an hour, and none while it is muted', async () => {
    const store = memoryStore();
    await using house = await openHouse({ store });
    const { ada, sam, gateway, clock, ops } = house;
    const at = async (name: string, recording: Recording) => {
      const { sid } = await house.account(name);
      await gateway.stock.configure(sid, { recording });
      return sid;
    };
    const named = (name: string) => s3Recording({}, { name });
    const [one, two] = [await at('One', named('one')), await at('Two', named('two'))];
    const other: Recording = {
      enabled: true,
      format: 'mp3',
      allCalls: true,
      bucket: {
        vendor: 'azure',
        name: 'third',
        connectionString: new Secret('AccountName=acme;AccountKey=canary-of-a-container'),
        tags: [],
      },
    };
    const third = await at('Three', other);
    const fine = await at('Fine', named('fine'));
    const paused = await at('Paused', s3Recording({ enabled: false }, { name: 'one' }));
    await called(house, one, 4, lost);
    await called(house, two, 4, { bucket: 'two' });
    store.trouble('two', 'access denied');
    await called(house, third, 4, { ...lost, format: 'mp3' });
    await called(house, fine, 4, { bucket: 'fine' });
    await called(house, paused, 4, lost);
    await looks(house);
    await looks(house);
    await ada.waitsFor('2 accounts: One, Two', { in: ops });
    const azure = await ada.waitsFor('Azure Cloud Storage, acme.blob.core.windows.net', {
      in: ops,
    });
    expect(azure.plain).toContain('1 account: Three');
    await expect.poll(() => inOps(house).threads.length).toBe(3);
    expect(
      inOps(house)
        .threads.map(({ plain }) => plain)
        .join(),
    ).toContain('missing, or not to be read');
    expect(inOps(house).cards).toHaveLength(2);

    // What is mended is told; what breaks again within the hour waits for its end.
    store.trouble('two', null);
    clock.forward({ minutes: 2 });
    await called(house, one, 1, { bucket: 'one' });
    await called(house, two, 1, { bucket: 'two' });
    await looks(house);
    await ada.waitsFor('Recordings are there again: Amazon S3', { in: ops });
    await called(house, one, 1, lost);
    await looks(house);
    await looks(house);
    await looks(house);
    await house.settled();
    expect(inOps(house).cards).toHaveLength(2);
    clock.forward({ minutes: 45 });
    await called(house, one, 3, lost);
    await looks(house, one);
    await looks(house, one);
    await expect.poll(() => inOps(house).cards.length).toBe(3);

    // Muted for a day, it is not told even where it is another card’s turn.
    await ada.clicks('Mute', { in: '1 account: One' });
    await ada.waitsForModal('Amazon S3');
    await ada.fills({ 'For how long': '1 day' });
    await ada.submits();
    const muted = await ada.waitsFor('Muted until', { in: ops });
    expect(muted.plain).toContain('@ada');
    expect(muted.buttons).toEqual(['Test', 'Unmute']);
    await ada.waitsFor('Done: I muted the alarm of missing recordings: Amazon S3');
    await called(house, two, 1, { ...lost, bucket: 'two' });
    clock.forward({ minutes: 65 });
    await called(house, two, 4, { ...lost, bucket: 'two' });
    await looks(house, two);
    await looks(house, two);
    await house.settled();
    expect(inOps(house).cards).toHaveLength(3);
    expect(inOps(house).cards.at(-1)?.plain).toContain('1 account: One');
    await ada.clicks('Unmute', { in: 'Muted until' });
    await ada.waitsFor('Done: I unmuted the alarm');
    await looks(house, two);
    await ada.waitsFor('2 accounts: One, Two', { in: ops });
    // A mute that is over is taken off the card.
    await ada.clicks('Mute', { in: '2 accounts: One, Two' });
    await ada.waitsForModal('Amazon S3');
    await ada.fills({ 'For how long': '1 hour' });
    await ada.submits();
    await ada.waitsFor('Muted until', { in: ops });
    clock.forward({ minutes: 61 });
    await expect.poll(() => inOps(house).cards.at(-1)?.buttons).toEqual(['Test', 'Mute']);

    // Its recording is switched off: nobody misses it any more.
    await gateway.stock.configure(third, { recording: { ...other, enabled: false } });
    await gateway.stock.configure(two, { recording: null });
    clock.forward({ minutes: 5 });
    await ada.waitsFor('No recording is missed any more: Azure', { in: ops });
    await ada.waitsFor('its call recording was changed, or is off', { in: ops });
    expect(sam.sees()).not.toContain(MISSING);
    expect(house.dataBytes()).not.toContain('canary-of-a-container');
  });

  test('does not wait for a store that hangs, nor alarm of what was deleted or lately changed', async () => {
    const store = memoryStore();
    const { house, faults } = await openFragileHouse({ store });
    await using _ = house;
    const { ada, gateway, ops, voiceOps } = house;
    const sid = await tiny(house);
    await gateway.stock.configure(sid, { recording: s3Recording() });
    await called(house, sid, 4);
    await ada.types('/vg calls tiny', { in: voiceOps });
    await ada.clicks('Delete recording', { in: 'Recent calls' });
    await ada.waitsFor('Done: I deleted the recording');
    const moved = (await house.account('Moved')).sid;
    await gateway.stock.configure(moved, { recording: s3Recording({}, { name: 'old' }) });
    await called(house, moved, 4, { ...lost, bucket: 'old' });
    const slow = (await house.account('Slow')).sid;
    await gateway.stock.configure(slow, {
      recording: s3Recording({}, { name: 'slow', region: 'eu-north-1' }),
    });
    await called(house, slow, 4, { bucket: 'slow' });
    const other = (await house.account('Other')).sid;
    await gateway.stock.configure(other, {
      recording: s3Recording({}, { name: 'other', region: 'eu-west-3' }),
    });
    await called(house, other, 4, { ...lost, bucket: 'other' });
    const hung = store.hang('slow');
    const lookedAt = (account: AccountSid) =>
      house.rows('SELECT 1 FROM recording_watch WHERE account_sid = ?', account).length;
    house.clock.forward({ minutes: 5 });
    await expect.poll(() => lookedAt(other) + lookedAt(moved) + lookedAt(sid)).toBe(3);
    expect(lookedAt(slow)).toBe(0);
    hung.release();
    await expect.poll(() => lookedAt(slow)).toBe(1);
    // Another bucket since: what went into the old one is nobody’s loss.
    await gateway.stock.configure(moved, { recording: s3Recording({}, { name: 'new' }) });
    await looks(house);
    await ada.waitsFor('s3.eu-west-3.amazonaws.com', { in: ops });
    await looks(house);
    await house.settled();
    expect(
      inOps(house)
        .cards.map(({ plain }) => plain)
        .join(),
    ).not.toMatch(/Tiny|Moved|Slow/);

    // A gateway that does not answer is a cause of its own, for whichever accounts that concerns.
    faults.fail('recentCalls', new BotError('unavailable', 'The Voice Gateway is away.'));
    await looks(house);
    await looks(house);
    const card = await ada.waitsFor('unreadable: the Voice Gateway', { in: ops });
    expect(card.plain).toContain('which calls there were');
    expect(card.buttons).toEqual(['Mute']);
    // While that lasts, rounds that find nothing new leave the card alone.
    await house.settled();
    const updates = () =>
      house.workspace.calls.filter(({ method }) => method === 'chat.update').length;
    const drawn = updates();
    const rounds = () => faults.calls.filter(({ method }) => method === 'accountsRecording').length;
    for (let round = 0; round < 2; round += 1) {
      const before = rounds();
      house.clock.forward({ minutes: 1 });
      await expect.poll(rounds).toBeGreaterThan(before);
      await house.settled();
    }
    expect(updates()).toBe(drawn);
    faults.heal('recentCalls');
    await looks(house);
    await ada.waitsFor('again: the Voice Gateway', { in: ops });
  });

  test('tells where the gateway does not even say which accounts record, once, and when it does again', async () => {
    const { house, faults } = await openFragileHouse({ store: memoryStore() });
    await using _ = house;
    const { ada, clock, ops } = house;
    const rounds = () => faults.calls.filter(({ method }) => method === 'accountsRecording').length;
    const round = async () => {
      const before = rounds();
      clock.forward({ minutes: 3 });
      await expect.poll(rounds).toBeGreaterThan(before);
      await house.settled();
    };
    faults.fail('accountsRecording', new BotError('unavailable', 'The Voice Gateway is away.'));
    await round();
    await round();
    expect(inOps(house).cards).toEqual([]);
    await round();
    const card = await ada.waitsFor('Nobody knows whether recordings are missing', { in: ops });
    expect(card.plain).toContain('It does not say which accounts record');
    expect(card.buttons).toEqual(['Mute']);
    await round();
    expect(inOps(house).cards).toHaveLength(1);
    faults.heal('accountsRecording');
    clock.forward({ minutes: 2 });
    await ada.waitsFor('Recordings are looked at again: the Voice Gateway', { in: ops });
    expect(inOps(house).cards).toHaveLength(1);
  });
});
