import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import type { AccountSummary } from '../../src/features/accounts/account.ts';
import { credentialOf } from '../../src/features/recording/recording.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { exposition } from '../exposition.ts';
import { drawnFor, openForm, submitsForged, swapped } from '../forging.ts';
import { s3Recording } from '../recordings.ts';
import { types, typesJson } from '../terminal/terminal.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** A key of a service account, as Google gives it out. */
const serviceKey = JSON.stringify(
  {
    type: 'service_account',
    project_id: 'acme-voice',
    private_key_id: 'canary-key-id-of-google',
    private_key: privateKey,
    client_email: 'recordings@acme-voice.iam.gserviceaccount.com',
    client_id: '117',
    token_uri: 'https://oauth2.googleapis.com/token',
  },
  null,
  2,
);
const accountKey = Buffer.from('canary-of-azure-'.repeat(4)).toString('base64');
const connectionString = `DefaultEndpointsProtocol=https;AccountName=acmevoice;AccountKey=${accountKey};EndpointSuffix=core.windows.net`;
const amazonSecret = 'canary-amazon-secret/key+0001';

const amazon = {
  'Bucket Name': 'acme-recordings',
  Region: 'eu-west-1, Europe (Ireland)',
  'Access key ID': 'AKIAACMERECORDER',
  'Secret access key': amazonSecret,
};

async function withAcme(
  options: Parameters<typeof openHouse>[0] = {},
): Promise<{ house: House; acme: AccountSummary }> {
  const house = await openHouse(options);
  return { house, acme: await house.account('Acme') };
}

const recordingOf = async ({ gateway }: House, { sid }: AccountSummary) =>
  (await gateway.account(sid))?.recording ?? null;

async function opensForm(person: Person, account = 'acme'): Promise<void> {
  await person.types(`/vg recording edit ${account}`);
  await person.waitsForModal(/Bucket Vendor[\s\S]*\[Save\]$/);
}

const endings = (house: House) =>
  house
    .rows<{ kind: string; state: string }>('SELECT kind, state FROM changes ORDER BY seq')
    .filter(({ kind }) => kind.startsWith('recording'))
    .map(({ kind, state }) => `${kind}: ${state}`);
const drafts = (house: House) => house.rows('SELECT id FROM drafts').length;

/** Whatever could tell a secret, but for what people sent to the bot. */
function outside(house: House): string {
  const { workspace } = house;
  return [
    house.logs.join('\n'),
    house.dataBytes(),
    JSON.stringify(workspace.calls),
    JSON.stringify(workspace.deliveries.map(({ ackBody }) => ackBody)),
    JSON.stringify(house.rows('SELECT * FROM audit_entries')),
    JSON.stringify(house.rows('SELECT * FROM changes')),
  ].join('\n');
}

test('call recording is set up for Amazon S3, changed with its secret kept, and undone', async () => {
  const { house, acme } = await withAcme({ config: { metricsPort: 0 } });
  await using _ = house;
  const { sam, voiceOps } = house;
  await sam.types('/vg acme', { in: voiceOps });
  await sam.clicks('Recording', { in: await sam.waitsFor('Account SID', { in: voiceOps }) });
  const off = await sam.waitsFor('It is off: there is no bucket', { in: voiceOps });
  expect(off.buttons).toEqual(['Set up']);
  await sam.clicks('Set up', { in: off });
  const form = await sam.waitsForModal('Enable call recording');
  expect(form.fields).toEqual([
    'Enable call recording',
    'Audio Format',
    'Bucket Vendor',
    'Bucket Name',
    'Region',
    'Access key ID',
    'Secret access key',
    'S3 Tags',
    'Record all calls for this account',
  ]);
  expect(form.options['Bucket Vendor']).toEqual([
    'Amazon S3',
    'Google Cloud Storage',
    'Azure Cloud Storage',
    'S3-compatible',
  ]);
  expect(form.buttons).toEqual(['Test']);
  await expect(sam.submits()).rejects.toThrow('Secret access key');

  // Everything wrong at once, each under its field; what was typed stays.
  await sam.fills({
    ...amazon,
    'Bucket Name': 'Acme_Recordings',
    'Access key ID': 'short',
    'Secret access key': 'abcdefXXXXXX',
    'S3 Tags': 'callSid=1',
  });
  await sam.submits();
  const wrong = await sam.waitsForModal('lower-case letters');
  expect(wrong.errors).toEqual({
    'Bucket Name': 'A bucket’s name has lower-case letters a–z, digits, dots and hyphens only.',
    'Access key ID':
      'An access key ID has 16 to 128 letters and digits, such as AKIAIOSFODNN7EXAMPLE.',
    'Secret access key':
      'The Voice Gateway takes this for a masked secret, and would keep another. Enter the secret itself.',
    'S3 Tags': 'The Voice Gateway writes “callSid” into every recording itself.',
  });
  expect(wrong.values['Bucket Name']).toBe('Acme_Recordings');
  await sam.fills({
    ...amazon,
    'Audio Format': '.mp3',
    'S3 Tags': 'team=voice\n cost_centre = 4711\n',
    'Record all calls for this account': true,
  });
  await sam.submits();
  const receipt = await sam.waitsFor('Done: I set up call recording of Acme.', { in: voiceOps });
  expect(receipt.plain.split('\n')).toEqual(
    expect.arrayContaining([
      'Enable call recording: off → on',
      'Audio Format: none → .mp3',
      'Bucket Vendor: none → Amazon S3',
      'Bucket Name: none → acme-recordings',
      'Region: none → eu-west-1',
      'Access key ID: none → AKIAACMERECORDER',
      'Secret access key: none → ••••0001',
      'Tags: none → team=voice, cost_centre=4711',
      'Record all calls for this account: none → yes',
    ]),
  );
  expect(receipt.plain).not.toContain('Container Name');
  const stored = await recordingOf(house, acme);
  expect(stored).toMatchObject({ enabled: true, format: 'mp3', allCalls: true });
  expect(stored?.bucket).toMatchObject({ vendor: 'aws_s3', region: 'eu-west-1' });
  expect(stored).toHaveProperty('bucket.secretAccessKey', new Secret(amazonSecret));

  // The secret stays where none is typed.
  await opensForm(sam);
  expect(sam.modal?.text).toContain('Stored: ••••0001. Empty: it stays.');
  expect(sam.modal?.values['Secret access key']).toBeUndefined();
  await sam.fills({ 'Bucket Name': 'acme-calls' });
  await sam.submits();
  const changed = await sam.waitsFor('Done: I changed Call recording configuration of Acme.');
  expect(changed.plain).toContain('Bucket Name: acme-recordings → acme-calls');
  expect(changed.plain).not.toContain('Secret access key');
  const after = await recordingOf(house, acme);
  expect(after?.bucket.name).toBe('acme-calls');
  expect(after).toHaveProperty('bucket.secretAccessKey', new Secret(amazonSecret));
  await sam.clicks('Undo', { in: changed });
  await sam.waitsFor('Bucket Name: acme-calls → acme-recordings');

  // Nothing changed is told so; whoever may only look has no more than that.
  await opensForm(sam);
  await sam.submits();
  await sam.waitsForModal('Nothing was changed.');
  await sam.closes();
  await house.olu.types('/vg recording acme');
  const seen = await house.olu.waitsFor('Call recording of Acme');
  expect(seen.plain).toContain('Secret access key: ••••0001');
  expect(seen.buttons).toEqual(['Test']);
  await house.olu.types('/vg recording edit acme');
  await house.olu.waitsFor('You may not configure call recording.');
  await house.eve.types('/vg recording acme');
  await house.eve.waitsFor('You have no access yet.');

  await house.settled();
  expect(outside(house) + (await exposition(house))).not.toContain('canary');
  expect(drafts(house)).toBe(0);
});

test('the form follows the vendor: what is not secret stays, and each secret is asked for once', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { sam } = house;
  await house.gateway.stock.configure(acme.sid, { recording: s3Recording() });
  await opensForm(sam);
  const { once } = JSON.parse(String(sam.modal?.view.private_metadata));
  await sam.fills({ 'S3 Tags': 'team=voice', 'Secret access key': 'canary-typed-for-amazon' });
  await sam.fills({ 'Bucket Vendor': 'Google Cloud Storage' });
  const google = await sam.waitsForModal('Google Cloud Storage Tags');
  expect(google.fields.slice(3, -1)).toEqual([
    'Bucket Name',
    'Service key',
    'Google Cloud Storage Tags',
  ]);
  expect(google.values).toMatchObject({
    'Bucket Name': 'calls',
    'Google Cloud Storage Tags': 'team=voice',
  });
  expect(google.text).not.toContain('Stored:');
  expect(drafts(house)).toBe(1);
  await expect(sam.submits()).rejects.toThrow('Service key');
  for (const [text, words] of [
    ['no JSON', 'This is not JSON.'],
    ['{"type":"authorized_user"}', 'This is a key of an authorized_user'],
    [serviceKey.replaceAll('BEGIN PRIVATE', 'BEGIN PUBLIC'), 'without a usable private_key'],
  ] as const) {
    await sam.fills({ 'Service key': text });
    await sam.submits();
    await expect.poll(() => sam.modal?.errors['Service key']).toContain(words);
  }
  await sam.fills({ 'Service key': serviceKey, 'Bucket Name': 'acme.recordings_1' });

  // And back: what was typed for Amazon is known still, and drawn nowhere.
  await sam.fills({ 'Bucket Vendor': 'Amazon S3' });
  const back = await sam.waitsForModal('S3 Tags');
  expect(back.text).toContain('Typed: ••••azon. Empty: this is taken.');
  expect(back.values).toMatchObject({
    Region: 'eu-west-1, Europe (Ireland)',
    'Access key ID': 'AKIAEXAMPLE123',
    'Secret access key': undefined,
  });
  await sam.fills({ 'Bucket Vendor': 'Azure Cloud Storage' });
  const azure = await sam.waitsForModal('Container Name');
  expect(azure.values['Container Name']).toBe('acme.recordings_1');
  await sam.fills({ 'Connection String': 'AccountName=acme' });
  await sam.submits();
  expect((await sam.waitsForModal('lacks AccountKey')).errors).toHaveProperty('Container Name');
  await sam.fills({ 'Bucket Vendor': 'S3-compatible' });
  await sam.waitsForModal('Endpoint');
  await sam.fills({
    Endpoint: 'https://acme-recordings.objects.example.com',
    'Bucket Name': 'acme-recordings',
    'Secret access key': 'canary-of-a-store',
  });
  await sam.submits();
  const endpoint = await sam.waitsForModal('Leave the bucket out');
  expect(Object.keys(endpoint.errors)).toEqual(['Endpoint']);
  await sam.fills({ 'Bucket Vendor': 'Google Cloud Storage' });
  const last = await sam.waitsForModal('Google Cloud Storage Tags');
  expect(last.text).toContain('Typed: ••••');
  expect(JSON.parse(String(last.view.private_metadata)).once).toBe(once);
  await sam.submits();
  const receipt = await sam.waitsFor('Done: I changed Call recording configuration of Acme.');
  expect(receipt.plain).toContain('Bucket Vendor: Amazon S3 → Google Cloud Storage');
  expect(receipt.plain).toContain('Secret access key: ••••-key → none');
  expect(receipt.plain).toContain('Region: eu-west-1 → none');
  const stored = await recordingOf(house, acme);
  expect(stored?.bucket).toMatchObject({
    vendor: 'google',
    name: 'acme-recordings',
    tags: [{ name: 'team', value: 'voice' }],
  });
  const kept = stored && credentialOf(stored.bucket).reveal();
  expect(JSON.parse(kept ?? '')).toEqual(JSON.parse(serviceKey));
  expect(drafts(house)).toBe(0);

  await sam.clicks('Undo', { in: receipt });
  await sam.waitsFor('Bucket Vendor: Google Cloud Storage → Amazon S3');
  expect(await recordingOf(house, acme)).toEqual(s3Recording());

  await opensForm(sam);
  await sam.fills({ 'Bucket Vendor': 'Azure Cloud Storage' });
  await sam.waitsForModal('Container Name');
  await sam.fills({ 'Container Name': 'calls', 'Connection String': connectionString });
  await sam.submits();
  await sam.waitsFor('Container Name: none → calls');
  expect((await recordingOf(house, acme))?.bucket.vendor).toBe('azure');
  await house.settled();
  const told = outside(house);
  expect(told).not.toContain('canary');
  expect(told).not.toContain(accountKey);
  for (const line of privateKey.split('\n').slice(1, 4)) expect(told).not.toContain(line);
});

test('what somebody changed meanwhile is told, with all that was typed still there, the secret sealed', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { ada, sam } = house;
  await house.gateway.stock.configure(acme.sid, { recording: s3Recording() });
  await opensForm(sam);
  await sam.fills({ 'S3 Tags': 'team=sam', 'Secret access key': 'canary-typed-by-sam' });
  await ada.types('/vg recording off acme');
  const asks = await ada.waitsForModal('From the next call on nothing is recorded');
  expect(asks.submit).toBe('Turn off');
  await ada.submits();
  await ada.waitsFor('Done: I turned off call recording of Acme.');
  // Also past a redraw the form knows what was there when it was opened.
  await sam.fills({ 'Bucket Vendor': 'S3-compatible' });
  await sam.waitsForModal('Endpoint');
  await sam.fills({ 'Bucket Vendor': 'Amazon S3' });
  await sam.waitsForModal('Region');
  await sam.submits();
  const told = await sam.waitsForModal('Changed meanwhile');
  expect(told.text).toContain('by @ada: Enable call recording: on → paused');
  expect(told.values['S3 Tags']).toBe('team=sam');
  expect(told.text).toContain('Typed: ••••-sam. Empty: this is taken.');
  expect((await recordingOf(house, acme))?.enabled).toBe(false);
  await sam.submits();
  const receipt = await sam.waitsFor('Secret access key: ••••-key → ••••-sam');
  expect(receipt.plain).toContain('Enable call recording: paused → on');
  expect(await recordingOf(house, acme)).toHaveProperty(
    'bucket.secretAccessKey',
    new Secret('canary-typed-by-sam'),
  );
  await house.settled();
  expect(outside(house)).not.toContain('canary');
});

test('turned off it keeps its credential and is turned on again; removing it can be undone for a day', async () => {
  const { house, acme } = await withAcme();
  await using _ = house;
  const { sam, tia } = house;
  await house.gateway.stock.configure(acme.sid, { recording: s3Recording() });
  await sam.types('/vg recording show acme');
  const card = await sam.waitsFor('Enable call recording: on');
  expect(card.buttons).toEqual(['Edit', 'Test', 'Turn off', 'Remove credential']);
  await sam.clicks('Turn off', { in: card });
  await sam.waitsForModal('The bucket and its credential are kept');
  await sam.submits();
  await sam.waitsFor('Enable call recording: on → paused');
  expect(await recordingOf(house, acme)).toEqual({ ...s3Recording(), enabled: false });
  await sam.types('/vg recording pause acme');
  await sam.waitsFor('The call recording of Acme is turned off already.');
  await sam.types('/vg recording on acme');
  await sam.waitsFor('/vg recording edit acme?');
  await sam.types('/vg recording acme');
  const paused = await sam.waitsFor('Paused: nothing is recorded');
  expect(paused.buttons).toEqual(['Edit', 'Test', 'Turn on', 'Remove credential']);
  await sam.clicks('Turn on', { in: paused });
  await sam.waitsForModal('From the next call on recordings go to this bucket again.');
  await sam.submits();
  await sam.waitsFor('Done: I turned on call recording of Acme.');
  expect(await recordingOf(house, acme)).toEqual(s3Recording());

  await sam.types('/vg recording off acme --remove');
  const asks = await sam.waitsForModal('For 24 hours it can be undone');
  expect(asks.submit).toBe('Remove credential');
  await sam.submits();
  const removed = await sam.waitsFor('Done: I removed the credential of call recording of Acme.');
  expect(removed.plain).toContain('Secret access key: ••••-key → none');
  expect(await recordingOf(house, acme)).toBeNull();
  await sam.types('/vg recording off acme');
  await sam.waitsFor('The call recording of Acme is off.');
  await sam.clicks('Undo', { in: removed });
  await sam.waitsFor('Done: I set up call recording of Acme.');
  expect(await recordingOf(house, acme)).toEqual(s3Recording());

  await sam.types('/vg recording acme');
  await sam.clicks('Remove credential', { in: await sam.waitsFor('Enable call recording: on') });
  await sam.waitsForModal('Remove credential');
  await sam.submits();
  await expect.poll(() => recordingOf(house, acme)).toBeNull();
  await house.settled();
  house.clock.forward({ hours: 26 });
  await expect.poll(() => house.rows('SELECT id FROM kept_secrets').length).toBe(0);
  await tia.types('/vg recording off acme');
  await tia.waitsFor('I find no account “acme” in your reach.');
  expect(outside(house)).not.toContain('canary');
});

describe('a draft', () => {
  async function drafted() {
    const { house, acme } = await withAcme();
    const { sam } = house;
    await opensForm(sam);
    await sam.fills({ 'Secret access key': 'canary-of-a-draft' });
    await sam.fills({ 'Bucket Vendor': 'S3-compatible' });
    await sam.waitsForModal('Endpoint');
    await sam.fills({ 'Bucket Vendor': 'Amazon S3' });
    await sam.waitsForModal('Typed: ••••raft');
    expect(drafts(house)).toBe(1);
    expect(outside(house)).not.toContain('canary');
    return { house, acme, sam };
  }

  test('is destroyed when its form is closed', async () => {
    const { house, sam } = await drafted();
    await using _ = house;
    await sam.closes();
    await expect.poll(() => drafts(house)).toBe(0);
  });

  test('is destroyed after 30 minutes, and what was typed is then asked for again, not taken for the stored one', async () => {
    const { house, acme, sam } = await drafted();
    await using _ = house;
    await house.gateway.stock.configure(acme.sid, { recording: s3Recording() });
    await sam.fills({
      'Bucket Name': 'acme-recordings',
      Region: 'eu-west-1, Europe (Ireland)',
      'Access key ID': 'AKIAACMERECORDER',
    });
    house.clock.forward({ minutes: 30 });
    await sam.submits();
    const asked = await sam.waitsForModal('Type it again.');
    expect(Object.keys(asked.errors)).toEqual(['Secret access key']);
    await expect.poll(() => drafts(house)).toBe(0);
    expect(endings(house)).toEqual([]);
  });

  test('cannot be used by somebody else, nor for another account', async () => {
    const { house, acme, sam } = await drafted();
    await using _ = house;
    const { ada } = house;
    const other = await house.account('Other');
    await sam.fills(
      Object.fromEntries(Object.entries(amazon).filter(([label]) => label !== 'Secret access key')),
    );
    const form = openForm(sam);
    // Drawn for sam, ada may not send it; with a memory of her own it holds a draft that is not hers.
    expect((await submitsForged(house, ada, form)).ackBody).toContain('was not drawn for you');
    const forAda = drawnFor(house, ada, form);
    expect((await submitsForged(house, ada, forAda)).ackBody).toContain('was not drawn for you');
    const forOther = drawnFor(house, sam, swapped(form, [[acme.sid, other.sid]]));
    expect((await submitsForged(house, sam, forOther)).ackBody).toContain('was not drawn for you');
    expect(endings(house)).toEqual([]);
    await sam.submits();
    await sam.waitsFor('Done: I set up call recording of Acme.');
    expect(await recordingOf(house, acme)).toHaveProperty(
      'bucket.secretAccessKey',
      new Secret('canary-of-a-draft'),
    );
  });
});

describe('at a terminal', () => {
  test('the secret is piped in, or typed unseen, and never passes through Slack', async () => {
    const { house, acme } = await withAcme();
    await using _ = house;
    await house.gateway.stock.configure(acme.sid, { recording: s3Recording() });
    const piped = await types(house, ['recording', 'key', 'acme'], {
      files: { '-': 'canary-piped-in-secret\n' },
    });
    expect(piped.out).toContain('Secret access key: ••••-key → ••••cret');
    expect(piped.code).toBe(0);
    const typed = await types(house, ['recording', 'key', 'acme', '--reason', 'rotated'], {
      answers: ['canary-typed-unseen'],
    });
    expect([typed.code, typed.err]).toEqual([0, 'Secret access key of calls: ']);
    expect(await recordingOf(house, acme)).toHaveProperty(
      'bucket.secretAccessKey',
      new Secret('canary-typed-unseen'),
    );
    const wrong = await types(house, ['recording', 'key', 'acme'], { files: { '-': 'abcdefXXX' } });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('takes this for a masked secret');
    expect((await types(house, ['recording', 'key', 'acme'], { files: { '-': ' ' } })).code).toBe(
      2,
    );
    const none = await types(house, ['recording', 'key', 'tiny'], { files: { '-': 'x' } });
    expect(none.err).toContain('The call recording of Tiny is off.');
    await house.account('Acme Two');
    const which = await types(house, ['recording', 'key', 'acm'], { files: { '-': 'x' } });
    expect(which.err).toContain('Which “acm” do you mean?');
    expect(endings(house)).toEqual(['recording edit: verified', 'recording edit: verified']);
    expect(outside(house)).not.toContain('canary');
  });

  test('it is set up, shown, turned off and removed', async () => {
    const { house, acme } = await withAcme();
    await using _ = house;
    const edit = ['recording', 'edit', 'acme', '--bucket-vendor', 'google'];
    const lacks = await types(house, [...edit, '--bucket-name', 'acme-calls']);
    expect(lacks.code).toBe(2);
    expect(lacks.err).toContain('--service-key: Service key: not given.');
    const set = await types(
      house,
      [...edit, '--bucket-name', 'acme-calls', '--audio-format', 'mp3', '--service-key', '-'],
      { files: { '-': serviceKey } },
    );
    expect([set.code, set.err]).toEqual([0, '']);
    expect(set.out).toContain('Bucket Vendor: none → Google Cloud Storage');
    expect(await recordingOf(house, acme)).toMatchObject({ format: 'mp3', enabled: true });
    const { json } = await typesJson(house, ['recording', 'acme']);
    expect(json.data).toMatchObject({
      recording: { bucket: { vendor: 'google', name: 'acme-calls', serviceKey: '••••' } },
    });
    expect((await types(house, ['recording', 'off', 'acme'])).code).toBe(0);
    expect((await recordingOf(house, acme))?.enabled).toBe(false);
    const removed = await types(house, ['recording', 'off', 'acme', '--remove']);
    expect(removed.out).toContain('removed the credential of call recording of Acme');
    expect(await recordingOf(house, acme)).toBeNull();
    // What was begun and not finished is destroyed in its time.
    house.clock.forward({ minutes: 31 });
    await expect.poll(() => drafts(house)).toBe(0);
  });
});
