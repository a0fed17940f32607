import { type Obj, obj, parseJson, str } from './json.ts';
import { edit, findMessage, messageJson, post, remove } from './messages.ts';
import type { Channel, StoredMessage } from './model.ts';
import type { ResponseUrl, State } from './state.ts';
import { recordViolation } from './web-api/api.ts';
import { contentOf } from './web-api/chat.ts';
import { Refusal } from './web-api/refusal.ts';

const lifetimeMs = 30 * 60_000;
const mostUses = 5;

/** A fresh response_url for this person in this channel. */
export function issueResponseUrl(
  state: State,
  kind: 'commands' | 'actions' | 'app',
  userId: string,
  channelId: string,
  on?: StoredMessage,
): string {
  const path = `/${kind}/${state.teamId}/${state.ids.token()}`;
  state.responseUrls.set(path, {
    userId,
    channelId,
    messageTs: on?.ts,
    threadTs: on?.threadTs,
    expiresAt: state.now() + lifetimeMs,
    uses: 0,
  });
  return `${state.url}${path}`;
}

/** Does what the bot posted to a response_url. */
export function respond(state: State, path: string, body: string): { status: number; answer: Obj } {
  const args = obj(parseJson(body));
  const logged = { method: 'response_url', args, answer: {} as Obj, at: state.now() };
  state.calls.push(logged);
  const target = state.responseUrls.get(path);
  if (!target || state.now() > target.expiresAt || target.uses >= mostUses) {
    logged.answer = { ok: false, error: target ? 'expired_url' : 'invalid_url' };
    return { status: 404, answer: logged.answer };
  }
  target.uses += 1;
  try {
    act(state, target, args);
    logged.answer = { ok: true };
    return { status: 200, answer: logged.answer };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    recordViolation(state, 'response_url', error);
    logged.answer = error.answer;
    return { status: 400, answer: error.answer };
  }
}

function act(state: State, target: ResponseUrl, args: Obj) {
  const channel = state.channels.get(target.channelId);
  if (!channel) throw new Refusal('channel_not_found');
  const original = findMessage(channel, target.messageTs);
  if (args.delete_original === true) {
    if (original) remove(state, original);
    return;
  }
  const content = contentOf(state, 'response_url', args);
  if (args.replace_original === true && original) return edit(state, original, content);
  say(state, channel, target.userId, args, content, target.threadTs);
}

/** Posts what an ack or a response_url says: to everyone only if it asks for that. */
export function say(
  state: State,
  channel: Channel,
  userId: string,
  args: Obj,
  content: ReturnType<typeof contentOf>,
  threadTs?: string,
): Obj {
  const inChannel = args.response_type === 'in_channel';
  const message = post(state, channel, {
    ...content,
    authorId: state.botUserId,
    onlyFor: inChannel ? undefined : userId,
    threadTs: inChannel ? str(args.thread_ts) || undefined : threadTs,
  });
  return messageJson(state, message);
}
