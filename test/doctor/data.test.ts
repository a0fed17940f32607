import { chmodSync, cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tryPerformerLock } from '../../src/changes/performer-lock.ts';
import { checkDatabase } from '../../src/doctor/database-file.ts';
import { openStreet, type Street } from '../process/process.ts';
import { type Examined, examined, line } from './examined.ts';

// What doctor finds of the data: each thing broken in turn, with its line and its fix.

const key = Buffer.alloc(32, 7).toString('base64');
const otherKey = Buffer.alloc(32, 8).toString('base64');

const envOf = ({ workspace, ada, ben, approvals, dataDir }: Street) => ({
  SLACK_BOT_TOKEN: workspace.botToken,
  SLACK_SIGNING_SECRET: workspace.signingSecret,
  SLACK_API_URL: workspace.apiUrl,
  SECRETS_KEY: key,
  ADMIN_USERS: `${ada.id},${ben.id}`,
  APPROVALS_CHANNEL: approvals.id,
  HOST: '127.0.0.1',
  PORT: '0',
  DATA_DIR: dataDir,
});

let street: Street;
let kept: string;

beforeAll(async () => {
  street = await openStreet();
  const bot = await street.start('main');
  await bot.ready();
  bot.child.kill('SIGTERM');
  await bot.died();
  kept = mkdtempSync(join(tmpdir(), 'switchboard-'));
  cpSync(street.dataDir, kept, { recursive: true });
});
afterAll(async () => {
  rmSync(kept, { recursive: true });
  await street[Symbol.asyncDispose]();
});

/** A copy of the data with something done to it. */
async function withData(
  spoil: (folder: string) => void,
  env: Record<string, string> = {},
): Promise<Examined> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  cpSync(kept, folder, { recursive: true });
  try {
    spoil(folder);
    return await examined({ ...envOf(street), DATA_DIR: folder, ...env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const change = (folder: string, file: string, sql: string) => {
  const client = new Database(join(folder, file));
  client.exec(sql);
  client.close();
};

test('another SECRETS_KEY fails, and of earlier ones it is said which are still needed', async () => {
  const nothing = () => {};
  const other = await withData(nothing, { SECRETS_KEY: otherKey });
  expect(other.well).toBe(false);
  expect(line(other.findings, 'does not open the data in switchboard.db and gateway.db')).toEqual(
    expect.objectContaining({ what: 'SECRETS_KEY', state: 'fail' }),
  );
  const changing = await withData(nothing, {
    SECRETS_KEY: otherKey,
    SECRETS_KEYS_OLD: `${Buffer.alloc(32, 9).toString('base64')},${key}`,
  });
  expect(changing.well).toBe(true);
  expect(line(changing.findings, 'Number 1 of the earlier keys opens nothing').fix).toContain(
    'Take it out',
  );
  expect(line(changing.findings, 'Number 2 of the earlier keys is still needed').fix).toContain(
    'Start the bot once',
  );
});

test('databases of other versions are told from each other', async () => {
  const newer = await withData((folder) =>
    change(folder, 'gateway.db', 'UPDATE __drizzle_migrations SET created_at = 9e15'),
  );
  expect(line(newer.findings, 'written by a newer Switchboard')).toMatchObject({
    what: 'gateway.db',
    state: 'fail',
  });
  const last = 'SELECT max(created_at) FROM __drizzle_migrations';
  const older = await withData((folder) =>
    change(
      folder,
      'switchboard.db',
      `DROP TABLE settings; DELETE FROM __drizzle_migrations WHERE created_at = (${last})`,
    ),
  );
  expect(older.well).toBe(true);
  expect(line(older.findings, 'of an older version')).toMatchObject({
    what: 'switchboard.db',
    state: 'warn',
    fix: expect.stringContaining('writes a copy'),
  });
});

test('a damaged database, one that is cut off, and one that is gone are told', async () => {
  const damaged = await withData((folder) => {
    writeFileSync(join(folder, 'gateway.db'), 'no database at all, but as long as a head of one');
  });
  expect(line(damaged.findings, 'is damaged').fix).toContain('backup');
  const cut = await withData((folder) => truncateSync(join(folder, 'switchboard.db'), 16_384));
  expect(cut.well).toBe(false);
  expect(line(cut.findings, 'damaged').what).toBe('switchboard.db');
  const gone = await withData((folder) => rmSync(join(folder, 'gateway.db')));
  expect(line(gone.findings, 'a start would begin with an empty one')).toMatchObject({
    what: 'gateway.db',
    state: 'warn',
  });
});

test('a database that takes too long is not checked to the end, and says how to do it', async () => {
  const file = join(kept, 'switchboard.db');
  const { findings, close } = await checkDatabase(file, 'switchboard', 1);
  close();
  expect(findings).toMatchObject([
    { state: 'skipped', fix: `At leisure: sqlite3 ${file} 'PRAGMA quick_check'` },
  ]);
});

test('data that others may read are named', async () => {
  const { well, findings } = await withData((folder) => {
    chmodSync(join(folder, 'switchboard.db'), 0o644);
  });
  expect(well).toBe(true);
  const said = line(findings, 'Other users of this machine may read');
  expect(said).toMatchObject({ what: 'DATA_DIR', state: 'warn' });
  expect(said.found).toContain('switchboard.db');
  expect(said.found).not.toContain('gateway.db');
});

test('data of another workspace than the token’s fail', async () => {
  const { findings } = await withData((folder) =>
    change(
      folder,
      'switchboard.db',
      "UPDATE settings SET value = json_set(value, '$.teamId', 'T0ELSEWHERE')",
    ),
  );
  expect(line(findings, 'the data are of the workspace T0ELSEWHERE')).toMatchObject({
    what: 'SLACK_BOT_TOKEN',
    state: 'fail',
  });
});

test('a bot that works on the data, and answers elsewhere, is told so', async () => {
  const port = (street.workspace.apiUrl.match(/:(\d+)/) ?? [])[1] ?? '';
  const locked = await withData(
    (folder) => {
      const lock = tryPerformerLock(join(folder, 'performer.lock'));
      if (!lock) throw new Error('somebody holds the lock');
      held.push(lock);
    },
    { PORT: '9' },
  );
  for (const lock of held) lock.release();
  expect(line(locked.findings, 'nothing answers on port 9').state).toBe('warn');
  const taken = await withData(() => {}, { PORT: port });
  expect(line(taken.findings, `Something else answers on port ${port}`)).toMatchObject({
    what: 'Bot',
    state: 'fail',
  });
});
const held: { release(): void }[] = [];

test('without a SECRETS_KEY the demo is looked at; its Slack is there while it runs', async () => {
  const { SECRETS_KEY: _, ...rest } = envOf(street);
  const { well, findings } = await withData(
    (folder) => {
      writeFileSync(
        join(folder, 'demo.json'),
        JSON.stringify({ ...rest, SECRETS_KEY: key, DATA_DIR: folder }),
        { mode: 0o600 },
      );
    },
    noneOf(envOf(street)),
  );
  expect(well).toBe(true);
  expect(line(findings, 'Nothing is set: this is the demo').state).toBe('ok');
  expect(line(findings, 'is there while the demo runs').state).toBe('skipped');
  expect(line(findings, 'With what is set, switchboard.db and gateway.db can be read')).toEqual(
    expect.objectContaining({ what: 'SECRETS_KEY', state: 'ok' }),
  );
});

/** The variables, all of them unset but where the data are. */
function noneOf(env: Record<string, string>): Record<string, string> {
  const others = Object.keys(env).filter((name) => name !== 'DATA_DIR');
  return Object.fromEntries(others.map((name) => [name, '']));
}
