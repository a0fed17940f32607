import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reach } from '../../src/features/access/scope.ts';
import {
  checkAccountName,
  checkSipRealm,
  fold,
} from '../../src/features/accounts/account-rules.ts';
import type { EmbeddedGateway } from '../../src/gateway/embedded/embedded-gateway.ts';
import { searchKeys, stored } from '../../src/gateway/embedded/search-keys.ts';
import { stockedAccount } from '../../src/gateway/embedded/seed/account.ts';
import { givingWay } from '../../src/gateway/embedded/seed/giving-way.ts';
import { promptsOfAccounts } from '../../src/gateway/embedded/seed/prompts.ts';
import { seededAccounts } from '../../src/gateway/embedded/seed/seeded-accounts.ts';
import { demoWorld, providerNames } from '../../src/gateway/embedded/seed/world.ts';
import { type SeedSize, seedGateway } from '../../src/gateway/embedded/seed.ts';
import type { AccountSid } from '../../src/ids.ts';
import { gatewayFile } from './embedded-file.ts';
import { addAccount, EVERYTHING, firstProvider, namesFound } from './given.ts';

const DEMO: SeedSize = { accounts: 40, prompts: 5000 };
const BIGGER: SeedSize = { accounts: 1500, prompts: 30_000 };
const NOTHING_ADDED = { serviceProviders: 0, accounts: 0, leftOut: 0, prompts: 0 };

/** A gateway of its own that was seeded, at each of these sizes in turn. */
async function seeded(...sizes: SeedSize[]) {
  const file = gatewayFile();
  const gateway = file.open();
  for (const size of sizes) await seedGateway(gateway, size);
  return {
    gateway,
    path: file.file,
    async [Symbol.asyncDispose]() {
      await gateway.close();
      file[Symbol.dispose]();
    },
  };
}

/**
 * Every row of a gateway's file, but for what is random: the SID of the provider that is there from the start,
 * and sealed bytes, which are never twice the same. They are left in where it is the same file.
 */
function rowsOf(path: string, { sealed = false } = {}): Record<string, unknown[]> {
  const client = new Database(path, { readonly: true });
  try {
    const tables = [
      'applications',
      'carriers',
      'speech_services',
      'account_words',
      'tts_prompts',
      'calls',
    ];
    const all = (sql: string) => client.prepare(sql).all() as Record<string, unknown>[];
    const rows: Record<string, unknown[]> = Object.fromEntries(
      tables.map((table) => [table, all(`SELECT * FROM ${table}`)]),
    );
    rows.accounts = all('SELECT * FROM accounts').map((row) =>
      Object.fromEntries(
        Object.entries(row).filter(([, value]) => sealed || !(value instanceof Buffer)),
      ),
    );
    // Hashed under a key of each file's own.
    rows.api_keys = all('SELECT * FROM api_keys').map(({ hash, ...row }) =>
      sealed ? { hash, ...row } : row,
    );
    rows.service_providers = all("SELECT * FROM service_providers WHERE name <> 'Default'");
    return rows;
  } finally {
    client.close();
  }
}

const digest = (rows: unknown) => createHash('sha256').update(JSON.stringify(rows)).digest('hex');

/** The secrets of an account in the clear. */
async function secretsOf(gateway: EmbeddedGateway, sid: AccountSid) {
  const account = await gateway.account(sid);
  return [
    account?.webhookSecret,
    account?.registrationWebhook?.password,
    account?.queueEventWebhook?.password,
  ].map((secret) => secret?.reveal() ?? null);
}

describe('A seed', () => {
  test('is the same world each time, secrets included', async () => {
    await using one = await seeded(BIGGER);
    await using other = await seeded(BIGGER);
    expect(rowsOf(other.path)).toEqual(rowsOf(one.path));
    const some = [...seededAccounts(60)].map(({ sid }) => sid);
    const secrets = await Promise.all(some.map((sid) => secretsOf(one.gateway, sid)));
    expect(await Promise.all(some.map((sid) => secretsOf(other.gateway, sid)))).toEqual(secrets);
    expect(new Set(secrets.map(([webhookSecret]) => webhookSecret)).size).toBe(some.length);
    expect(secrets.flat().every((secret) => secret !== undefined)).toBe(true);
  });

  test('adds nothing when it is run again, and changes nothing', async () => {
    await using world = await seeded(BIGGER);
    const before = digest(rowsOf(world.path, { sealed: true }));
    expect(await seedGateway(world.gateway, BIGGER)).toEqual(NOTHING_ADDED);
    expect(await seedGateway(world.gateway, DEMO)).toEqual(NOTHING_ADDED);
    expect(digest(rowsOf(world.path, { sealed: true }))).toBe(before);
  });

  test.each([1, 3, 6])('that was cut off after slice %i goes on to the same', async (nth) => {
    await using whole = await seeded(BIGGER);
    await using cut = await seeded();
    let slices = 0;
    const cutOff = seedGateway(cut.gateway, {
      ...BIGGER,
      onProgress() {
        slices += 1;
        if (slices === nth) throw new Error('cut off');
      },
    });
    await expect(cutOff).rejects.toThrow('cut off');
    expect(rowsOf(cut.path)).not.toEqual(rowsOf(whole.path));
    await seedGateway(cut.gateway, BIGGER);
    expect(rowsOf(cut.path)).toEqual(rowsOf(whole.path));
  });

  test('of a larger size adds the rest to a smaller one', async () => {
    await using grown = await seeded(DEMO, BIGGER);
    await using fresh = await seeded(BIGGER);
    const [{ tts_prompts: grownPrompts, ...grownRows }, { tts_prompts: _, ...freshRows }] = [
      rowsOf(grown.path),
      rowsOf(fresh.path),
    ];
    expect(grownRows).toEqual(freshRows);
    expect(grownPrompts).toHaveLength(BIGGER.prompts);
    expect(await seedGateway(grown.gateway, BIGGER)).toEqual(NOTHING_ADDED);
  });

  test('fills again what was cleared', async () => {
    await using world = await seeded(DEMO);
    const [first] = [...seededAccounts(1)];
    if (!first) throw new Error('no first account');
    const before = await world.gateway.cachedPrompts(first.sid);
    await world.gateway.clearTtsCache(first.sid);
    const { prompts } = await seedGateway(world.gateway, DEMO);
    expect(prompts).toBe(before);
    expect(await world.gateway.cachedPrompts(first.sid)).toBe(before);
  });

  test('leaves out whose name or realm somebody else has, and leaves them alone', async () => {
    await using world = await seeded();
    const { gateway } = world;
    const { sid: providerSid } = await gateway.stock.addServiceProvider('northwind VOICE');
    const names = [...seededAccounts(5)];
    const mine = await addAccount(world, { name: 'Mine', sipRealm: names[3]?.sipRealm ?? '' });
    const result = await seedGateway(gateway, DEMO);
    expect(result).toMatchObject({ serviceProviders: 10, accounts: 39, leftOut: 1 });
    expect(await gateway.accountWithRealm(mine.sipRealm ?? '')).toEqual(mine);
    const within: Reach = { everything: false, providers: [providerSid], accounts: [] };
    const found = await namesFound(gateway, { text: 'acme', within, limit: 9 });
    expect(found).toEqual(['Acme Nordics', 'Acme Telecom']);
    expect(await seedGateway(gateway, DEMO)).toMatchObject({ accounts: 0, leftOut: 1 });
  });

  test('waits while another process holds the file', async () => {
    await using world = await seeded();
    const other = new Database(world.path);
    other.exec('BEGIN IMMEDIATE');
    const seeding = seedGateway(world.gateway, DEMO);
    // The first try blocks for as long as a statement waits; this comes after it.
    setTimeout(() => other.exec('ROLLBACK'), 0);
    await expect(seeding).resolves.toMatchObject({ accounts: 40, prompts: 5000 });
    other.close();
  });
});

describe('What gives way', () => {
  test('lets others have the file once it has held it for long, not after each short while', async () => {
    const run = givingWay();
    const turns: string[] = [];
    setTimeout(() => turns.push('another'), 1);
    await run(() => Promise.resolve());
    turns.push('after a short while');
    await run(() => {
      for (const began = performance.now(); performance.now() - began < 60; );
      return Promise.resolve();
    });
    turns.push('after a long while');
    expect(turns).toEqual(['after a short while', 'another', 'after a long while']);
  });

  test('passes on whatever is no matter of waiting', async () => {
    let tries = 0;
    const failing = givingWay()(() => {
      tries += 1;
      return Promise.reject(new Error('broken'));
    });
    await expect(failing).rejects.toThrow('broken');
    expect(tries).toBe(1);
  });
});

describe('The world of a seed', () => {
  test('has a dozen service providers, and the people and accounts that the demo speaks of', async () => {
    await using world = await seeded(DEMO);
    const { gateway } = world;
    const providers = await gateway.serviceProviders(EVERYTHING);
    expect(providers).toHaveLength(12);
    expect(providers.map(({ name }) => name)).toContain('Default');
    const { northwind, contoso } = demoWorld.providers;
    const where = async (name: string) => {
      const meant = await gateway.accountsMeant(name, EVERYTHING, 5);
      return meant.map((account) => [account.name, account.provider.name]);
    };
    const { acmeTelecom, acmeNordics, globexSupport, initechHelpdesk, umbrellaHealth } =
      demoWorld.accounts;
    for (const name of [acmeTelecom, acmeNordics, globexSupport]) {
      expect(await where(name)).toEqual([[name, northwind]]);
    }
    for (const name of [initechHelpdesk, umbrellaHealth]) {
      expect(await where(name)).toEqual([[name, contoso]]);
    }
    expect(await where('acme')).toHaveLength(2);
    expect(await where('zurich')).toHaveLength(2);
    expect(await where('東京')).toHaveLength(1);
  });

  test('has an account with every setting, for a tour', async () => {
    await using world = await seeded(DEMO);
    const { gateway } = world;
    const [first] = await gateway.accountsMeant(demoWorld.accounts.acmeTelecom, EVERYTHING, 1);
    if (!first) throw new Error('no first account');
    const account = await gateway.account(first.sid);
    expect(account).toMatchObject({
      deviceApplication: { name: 'Main IVR' },
      registrationWebhook: { username: expect.any(String) },
      queueEventWebhook: { url: expect.stringMatching(/^https:.*\.example\//) },
      recording: { bucket: { name: 'acme-telecom-calls' } },
    });
    expect(Object.values(account ?? {})).not.toContain(null);
    const contents = await gateway.accountContents(first.sid);
    expect(contents.applications.count).toBe(5);
    expect(contents.carriers.count).toBeGreaterThan(1);
    expect(contents.speechServices.count).toBeGreaterThan(1);
    expect(await gateway.cachedPrompts(first.sid)).toBeGreaterThan(2000);
  });

  test('is varied: settings that are set and not, units, vendors, full and empty caches', async () => {
    await using world = await seeded(BIGGER);
    const all = [...seededAccounts(BIGGER.accounts)].map(({ sid }) => sid);
    const accounts = await Promise.all(all.map((sid) => world.gateway.account(sid)));
    const share = (has: (account: (typeof accounts)[number]) => unknown) =>
      accounts.filter(has).length / accounts.length;
    for (const has of [
      share((account) => account?.deviceApplication),
      share((account) => account?.siprecApplication),
      share((account) => account?.registrationWebhook),
      share((account) => account?.registrationWebhook?.password),
      share((account) => account?.queueEventWebhook),
      share((account) => account?.recording),
      share((account) => account?.limits.unit === 'minutes'),
      share((account) => account?.limits.maximum === null),
      share((account) => account?.limits.licensedSessions === null),
    ]) {
      expect(has).toBeGreaterThan(0.05);
      expect(has).toBeLessThan(0.95);
    }
    const vendors = new Set(accounts.map((account) => account?.recording?.bucket.vendor));
    expect(vendors).toEqual(new Set(['aws_s3', 'azure', 'google', 's3_compatible', undefined]));
    for (const account of accounts) {
      for (const hook of [account?.registrationWebhook, account?.queueEventWebhook]) {
        expect(new URL(hook?.url ?? 'https://x.example').hostname).toMatch(
          /\.example(\.(com|net))?$/,
        );
      }
    }
    const cached = await Promise.all(all.map((sid) => world.gateway.cachedPrompts(sid)));
    expect(cached.filter((count) => count === 0).length).toBeGreaterThan(100);
    expect(cached.filter((count) => count > 0 && count < 50).length).toBeGreaterThan(500);
    expect(cached.filter((count) => count > 500).length).toBeGreaterThan(2);
    expect(await world.gateway.cachedPromptsOfAll()).toBe(BIGGER.prompts);
  });

  test('has names and realms that the rules for accounts accept as they stand, no two the same', () => {
    const names = new Set<string>();
    const realms = new Set<string>();
    const sids = new Set<string>();
    let count = 0;
    for (const { name, provider, sipRealm, sid } of seededAccounts(40_000)) {
      count += 1;
      if (checkAccountName(name) !== name) throw new Error(`“${name}” is not as it is stored`);
      if (checkSipRealm(sipRealm) !== sipRealm)
        throw new Error(`${sipRealm} is not as it is stored`);
      names.add(`${provider}/${fold(name)}`);
      realms.add(sipRealm);
      sids.add(sid);
      expect(providerNames).toContain(provider);
    }
    expect([names.size, realms.size, sids.size]).toEqual([count, count, count]);
  });

  test('is written in many scripts, and its names share words', () => {
    const names = [...seededAccounts(1000)].map(({ name }) => name);
    const scripts = [
      'Latin',
      'Han',
      'Hangul',
      'Arabic',
      'Hebrew',
      'Cyrillic',
      'Greek',
      'Devanagari',
    ];
    for (const script of scripts) {
      const written = new RegExp(`\\p{Script=${script}}`, 'u');
      expect(names.filter((name) => written.test(name)).length, script).toBeGreaterThan(0);
    }
    for (const mark of [/\p{Emoji_Presentation}/u, /&/, /['’]/, /[äöüßéñøłå]/i]) {
      expect(names.filter((name) => mark.test(name)).length, String(mark)).toBeGreaterThan(0);
    }
    expect(names.filter((name) => name.endsWith(' Bank')).length).toBeGreaterThan(1);
  });

  test('is found by every word of it: the keys of each account are those of its name, realm and SID', async () => {
    await using world = await seeded({ accounts: 500, prompts: 0 });
    const client = new Database(world.path, { readonly: true });
    const rows = client
      .prepare('SELECT a.sid, w.key FROM account_words w JOIN accounts a ON a.id = w.account_id')
      .all() as { sid: string; key: string }[];
    client.close();
    const keys = Map.groupBy(rows, ({ sid }) => sid);
    for (const account of seededAccounts(500)) {
      const expected = [...new Set(searchKeys(account).map(stored))].sort();
      expect(
        keys
          .get(account.sid)
          ?.map(({ key }) => key)
          .sort(),
      ).toEqual(expected);
    }
  });

  test('shares prompts out to the last one, whatever the size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(2_000_000), (accounts, prompts) => {
        const counts = [...promptsOfAccounts(accounts, prompts)];
        expect(counts).toHaveLength(accounts);
        expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(prompts);
      }),
    );
  });
});

describe('An account from the stock', () => {
  const given = { name: 'Ærø & Søn', sipRealm: 'Sip.Aeroe.example' };

  test('is the same rows as one that was created', async () => {
    await using one = await seeded();
    const { sid } = await addAccount(one, given);
    await using other = await seeded();
    const providerSid = await firstProvider(other.gateway);
    await other.gateway.stock.addAccounts([{ ...given, providerSid, sid }]);
    expect(rowsOf(other.path)).toEqual(rowsOf(one.path));
    expect(rowsOf(one.path).accounts).toHaveLength(1);
    expect(rowsOf(one.path).account_words).toHaveLength(6);
  });

  test('with everything at once is the same rows as one that was set up step by step', async () => {
    const [named] = [...seededAccounts(1)];
    if (!named) throw new Error('no first account');
    await using one = await seeded();
    const full = stockedAccount(named, await firstProvider(one.gateway), true);
    const { settings = {}, limits, applications = [], carriers = [] } = full;
    const { speechServices = [], apiKeys = [], calls = [] } = full;
    await one.gateway.stock.addAccounts([full]);
    await using other = await seeded();
    const { gateway } = other;
    const { stock } = gateway;
    const providerSid = await firstProvider(gateway);
    const { name, sipRealm, sid, createdAt } = full;
    await stock.addAccounts([
      { name, sipRealm, providerSid, ...(sid && { sid }), ...(createdAt && { createdAt }) },
    ]);
    await stock.configure(named.sid, settings);
    if (limits) await gateway.setLimits(named.sid, limits);
    for (const application of applications) await stock.addApplication(named.sid, application);
    for (const carrier of carriers) await stock.addCarrier(named.sid, carrier);
    for (const service of speechServices) await stock.addSpeechService(named.sid, service);
    for (const key of apiKeys) await stock.addApiKey(named.sid, key);
    for (const call of calls) await stock.addCall(named.sid, call);
    expect(calls).toHaveLength(25);
    expect(rowsOf(other.path)).toEqual(rowsOf(one.path));
    expect(await secretsOf(gateway, named.sid)).toEqual([
      expect.any(String),
      ...(await secretsOf(one.gateway, named.sid)).slice(1),
    ]);
  });
});
