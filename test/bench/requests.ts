import { createHmac, randomBytes } from 'node:crypto';
import type { Request } from './load.ts';
import { SIGNING_SECRET, TEAM } from './slack.ts';

/** What a request is to be answered with: its body is told apart by what is in it. */
type Expects = Request['expects'];

let triggers = 0;

/** A trigger id that was never used: a bot takes a second one for a redelivery. */
function triggerId(): string {
  triggers += 1;
  return `${Date.now()}.${triggers}.${randomBytes(8).toString('hex')}`;
}

/** Somebody types a command. */
export function command(
  userId: string,
  text: string,
  { replyTo, expects }: { replyTo: string; expects: Expects },
): Request {
  const fields = {
    token: 'verification-token',
    team_id: TEAM,
    team_domain: 'northwind',
    channel_id: 'C0VOICEOPS',
    channel_name: 'voice-ops',
    user_id: userId,
    user_name: userId.toLowerCase(),
    command: '/vg',
    text,
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: `${replyTo}/commands/${TEAM}/${randomBytes(12).toString('hex')}`,
    trigger_id: triggerId(),
  };
  return { name: `/vg ${text}`, bytes: signed(new URLSearchParams(fields)), expects };
}

/** Somebody types into a picker that stands in a message. */
export function suggestions(
  userId: string,
  actionId: string,
  typed: string,
  expects: Expects,
): Request {
  const payload = {
    type: 'block_suggestion',
    ...asker(userId),
    container: { type: 'message', message_ts: '1700000000.000100', channel_id: 'C0VOICEOPS' },
    channel: { id: 'C0VOICEOPS', name: 'voice-ops' },
    action_id: actionId,
    block_id: 'picker',
    value: typed,
  };
  return { name: `${actionId} “${typed}”`, bytes: interaction(payload), expects };
}

/** Somebody submits a form. */
export function submission(userId: string, view: object): Request {
  const payload = {
    type: 'view_submission',
    ...asker(userId),
    trigger_id: triggerId(),
    view: { id: `V${randomBytes(5).toString('hex').toUpperCase()}`, ...view },
    response_urls: [],
  };
  // An ack without a word closes the form; whatever was wrong would be said in it.
  return { name: 'a form', bytes: interaction(payload), expects: (body) => body === '' };
}

function asker(userId: string) {
  return {
    user: { id: userId, username: userId, name: userId, team_id: TEAM },
    team: { id: TEAM, domain: 'northwind' },
    api_app_id: 'A0BENCH',
    token: 'verification-token',
    enterprise: null,
    is_enterprise_install: false,
  };
}

function interaction(payload: object): Buffer {
  return signed(new URLSearchParams({ payload: JSON.stringify(payload) }));
}

/** The whole request as it goes over the wire. Its signature holds for five minutes. */
function signed(form: URLSearchParams): Buffer {
  const body = form.toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', SIGNING_SECRET)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  const head = [
    'POST /slack/events HTTP/1.1',
    'host: 127.0.0.1',
    'user-agent: Slackbot 1.0 (+https://api.slack.com/robots)',
    'accept: application/json,*/*',
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-slack-request-timestamp: ${timestamp}`,
    `x-slack-signature: v0=${signature}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
