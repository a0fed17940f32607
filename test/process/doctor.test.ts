import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/doctor/finding.ts';
import { expectFitToShow, line, troubles } from '../doctor/examined.ts';
import { type BotProcess, openStreet, type Street } from './process.ts';
import { quickly } from './quickly.ts';

// The real program in a process of its own, as `npm run doctor` starts it.

const root = join(import.meta.dirname, '../..');
const key = Buffer.alloc(32, 7).toString('base64');

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

async function doctor(env: Record<string, string>, ...argv: string[]): Promise<Ran> {
  const child = spawn(process.execPath, [...quickly, join(root, 'src/doctor.ts'), ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
  });
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  const ran = { code, out: await out, err: await err };
  // Whatever is wrong with them, no secret is in what it says.
  const secrets = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SECRETS_KEY'];
  for (const name of secrets) {
    if (env[name]) expect(ran.out + ran.err).not.toContain(env[name]);
  }
  expect(ran.err).toBe('');
  return ran;
}

async function examined(
  env: Record<string, string>,
): Promise<{ code: number | null; findings: Finding[] }> {
  const { code, out } = await doctor(env, '--json');
  const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: Finding[] };
  expect(ok).toBe(code === 0);
  expectFitToShow(findings, env);
  return { code, findings };
}

const envOf = ({ workspace, ada, ben, approvals, dataDir }: Street, bot?: BotProcess) => ({
  SLACK_BOT_TOKEN: workspace.botToken,
  SLACK_SIGNING_SECRET: workspace.signingSecret,
  SLACK_API_URL: workspace.apiUrl,
  SECRETS_KEY: key,
  ADMIN_USERS: `${ada.id},${ben.id}`,
  APPROVALS_CHANNEL: approvals.id,
  HOST: '127.0.0.1',
  PORT: String(bot?.port ?? 0),
  DATA_DIR: dataDir,
});

/** Every file of the data with its bytes. */
const bytesIn = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'base64')]),
  );

describe('where all is well', () => {
  test('beside a running bot every line is ok, and the bot keeps its lock', async () => {
    await using street = await openStreet();
    const bot = await street.serve();
    const env = envOf(street, bot);
    const { code, findings } = await examined(env);
    expect(troubles(findings)).toEqual([]);
    expect(code).toBe(0);
    expect(line(findings, '@switchboard in acme-corp').what).toBe('SLACK_BOT_TOKEN');
    expect(line(findings, 'every scope that it needs').what).toBe('Slack scopes');
    expect(line(findings, 'They are ada, ben.').what).toBe('Admins');
    expect(line(findings, '#approvals is private, with the bot and 2 people').state).toBe('ok');
    expect(line(findings, '1 Service Provider, 0 accounts').what).toBe('Voice Gateway');
    expect(line(findings, `running and ready, on port ${bot.port}`).what).toBe('Bot');

    const { code: again, out } = await doctor(env);
    expect(again).toBe(0);
    expect(out).toMatch(/\nAll is well\.\n$/);
    expect(
      out
        .trimEnd()
        .split('\n')
        .slice(0, -2)
        .every((one) => one.startsWith('✓ ok ')),
    ).toBe(true);
    await street.ada.types('/vg status');
    await street.ada.waitsFor('Database: answers');
  });

  test('alone, what a killed bot left is as it was, byte for byte', async () => {
    await using street = await openStreet();
    const bot = await street.serve();
    await street.ada.types('/vg access grant @tia on_call');
    await street.tia.waitsFor('granted you on-call');
    await bot.kill();
    expect(existsSync(join(street.dataDir, 'switchboard.db-wal'))).toBe(true);
    const before = bytesIn(street.dataDir);
    const { code, findings } = await examined(envOf(street));
    expect(troubles(findings)).toEqual(['Bot: No bot is running.']);
    expect(code).toBe(0);
    const after = bytesIn(street.dataDir);
    // Where in the WAL readers stand is no data.
    for (const files of [before, after]) {
      for (const name of Object.keys(files)) if (name.endsWith('-shm')) files[name] = '';
    }
    expect(after).toEqual(before);
  });

  test('alone, beside databases that were closed no file is left', async () => {
    await using street = await openStreet();
    const bot = await street.start('main');
    await bot.ready();
    bot.child.kill('SIGTERM');
    await bot.died();
    const before = bytesIn(street.dataDir);
    expect(Object.keys(before).toSorted()).toEqual([
      'gateway.db',
      'performer.lock',
      'switchboard.db',
    ]);
    await examined(envOf(street));
    expect(bytesIn(street.dataDir)).toEqual(before);
  });
});

describe('before the first start', () => {
  test('with nothing set it says all that is missing at once, and makes nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
    const { code, findings } = await examined({ DATA_DIR: join(folder, 'data'), PORT: '0' });
    expect(code).toBe(1);
    for (const name of ['SLACK_BOT_TOKEN', 'SECRETS_KEY', 'APPROVALS_CHANNEL']) {
      expect(line(findings, `${name} is missing.`).state).toBe('fail');
    }
    expect(line(findings, 'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing.').fix).toContain(
      'Socket Mode',
    );
    expect(line(findings, 'the first start makes it').what).toBe('DATA_DIR');
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('with all of it set nothing fails', async () => {
    await using street = await openStreet();
    const { code, findings } = await examined(envOf(street));
    expect(code).toBe(0);
    expect(line(findings, 'All that the bot needs is set.').state).toBe('ok');
    expect(readdirSync(street.dataDir)).toEqual([]);
  });

  test('malformed secrets are not repeated', async () => {
    const { findings } = await examined({
      SLACK_BOT_TOKEN: 'canary-bot-token',
      SLACK_APP_TOKEN: 'canary-app-token',
      SECRETS_KEY: 'canary-secrets-key',
      DATA_DIR: join(tmpdir(), 'switchboard-there-is-none'),
      PORT: '0',
    });
    expect(line(findings, 'SLACK_BOT_TOKEN is malformed.').state).toBe('fail');
    expect(JSON.stringify(findings)).not.toContain('canary');
  });

  test('an argument that it does not know is refused with its usage', async () => {
    const child = spawn(process.execPath, [join(root, 'src/doctor.ts'), '--quick'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    expect(await text(child.stderr)).toContain('Usage: npm run doctor [-- --json]');
    expect(child.exitCode ?? (await once(child, 'close'))[0]).toBe(2);
  });
});
