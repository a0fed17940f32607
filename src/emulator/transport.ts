import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { type Obj, str } from './json.ts';
import type { DeliveryKind } from './model.ts';

/** What came back for one payload: the answer to a POST, or the ack of an envelope. */
export interface Reply {
  status: number;
  body: string;
  headers: Record<string, string | string[] | undefined>;
  timedOut: boolean;
  failure?: string;
}

/** A reply that did not come, and why. */
export function noReply(failure: string, timedOut = false): Reply {
  return { status: 0, body: '', headers: {}, timedOut, failure };
}

/** The body of a delivery and its exact content type; Bolt refuses any other. */
export function encode(kind: DeliveryKind, payload: Obj): { body: string; contentType: string } {
  const form = 'application/x-www-form-urlencoded';
  if (kind === 'event') return { body: JSON.stringify(payload), contentType: 'application/json' };
  if (kind === 'slash_command') {
    const fields = Object.entries(payload).map(([name, value]): [string, string] => [
      name,
      str(value),
    ]);
    return { body: new URLSearchParams(fields).toString(), contentType: form };
  }
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return { body, contentType: form };
}

/** Slack's signature headers; real time, since the bot compares them with its own clock. */
export function sign(secret: string, body: string, atMs = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

/** POSTs and waits for the whole answer, at most until the deadline. Never rejects. */
export function send(
  url: string,
  body: string,
  headers: Record<string, string>,
  deadlineMs: number,
): Promise<Reply> {
  return new Promise((resolve) => {
    const failed = (timedOut: boolean, failure: string) => {
      clearTimeout(timer);
      resolve(noReply(failure, timedOut));
      outgoing.destroy();
    };
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      headers: {
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        accept: 'application/json,*/*',
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      },
    });
    const timer = setTimeout(() => failed(true, 'no answer in time'), deadlineMs);
    outgoing.on('error', (error) => failed(false, error.message || error.name));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => failed(false, error.message));
      response.on('end', () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          headers: response.headers,
          timedOut: false,
        });
      });
    });
    outgoing.end(body);
  });
}
