import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { readDemoSettings } from '../../src/demo-settings.ts';
import { openStreet } from './process.ts';
import { quickly } from './quickly.ts';

const root = join(import.meta.dirname, '../..');
const KEY = Buffer.alloc(32, 7).toString('base64');
const WITHOUT_KEY = { SECRETS_KEY: '' };

/** A folder of its own, gone with the test. */
function folder() {
  const path = mkdtempSync(join(tmpdir(), 'switchboard-seed-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

function start(dataDir: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [...quickly, join(root, 'src/seed.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, SECRETS_KEY: KEY, ...env },
  });
}

async function finished(child: ChildProcess) {
  if (!child.stdout || !child.stderr) throw new Error('its output is not to be read');
  const exited = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exited;
  return { status: child.exitCode, stdout, stderr };
}

const seed = (dataDir: string, args: string[], env?: Record<string, string>) =>
  finished(start(dataDir, args, env));

function count(dataDir: string, table: string): number {
  const client = new Database(join(dataDir, 'gateway.db'), { readonly: true });
  try {
    return client.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  } finally {
    client.close();
  }
}

describe('npm run seed', () => {
  test('fills the demo’s data where there is no SECRETS_KEY, and begins them where there are none', async () => {
    using data = folder();
    const dataDir = join(data.path, 'data-demo');
    const npm = spawn('npm', ['run', '--silent', 'seed'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir },
    });
    const { status, stdout, stderr } = await finished(npm);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Added 11 service providers, 40 accounts, 5,000 cached prompts.');
    const key = readDemoSettings(dataDir)?.SECRETS_KEY ?? '';
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(stdout).not.toContain(key);
    expect(readdirSync(dataDir).sort()).toEqual(['demo.json', 'gateway.db']);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600);

    const again = await seed(dataDir, ['--accounts', '50'], WITHOUT_KEY);
    expect(again.stdout).toContain('Added 0 service providers, 10 accounts, 0 cached prompts.');
    expect(readDemoSettings(dataDir)?.SECRETS_KEY).toBe(key);
    const same = await seed(dataDir, ['--accounts', '50'], WITHOUT_KEY);
    expect(same.stdout).toContain('Nothing to add: all of it is there.');
  });

  test('works on DATA_DIR with the SECRETS_KEY of the environment, and with no other', async () => {
    using data = folder();
    const first = await seed(data.path, ['--accounts=3', '--prompts=7']);
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain(`Seeding ${join(data.path, 'gateway.db')}.`);
    expect([count(data.path, 'accounts'), count(data.path, 'tts_prompts')]).toEqual([3, 7]);
    const other = await seed(data.path, [], {
      SECRETS_KEY: Buffer.alloc(32, 8).toString('base64'),
    });
    expect(other.status).toBe(1);
    expect(other.stderr).toContain('SECRETS_KEY does not fit the data in DATA_DIR.');
    const none = await seed(data.path, [], WITHOUT_KEY);
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('Set the SECRETS_KEY that the data were written with.');
    expect(existsSync(join(data.path, 'demo.json'))).toBe(false);
  });

  test('says what is wrong with the demo’s settings, without what they hold', async () => {
    using data = folder();
    writeFileSync(join(data.path, 'demo.json'), '{"SECRETS_KEY": canary');
    const broken = await seed(data.path, [], WITHOUT_KEY);
    expect(broken.status).toBe(1);
    expect(broken.stderr).toContain('demo.json cannot be read');
    writeFileSync(join(data.path, 'demo.json'), '{"SECRETS_KEY": "canary"}');
    const malformed = await seed(data.path, [], WITHOUT_KEY);
    expect(malformed.stderr).toContain('SECRETS_KEY is malformed.');
    expect(broken.stderr + malformed.stderr).not.toContain('canary');
  });

  test('answers what it cannot read with what is wrong and how it is used', async () => {
    using data = folder();
    const { status, stdout, stderr } = await seed(data.path, ['--accounts', 'many']);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.split('\n')[0]).toContain('--accounts is a whole number from 1 to 5,000,000');
    expect(stderr).toContain('Usage: npm run seed -- [--accounts N] [--prompts N]');
    expect(readdirSync(data.path)).toEqual([]);
  });

  test('--help tells the defaults', async () => {
    using data = folder();
    const { status, stdout } = await seed(data.path, ['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('(default 40)');
    expect(stdout).toContain('(default 5,000)');
    expect(readdirSync(data.path)).toEqual([]);
  });

  test('that was killed goes on where it was', async () => {
    using data = folder();
    const size = ['--accounts', '6000', '--prompts', '4000'];
    const doomed = start(data.path, size);
    await begun(data.path);
    doomed.kill('SIGKILL');
    await once(doomed, 'exit');
    expect(count(data.path, 'accounts')).toBeLessThan(6000);
    const { stdout } = await seed(data.path, size);
    expect(stdout).toContain('4,000 cached prompts');
    expect(count(data.path, 'accounts')).toBe(6000);
    expect(count(data.path, 'tts_prompts')).toBe(4000);
  });

  test('runs beside a bot, which answers, acks and carries out meanwhile', async () => {
    await using street = await openStreet();
    await street.serve('main');
    const { ada, voiceOps, dataDir } = street;
    // So many that it is not done before the conversation.
    const seeding = start(dataDir, ['--accounts', '5000000']);
    try {
      await begun(dataDir);
      for (const name of ['One', 'Two', 'Three']) {
        await ada.types('/vg account create', { in: voiceOps });
        await ada.waitsForModal('Create account');
        await ada.fills({
          'Account name': name,
          'SIP Realm': `${name.toLowerCase()}.mine.test`,
          'Service Provider': 'Default',
        });
        await ada.submits();
        await ada.waitsFor(new RegExp(`Done: I created account “?${name}`));
      }
      await ada.types('/vg account list acme', { in: voiceOps });
      await ada.waitsFor(/Acme Telecom/);
      expect(seeding.exitCode).toBeNull();
    } finally {
      seeding.kill('SIGKILL');
      await once(seeding, 'exit');
    }
    expect(there(dataDir)).toBeGreaterThan(3);
  });
});

/** How many accounts are in the file so far: none while there is no file. */
function there(dataDir: string): number {
  try {
    return count(dataDir, 'accounts');
  } catch {
    return 0;
  }
}

/** Resolves when the first accounts are there. */
async function begun(dataDir: string): Promise<void> {
  await expect.poll(() => there(dataDir), { timeout: 30_000 }).toBeGreaterThan(0);
}
