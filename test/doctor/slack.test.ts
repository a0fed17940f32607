import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manifest } from '../../src/demo/manifest.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { startWorkspace } from '../../src/emulator/workspace.ts';
import { examined, expectFitToShow, line } from './examined.ts';

// What doctor finds of Slack: each thing broken in turn, with its line and its fix.

const key = Buffer.alloc(32, 7).toString('base64');

/** A workspace of its own, with another Slack than the usual one. */
async function slack(options: Parameters<typeof startWorkspace>[0] = {}) {
  const workspace = await startWorkspace({
    scopes: manifest.oauth_config.scopes.bot,
    ...options,
  });
  const ada = workspace.addPerson({ name: 'ada' });
  const approvals = workspace.addChannel({ name: 'approvals', private: true, members: [ada] });
  const env = {
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_SIGNING_SECRET: workspace.signingSecret,
    SLACK_API_URL: workspace.apiUrl,
    SECRETS_KEY: key,
    ADMIN_USERS: ada.id,
    APPROVALS_CHANNEL: approvals.id,
    PORT: '0',
    DATA_DIR: join(tmpdir(), 'switchboard-there-is-none'),
  };
  return {
    workspace,
    ada,
    approvals,
    env,
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

test.for<[error: string, words: string]>([
  ['token_revoked', 'Slack refuses it (token_revoked).'],
  ['invalid_auth', 'Slack refuses it (invalid_auth).'],
  ['internal_error', 'Slack says internal_error.'],
])('a token that gets %s fails, and what needs it is skipped', async ([error, words]) => {
  await using here = await slack();
  here.workspace.faults.next('auth.test', { error });
  const { well, findings } = await examined(here.env);
  expect(well).toBe(false);
  expect(line(findings, words)).toMatchObject({ what: 'SLACK_BOT_TOKEN', state: 'fail' });
  for (const what of ['Slack scopes', 'APPROVALS_CHANNEL', 'Admins']) {
    expect(findings.find((one) => one.what === what)?.state).toBe('skipped');
  }
});

test('a Slack that cannot be reached fails with where to look', async () => {
  await using here = await slack();
  const { findings } = await examined({ ...here.env, SLACK_API_URL: 'http://127.0.0.1:9/api/' });
  expect(line(findings, 'Slack cannot be reached.').fix).toContain('SLACK_API_URL');
});

test.for(manifest.oauth_config.scopes.bot)(
  'without %s what it switches off is named, and nothing fails for that',
  async (scope) => {
    const granted = manifest.oauth_config.scopes.bot.filter((one) => one !== scope);
    await using here = await slack({ scopes: granted });
    const { well, findings } = await examined(here.env);
    expect(well).toBe(true);
    const said = line(findings, `${scope} is missing.`);
    expect(said).toMatchObject({ what: 'Slack scopes', state: 'warn' });
    expect(said.fix).toContain(`Add ${scope} to the app`);
  },
);

test('without users:read who is in the channels, and who the Admins are, is skipped', async () => {
  const granted = manifest.oauth_config.scopes.bot.filter((one) => one !== 'users:read');
  await using here = await slack({ scopes: granted });
  const { findings } = await examined(here.env);
  expect(line(findings, 'Who is in #approvals was not looked at.')).toMatchObject({
    state: 'skipped',
    fix: expect.stringContaining('Add users:read'),
  });
  expect(line(findings, 'that takes users:read').what).toBe('Admins');
});

test.for<[ms: number, state: Finding['state'], words: string]>([
  [10_000, 'ok', 'It agrees with Slack’s.'],
  [60_000, 'warn', 's behind Slack’s.'],
  [-60_000, 'warn', 's ahead of Slack’s.'],
  [290_000, 'fail', 'Slack’s requests are refused once it is 5 minutes.'],
])('a Slack whose clock is %d ms away is %s', async ([ms, state, words]) => {
  await using here = await slack({ now: () => Date.now() + ms });
  const { findings } = await examined(here.env);
  expect(line(findings, words)).toMatchObject({ what: 'Clock', state });
});

test('Socket Mode is asked for, over the token of its own', async () => {
  await using here = await slack({ socketMode: true });
  const { workspace } = here;
  const { SLACK_SIGNING_SECRET: _, ...env } = here.env;
  const socket = { ...env, SLACK_APP_TOKEN: workspace.appToken };
  const { findings, well } = await examined(socket);
  expect(line(findings, 'Socket Mode is on').state).toBe('ok');
  expect(well).toBe(true);
  expectFitToShow(findings, socket);
  // The address holds a ticket, which is as good as a token until it is used.
  expect(JSON.stringify(findings)).not.toContain('ticket=');
  expect(workspace.sockets.open).toBe(0);
});

test.for<[token: 'the bot’s own' | 'good', on: boolean, error: string]>([
  ['the bot’s own', true, 'not_allowed_token_type'],
  ['good', false, 'access_denied'],
])('an app-level token that is %s, with Socket Mode %s, fails', async ([token, on, error]) => {
  await using here = await slack({ socketMode: on });
  const { workspace } = here;
  if (token !== 'good') workspace.faults.next('apps.connections.open', { error });
  const { SLACK_SIGNING_SECRET: _, ...env } = here.env;
  const { findings, well } = await examined({ ...env, SLACK_APP_TOKEN: workspace.appToken });
  expect(well).toBe(false);
  expect(line(findings, error)).toMatchObject({
    what: 'SLACK_APP_TOKEN',
    state: 'fail',
    fix: expect.stringContaining('connections:write'),
  });
});

test('a channel for approvals that others can read fails, each reason on its line', async () => {
  await using here = await slack();
  const { workspace, ada, approvals, env } = here;
  const gus = workspace.addPerson({ name: 'gus', guest: true });
  const fay = workspace.addPerson({ name: 'fay', otherTeam: 'T0OTHER' });
  approvals.members.add(gus.id).add(fay.id);
  const { well, findings } = await examined(env);
  expect(well).toBe(false);
  for (const words of [
    'Guests are in #approvals: gus.',
    'People of other organisations are in #approvals: fay.',
    '#approvals is shared',
  ]) {
    expect(line(findings, words)).toMatchObject({ what: 'APPROVALS_CHANNEL', state: 'fail' });
  }
  const lobby = workspace.addChannel({ name: 'lobby', members: [ada] });
  const open = await examined({ ...env, APPROVALS_CHANNEL: lobby.id });
  expect(line(open.findings, `${lobby.id} is public`).state).toBe('fail');
});

test('channels where the bot is not, that are archived, or that nobody is in are told so', async () => {
  await using here = await slack();
  const { workspace, ada, env } = here;
  const members = [ada];
  const add = (name: string, more: object) =>
    workspace.addChannel({ name, private: true, members, ...more }).id;
  const without = add('without', { botIsMember: false });
  const old = add('old', { archived: true });
  const empty = add('empty', { members: [] });
  const asked = { ...env, APPROVALS_CHANNEL: without, OPS_CHANNEL: old, AUDIT_CHANNEL: empty };
  const { findings } = await examined(asked);
  expect(line(findings, `Slack shows the bot no channel ${without}`)).toMatchObject({
    what: 'APPROVALS_CHANNEL',
    state: 'fail',
    fix: expect.stringContaining('/invite'),
  });
  expect(line(findings, '#old is archived.')).toMatchObject({
    what: 'OPS_CHANNEL',
    state: 'fail',
  });
  expect(line(findings, 'Nobody who is active is in #empty.')).toMatchObject({
    what: 'AUDIT_CHANNEL',
    state: 'warn',
  });
});

test('Admins who are none are named, and too few are too few', async () => {
  await using here = await slack();
  const { workspace, ada, env } = here;
  const [gus, dan, rob] = [
    workspace.addPerson({ name: 'gus', guest: true }),
    workspace.addPerson({ name: 'dan', deactivated: true }),
    workspace.addPerson({ name: 'rob', bot: true }),
  ];
  const listed = [ada.id, gus.id, dan.id, rob.id, 'U0NOBODY'].join();
  const { well, findings } = await examined({
    ...env,
    ADMIN_USERS: listed,
    FOUR_EYES: 'all',
  });
  expect(well).toBe(false);
  expect(line(findings, `gus (${gus.id}) is a guest`).state).toBe('warn');
  expect(line(findings, 'is deactivated').state).toBe('warn');
  expect(line(findings, 'is a bot').state).toBe('warn');
  expect(line(findings, 'U0NOBODY is nobody in this workspace').state).toBe('fail');
  expect(line(findings, 'needs two Admins, and there is one').state).toBe('fail');

  const none = await examined({ ...env, ADMIN_USERS: `${gus.id}` });
  expect(line(none.findings, 'Nobody is left who can be one.').state).toBe('fail');
  const eve = workspace.addPerson({ name: 'eve' });
  const outside = await examined({ ...env, ADMIN_USERS: `${ada.id},${eve.id}` });
  expect(line(outside.findings, 'eve is not in the channel for approvals')).toMatchObject({
    what: 'Admins',
    state: 'warn',
  });
});
