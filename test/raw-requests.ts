import { once } from 'node:events';
import { type Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { sign } from '../src/emulator/transport.ts';
import type { House } from './bot.ts';

/** What came back, with whether the server asked for the body first. */
export interface Answer {
  status: number;
  body: string;
  headers: Record<string, string | string[] | undefined>;
  continued: boolean;
}

/** How a request is put together: by default as Slack does it, signed now. */
export interface Raw {
  body?: string;
  path?: string;
  headers?: Record<string, string>;
  /** Signed at this moment, or not at all. */
  at?: number | null;
  /** Sends the body in pieces, without saying how long it is. */
  chunked?: true;
  agent?: Agent;
}

const form = 'application/x-www-form-urlencoded';

/** The body of a command that this person types. */
export function commandBody({ workspace, ada, voiceOps }: House, text: string): string {
  return new URLSearchParams({
    command: '/vg',
    text,
    user_id: ada.id,
    team_id: workspace.teamId,
    channel_id: voiceOps.id,
    trigger_id: `${Math.random()}`,
    response_url: 'https://hooks.slack.com/commands/1',
  }).toString();
}

/** Sends it over HTTP, as a proxy in front of the bot may. */
export async function sends(house: House, raw: Raw = {}): Promise<Answer> {
  const { body = commandBody(house, 'help'), path = '/slack/events', at = Date.now() } = raw;
  const outgoing = request({
    host: '127.0.0.1',
    port: house.bot.port,
    path,
    method: 'POST',
    agent: raw.agent ?? false,
    headers: {
      'content-type': form,
      ...(!raw.chunked && { 'content-length': String(Buffer.byteLength(body)) }),
      ...(at !== null && sign(house.workspace.signingSecret, body, at)),
      ...raw.headers,
    },
  });
  let continued = false;
  const sendsBody = () => {
    for (let from = 0; from < body.length; from += 65_536) {
      outgoing.write(body.slice(from, from + 65_536));
    }
    outgoing.end();
  };
  if (raw.headers?.expect) {
    outgoing.once('continue', () => {
      continued = true;
      sendsBody();
    });
    outgoing.flushHeaders();
  } else {
    sendsBody();
  }
  // What is cut off while it is sent may fail after its answer came.
  outgoing.on('error', () => {});
  const [response] = await once(outgoing, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  outgoing.destroy();
  const { statusCode: status, headers } = response;
  return { status, body: Buffer.concat(chunks).toString(), headers, continued };
}

/** A connection that says only this much. */
export async function connects(house: House, says = ''): Promise<Socket> {
  const socket = connect(house.bot.port, '127.0.0.1');
  // The server may cut it off whenever it likes.
  socket.on('error', () => {});
  await once(socket, 'connect');
  if (says) socket.write(says);
  return socket;
}

/** Resolves when the connection is gone, in whatever way. */
export async function isGone(socket: Socket): Promise<void> {
  socket.resume();
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}
