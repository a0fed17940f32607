import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openEmbeddedGateway } from '../../src/gateway/embedded/embedded-gateway.ts';
import { Secret } from '../../src/secret.ts';
import { type House, openHouse } from '../bot.ts';
import { types, typesJson } from './terminal.ts';

/** A house whose bot has run, and is stopped. */
async function emptyHouse(): Promise<House> {
  const house = await openHouse({ history: true });
  await house.settled();
  await house.bot.stop();
  return house;
}

describe('where no bot runs', () => {
  test('the terminal carries out what it asks for, and delivers what is to be told', async () => {
    await using house = await emptyHouse();
    const foo = ['account', 'create', 'Foo', '--sip-realm', 'foo.example.com'];
    const { code, err } = await types(house, foo);
    expect([code, err]).toEqual([0, '']);
    await house.ada.waitsFor('terminal:ann created account Foo', { in: house.approvals });
    expect((await types(house, ['status'])).out).toContain('no bot is running');
    expect((await types(house, ['audit', 'verify'])).out).toContain('The audit is whole');
  });

  test('without a token it says what is not told yet, and the bot tells it when it runs', async () => {
    await using house = await emptyHouse();
    const foo = ['account', 'create', 'Foo', '--sip-realm', 'foo.example.com'];
    const { code, json } = await typesJson(house, foo, { config: { slack: null } });
    expect([code, json.notes]).toEqual([0, [expect.stringMatching(/^\d messages? wait/)]]);
    await house.restart();
    await house.ada.waitsFor('terminal:ann created account Foo', { in: house.approvals });
  });

  test('it goes on with what the bot had not finished', async () => {
    await using house = await emptyHouse();
    const client = new Database(join(house.config.dataDir, 'switchboard.db'));
    await types(house, ['tts', 'clear', 'Tiny']);
    client.exec("UPDATE changes SET state = 'applying', ended_at = NULL WHERE kind = 'tts clear'");
    client.close();
    await types(house, ['account', 'list']);
    const { code } = await types(house, ['tts', 'clear', 'Tiny']);
    expect(code).toBe(0);
    expect(house.rows("SELECT state FROM changes WHERE kind = 'tts clear'")).toEqual([
      { state: 'verified' },
      { state: 'verified' },
    ]);
  });

  test('people are believed as far as Slack said it lately, and no further', async () => {
    await using house = await emptyHouse();
    const offline = { config: { slack: null } };
    const grant = ['access', 'grant', '@olu', 'account', 'Tiny'];
    expect((await types(house, grant, offline)).code).toBe(0);
    house.clock.forward({ minutes: 16 });
    const stale = await types(
      house,
      ['access', 'grant', '@olu', 'service_provider', 'Default'],
      offline,
    );
    expect([stale.code, stale.err]).toEqual([1, expect.stringContaining('Set SLACK_BOT_TOKEN')]);
    const never = await types(house, ['access', 'grant', 'U0NEVER123', 'on_call'], offline);
    expect([never.code, never.err]).toEqual([
      1,
      expect.stringContaining('has never been asked about them'),
    ]);
    // Whoever tries the demo has no token to set.
    const demo = await types(house, ['access', 'grant', 'U0NEVER123', 'on_call'], {
      config: { demo: true },
    });
    expect([demo.code, demo.err]).toEqual([1, expect.stringContaining('npm run demo')]);
    expect(demo.err).not.toContain('SLACK_BOT_TOKEN');
  });

  test('two terminals at once do not get in each other’s way', async () => {
    await using house = await emptyHouse();
    const names = ['One', 'Two', 'Three'];
    const ran = await Promise.all(
      names.map((name) =>
        types(house, ['account', 'create', name, '--sip-realm', `${name}.example.com`]),
      ),
    );
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0]);
  });
});

test('where the bot dies meanwhile, the terminal takes over', async () => {
  await using house = await openHouse({ history: true });
  const hung = Promise.withResolvers<void>();
  await house.restart({
    gateway: (real) => ({ ...real, cachedPrompts: () => hung.promise.then(() => 0) }),
  });
  const typed = types(house, ['tts', 'clear', 'Tiny']);
  await expect
    .poll(() => house.rows("SELECT 1 FROM changes WHERE kind = 'tts clear'"))
    .toHaveLength(1);
  const stopping = house.bot.stop();
  hung.resolve();
  await stopping;
  expect((await typed).code).toBe(0);
});

describe('a database', () => {
  const inHouse = (house: House, file: string) => new Database(join(house.config.dataDir, file));

  test('that is locked is told so, and nothing is done', async () => {
    await using house = await openHouse({ history: true });
    const shell = inHouse(house, 'switchboard.db');
    shell.exec('BEGIN EXCLUSIVE');
    const { code, json } = await typesJson(house, ['tts', 'clear', 'Tiny']);
    shell.exec('ROLLBACK');
    shell.close();
    expect([code, json.decision]).toEqual([1, 'failed']);
    expect(json.text).toContain('is locked by another program');
    expect(house.rows("SELECT 1 FROM changes WHERE kind = 'tts clear'")).toEqual([]);
  });

  test('that is full is told so, and nothing is done', async () => {
    await using house = await openHouse({ history: true });
    const shell = inHouse(house, 'switchboard.db');
    // The last number is taken: SQLite then answers as it does on a disk that is full.
    shell.exec("UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'changes'");
    shell.close();
    const { code, err } = await types(house, ['tts', 'clear', 'Tiny']);
    expect([code, err]).toEqual([1, expect.stringContaining('has no space left on its disk')]);
    expect(house.rows("SELECT 1 FROM changes WHERE kind = 'tts clear'")).toEqual([]);
  });

  test('of another key is refused in words of the key', async () => {
    await using house = await emptyHouse();
    const current = new Secret(Buffer.alloc(32, 9).toString('base64'));
    const { code, err } = await types(house, ['account', 'list'], {
      config: { secretsKeys: { current, old: [] } },
    });
    expect([code, err]).toEqual([1, expect.stringContaining('SECRETS_KEY does not fit the data')]);
    // It took nothing with it: the bot starts.
    await house.restart();
  });

  test('of an older version is left alone while a bot runs on it', async () => {
    await using house = await openHouse({ history: true });
    const shell = inHouse(house, 'switchboard.db');
    shell.exec(
      'DELETE FROM __drizzle_migrations WHERE created_at = (SELECT max(created_at) FROM __drizzle_migrations)',
    );
    shell.close();
    const { code, err } = await types(house, ['account', 'list']);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('Start the bot anew with this version'),
    ]);
  });
});

describe('a folder', () => {
  test('without data is refused, and stays empty', async () => {
    await using house = await openHouse({ history: true });
    for (const dataDir of [join(house.config.dataDir, 'nowhere'), tmpdir()]) {
      const { code, err } = await types(house, ['account', 'list'], { config: { dataDir } });
      expect([code, err]).toEqual([1, expect.stringContaining(`There is no data in ${dataDir}`)]);
    }
  });

  test('on which no bot has run is looked at, and not changed', async () => {
    await using house = await openHouse({ history: true });
    const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-'));
    const { secretsKeys } = house.config;
    const file = join(dataDir, 'gateway.db');
    await openEmbeddedGateway({ file, secretsKeys, clock: systemClock }).close();
    const fresh = { config: { dataDir, slack: null } };
    expect((await types(house, ['account', 'list'], fresh)).code).toBe(0);
    const realm = ['--sip-realm', 'foo.example.com', '--reason', 'A pilot'];
    const foo = ['account', 'create', 'Foo', ...realm];
    const { code, err } = await types(house, foo, fresh);
    expect([code, err]).toEqual([1, expect.stringContaining('before the bot has run here')]);
    expect(err).toContain('npm start');
    const demo = await types(house, foo, { config: { ...fresh.config, demo: true } });
    expect([demo.code, demo.err]).toEqual([1, expect.stringContaining('npm run demo')]);
    expect(demo.err).not.toMatch(/npm start|SLACK_BOT_TOKEN/);

    // With the whole configuration it need not have: Slack says whose workspace it is.
    const { adminUsers, channels, fourEyes, requestDays, command } = house.config;
    const { allowedAddresses, widened, maskNumbers } = house.config;
    const rules = {
      adminUsers,
      channels,
      fourEyes,
      requestDays,
      allowedAddresses,
      widened,
      maskNumbers,
      command,
    };
    const whole = await types(house, foo, { config: { dataDir, rules } });
    expect(whole.code).toBe(0);
    await house.ada.waitsFor('terminal:ann created account Foo', { in: house.approvals });
    rmSync(dataDir, { recursive: true });
  });
});
