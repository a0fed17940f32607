import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Obj, obj, str } from '../../src/emulator/json.ts';
import type { Person } from '../../src/emulator/person/person.ts';
import { startWorkspace, type Workspace } from '../../src/emulator/workspace.ts';

let workspace: Workspace;
let ada: Person;

beforeEach(async () => {
  workspace = await startWorkspace({
    socketMode: true,
    ackDeadlineMs: 200,
    eventRetryDelaysMs: [0, 10, 20],
  });
  ada = workspace.addPerson({ name: 'ada' });
});
afterEach(() => workspace[Symbol.asyncDispose]());

async function asks(method: string, token: string): Promise<Obj> {
  const answer = await fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  return (await answer.json()) as Obj;
}

const address = async () => String((await asks('apps.connections.open', workspace.appToken)).url);

interface Line {
  socket: WebSocket;
  frames: Obj[];
  /** Acks every envelope, with what this gives. */
  acks(payload?: (envelope: Obj) => Obj): void;
}

/** A connection, opened the way an app opens it. */
async function connects(url?: string): Promise<Line> {
  const socket = new WebSocket(url ?? (await address()));
  const frames: Obj[] = [];
  const acks: Line['acks'] = (payload) =>
    socket.on('message', (data) => {
      const envelope = JSON.parse((data as Buffer).toString()) as Obj;
      const answer = { envelope_id: envelope.envelope_id, payload: payload?.(envelope) ?? {} };
      if (envelope.envelope_id) socket.send(JSON.stringify(answer));
    });
  socket.on('message', (data) => frames.push(JSON.parse((data as Buffer).toString()) as Obj));
  await once(socket, 'message');
  return { socket, frames, acks };
}

describe('a connection', () => {
  test('takes the app’s token, and a workspace that speaks Socket Mode', async () => {
    expect(await asks('apps.connections.open', workspace.botToken)).toEqual({
      ok: false,
      error: 'not_allowed_token_type',
    });
    expect(await asks('auth.test', workspace.appToken)).toMatchObject({ ok: false });
    expect(await asks('apps.connections.open', 'xapp-other')).toMatchObject({
      error: 'invalid_auth',
    });
    await using other = await startWorkspace();
    const refused = await fetch(`${other.apiUrl}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${other.appToken}` },
    });
    expect(await refused.json()).toEqual({ ok: false, error: 'access_denied' });
  });

  test('is opened once with its address, and says hello', async () => {
    const url = await address();
    const { frames } = await connects(url);
    expect(frames).toMatchObject([
      {
        type: 'hello',
        num_connections: 1,
        connection_info: { app_id: workspace.appId },
        debug_info: { approximate_connection_time: 18_060 },
      },
    ]);
    const again = new WebSocket(url);
    const [error] = (await once(again, 'error')) as [Error];
    expect(error.message).toContain('401');
  });

  test('is one of ten at most', async () => {
    for (let each = 1; each <= 10; each++) {
      const { frames } = await connects();
      expect(frames[0]).toMatchObject({ type: 'hello', num_connections: each });
    }
    const { frames, socket } = await connects();
    expect(frames).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
    await once(socket, 'close');
    expect(workspace.sockets.open).toBe(10);
  });

  test('is left when Slack asks for it, and closed when the acks are in', async () => {
    const { frames, socket, acks } = await connects();
    const closed = once(socket, 'close');
    const refreshed = workspace.sockets.refresh({ reason: 'warning', closesInMs: 50 });
    const typed = ada.types('/vg');
    await expect.poll(() => frames.length).toBe(3);
    expect(frames[1]).toMatchObject({ type: 'disconnect', reason: 'warning' });
    socket.send(JSON.stringify({ envelope_id: frames[2]?.envelope_id }));
    expect((await typed).status).toBe(200);
    acks();
    await Promise.all([refreshed, closed]);
    expect(workspace.sockets.open).toBe(0);
  });
});

describe('an envelope', () => {
  test('holds what HTTP sends, goes to any one connection, and its ack answers', async () => {
    const lines = [await connects(), await connects()];
    for (const line of lines)
      line.acks(({ payload }) => ({ text: `heard ${str(obj(payload).text)}` }));
    await ada.types('/vg one');
    await ada.types('/vg two');
    await ada.waitsFor('heard one');
    await ada.waitsFor('heard two');
    const envelopes = lines.map(({ frames }) => frames.slice(1));
    expect(envelopes.map(({ length }) => length)).toEqual([1, 1]);
    for (const [envelope] of envelopes) {
      expect(envelope).toMatchObject({
        type: 'slash_commands',
        accepts_response_payload: true,
        payload: { command: '/vg', user_id: ada.id },
      });
    }
    expect(workspace.violations).toEqual([]);
  });

  test('that nobody acks in time fails visibly, and so does one for nobody', async () => {
    const { socket } = await connects();
    expect(await ada.types('/vg slow')).toMatchObject({ status: 0, timedOut: true });
    await ada.waitsFor('/vg failed with the error "operation_timeout"');
    socket.terminate();
    await workspace.connected(0);
    await ada.types('/vg nobody');
    await ada.waitsFor('/vg failed with the error "dispatch_failed"');
  });

  test('of an event that is not acked is sent again, with number and reason', async () => {
    const { frames } = await connects();
    await ada.says('hello');
    await expect.poll(() => frames.length, { timeout: 5000 }).toBe(5);
    const retries = frames.slice(1).map((one) => [one.type, one.retry_attempt, one.retry_reason]);
    expect(retries).toEqual([
      ['events_api', 0, ''],
      ['events_api', 1, 'timeout'],
      ['events_api', 2, 'timeout'],
      ['events_api', 3, 'timeout'],
    ]);
  });

  test('whose ack may say nothing and does is reported', async () => {
    const { acks } = await connects();
    acks(() => ({ text: 'too much' }));
    await ada.says('hello');
    await workspace.idle();
    expect(workspace.violations).toEqual([
      'Socket Mode: a payload in the ack of an envelope that takes none',
    ]);
  });
});
