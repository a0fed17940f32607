import {
  type ChatPostMessageArguments,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
} from '@slack/web-api';
import type { Secret } from '../secret.ts';
import type { Message } from './blocks.ts';
import type { SlackClients } from './clients.ts';
import { neverArrived } from './reply.ts';

/** What became of a message that was handed to Slack. */
export type Delivered =
  | { sent: true; channel: string; ts: string | null }
  /** Slack said no, and will say no again. */
  | { sent: false; because: 'refused'; error: string }
  /** The card to be replaced is gone. */
  | { sent: false; because: 'card gone' }
  /** Slack asks to wait this many seconds. */
  | { sent: false; because: 'rate limited'; retryAfter: number }
  /** No answer came: `maybeThere` where Slack may nevertheless have shown it. */
  | { sent: false; because: 'no answer'; maybeThere: boolean; error: string };

/** A message and its place. */
export interface Parcel {
  message: Message;
  /** A channel's or a person's id. */
  channel: string;
  thread?: string;
  /** Only this person sees it; without one, everybody where a response_url answers does. */
  onlyFor?: string;
  /** The response_url of the interaction that it answers. */
  replyUrl?: Secret;
  /** The message that it replaces. */
  replaces?: { channel: string; ts: string };
}

/** Hands one message to Slack, once. */
export async function deliver(
  { patient: client, reply }: Pick<SlackClients, 'patient' | 'reply'>,
  parcel: Parcel,
): Promise<Delivered> {
  const { message, channel, thread, onlyFor, replyUrl, replaces } = parcel;
  if (replyUrl) {
    const response_type = onlyFor === undefined ? 'in_channel' : 'ephemeral';
    const answered = await reply(replyUrl, { response_type, ...message });
    if (answered === 'taken') return { sent: true, channel, ts: null };
    // It may be there: repeating it another way at once would show it twice and say nothing.
    if (answered === 'no answer') {
      return { sent: false, because: 'no answer', maybeThere: true, error: answered };
    }
  }
  try {
    if (replaces) {
      await client.chat.update({ ...replaces, ...message });
      return { sent: true, ...replaces };
    }
    const place: ChatPostMessageArguments = {
      channel,
      ...message,
      unfurl_links: false,
      unfurl_media: false,
      ...(thread !== undefined && { thread_ts: thread }),
    };
    if (onlyFor !== undefined) {
      await client.chat.postEphemeral({
        channel,
        user: onlyFor,
        ...message,
        ...(thread !== undefined && { thread_ts: thread }),
      });
      return { sent: true, channel, ts: null };
    }
    const posted = await client.chat.postMessage(place);
    return { sent: true, channel: posted.channel ?? channel, ts: posted.ts ?? null };
  } catch (error) {
    return undelivered(error);
  }
}

/** The card was deleted, or Slack lets nobody change it any more. */
const cardGone = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
/** Errors of the token, not of the message: it waits until the operator has mended that. */
const tokenTrouble = new Set([
  'missing_scope',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
]);
/** Errors of Slack's that pass by themselves; "some aspect may have succeeded" is what its docs say of the last two. */
const passing = new Set(['ratelimited', 'rate_limited', 'service_unavailable', 'request_timeout']);
const maybeDone = new Set(['fatal_error', 'internal_error']);

function undelivered(error: unknown): Delivered {
  if (error instanceof WebAPIRateLimitedError) {
    return { sent: false, because: 'rate limited', retryAfter: error.retryAfter };
  }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (cardGone.has(code)) return { sent: false, because: 'card gone' };
    if (tokenTrouble.has(code)) return { sent: false, because: 'rate limited', retryAfter: 30 };
    if (passing.has(code)) return { sent: false, because: 'rate limited', retryAfter: 5 };
    if (maybeDone.has(code)) {
      return { sent: false, because: 'no answer', maybeThere: true, error: code };
    }
    return { sent: false, because: 'refused', error: code };
  }
  if (error instanceof WebAPIHTTPError) {
    const maybeThere = error.statusCode >= 500;
    return { sent: false, because: 'no answer', maybeThere, error: `HTTP ${error.statusCode}` };
  }
  const unreached = neverArrived(error);
  return {
    sent: false,
    because: 'no answer',
    maybeThere: !unreached,
    error: unreached ? 'Slack cannot be reached' : 'no answer',
  };
}
