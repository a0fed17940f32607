import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { AccountSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { connects, isGone } from '../raw-requests.ts';
import { s3Recording } from '../recordings.ts';

// The embedded gateway's REST API on the bot's own port, as the recorded exchanges of the real one have it.

interface Answered {
  status: number;
  type: string | null;
  body: string;
  headers: Headers;
}

async function asks(
  house: House,
  path: string,
  {
    key,
    method = 'GET',
    headers = {},
  }: { key?: Secret; method?: string; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const authorization = key ? { authorization: `Bearer ${key.reveal()}` } : {};
  const response = await fetch(`http://127.0.0.1:${house.bot.port}/v1${path}`, {
    method,
    headers: { ...authorization, ...headers },
  });
  const { status, headers: answered } = response;
  const type = answered.get('content-type');
  return { status, type, body: await response.text(), headers: answered };
}

async function withKey(house: House, name = 'Acme') {
  const { sid, provider } = await house.account(name);
  const { key } = await house.gateway.createApiKey(sid, { expiresAt: null });
  return { sid, key, provider };
}

const JSON_TYPE = 'application/json; charset=utf-8';
const other = 'c6d4b803-936e-447b-af3f-97cad75da328';

test('a key opens its account, in the members and the order of the real gateway, secrets masked', async () => {
  await using house = await openHouse();
  const { sid, key, provider } = await withKey(house);
  await house.gateway.stock.configure(sid, {
    registrationWebhook: {
      url: 'https://ann:canary-in-an-address@h.example.com/reg',
      method: 'POST',
      username: 'user',
      password: new Secret('canary-of-a-hook-b8d2'),
    },
    queueEventWebhook: {
      url: 'https://h.example.com/q',
      method: 'GET',
      username: null,
      password: null,
    },
    recording: s3Recording(
      {},
      {
        name: 'acme-recordings',
        secretAccessKey: new Secret('canary-of-a-bucket-9f3c'),
        tags: [{ name: 'team', value: 'voice' }],
      },
    ),
  });
  const { status, type, body, headers } = await asks(house, `/Accounts/${sid}`, { key });
  expect([status, type]).toEqual([200, JSON_TYPE]);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('access-control-allow-origin')).toBe('*');
  const account = await house.gateway.account(sid);
  const secret = account?.webhookSecret.reveal() ?? '';
  expect(body).not.toMatch(/canary/);
  expect(body).not.toContain(secret);
  const shown = JSON.parse(body) as Record<string, unknown>;
  expect(Object.keys(shown).join(' ')).toBe(
    'account_sid name sip_realm service_provider_sid device_calling_application_sid is_active created_at plan_type stripe_customer_id webhook_secret disable_cdrs trial_end_date deactivated_reason device_to_call_ratio subspace_client_id subspace_client_secret subspace_sip_teleport_id subspace_sip_teleport_destinations siprec_hook_sid record_all_calls record_format bucket_credential enable_debug_log registration_hook queue_event_hook',
  );
  expect(shown).toMatchObject({
    account_sid: sid,
    name: 'Acme',
    sip_realm: 'acme.sip.example.com',
    service_provider_sid: provider.sid,
    is_active: 1,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    webhook_secret: `••••${secret.slice(-4)}`,
    siprec_hook_sid: null,
    record_all_calls: 1,
    record_format: 'wav',
    bucket_credential: {
      vendor: 'aws_s3',
      region: 'eu-west-1',
      name: 'acme-recordings',
      access_key_id: 'AKIAEXAMPLE123',
      secret_access_key: '••••9f3c',
      tags: [{ Key: 'team', Value: 'voice' }],
    },
    registration_hook: {
      url: 'https://ann:••••@h.example.com/reg',
      method: 'POST',
      username: 'user',
      password: '••••b8d2',
    },
    queue_event_hook: {
      url: 'https://h.example.com/q',
      method: 'GET',
      username: null,
      password: null,
    },
  });
});

test('an account that nobody has configured is shown so', async () => {
  await using house = await openHouse();
  const { sid, key } = await withKey(house);
  const { body } = await asks(house, `/Accounts/${sid}`, { key });
  expect(JSON.parse(body)).toMatchObject({
    device_calling_application_sid: null,
    record_all_calls: 0,
    record_format: 'mp3',
    bucket_credential: null,
    registration_hook: null,
    queue_event_hook: null,
  });
});

test('a key counts and clears the TTS cache of its account', async () => {
  await using house = await openHouse();
  const { sid, key } = await withKey(house);
  await house.gateway.stock.cachePrompts(sid, 5000);
  const cache = `/Accounts/${sid}/TtsCache`;
  expect(await asks(house, cache, { key })).toMatchObject({
    status: 200,
    type: JSON_TYPE,
    body: '{"size":5000}',
  });
  expect(await asks(house, cache, { key, method: 'DELETE' })).toMatchObject({
    status: 204,
    type: null,
    body: '',
  });
  expect(await asks(house, cache, { key })).toMatchObject({ body: '{"size":0}' });
  expect(await asks(house, cache, { key, method: 'DELETE' })).toMatchObject({ status: 204 });
  expect(await asks(house, cache, { key, method: 'HEAD' })).toMatchObject({
    status: 200,
    body: '',
  });
});

describe('who is refused', () => {
  const unauthorized = (error: string) => (answered: Answered) => {
    expect(answered).toMatchObject({ status: 401, type: null, body: 'Unauthorized' });
    expect(answered.headers.get('www-authenticate')).toBe(`Bearer realm="Users"${error}`);
  };
  const nobody = unauthorized('');
  const invalid = unauthorized(', error="invalid_token"');

  test('nobody, and whoever has no key that holds', async () => {
    await using house = await openHouse();
    const { sid, key } = await withKey(house);
    const path = `/Accounts/${sid}`;
    nobody(await asks(house, path));
    nobody(await asks(house, `${path}/TtsCache`, { method: 'DELETE' }));
    nobody(await asks(house, path, { headers: { authorization: 'Basic YWRtaW46YWRtaW4=' } }));
    nobody(await asks(house, `${path}?access_token=${key.reveal()}`));
    nobody(await asks(house, '/nothing'));
    const cut = new Secret(key.reveal().slice(0, -1));
    const longer = new Secret(`${key.reveal()}0`);
    const another = (letter: string) => (letter === '0' ? '1' : '0');
    const mistyped = new Secret(
      key
        .reveal()
        .replace(/^(.{10})(.)/, (_all, head: string, letter: string) => head + another(letter)),
    );
    for (const wrong of [cut, longer, mistyped, new Secret('x'), new Secret(sid)]) {
      invalid(await asks(house, path, { key: wrong }));
    }
    expect(
      (await asks(house, path, { headers: { authorization: `bearer ${key.reveal()}` } })).status,
    ).toBe(200);
  });

  test('a key that was revoked, and one that has expired, at once', async () => {
    await using house = await openHouse();
    const { sid, key } = await withKey(house);
    const soon = new Date(house.clock.now().getTime() + 60_000);
    const brief = await house.gateway.createApiKey(sid, { expiresAt: soon });
    const path = `/Accounts/${sid}/TtsCache`;
    for (const one of [key, brief.key])
      expect((await asks(house, path, { key: one })).status).toBe(200);
    house.clock.forward({ minutes: 1 });
    invalid(await asks(house, path, { key: brief.key }));
    const [kept] = await house.gateway.apiKeys(sid);
    if (!kept) throw new Error('no key');
    await house.gateway.deleteApiKey(sid, kept.sid);
    invalid(await asks(house, path, { key }));
  });

  test('a key at another account, in the words of each route', async () => {
    await using house = await openHouse();
    const { key, sid } = await withKey(house);
    const foreign = await house.account('Foreign', 'Other');
    const permissions = {
      status: 403,
      type: JSON_TYPE,
      body: '{"msg":"insufficient permissions"}',
    };
    const privileges = {
      status: 403,
      type: JSON_TYPE,
      body: '{"status":"fail","message":"insufficient privileges"}',
    };
    await house.gateway.stock.cachePrompts(foreign.sid, 3);
    for (const elsewhere of [foreign.sid, other, sid.toUpperCase()]) {
      expect(await asks(house, `/Accounts/${elsewhere}`, { key })).toMatchObject(permissions);
      const cache = `/Accounts/${elsewhere}/TtsCache`;
      expect(await asks(house, cache, { key })).toMatchObject(privileges);
      expect(await asks(house, cache, { key, method: 'DELETE' })).toMatchObject(privileges);
    }
    expect(await asks(house, `/accounts/${sid}`, { key })).toMatchObject(permissions);
    expect(await house.gateway.cachedPrompts(foreign.sid)).toBe(3);
  });
});

test('what is malformed, or no route, is answered as the real gateway answers it', async () => {
  await using house = await openHouse();
  const { sid, key } = await withKey(house);
  const bad = { status: 400, type: JSON_TYPE, body: '{"msg":"Bad request"}' };
  expect(await asks(house, '/Accounts/not-a-uuid', { key })).toMatchObject(bad);
  expect(await asks(house, `/Accounts/${sid}?x=1`, { key })).toMatchObject(bad);
  expect(await asks(house, `/Accounts/${sid}?`, { key })).toMatchObject(bad);
  expect(await asks(house, '/Accounts/not-a-uuid/TtsCache', { key })).toMatchObject({
    status: 400,
    body: '{"status":"fail","message":"invalid AccountsSid format"}',
  });
  expect(await asks(house, `/Accounts/${sid}/TtsCache?x=1`, { key })).toMatchObject({
    status: 200,
  });
  for (const [method, path] of [
    ['PATCH', `/Accounts/${sid}`],
    ['DELETE', `/Accounts/${sid}`],
    ['POST', `/Accounts/${sid}/TtsCache`],
    ['GET', '/Accounts'],
    ['GET', `/Accounts/${sid}/WebhookSecret`],
    ['GET', '/<script>'],
  ] as const) {
    const answered = await asks(house, path, { key, method });
    expect(answered).toMatchObject({ status: 404, type: 'text/html; charset=utf-8' });
    expect(answered.body).toContain(`<pre>Cannot ${method} /v1/`);
    expect(answered.body).not.toContain('<script');
  }
  expect((await house.gateway.account(sid))?.name).toBe('Acme');
});

test('the use of a key is noted to the minute', async () => {
  await using house = await openHouse();
  const { sid, key } = await withKey(house);
  const used = async () => (await house.gateway.apiKeys(sid))[0]?.lastUsedAt?.getTime() ?? null;
  expect(await used()).toBeNull();
  const begun = house.clock.now().getTime();
  await asks(house, `/Accounts/${sid}`, { key });
  const first = await used();
  expect(first).toBeGreaterThanOrEqual(begun);
  house.clock.forward({ seconds: 30 });
  await asks(house, `/Accounts/${sid}`, { key });
  expect(await used()).toBe(first);
  house.clock.forward({ seconds: 31 });
  await asks(house, `/Accounts/${sid}`, { key });
  expect(await used()).toBeGreaterThan(first ?? 0);
});

test('a gateway that breaks says so without telling what broke', async () => {
  await using house = await openHouse();
  const { sid, key } = await withKey(house);
  await house.gateway.close();
  const answered = await asks(house, `/Accounts/${sid}`, { key });
  expect(answered).toMatchObject({
    status: 500,
    body: '{"msg":"The Voice Gateway did not answer."}',
  });
});

test('a body that nobody reads, a slow client and a silent one hold nothing up', async () => {
  await using house = await openHouse();
  const { sid, key } = await withKey(house);
  const silent = await connects(house, `GET /v1/Accounts/${sid} HTTP/1.1\r\nhost: x\r\n`);
  const answered = await sendsBody(house, sid, key);
  expect(answered).toBe(204);
  const huge = await asks(house, `/Accounts/${sid}`, {
    key,
    headers: { 'x-much': 'x'.repeat(30_000) },
  });
  expect(huge.status).toBe(431);
  await house.ada.types('/vg help');
  await house.ada.waitsFor('/vg account list');
  silent.destroy();
  await isGone(silent);
});

/** A DELETE with a body of a megabyte. */
function sendsBody(house: House, sid: AccountSid, key: Secret): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: '127.0.0.1',
      port: house.bot.port,
      path: `/v1/Accounts/${sid}/TtsCache`,
      method: 'DELETE',
      headers: { authorization: `Bearer ${key.reveal()}`, 'content-length': '1000000' },
    });
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    outgoing.on('error', reject);
    outgoing.end('x'.repeat(1_000_000));
  });
}
