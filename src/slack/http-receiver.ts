import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type App,
  HTTPModuleFunctions as bolt,
  HTTPResponseAck,
  type Receiver,
  ReceiverMultipleAckError,
} from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Refusal, Refusals } from '../refusals.ts';
import type { Secret } from '../secret.ts';
import { slackLogger } from './clients.ts';
import { cutOff, readBody } from './request-body.ts';

/**
 * The largest body, in bytes. Slack's largest is a message shortcut on a message of 40,000 characters, which comes
 * as text and as blocks, at up to nine bytes a character once it is encoded (720 kB); a view has at most 250 kB.
 */
const BODY_LIMIT = 1024 * 1024;
/** How far Slack's clock may be from ours, in seconds: before as after (docs: verifying requests). */
const CLOCKS_DIFFER = 5 * 60;
/** Slack waits 3 s. For how long a request waits for the bot to take over, in milliseconds. */
const HELD_FOR = 2000;
/** Bolt's own last resort, where nothing was answered. */
const UNANSWERED = 3001;

/** Bolt's receiver over HTTP. Its requests wait shortly until it is started. */
export interface HttpReceiver extends Receiver {
  /** Refuses what comes from now on with 503, untouched, and resolves when what came before has been served. */
  stop(): Promise<void>;
  listener(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * In place of Bolt's own, which refuses content types with a charset, lets signatures of the future pass, takes
 * bodies of 4 MB, and logs what it refused in the words that it was sent. It checks a signature in a third of the time.
 */
export function openHttpReceiver(secret: Secret, log: Log, refused: Refusals): HttpReceiver {
  const logger = slackLogger(log);
  const key = createSecretKey(secret.reveal(), 'utf8');
  const serving = Promise.withResolvers<App>();
  let app: App | null = null;
  let started = false;
  let stopped = false;
  const underWay = new Set<Promise<void>>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrived = performance.now();
    const refuse = (status: number, kind: Refusal) => {
      refused(kind);
      cutOff(request, response, status);
    };
    const form = isForm(request);
    if (form === null) return refuse(415, 'other content');
    const raw = await readBody(request, response, BODY_LIMIT);
    if (raw === 'gone') return;
    if (raw === 'too large') return refuse(413, 'too large');
    const text = raw.toString();
    const fields = form ? Object.fromEntries(new URLSearchParams(text)) : null;
    // Slack looks whether TLS works here: unsigned, and nothing comes of it.
    if (fields?.ssl_check === '1') return cutOff(request, response, 200);
    const forged = whyNotFromSlack(request, raw, key);
    if (forged) return refuse(401, forged);
    const body = bodyOf(text, fields);
    if (!body) return refuse(400, 'not understood');
    if (body.type === 'url_verification') return bolt.buildUrlVerificationResponse(response, body);

    // Started, none of them has a timer of its own.
    const served = started
      ? app
      : await Promise.race([
          serving.promise,
          sleep(Math.max(0, HELD_FOR - (performance.now() - arrived)), null, { ref: false }),
        ]);
    if (!served) return answerStarting(response, body);
    await serve(served, request, response, body, Math.round(performance.now() - arrived));
  }

  async function serve(
    to: App,
    request: IncomingMessage,
    response: ServerResponse,
    body: Body,
    held: number,
  ): Promise<void> {
    const ack = new HTTPResponseAck({
      logger,
      processBeforeResponse: false,
      unhandledRequestTimeoutMillis: UNANSWERED - held,
      httpRequest: request,
      httpRequestBody: body,
      httpResponse: response,
    });
    const retryNum = bolt.extractRetryNumFromHTTPRequest(request);
    const retryReason = bolt.extractRetryReasonFromHTTPRequest(request);
    try {
      await to.processEvent({
        body,
        async ack(answer: unknown) {
          if (response.writableEnded) throw new ReceiverMultipleAckError();
          ack.ack();
          answerWith(response, answer);
        },
        ...(retryNum !== undefined && { retryNum }),
        ...(retryReason !== undefined && { retryReason }),
        customProperties: { held },
      });
    } catch (error) {
      ack.ack();
      throw error;
    }
  }

  return {
    init(with_) {
      app = with_;
    },
    async start() {
      if (!app) return;
      started = true;
      serving.resolve(app);
    },
    async stop() {
      stopped = true;
      await Promise.all(underWay);
    },
    listener(request, response) {
      if (stopped) return cutOff(request, response, 503);
      const handled = handle(request, response)
        .catch((error: unknown) => {
          log.error({ err: error }, 'a request of Slack broke');
          if (!response.headersSent) cutOff(request, response, 500);
        })
        .finally(() => underWay.delete(handled));
      underWay.add(handled);
    },
  };
}

const Held = z.object({ held: z.number() });

/** How long a request waited for the bot to take over, in milliseconds: so much less is left to answer it. */
export function heldFor(context: object): number {
  const { success, data } = Held.safeParse(context);
  return success ? data.held : 0;
}

type Body = Record<string, unknown>;

/** Whether the body is a form or JSON, whatever charset it names; `null` where it is neither. */
function isForm({ headers }: IncomingMessage): boolean | null {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  switch (type.trim().toLowerCase()) {
    case 'application/x-www-form-urlencoded':
      return true;
    case 'application/json':
      return false;
    default:
      return null;
  }
}

function whyNotFromSlack(
  { headers }: IncomingMessage,
  body: Buffer,
  key: KeyObject,
): Refusal | null {
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = headers;
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return 'unsigned';
  const apart = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (Number.isNaN(apart) || apart > CLOCKS_DIFFER) return 'other time';
  const ours = createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest('hex');
  const [given, expected] = [Buffer.from(signature), Buffer.from(`v0=${ours}`)];
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  return genuine ? null : 'wrong signature';
}

/** Answers in one piece: Node then says how long it is, and sends it at once. */
function answerWith(response: ServerResponse, answer: unknown): void {
  if (typeof answer === 'object' && answer !== null) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  } else {
    response.end(typeof answer === 'string' ? answer : '');
  }
}

/** What was sent: the form itself for a command, the JSON in it for what people click, JSON for an event. */
function bodyOf(text: string, form: Record<string, string> | null): Body | null {
  if (form && form.payload === undefined) return form;
  try {
    const parsed: unknown = JSON.parse(form?.payload ?? text);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Body) : null;
  } catch {
    return null;
  }
}

/** A command is never sent again, so whoever typed it is told. Forms stay open, and events come again, by a 503. */
function answerStarting(response: ServerResponse, body: Body): void {
  if (typeof body.command !== 'string') {
    response.writeHead(503).end();
    return;
  }
  const text = 'I am just starting. Nothing was done: try again in a moment.';
  answerWith(response, { response_type: 'ephemeral', text });
}
