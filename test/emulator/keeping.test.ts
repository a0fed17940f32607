import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWorkspace, type Workspace } from '../../src/emulator/workspace.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-'));
  file = join(folder, 'workspace.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const people = (workspace: Workspace) => {
  const ada = workspace.addPerson({ id: 'U0ADA', name: 'ada' });
  const ben = workspace.addPerson({ id: 'U0BEN', name: 'ben' });
  const ops = workspace.addChannel({ id: 'C0OPS', name: 'ops', members: [ada, ben] });
  return { ada, ben, ops };
};

test('a workspace with a file is there again: who, where, what was said, and its tokens', async () => {
  const first = await startWorkspace({ file });
  const before = people(first);
  await before.ada.says('A new trunk is up.', { in: before.ops });
  const client = new WebClient(first.botToken, { slackApiUrl: first.apiUrl });
  await client.chat.postMessage({ channel: before.ops.id, text: 'A card.' });
  await client.chat.postEphemeral({ channel: before.ops.id, user: 'U0ADA', text: 'For you.' });
  const { ts = '' } = await client.chat.postMessage({ channel: before.ops.id, text: 'Gone.' });
  await client.chat.delete({ channel: before.ops.id, ts });
  const { botToken, signingSecret, teamId, botUserId } = first;
  await first[Symbol.asyncDispose]();

  await using second = await startWorkspace({ file });
  expect([second.botToken, second.signingSecret, second.teamId, second.botUserId]).toEqual([
    botToken,
    signingSecret,
    teamId,
    botUserId,
  ]);
  const { ben } = people(second);
  // What only one person saw is gone after a reload, as in Slack.
  expect(ben.messages().map(({ author, text }) => `${author}: ${text}`)).toEqual([
    'ada: A new trunk is up.',
    'switchboard: A card.',
  ]);
  const again = new WebClient(botToken, { slackApiUrl: second.apiUrl });
  const [, card] = ben.messages();
  await again.chat.update({ channel: 'C0OPS', ts: card?.ts ?? '', text: 'The card, edited.' });
  const more = await again.chat.postMessage({ channel: 'C0OPS', text: 'Later.' });
  expect(ben.messages().map(({ text }) => text)).toEqual([
    'A new trunk is up.',
    'The card, edited.',
    'Later.',
  ]);
  expect(Number(more.ts)).toBeGreaterThan(Number(card?.ts));
  // Ids go on where they were.
  const someone = second.addPerson({ name: 'someone' });
  expect([botUserId, 'U0ADA', 'U0BEN']).not.toContain(someone.id);
});

test('its file is written whole, for its owner alone, and a broken one is refused by name', async () => {
  const workspace = await startWorkspace({ file });
  people(workspace);
  await workspace[Symbol.asyncDispose]();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ people: [{}, {}] });
  writeFileSync(file, '{"workspace":{}}');
  await expect(startWorkspace({ file })).rejects.toThrow(file);
});
