import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BucketServer } from '../../src/bucket-server/server.ts';
import type { Person } from '../../src/emulator/person/person.ts';
import { BotError } from '../../src/errors.ts';
import { recordingKey, recordingMetadata } from '../../src/features/calls/recording-layout.ts';
import type { GivenCall } from '../../src/gateway/embedded/calls.ts';
import type { AccountSid } from '../../src/ids.ts';
import { type House, openHouse } from '../bot.ts';
import { compatibleBucket, loopback, opener, startS3 } from '../buckets/s3-world.ts';
import { CALLEE, CALLER, finishedCall, recordedCall, wav } from '../calls.ts';
import { exposition } from '../exposition.ts';
import { clicksForged } from '../forging.ts';
import { openFragileHouse } from '../fragile.ts';
import { tiny } from '../keys.ts';
import { memoryStore } from '../memory-store.ts';
import { s3Recording } from '../recordings.ts';
import { types, typesJson } from '../terminal/terminal.ts';

let server: BucketServer;
/** How far the store's clock is ahead: a link ends by it. */
let ahead = 0;
beforeAll(async () => {
  server = await startS3({ clock: { now: () => new Date(Date.now() + ahead) } });
});
beforeEach(() => {
  server.clear();
  server.deny.clear();
  ahead = 0;
});
afterAll(() => server.close());

const overNetwork = { config: { allowedAddresses: loopback } };

/** The account Tiny records into the server's bucket. Gives its SID. */
async function recording({ gateway, ...house }: House): Promise<AccountSid> {
  const sid = await tiny({ gateway, ...house } as House);
  const bucket = compatibleBucket(server.url);
  const settings = { enabled: true, format: 'wav', allCalls: true, bucket } as const;
  await gateway.stock.configure(sid, { recording: settings });
  return sid;
}

/** A call of Tiny's, recorded as whose its metadata says. */
async function call(house: House, minutesAgo: number, of?: AccountSid): Promise<GivenCall> {
  const sid = await tiny(house);
  const given = finishedCall(house.clock.now(), minutesAgo);
  const key = recordingKey(given.sid, 'wav', given.answeredAt ?? given.attemptedAt);
  await house.gateway.stock.addCall(sid, { ...given, recordedAs: key });
  const client = await opener(server)(compatibleBucket(server.url));
  const about = { callSid: given.sid, applicationSid: null, trunk: null, sampleRate: 8000 };
  const { direction, from, to } = given;
  const metadata = recordingMetadata({ ...about, direction, from, to, accountSid: of ?? sid }, []);
  await client.write(key, wav(), metadata);
  client.close();
  return given;
}

/** The address that somebody was given, as their client opens it. */
function linkShown(house: House, person: Person): string {
  const shown = person.messages().findLast(({ plain }) => plain.includes('Open the recording'));
  const said = JSON.stringify(house.workspace.calls.map(({ args }) => args));
  const links = [...said.matchAll(/<(http[^|>]+)\|Open the recording>/g)];
  if (!shown) throw new Error(`no link was shown:\n${person.sees()}`);
  return (links.at(-1)?.[1] ?? '').replaceAll('&amp;', '&');
}

/** Everything of the bot's own that is written down, but for what is sealed. */
function written(house: House): string {
  const tables = ['changes', 'audit_entries', 'outbox', 'recording_verdicts', 'recording_alarmed'];
  const rows = tables.map((table) => JSON.stringify(house.rows(`SELECT * FROM ${table}`)));
  return [...house.logs, ...rows].join('\n');
}

describe('the calls of an account', () => {
  test('are seen by all scopes within their target, and their recordings heard by who may', async () => {
    await using house = await openHouse({ config: { ...overNetwork.config, metricsPort: 0 } });
    const { ada, sam, tia, olu, eve, voiceOps } = house;
    const sid = await recording(house);
    const heard = await call(house, 90);
    await house.gateway.stock.addCall(sid, finishedCall(house.clock.now(), 120));

    for (const person of [ada, sam, tia, olu]) {
      await person.types('/vg calls tiny', { in: voiceOps });
      const list = await person.waitsFor('Recent calls');
      expect(list.ephemeral).toBe(true);
      expect(list.plain).toMatch(/Inbound · •••345 → •••890/);
      expect(list.plain).toContain('2 min 0 s · answered, caller hungup · recorded');
      const mayListen = person === ada || person === sam;
      expect(list.buttons).toEqual(mayListen ? ['Listen', 'Delete recording'] : []);
    }
    await eve.types('/vg calls tiny', { in: voiceOps });
    await eve.waitsFor('You have no access yet.');
    // Nobody else's account, in the words of a missing one.
    await house.account('Globex', 'Other');
    await tia.types('/vg calls globex');
    await tia.waitsFor('I find no account “globex” in your reach.');

    await ada.clicks('Listen', { in: 'Recent calls' });
    const shown = await ada.waitsFor('Open the recording');
    expect(shown).toMatchObject({ ephemeral: true });
    expect(shown.plain).toMatch(/Until .* for 5 minutes, whoever has this link can listen/);
    for (const other of [sam, tia, olu, eve]) expect(other.sees()).not.toContain('Open the rec');
    const link = linkShown(house, ada);
    const played = await fetch(link);
    expect([played.status, played.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    expect(Buffer.from(await played.arrayBuffer()).equals(wav())).toBe(true);
    expect((await fetch(link.replace(heard.sid, sid))).status).toBe(403);
    const [reply] = house.workspace.calls.filter(({ args }) =>
      JSON.stringify(args).includes('Open the recording'),
    );
    expect(reply).toMatchObject({
      method: 'response_url',
      args: { unfurl_links: false, unfurl_media: false, response_type: 'ephemeral' },
    });
    ahead = 4 * 60_000;
    expect((await fetch(link)).status).toBe(200);
    ahead = 6 * 60_000;
    expect((await fetch(link)).status).toBe(403);
    ahead = 0;
    const audited = house.rows<{ actor_user: string; result: string; detail: string }>(
      "SELECT * FROM audit_entries WHERE action = 'calls listen'",
    );
    expect(audited).toEqual([expect.objectContaining({ actor_user: ada.id, result: 'revealed' })]);
    expect(audited[0]?.detail).toContain(heard.sid);

    // By command: which recording, then the link; a terminal prints it.
    await sam.types('/vg calls listen tiny', { in: voiceOps });
    const modal = await sam.waitsForModal('Listen to a recording');
    expect(modal.text).toContain('•••345 → •••890');
    await sam.submits();
    await sam.waitsFor('Open the recording');
    const typed = await types(house, ['calls', 'listen', 'tiny', '--call', heard.sid]);
    expect([typed.code, typed.err]).toEqual([0, '']);
    const [printed = ''] = /http:\S+/.exec(typed.out) ?? [];
    expect((await fetch(printed)).status).toBe(200);
    const { json } = await typesJson(house, ['calls', 'listen', 'tiny']);
    expect(json.data).toMatchObject({ call: heard.sid, link: expect.stringContaining(heard.sid) });
    const listed = await typesJson(house, ['calls', 'tiny']);
    expect(listed.json.data).toMatchObject({
      calls: [{ from: '•••345', seconds: 120, recording: 'kept' }, { recording: 'none' }],
      more: false,
    });

    await house.settled();
    const secrets = [CALLER, CALLEE, CALLER.slice(1), ...[link, printed].map(signatureIn)];
    for (const secret of secrets) {
      expect(written(house)).not.toContain(secret);
      expect(await exposition(house)).not.toContain(secret);
    }
  });

  test('lose a recording for good, which is said before, and read back', async () => {
    await using house = await openHouse(overNetwork);
    const { ada, olu, tia, voiceOps } = house;
    await recording(house);
    const kept = await call(house, 80);
    const gone = await call(house, 70);
    await ada.types('/vg calls tiny', { in: voiceOps });
    const list = await ada.waitsFor('Recent calls');
    expect(JSON.stringify(house.workspace.deliveries.at(-1)?.ackBody)).toContain(
      'A deleted recording cannot be brought back.',
    );
    server.deny.add('s3:DeleteObject');
    await ada.clicks('Delete recording', { in: list });
    await ada.waitsFor('The store says that access is denied.');
    expect(server.objects()).toHaveLength(2);
    server.deny.clear();
    await ada.types('/vg calls tiny', { in: voiceOps });
    await ada.clicks('Delete recording', { in: 'Recent calls' });
    const receipt = await ada.waitsFor('Done: I deleted the recording of a call of Tiny.');
    expect(receipt.plain).toContain(gone.sid);
    expect(receipt.plain).toContain('A deleted recording cannot be brought back.');
    expect(receipt.buttons).toEqual(['Post here']);
    expect(server.objects().map(({ key }) => key)).toEqual([
      recordingKey(kept.sid, 'wav', kept.answeredAt ?? kept.attemptedAt),
    ]);
    await ada.types('/vg calls tiny', { in: voiceOps });
    const after = await ada.waitsFor('its recording was deleted');
    expect(after.buttons).toEqual(['Listen', 'Delete recording']);
    // By a button that somebody kept: it is not there any more, and nobody learns of another.
    await clicksForged(house, ada, 'calls.listen', `${await tiny(house)} ${gone.sid}`);
    await ada.waitsFor('The recording of this call is not there.');

    for (const person of [tia, olu]) {
      await person.types('/vg calls delete tiny');
      await person.waitsFor("You may not delete recordings of an account's calls");
    }
    const { code, seen } = await types(house, ['calls', 'delete', 'tiny', '--yes']);
    expect([code, seen]).toEqual([0, expect.stringContaining('deleted the recording of a call')]);
    expect(server.objects()).toEqual([]);
    expect((await types(house, ['calls', 'delete', 'tiny'])).seen).toContain(
      'has no recorded call',
    );
  });

  test('in a shared bucket are no other account’s to hear or to delete', async () => {
    await using house = await openHouse(overNetwork);
    const { ada } = house;
    const sid = await recording(house);
    const globex = await house.account('Globex');
    const foreign = await call(house, 70, globex.sid);
    await ada.types('/vg calls tiny');
    await ada.clicks('Listen', { in: 'Recent calls' });
    const refused = await ada.waitsFor('The recording of this call is not there.');
    expect(refused.plain).toContain('The bucket holds no recording of it.');
    expect(refused.plain).toContain('recording test');
    expect(refused.plain).not.toMatch(/Globex/);
    await ada.clicks('Delete recording', { in: 'Recent calls' });
    await ada.waitsFor('It failed, and nothing is done: The recording of this call is not there.');
    expect(server.objects()).toHaveLength(1);
    // Under Globex’s own name it is not this call’s either.
    await clicksForged(house, ada, 'calls.listen', `${globex.sid} ${foreign.sid}`);
    await ada.waitsFor('There is no such call.');
    await clicksForged(house, ada, 'calls.listen', `${sid} ../../${foreign.sid}`);
    await house.settled();
    expect(ada.sees()).not.toContain('Open the recording');
    const links = "SELECT * FROM audit_entries WHERE action = 'calls listen'";
    expect(house.rows(links)).toEqual([]);
  });

  test('can be heard with Account scope, and their numbers seen, where the operator says so', async () => {
    const store = memoryStore();
    const config = { widened: ['LISTEN=account' as const], maskNumbers: false };
    await using house = await openHouse({ config, store });
    const { tia, olu, ada } = house;
    const sid = await tiny(house);
    await house.gateway.stock.configure(sid, { recording: s3Recording() });
    const given = finishedCall(house.clock.now(), 75);
    await recordedCall({ stock: house.gateway.stock, store }, sid, given);
    await tia.types('/vg calls');
    const list = await tia.waitsFor(`${CALLER} → ${CALLEE}`);
    expect(list.buttons).toEqual(['Listen', 'Delete recording']);
    await tia.clicks('Listen', { in: list });
    await tia.waitsFor('Open the recording');
    await tia.types('/vg help calls');
    await tia.waitsFor('/vg calls listen');
    await tia.types('/vg me');
    await tia.waitsFor("listen to recordings of an account's calls");
    await ada.types('/vg can @tia calls delete tiny');
    await ada.waitsFor('Admin, Service Provider and Account scopes may delete recordings');
    await olu.types('/vg calls tiny');
    expect((await olu.waitsFor('Recent calls')).buttons).toEqual([]);
    await olu.types('/vg help calls');
    expect((await olu.waitsFor('/vg calls')).plain).not.toContain('calls listen');
    await tia.clicks('Delete recording', { in: list });
    await tia.waitsFor('Done: I deleted the recording');
    await house.settled();
    expect(written(house)).not.toContain(CALLER);
  });

  test('come ten to a page, and say what is wrong where the gateway or the store is', async () => {
    const store = memoryStore();
    const { house, faults } = await openFragileHouse({ store });
    await using _ = house;
    const { ada } = house;
    const sid = await tiny(house);
    await ada.types('/vg calls tiny');
    await ada.waitsFor('There is none.');
    await ada.types('/vg calls listen tiny');
    await ada.waitsFor('Tiny has no recorded call.');
    await house.gateway.stock.configure(sid, { recording: s3Recording() });
    for (let nth = 0; nth < 12; nth += 1) {
      const given = finishedCall(house.clock.now(), 61 + nth, { from: `+4955500${1000 + nth}` });
      await recordedCall({ stock: house.gateway.stock, store }, sid, given);
    }
    await ada.types('/vg calls tiny');
    const first = await ada.waitsFor('There are more.');
    expect(first.plain).toContain('•••000');
    await ada.clicks('More');
    const second = await ada.waitsFor('•••011');
    expect(second.plain).not.toContain('•••000');
    await ada.clicks('Newest');
    await ada.waitsFor('•••000');
    const all = await typesJson(house, ['calls', 'tiny', '--pages', 'all']);
    expect(all.out.match(/"attemptedAt"/g)).toHaveLength(12);

    store.trouble('calls', 'bucket missing');
    await ada.clicks('Listen', { in: 'Recent calls' });
    const refused = await ada.waitsFor('I could not look at the recording of this call.');
    expect(refused.plain).toContain('The store says that there is no such bucket.');
    store.trouble('calls', null);
    faults.fail('recordingLink', new BotError('unavailable', 'The Voice Gateway is away.'), 1);
    await ada.clicks('Listen', { in: 'Recent calls' });
    await ada.waitsFor('The Voice Gateway is away.');
    const links = "SELECT * FROM audit_entries WHERE action = 'calls listen'";
    expect(house.rows(links)).toEqual([]);

    // An answer that was lost is read back; where that cannot be, nobody says that it is done.
    faults.loseAnswer('deleteRecording');
    await ada.clicks('Delete recording', { in: 'Recent calls' });
    await ada.waitsFor('Done: I deleted the recording');
    expect(store.keys()).toHaveLength(11);
    const answer = Promise.withResolvers<void>();
    faults.late('deleteRecording', answer.promise);
    await ada.types('/vg calls tiny');
    await ada.clicks('Delete recording', { in: 'Recent calls' });
    await expect.poll(() => store.keys().length).toBe(10);
    store.trouble('calls', 'access denied');
    answer.resolve();
    await ada.waitsFor('I do not know whether it happened');
    await ada.waitsFor('Outcome unknown', { in: house.ops });
    store.trouble('calls', null);
    await ada.clicks('Look again', { in: 'Outcome unknown' });
    await ada.waitsFor('Outcome known meanwhile', { in: house.ops });
  });
});

function signatureIn(link: string): string {
  return new URL(link).searchParams.get('X-Amz-Signature') ?? 'no signature';
}
