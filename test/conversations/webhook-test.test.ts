import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { AccountSummary, Webhook } from '../../src/features/accounts/account.ts';
import { readAllowedAddresses } from '../../src/outbound/addresses.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { exposition } from '../exposition.ts';
import { types, typesJson } from '../terminal/terminal.ts';
import { startReceiver } from '../webhook-sender/receiver.ts';

const onThisMachine = { config: { allowedAddresses: readAllowedAddresses('127.0.0.0/8') } };

const hook = (url: string, more: Partial<Webhook> = {}): Webhook => ({
  url,
  method: 'POST',
  username: null,
  password: null,
  ...more,
});

async function acmeWith(
  house: House,
  hooks: { registrationWebhook?: Webhook; queueEventWebhook?: Webhook },
): Promise<AccountSummary> {
  const acme = await house.account('Acme');
  await house.gateway.stock.configure(acme.sid, hooks);
  return acme;
}

function audited(house: House) {
  return house.rows<{ actor_user: string; target: string; detail: string }>(
    "SELECT actor_user, target, detail FROM audit_entries WHERE action = 'webhooks test' AND result = 'tested' ORDER BY seq",
  );
}

describe('looking at the webhooks', () => {
  test('shows both with their passwords masked, and offers a test', async () => {
    await using house = await openHouse();
    await acmeWith(house, {
      registrationWebhook: hook('https://ann:canary-in-url@hooks.acme.example/reg', {
        username: 'ann',
        password: new Secret('canary-password-9876'),
      }),
    });
    await house.olu.types('/vg webhooks acme');
    const shown = await house.olu.waitsFor('Webhooks of Acme');
    expect(shown.plain).toContain(
      'Registration Webhook: POST https://••••@hooks.acme.example/reg, user ann, password ••••9876',
    );
    expect(shown.plain).toContain('Queue Event Webhook: none');
    expect(shown.buttons).toEqual(['Test']);
    expect(shown.plain).not.toContain('canary');
    await house.eve.types('/vg webhooks acme');
    await house.eve.waitsFor('You have no access yet.');
    await house.tia.types('/vg webhooks acme');
    await house.tia.waitsFor('I find no account “acme” in your reach.');
  });
});

describe('testing them', () => {
  test('sends each its event, signed with the account’s secret, and tells what came of each', async () => {
    await using house = await openHouse(onThisMachine);
    const { olu, voiceOps } = house;
    await using registrations = await startReceiver();
    await using queues = await startReceiver((_request, response) => {
      response.writeHead(404).end();
    });
    const acme = await acmeWith(house, {
      registrationWebhook: hook(`http://127.0.0.1:${registrations.port}/reg`),
      queueEventWebhook: hook(`http://127.0.0.1:${queues.port}/queue`),
    });
    await olu.types('/vg webhooks test acme', { in: voiceOps });
    await olu.waitsFor(
      'Testing the Registration Webhook and Queue Event Webhook of Acme: it takes',
    );
    const { plain, buttons, ephemeral } = await olu.waitsFor('Webhook test of Acme');
    expect(ephemeral).toBe(true);
    expect(plain).toContain('It works. It answered 200.');
    expect(plain).toContain('It does not work. It answered 404 (not found).');
    expect(plain).toContain('What to fix: Correct the path in the URL.');
    expect(plain).toMatch(/Latency: \d+ ms \(DNS \d+ ms, connect \d+ ms, first byte \d+ ms\)/);
    expect(plain).toContain('Use https:// or wss://: what is sent is not encrypted.');
    expect(buttons).toEqual(['Test again']);

    const account = await house.gateway.account(acme.sid);
    const secret = account?.webhookSecret.reveal() ?? '';
    const [got] = registrations.received;
    const event = JSON.parse(got?.body ?? '') as Record<string, unknown>;
    expect(event).toMatchObject({ test: true, method: 'REGISTER', realm: acme.sipRealm });
    const [, at = '', signature = ''] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(got?.headers['jambonz-signature'])) ?? [];
    const signed = createHmac('sha256', secret).update(`${at}.${got?.body}`).digest('hex');
    expect(signature).toBe(signed);
    const queued = JSON.parse(queues.received[0]?.body ?? '') as Record<string, unknown>;
    expect(queued).toMatchObject({ test: true, event: 'join' });

    expect(audited(house)).toEqual([
      expect.objectContaining({ actor_user: olu.id, target: 'Acme' }),
    ]);
    expect(audited(house)[0]?.detail).toContain(`127.0.0.1:${registrations.port}`);
    expect(house.rows("SELECT id FROM changes WHERE kind = 'webhooks test'")).toEqual([]);
    expect(house.ben.messages(voiceOps)).toEqual([]);
  });

  test('from the buttons of the card, of the webhooks and of the result', async () => {
    await using house = await openHouse(onThisMachine);
    const { ada } = house;
    await using receiver = await startReceiver();
    const url = `http://127.0.0.1:${receiver.port}/reg`;
    await acmeWith(house, { registrationWebhook: hook(url) });
    await ada.types('/vg account show acme');
    await ada.clicks('Webhooks', { in: await ada.waitsFor('Account SID') });
    await ada.clicks('Test', { in: await ada.waitsFor('Webhooks of Acme') });
    const result = await ada.waitsFor('Webhook test of Acme');
    await ada.clicks('Test again', { in: result });
    await expect.poll(() => receiver.received.length).toBe(2);
    await house.settled();
    expect(audited(house)).toHaveLength(2);
  });

  test('says where there is nothing to test, and sends nothing', async () => {
    await using house = await openHouse();
    await house.account('Acme');
    await house.ada.types('/vg webhooks test acme');
    await house.ada.waitsFor('Acme has no webhook that could be tested.');
    expect(audited(house)).toEqual([]);
    await house.ada.types('/vg webhooks acme');
    expect((await house.ada.waitsFor('Webhooks of Acme')).buttons).toEqual(['Edit']);
  });

  test('calls no private address unless the operator allows it, and never tells which it is', async () => {
    await using house = await openHouse();
    await using receiver = await startReceiver();
    await acmeWith(house, {
      registrationWebhook: hook(`http://2130706433:${receiver.port}/`),
      queueEventWebhook: hook('http://169.254.169.254/latest/meta-data'),
    });
    await house.ada.types('/vg webhooks test acme');
    const { plain } = await house.ada.waitsFor('Webhook test of Acme');
    expect(plain).toContain('Nothing was sent: its host has a private address.');
    expect(plain).toContain('ALLOW_PRIVATE_ADDRESSES');
    expect(plain).not.toContain('127.0.0.1');
    expect(plain).toContain('Nothing was sent: its host is the metadata service of a cloud.');
    expect(receiver.received).toEqual([]);
  });

  test('follows no redirect', async () => {
    await using house = await openHouse(onThisMachine);
    await using inside = await startReceiver();
    await using receiver = await startReceiver((_request, response) => {
      const Location = `http://127.0.0.1:${inside.port}/secret?path`;
      response.writeHead(307, { Location }).end();
    });
    await acmeWith(house, { registrationWebhook: hook(`http://127.0.0.1:${receiver.port}/`) });
    await house.ada.types('/vg webhooks test acme');
    const { plain } = await house.ada.waitsFor('Webhook test of Acme');
    expect(plain).toContain('It answered 307.');
    expect(plain).toContain(`It points to 127.0.0.1:${inside.port}.`);
    expect(plain).not.toContain('path');
    expect(inside.received).toEqual([]);
  });

  test('says of a self-signed certificate what it is, and sends nothing', async () => {
    await using house = await openHouse(onThisMachine);
    await using receiver = await startReceiver(undefined, 'self-signed.pem');
    await acmeWith(house, { registrationWebhook: hook(`https://127.0.0.1:${receiver.port}/`) });
    await house.ada.types('/vg webhooks test acme');
    const { plain } = await house.ada.waitsFor('Webhook test of Acme');
    expect(plain).toContain('Its certificate is self-signed.');
    expect(plain).toMatch(/TLS: TLSv1\.3, certificate by Nobody, expires in [\d,]+ days \(2120/);
    expect(receiver.received).toEqual([]);
  });

  test('what cannot be audited is not sent', async () => {
    await using house = await openHouse(onThisMachine);
    await using receiver = await startReceiver();
    await acmeWith(house, { registrationWebhook: hook(`http://127.0.0.1:${receiver.port}/`) });
    const client = new Database(join(house.config.dataDir, 'switchboard.db'));
    client.exec(
      "CREATE TRIGGER full BEFORE INSERT ON audit_entries WHEN NEW.result = 'tested' BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    client.close();
    await house.ada.types('/vg webhooks test acme');
    await house.ada.waitsFor(/Reference ref_/);
    expect(receiver.received).toEqual([]);
  });

  test('tells nothing that a receiver echoes, and leaves its secrets nowhere', async () => {
    await using house = await openHouse({ config: { ...onThisMachine.config, metricsPort: 0 } });
    await using receiver = await startReceiver((request, response) => {
      response.statusMessage = String(request.headers.authorization);
      response.end(JSON.stringify(request.headers));
    });
    const password = 'canary-password-of-a-tested-hook';
    const acme = await acmeWith(house, {
      registrationWebhook: hook(`http://u:canary-in-url@127.0.0.1:${receiver.port}/`, {
        username: 'ann',
        password: new Secret(password),
      }),
    });
    await house.ada.types('/vg webhooks test acme', { in: house.voiceOps });
    await house.ada.waitsFor('Webhook test of Acme');
    await house.settled();
    expect(receiver.received).toHaveLength(1);
    const basic = Buffer.from(`ann:${password}`).toString('base64');
    expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${basic}`);
    const secret = (await house.gateway.account(acme.sid))?.webhookSecret.reveal() ?? '';
    const signature = String(receiver.received[0]?.headers['jambonz-signature']);
    const { workspace } = house;
    const acks = workspace.deliveries.map(({ ackBody }) => ackBody);
    const places = [
      house.logs.join('\n'),
      JSON.stringify([workspace.calls, acks]),
      await exposition(house),
      JSON.stringify(house.rows('SELECT * FROM audit_entries')),
      house.dataBytes(),
    ];
    for (const place of places) {
      for (const canary of [secret, password, basic, signature])
        expect(place).not.toContain(canary);
    }
    expect(places.slice(0, 4).join('\n')).not.toContain('canary');
  });

  test('at a terminal goes by what the bot was started with, whatever its environment says', async () => {
    await using house = await openHouse(onThisMachine);
    await using receiver = await startReceiver();
    await acmeWith(house, { registrationWebhook: hook(`http://127.0.0.1:${receiver.port}/`) });
    const { code, json, out } = await typesJson(house, ['webhooks', 'test', 'acme']);
    expect([code, json.decision]).toEqual([0, 'done']);
    expect(json.data).toMatchObject({
      account: { name: 'Acme' },
      results: [
        {
          webhook: 'Registration Webhook',
          came: { to: 'answer', status: 200 },
          timing: { total: expect.any(Number) },
        },
      ],
    });
    expect(out).not.toContain('Testing');
    expect(receiver.received).toHaveLength(1);
    const looked = await types(house, ['webhooks', 'acme']);
    expect(looked.out).toContain('Registration Webhook: POST http://127.0.0.1');
  });
});
