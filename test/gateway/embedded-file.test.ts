import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { StartupError } from '../../src/errors.ts';
import { Secret } from '../../src/secret.ts';
import { s3Recording } from '../recordings.ts';
import { gatewayFile, secretsKey } from './embedded-file.ts';
import { addAccount, EVERYTHING, namesFound, refusal } from './given.ts';

describe('The embedded gateway and its file', () => {
  test('keep everything over a restart, and add no second default provider', async () => {
    using file = gatewayFile();
    const gateway = file.open();
    const providers = await gateway.serviceProviders(EVERYTHING);
    expect(providers.map(({ name }) => name)).toEqual(['Default']);
    const made = await addAccount({ gateway }, { name: 'Acme' });
    const before = await gateway.account(made.sid);
    await gateway.stock.cachePrompts(made.sid, 5);
    await gateway.close();
    const again = file.open();
    expect(await again.serviceProviders(EVERYTHING)).toEqual(providers);
    const after = await again.account(made.sid);
    expect(after).toEqual(before);
    expect(after?.webhookSecret.reveal()).toBe(before?.webhookSecret.reveal());
    expect(await again.cachedPrompts(made.sid)).toBe(5);
    expect(await namesFound(again, { text: 'acm', within: EVERYTHING, limit: 5 })).toEqual([
      'Acme',
    ]);
    await again.close();
  });

  test('hold no secret in the clear, the write-ahead log included', async () => {
    using file = gatewayFile();
    const gateway = file.open();
    const { sid } = await addAccount({ gateway }, { name: 'Acme' });
    await gateway.stock.configure(sid, {
      registrationWebhook: hook('canary-registration'),
      queueEventWebhook: hook('canary-queue'),
      recording: s3Recording({}, { name: 'visible-bucket' }),
    });
    const secret = (await gateway.account(sid))?.webhookSecret.reveal() ?? '';
    expect(secret).not.toBe('');
    const written = () =>
      readdirSync(file.folder)
        .map((name) => readFileSync(join(file.folder, name)).toString('latin1'))
        .join();
    for (const bytes of [written(), await gateway.close().then(written)]) {
      expect(bytes).toContain('visible-bucket');
      for (const canary of [secret, 'wh_secret_', 'canary']) expect(bytes).not.toContain(canary);
    }
  });

  test('are refused after a newer version wrote them', async () => {
    using file = gatewayFile();
    await file.open().close();
    const database = new Database(file.file);
    const insert = 'INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)';
    database.prepare(insert).run('from the future', Date.now() + 1e12);
    database.close();
    expect(() => file.open()).toThrow(StartupError);
    expect(() => file.open()).toThrow(/newer/);
  });

  test('are refused under another SECRETS_KEY, which changes nothing', async () => {
    using file = gatewayFile();
    await file.open().close();
    expect(() => file.open({ current: secretsKey(2), old: [] })).toThrow(/SECRETS_KEY/);
    await expect(file.open().close()).resolves.toBeUndefined();
  });

  test('change over to a new SECRETS_KEY', async () => {
    using file = gatewayFile();
    const gateway = file.open();
    const { sid } = await addAccount({ gateway }, { name: 'Acme' });
    const secret = (await gateway.account(sid))?.webhookSecret.reveal();
    await gateway.close();
    await file.open({ current: secretsKey(2), old: [secretsKey(1)] }).close();
    const rotated = file.open({ current: secretsKey(2), old: [] });
    expect((await rotated.account(sid))?.webhookSecret.reveal()).toBe(secret);
    await rotated.close();
    expect(() => file.open()).toThrow(/SECRETS_KEY/);
  });

  test('store the keys of accounts without a row number, which the migration says by hand', async () => {
    using file = gatewayFile();
    await file.open().close();
    const database = new Database(file.file, { readonly: true });
    const tables = database.prepare("SELECT wr FROM pragma_table_list('account_words')").all();
    database.close();
    expect(tables).toEqual([{ wr: 1 }]);
  });
});

describe('The embedded gateway in trouble', () => {
  test('says that it is unavailable while another process holds the file, and recovers', async () => {
    using file = gatewayFile();
    const gateway = file.open();
    const other = new Database(file.file);
    other.exec('BEGIN IMMEDIATE');
    const error = await refusal(addAccount({ gateway }, { name: 'Acme' }));
    expect(error).toMatchObject({ code: 'unavailable', mayHaveHappened: false });
    expect(error.why).toBe('Its database is locked by another program.');
    expect(error.message).not.toMatch(/sqlite|database/i);
    other.exec('ROLLBACK');
    other.close();
    await expect(addAccount({ gateway }, { name: 'Acme' })).resolves.toMatchObject({
      name: 'Acme',
    });
    await gateway.close();
  });

  test('says that it is unavailable once it is closed', async () => {
    using file = gatewayFile();
    const gateway = file.open();
    await gateway.close();
    expect((await refusal(gateway.ping())).code).toBe('unavailable');
    expect((await refusal(addAccount({ gateway }, { name: 'Late' }))).code).toBe('unavailable');
  });

  test('says that a clearing which broke off may have happened', async () => {
    using file = gatewayFile();
    const gateway = file.open();
    const { sid } = await addAccount({ gateway }, { name: 'Busy' });
    await gateway.stock.cachePrompts(sid, 10_000);
    const clearing = refusal(gateway.clearTtsCache(sid));
    await gateway.close();
    expect(await clearing).toMatchObject({ code: 'unavailable', mayHaveHappened: true });
  });
});

describe('Clearing 100,000 prompts', () => {
  test('lets other work have its turns, and spares what is cached meanwhile', async () => {
    using file = gatewayFile();
    const gateway = file.open();
    const { sid } = await addAccount({ gateway }, { name: 'Busy' });
    const other = await addAccount({ gateway }, { name: 'Other' });
    await gateway.stock.cachePrompts(sid, 100_000);
    await gateway.stock.cachePrompts(other.sid, 10);
    let cleared = false;
    const clearing = gateway.clearTtsCache(sid).then(() => {
      cleared = true;
    });
    await gateway.stock.cachePrompts(sid, 7);
    const counts: number[] = [];
    while (!cleared) {
      counts.push(await gateway.cachedPrompts(sid));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await clearing;
    expect(new Set(counts).size).toBeGreaterThanOrEqual(40);
    expect(await gateway.cachedPrompts(sid)).toBe(7);
    expect(await gateway.cachedPrompts(other.sid)).toBe(10);
    await gateway.close();
  });
});

function hook(password: string) {
  const url = 'https://acme.example/hook';
  return { url, method: 'POST' as const, username: 'acme', password: new Secret(password) };
}
