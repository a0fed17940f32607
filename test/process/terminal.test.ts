import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveDemoSettings } from '../../src/demo-settings.ts';
import { openStreet, type Street } from './process.ts';
import { quickly } from './quickly.ts';

// The real program in a process of its own, as `npm run vg` starts it.

const root = join(import.meta.dirname, '../..');
const key = Buffer.alloc(32, 7).toString('base64');

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

interface How {
  env?: Record<string, string>;
  /** Who runs it; whoever runs the tests, if not said. */
  uid?: number;
  /** The step after which it kills itself. */
  cutAt?: string;
}

async function vg(argv: string[], { env = {}, uid, cutAt }: How = {}): Promise<Ran> {
  const program =
    cutAt === undefined
      ? [join(root, 'src/terminal.ts')]
      : [join(import.meta.dirname, 'terminal-process.ts'), cutAt];
  const child = spawn(process.execPath, [...quickly, ...program, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: await out, err: await err };
}

const on = (street: Street) => ({ SECRETS_KEY: key, DATA_DIR: street.dataDir });
const create = ['account', 'create', 'Foo', '--sip-realm', 'foo.example.com'];

describe('beside a running bot', () => {
  test('a command is journaled here, carried out there, and told in Slack and in the exit code', async () => {
    await using street = await openStreet();
    await street.serve();
    // SECRETS_KEY and DATA_DIR are enough: the rest it learns from the bot.
    const { code, out, err } = await vg(create, { env: on(street) });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Done: I created account Foo.');
    expect(out).not.toContain('{"level"');
    await street.ada.waitsFor(/terminal:\S+ created account Foo/, { in: street.approvals });
  });

  test('a bot that is killed half-way is taken over from, and the account is there once', async () => {
    await using street = await openStreet();
    const doomed = await street.serve('written');
    const typed = vg([...create, '--json'], { env: on(street) });
    await doomed.died();
    const { code, out } = await typed;
    expect([code, JSON.parse(out).decision]).toEqual([0, 'done']);
    const sql = "SELECT name FROM accounts WHERE name = 'Foo'";
    expect(street.rows('gateway.db', sql)).toHaveLength(1);
  });
});

describe('alone, on what a bot has left', () => {
  let street: Street;
  beforeAll(async () => {
    street = await openStreet();
    const bot = await street.serve();
    await bot.kill();
  });
  afterAll(() => street[Symbol.asyncDispose]());

  test.each(['asked', 'begun', 'written', 'read back', 'ended'])(
    'a terminal that is killed after the step “%s” is gone on with by the next one, once',
    async (step) => {
      const name = `Foo ${step}`;
      const realm = `foo-${step.replace(' ', '-')}.example.com`;
      const argv = ['account', 'create', name, '--sip-realm', realm];
      const cut = await vg(argv, { env: on(street), cutAt: step });
      expect([cut.code, cut.out]).toEqual([null, '']);
      const phrase = ['--phrase', 'clear every TTS cache'];
      const next = await vg(['tts', 'clear', '--all', ...phrase], { env: on(street) });
      expect(next.code).toBe(0);
      const states =
        "SELECT state FROM changes WHERE kind = 'account create' ORDER BY seq DESC LIMIT 1";
      expect(street.rows('switchboard.db', states)).toEqual([{ state: 'verified' }]);
      const accounts = 'SELECT 1 FROM accounts WHERE name = ?';
      expect(street.rows('gateway.db', accounts, name)).toHaveLength(1);
    },
  );

  test('a reader that stops reading, as head does, is no failure', async () => {
    const file = new Database(join(street.dataDir, 'switchboard.db'));
    file.exec(`INSERT INTO audit_entries (at, actor_team, actor_user, actor_name, surface, action, result, target, detail, mac)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      SELECT 1, 'T', 'U', 'u', 'command', 'tts clear', 'asked', 'Acme', '{}', 'm' FROM n`);
    file.close();
    const program = `"${process.execPath}" "${join(root, 'src/terminal.ts')}" audit export | head -n 1`;
    const child = spawn('sh', ['-c', program], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...on(street) },
    });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect([out.trim().split('\n').length, err]).toEqual([1, '']);
  });

  test('npm run vg hands over what stands behind it, and its exit code', async () => {
    const child = spawn('npm', ['run', '--silent', 'vg', '--', 'account', 'show', 'Nobody There'], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...on(street) },
    });
    const err = text(child.stderr);
    const [code] = (await once(child, 'close')) as [number];
    expect([code, await err]).toEqual([2, expect.stringContaining('no account “Nobody There”')]);
  });

  test('what this user may not write to is told so', async () => {
    const root = process.getuid?.() === 0;
    chmodSync(street.dataDir, root ? 0o755 : 0o500);
    if (!root) chmodSync(join(street.dataDir, 'switchboard.db'), 0o400);
    // Nobody's: root may write anywhere.
    const { code, err } = await vg(['account', 'list'], {
      env: on(street),
      ...(root && { uid: 65534 }),
    });
    chmodSync(street.dataDir, 0o700);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('Run this as the user that the bot runs as'),
    ]);
  });
});

describe('without SECRETS_KEY', () => {
  test('and without a demo it says both ways', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
    const { code, err } = await vg(['account', 'list'], { env: { DATA_DIR: folder } });
    rmSync(folder, { recursive: true });
    expect(code).toBe(1);
    expect(err).toContain(
      'Set the SECRETS_KEY and DATA_DIR of your bot, or start the demo first: npm run demo.',
    );
    const json = await vg(['account', 'list', '--json'], { env: { DATA_DIR: folder } });
    expect(JSON.parse(json.out)).toMatchObject({
      decision: 'failed',
      error: { code: 'unavailable' },
    });
  });

  test('it works on the demo’s data, with its key, beside it and after it', async () => {
    await using street = await openStreet();
    saveDemoSettings(street.dataDir, {
      SECRETS_KEY: key,
      SLACK_BOT_TOKEN: street.workspace.botToken,
      SLACK_API_URL: street.workspace.apiUrl,
    });
    const bot = await street.serve();
    const demo = { env: { DATA_DIR: street.dataDir } };
    const beside = await vg(['access', 'grant', street.tia.id, 'on_call'], demo);
    expect([beside.code, beside.err]).toEqual([0, '']);
    await bot.kill();
    const after = await vg(create, demo);
    // A demo’s Slack is not there any more, and is not asked.
    expect([after.code, after.err]).toEqual([0, expect.stringMatching(/until the bot runs/)]);
  });

  test('settings that cannot be read are told so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
    writeFileSync(join(folder, 'demo.json'), '{');
    const { code, err } = await vg(['me'], { env: { DATA_DIR: folder } });
    rmSync(folder, { recursive: true });
    expect([code, err]).toEqual([1, expect.stringContaining('demo.json cannot be read')]);
  });
});

test('what is malformed in the environment is named, and not repeated', async () => {
  const env = { SECRETS_KEY: 'canary', PORT: 'canary', LOG_LEVEL: 'canary' };
  const { code, err } = await vg(['account', 'list'], { env });
  expect(code).toBe(1);
  for (const name of Object.keys(env)) expect(err).toContain(`${name} is malformed.`);
  expect(err).not.toContain('canary');
});
