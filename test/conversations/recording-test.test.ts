import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BucketServer } from '../../src/bucket-server/server.ts';
import type { AccountSummary } from '../../src/features/accounts/account.ts';
import type { Recording } from '../../src/features/recording/recording.ts';
import { readAllowedAddresses } from '../../src/outbound/addresses.ts';
import { type House, openHouse } from '../bot.ts';
import { accessKeyId, canary, compatibleBucket, startS3 } from '../buckets/s3-world.ts';
import { exposition } from '../exposition.ts';
import { clicksForged, drawnFor, openForm } from '../forging.ts';
import { types, typesJson } from '../terminal/terminal.ts';

const onThisMachine = { config: { allowedAddresses: readAllowedAddresses('127.0.0.0/8') } };

let server: BucketServer;
beforeAll(async () => {
  server = await startS3();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  server.deny.clear();
  server.faults.clear();
});

const stored = (bucket: Partial<Recording['bucket']> = {}): Recording => ({
  enabled: true,
  format: 'wav',
  allCalls: true,
  bucket: { ...compatibleBucket(server.url), ...bucket } as Recording['bucket'],
});

async function withAcme(
  recording: Recording | null = stored(),
  more: Parameters<typeof openHouse>[0] = {},
): Promise<{ house: House; acme: AccountSummary }> {
  const house = await openHouse({ ...onThisMachine, ...more });
  const acme = await house.account('Acme');
  await house.gateway.stock.configure(acme.sid, { recording });
  return { house, acme };
}

const audited = (house: House) =>
  house.rows<{ who: string; detail: string }>(
    "SELECT actor_user AS who, detail FROM audit_entries WHERE action = 'recording test' AND result = 'tested' ORDER BY seq",
  );
const left = () => [...server.objects().map(({ key }) => key), ...server.uploads()];

/** Fills the form with a bucket of the server. */
const typedBucket = (secret = canary) => ({
  Endpoint: server.url,
  'Bucket Name': 'acme-recordings',
  Region: 'eu-west-1',
  'Access key ID': accessKeyId,
  'Secret access key': secret,
  'S3 Tags': 'team=voice',
});

test('what is stored is tested by on-call: step by step in a view, then in a message and the audit channel', async () => {
  const { house } = await withAcme();
  await using _ = house;
  const { olu, ada, voiceOps, audit } = house;
  server.faults.set('ListObjectsV2', 'hang');
  await olu.types('/vg recording test acme', { in: voiceOps });
  const runs = await olu.waitsForModal('List it…');
  expect(runs.text).toContain('Acme: S3-compatible, acme-recordings. Tested is what is stored.');
  expect(runs.text).toMatch(/Write an object as the Voice Gateway does: ok, \d+ ms/);
  expect(runs.text).toMatch(/Read its metadata and tags: ok, \d+ ms/);
  expect(runs.text).toContain('Then: Delete it; See that it is gone');
  expect(runs.close).toBe('Stop');
  // Closed, it stops, and takes away what it wrote.
  await olu.closes();
  const stopped = await olu.waitsFor('Stopped before its end.', { in: voiceOps });
  expect(stopped.ephemeral).toBe(true);
  expect(left()).toEqual([]);

  server.faults.clear();
  await olu.clicks('Test again', { in: stopped });
  const over = await olu.waitsForModal('It works.');
  expect(over.text.match(/: ok, \d+ ms/g)).toHaveLength(6);
  expect(over.close).toBe('Close');
  const told = await olu.waitsFor('It works. Recordings can be kept there', { in: voiceOps });
  expect(told.buttons).toEqual(['Test again']);
  const channel = await ada.waitsFor('It works.', { in: audit });
  expect(channel.plain).toContain('@olu: bucket test.');
  expect(channel.buttons).toEqual([]);
  expect(left()).toEqual([]);

  // A permission less, then tested once more in the same view.
  server.deny.add('s3:PutObject');
  await olu.clicks('Test again', { in: 'modal' });
  const denied = await olu.waitsForModal('It does not work.');
  expect(denied.text).toContain('s3:PutObject');
  expect(denied.text).toContain('arn:aws:s3:::acme-recordings/*');
  expect(denied.text).toContain('"Action"');
  expect(denied.text.match(/: skipped/g)).toHaveLength(5);
  server.deny.clear();
  server.deny.add('s3:DeleteObject');
  await olu.clicks('Test again', { in: 'modal' });
  const warned = await olu.waitsForModal('It works, with warnings.');
  const [object] = server.objects();
  expect(warned.text).toContain(`Left behind: the object ${object?.key} is still in the bucket.`);
  await olu.waitsFor(`Left behind: the object ${object?.key}`, { in: olu.dm });

  await house.settled();
  expect(audited(house)).toHaveLength(4);
  expect(audited(house)[0]).toMatchObject({ who: olu.id });
  expect(audited(house)[0]?.detail).toContain('fingerprint');
  expect(house.rows("SELECT id FROM changes WHERE kind LIKE 'recording%'")).toEqual([]);
});

test('what is typed is tested from the form, with the stored secret where none is typed, and saved as it was tested', async () => {
  const { house, acme } = await withAcme(null, {
    config: { ...onThisMachine.config, metricsPort: 0 },
  });
  await using _ = house;
  const { sam } = house;
  const before = left();
  await sam.types('/vg recording edit acme');
  await sam.waitsForModal('Bucket Vendor');
  await sam.fills({ 'Bucket Vendor': 'S3-compatible' });
  await sam.waitsForModal('Endpoint');
  // What cannot be accepted is told above the form, by its labels, and nothing is sent.
  await sam.fills({ ...typedBucket(), 'Bucket Name': 'Acme' });
  await sam.clicks('Test', { in: 'modal' });
  const wrong = await sam.waitsForModal('Some answers cannot be accepted.');
  expect(wrong.text).toContain('Bucket Name: A bucket’s name has lower-case letters');
  expect(wrong.values).toMatchObject({ 'Bucket Name': 'Acme', 'S3 Tags': 'team=voice' });
  expect(audited(house)).toEqual([]);

  await sam.fills(typedBucket('canary-of-the-wrong-secret'));
  await sam.clicks('Test', { in: 'modal' });
  const failed = await sam.waitsForModal('It does not work.');
  expect(failed.text).toContain(
    'Tested is what was typed in the form, which is not saved by this.',
  );
  expect(failed.text).toContain(
    `The Secret access key is not the one that belongs to the Access key ID ${accessKeyId}.`,
  );
  const told = await sam.waitsFor('The Secret access key is not the one', { in: sam.dm });
  expect(told.buttons).toEqual(['Edit']);
  await sam.closes();
  const back = await sam.waitsForModal('Endpoint');
  expect(back.values['Secret access key']).toBe('canary-of-the-wrong-secret');
  await sam.fills(typedBucket());
  await sam.clicks('Test', { in: 'modal' });
  await sam.waitsForModal('It works.');
  // Once more from there: what was typed is known still.
  await sam.clicks('Test again', { in: 'modal' });
  await expect.poll(() => audited(house).length).toBe(3);
  await sam.waitsForModal('It works.');
  await sam.closes();
  await sam.waitsForModal('Endpoint');
  await sam.submits();
  await sam.waitsFor('Done: I set up call recording of Acme.');
  expect((await house.gateway.account(acme.sid))?.recording?.bucket).toMatchObject({
    vendor: 's3_compatible',
    endpoint: server.url,
  });
  expect(house.rows('SELECT id FROM drafts')).toEqual([]);

  // With another tag it is not what is stored; the stored secret opens it.
  await sam.types('/vg recording edit acme');
  await sam.waitsForModal('Endpoint');
  await sam.clicks('Test', { in: 'modal' });
  await sam.waitsForModal(/Tested is what is stored\.[\s\S]*It works\./);
  await sam.closes();
  await sam.waitsForModal('Endpoint');
  await sam.fills({ 'S3 Tags': 'team=night' });
  server.faults.set('GetObject', 'hang');
  await sam.clicks('Test', { in: 'modal' });
  await sam.waitsForModal(/what was typed in the form[\s\S]*Read it back and compare…/);
  // The whole stack closed at once stops the test above the form too, and destroys the draft.
  await sam.closes({ all: true });
  await sam.waitsFor('Stopped before its end.', { in: sam.dm });
  await expect.poll(() => house.rows('SELECT id FROM drafts')).toEqual([]);
  expect(left()).toEqual(before);

  await house.settled();
  const { workspace } = house;
  const outside = [
    house.logs.join('\n'),
    house.dataBytes(),
    await exposition(house),
    // What was sent to Slack; its answers hold what stands in the form by now.
    JSON.stringify(workspace.calls.map(({ method, args }) => [method, args])),
    JSON.stringify(workspace.deliveries.map(({ ackBody }) => ackBody)),
    JSON.stringify(house.rows('SELECT * FROM audit_entries')),
  ].join('\n');
  expect(outside).not.toContain('canary');
});

test('a bot that stops ends its tests first, and leaves nothing in the bucket', async () => {
  const { house } = await withAcme();
  await using _ = house;
  const before = left();
  server.faults.set('GetObject', 'hang');
  await house.ada.types('/vg recording test acme');
  await house.ada.waitsForModal('Read it back and compare…');
  expect(left()).toHaveLength(before.length + 1);
  await house.restart();
  expect(left()).toEqual(before);
  await house.ada.waitsFor('Stopped before its end.');
  await house.ada.waitsForModal('Stopped before its end.');
});

describe('nobody', () => {
  test('tests what they may not, nor with what somebody else has typed', async () => {
    const { house, acme } = await withAcme(null);
    await using _ = house;
    const { sam, ada, olu, tia } = house;
    await tia.types('/vg recording test acme');
    await tia.waitsFor('I find no account “acme” in your reach.');
    await olu.types('/vg recording test acme');
    await olu.waitsFor('The call recording of Acme is off.');
    await sam.types('/vg recording edit acme');
    await sam.waitsForModal('Bucket Vendor');
    await sam.fills({ 'Bucket Vendor': 'S3-compatible' });
    await sam.waitsForModal('Endpoint');
    await sam.fills(typedBucket());
    await sam.clicks('Test', { in: 'modal' });
    await sam.waitsForModal('It works.');
    const view = openForm(sam);
    const again = (who: typeof sam, shown: typeof view) =>
      clicksForged(house, who, 'recording.test.again', '', {
        view: { ...shown, id: 'V0FORGED' },
        container: { type: 'view', view_id: 'V0FORGED' },
      });
    await again(ada, view);
    await ada.waitsFor('This form was not drawn for you.');
    // With a memory of their own it holds a draft that is not theirs; on-call may test nothing that is typed.
    await again(ada, drawnFor(house, ada, view));
    await expect.poll(() => ada.sees().match(/was not drawn for you/g)).toHaveLength(2);
    await again(olu, drawnFor(house, olu, view));
    await olu.waitsFor('You may not configure call recording.');
    house.clock.forward({ minutes: 31 });
    await sam.clicks('Test again', { in: 'modal' });
    await sam.waitsForModal('What was typed is not kept any more.');
    expect(audited(house).map(({ who }) => who)).toEqual([sam.id]);
    expect((await house.gateway.account(acme.sid))?.recording).toBeNull();
  });

  test('is told that it works where nothing may be reached, or where it cannot be audited', async () => {
    const { house } = await withAcme(stored(), { config: {} });
    await using _ = house;
    const { ada } = house;
    const before = server.performed.length;
    await ada.types('/vg recording test acme');
    const refused = await ada.waitsForModal('It does not work.');
    expect(refused.text).toContain('ALLOW_PRIVATE_ADDRESSES');
    expect(refused.text).not.toContain('has a private address 127');
    const client = new Database(join(house.config.dataDir, 'switchboard.db'));
    client.exec(
      "CREATE TRIGGER full BEFORE INSERT ON audit_entries WHEN NEW.result = 'tested' BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    client.close();
    await ada.closes();
    await ada.types('/vg recording test acme');
    await ada.waitsFor(/Reference ref_/);
    expect(server.performed.length).toBe(before);
  });
});

test('a terminal shows the same as text, and exits with 1 where a step failed', async () => {
  const { house } = await withAcme();
  await using _ = house;
  const works = await types(house, ['recording', 'test', 'acme']);
  expect(works.code).toBe(0);
  expect(works.out).toContain('It works.');
  server.deny.add('s3:GetObject');
  const failed = await types(house, ['recording', 'test', 'acme']);
  expect(failed.code).toBe(1);
  expect(failed.out).toContain('What to fix:');
  expect(failed.out).toContain('"s3:GetObject"');
  expect(failed.out).not.toContain('```');
  const { code, json } = await typesJson(house, ['recording', 'test', 'acme']);
  expect([code, json.decision]).toEqual([1, 'failed']);
  expect(json.data).toMatchObject({
    configuration: 'stored',
    verdict: 'fails',
    steps: expect.arrayContaining([expect.objectContaining({ step: 'write', state: 'ok' })]),
    left: null,
  });
  expect((await types(house, ['recording', 'test', 'tiny'])).code).toBe(2);
  await house.ada.waitsFor('terminal:ann: bucket test.', { in: house.audit });
});
