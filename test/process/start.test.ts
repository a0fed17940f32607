import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { variables } from '../../src/config.ts';

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
