import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { startWorkspace, type Workspace } from '../../src/emulator/workspace.ts';

let workspace: Workspace;
let client: WebClient;
let ada: Person;

beforeEach(async () => {
  workspace = await startWorkspace();
  client = clientFor(workspace);
  ada = workspace.addPerson({ name: 'ada', realName: 'Ada Lovelace' });
});
afterEach(() => workspace[Symbol.asyncDispose]());

describe('messages', () => {
  test('a message by user id lands in the direct messages with that person', async () => {
    const answer = await client.chat.postMessage({ channel: ada.id, text: `hello <@${ada.id}>` });
    expect(answer).toMatchObject({ ok: true, channel: ada.dm.id });
    expect(ada.sees()).toBe('DM switchboard: hello @ada');
  });

  test('an update with text alone takes the blocks away', async () => {
    const { ts } = await client.chat.postMessage({
      channel: ada.id,
      text: 'a card',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*a* card' } }],
    });
    await client.chat.update({ channel: ada.dm.id, ts: String(ts), text: 'a record' });
    expect(ada.messages()).toMatchObject([{ plain: 'a record', blocks: [], edited: true }]);
    await client.chat.delete({ channel: ada.dm.id, ts: String(ts) });
    expect(ada.sees()).toBe('');
  });

  test('an ephemeral message is seen by one person and cannot be updated', async () => {
    const ben = workspace.addPerson({ name: 'ben' });
    const ops = workspace.addChannel({ name: 'ops', members: [ada, ben] });
    const { message_ts } = await client.chat.postEphemeral({
      channel: ops.id,
      user: ada.id,
      text: 'psst',
    });
    expect(ada.sees()).toBe('#ops switchboard (only you): psst');
    expect(ben.sees()).toBe('');
    await expect(
      client.chat.update({ channel: ops.id, ts: String(message_ts), text: 'x' }),
    ).rejects.toMatchObject({ data: { error: 'message_not_found' } });
  });

  test('channels that are missing, foreign, archived or closed to the bot are refused', async () => {
    const to = (channel: string) => errorOf(client.chat.postMessage({ channel, text: 'x' }));
    const secret = workspace.addChannel({
      name: 's',
      private: true,
      members: [ada],
      botIsMember: false,
    });
    const open = workspace.addChannel({ name: 'o', members: [ada], botIsMember: false });
    const old = workspace.addChannel({ name: 'old', members: [ada], archived: true });
    expect(await to('C404')).toBe('channel_not_found');
    expect(await to(secret.id)).toBe('channel_not_found');
    expect(await to(open.id)).toBe('not_in_channel');
    expect(await to(old.id)).toBe('is_archived');
    expect(
      await errorOf(client.chat.postEphemeral({ channel: old.id, user: 'U404', text: 'x' })),
    ).toBe('is_archived');
    expect(workspace.violations).toEqual([]);
  });

  test('blocks over a limit are refused with a pointer, and remembered', async () => {
    const call = client.chat.postMessage({
      channel: ada.id,
      text: 'x',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'y'.repeat(3001) } }],
    });
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: [
            '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
          ],
        },
      },
    });
    expect(workspace.violations).toHaveLength(1);
  });

  test('blocks without top-level text are accepted, and remembered', async () => {
    await client.chat.postMessage({ channel: ada.id, blocks: [{ type: 'divider' }] });
    expect(workspace.violations[0]).toContain('blocks without top-level text');
  });

  test('too long and empty texts are refused', async () => {
    const { ts } = await client.chat.postMessage({ channel: ada.id, text: 'x' });
    const channel = ada.dm.id;
    expect(
      await errorOf(client.chat.update({ channel, ts: String(ts), text: 'x'.repeat(4001) })),
    ).toBe('msg_too_long');
    expect(await errorOf(client.chat.postMessage({ channel, text: '' }))).toBe('no_text');
  });
});

describe('who and where', () => {
  test('people are shown with what they are', async () => {
    const guest = workspace.addPerson({ name: 'gil', guest: true, deactivated: true });
    const foreign = workspace.addPerson({ name: 'fay', otherTeam: 'T9OTHER' });
    expect((await client.users.info({ user: guest.id })).user).toMatchObject({
      deleted: true,
      is_restricted: true,
      is_ultra_restricted: false,
    });
    expect((await client.users.info({ user: foreign.id })).user).toMatchObject({
      team_id: 'T9OTHER',
    });
    expect(await errorOf(client.users.info({ user: 'U404' }))).toBe('user_not_found');
  });

  test('channels tell their kind and members', async () => {
    const ops = workspace.addChannel({ name: 'ops', private: true, members: [ada] });
    const { channel } = await client.conversations.info({ channel: ops.id });
    expect(channel).toMatchObject({ name: 'ops', is_private: true, is_ext_shared: false });
    const { members } = await client.conversations.members({ channel: ops.id });
    expect(members).toEqual([ada.id, workspace.botUserId]);
    const opened = await client.conversations.open({ users: ada.id });
    expect(opened.channel?.id).toBe(ada.dm.id);
  });

  test('a wrong token, an unknown method and a missing scope are refused', async () => {
    const stranger = new WebClient('xoxb-wrong', { slackApiUrl: workspace.apiUrl });
    expect(await errorOf(stranger.auth.test())).toBe('invalid_auth');
    expect(await errorOf(client.apiCall('users.list'))).toBe('unknown_method');
    await using scoped = await startWorkspace({ scopes: ['chat:write'] });
    await expect(clientFor(scoped).users.info({ user: 'U1' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
    });
    expect(scoped.violations).toEqual(['users.info: missing_scope']);
  });

  test('an answer carries what the token may, and the workspace’s own time', async () => {
    const now = () => Date.parse('2027-01-31T08:00:00Z');
    await using scoped = await startWorkspace({ scopes: ['chat:write', 'commands'], now });
    const { response_metadata } = await clientFor(scoped).auth.test();
    expect(response_metadata?.scopes).toEqual(['chat:write', 'commands']);
    const { headers } = await fetch(`${scoped.apiUrl}auth.test`, { method: 'POST' });
    expect(headers.get('date')).toBe('Sun, 31 Jan 2027 08:00:00 GMT');
    // A stranger to the workspace learns nothing of the app.
    expect(headers.has('x-oauth-scopes')).toBe(false);
  });

  test('what the token may not hear of is not sent, and there is no command without its scope', async () => {
    await using scoped = await startWorkspace({ scopes: [] });
    const eve = scoped.addPerson({ name: 'eve' });
    expect((await eve.says('hello'))?.failure).toBe('not sent: the app lacks im:history');
    const { failure } = await scoped.update(eve, { guest: true });
    expect(failure).toBe('not sent: the app lacks users:read');
    await expect(eve.types('/vg')).rejects.toThrow('/vg is not a valid command here');
    expect(scoped.deliveries).toEqual([]);
  });
});

describe('faults', () => {
  test('a 429 carries how long to wait', async () => {
    workspace.faults.next('chat.postMessage', { status: 429, retryAfter: 7 });
    const impatient = new WebClient(workspace.botToken, {
      slackApiUrl: workspace.apiUrl,
      rejectRateLimitedCalls: true,
    });
    await expect(impatient.chat.postMessage({ channel: ada.id, text: 'x' })).rejects.toMatchObject({
      retryAfter: 7,
    });
    await impatient.chat.postMessage({ channel: ada.id, text: 'x' });
    expect(ada.messages()).toHaveLength(1);
  });

  test('a 500 does nothing; a lost answer has done it all the same', async () => {
    workspace.faults.next('chat.postMessage', { status: 500 });
    await expect(client.chat.postMessage({ channel: ada.id, text: 'one' })).rejects.toThrow();
    expect(ada.sees()).toBe('');
    workspace.faults.next('chat.postMessage', 'lose answer');
    await expect(client.chat.postMessage({ channel: ada.id, text: 'two' })).rejects.toThrow();
    expect(ada.sees()).toBe('DM switchboard: two');
  });

  test('an error of choice is answered as often as asked', async () => {
    workspace.faults.next('chat.postMessage', { error: 'channel_not_found' }, 2);
    const send = () => client.chat.postMessage({ channel: ada.id, text: 'x' });
    expect(await errorOf(send())).toBe('channel_not_found');
    expect(await errorOf(send())).toBe('channel_not_found');
    await send();
  });
});

function clientFor(place: Workspace): WebClient {
  const logger = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {} };
  return new WebClient(place.botToken, {
    slackApiUrl: place.apiUrl,
    retryConfig: { retries: 0 },
    logger: { ...logger, getLevel: () => 'error' as never },
  });
}

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return (error as { data?: { error?: string } }).data?.error ?? error;
  }
}
