import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { variables } from '../../src/config-variables.ts';

const root = join(import.meta.dirname, '../..');

function start(env: Record<string, string>) {
  return spawnSync('npm', ['start'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
  });
}

test('npm start without configuration names every missing variable and its fix in one go', () => {
  const { status, stderr } = start({});
  expect(status).not.toBe(0);
  for (const name of ['SLACK_BOT_TOKEN', 'SECRETS_KEY', 'APPROVALS_CHANNEL']) {
    const fix = variables.find((variable) => variable.name === name)?.fix;
    expect(stderr).toContain(`${name} is missing. ${fix}`);
  }
  expect(stderr).toContain('SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing.');
  expect(stderr).toContain('ADMIN_USERS is missing, and the database holds no Admin.');
});

test('npm start names what is malformed beside what is missing, and repeats no value', () => {
  const { status, stderr } = start({
    SLACK_BOT_TOKEN: 'canary-token',
    SECRETS_KEY: 'canary-key',
    PORT: '99999',
    ADMIN_USERS: '@ada',
  });
  expect(status).not.toBe(0);
  for (const name of ['SLACK_BOT_TOKEN', 'SECRETS_KEY', 'PORT', 'ADMIN_USERS']) {
    expect(stderr).toContain(`${name} is malformed.`);
  }
  expect(stderr).toContain('APPROVALS_CHANNEL is missing.');
  expect(stderr).not.toContain('canary');
});

const complete = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'abcdefgh',
  SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
  ADMIN_USERS: 'U012ABC',
  APPROVALS_CHANNEL: 'C012ABC',
  HOST: '127.0.0.1',
  METRICS_PORT: 'off',
};

test('npm start says what to do where its port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { status, stderr } = start({ ...complete, PORT: String(port) });
  server.close();
  expect(status).not.toBe(0);
  expect(stderr).toContain(`Port ${port} of 127.0.0.1 is in use. Set another PORT or HOST`);
});

test('npm start says what to do where DATA_DIR cannot be made', () => {
  const { status, stderr } = start({ ...complete, PORT: '0', DATA_DIR: '/dev/null/data' });
  expect(status).not.toBe(0);
  expect(stderr).toContain('DATA_DIR (/dev/null/data) cannot be made');
});

test('npm start says what is wrong with its database, and shows no stack', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-'));
  writeFileSync(
    join(dataDir, 'switchboard.db'),
    'no database at all, but as long as the head of one',
  );
  const { status, stderr } = start({ ...complete, PORT: '0', DATA_DIR: dataDir });
  rmSync(dataDir, { recursive: true });
  expect(status).not.toBe(0);
  expect(stderr).toContain(`The file ${join(dataDir, 'switchboard.db')} is damaged.`);
  expect(stderr).not.toMatch(/SqliteError|node_modules/);
});
