import { deliver } from './delivery.ts';
import { merge, type Obj } from './json.ts';
import type { Delivery, DeliveryKind, PersonRecord } from './model.ts';
import { envelope, globalShortcut, slashCommand } from './payloads.ts';
import { directMessages, type State } from './state.ts';
import { type Reply, send, sign } from './transport.ts';

/** A payload that nobody clicked together, with anything in it. */
export interface Forgery {
  kind: DeliveryKind;
  payload?: Obj;
}

/** Sends it correctly signed; its ack is returned and has no effect in the workspace. */
export function forge(state: State, by: PersonRecord, forgery: Forgery): Promise<Delivery> {
  const { kind, payload = {} } = forgery;
  return deliver(state, kind, merge(plausible(state, by, kind), payload));
}

/** POSTs any bytes to the bot, by default as a form with a valid signature. */
export function sendRaw(
  state: State,
  raw: { body: string; headers?: Record<string, string>; signed?: boolean },
): Promise<Reply> {
  const { body, headers = {}, signed = true } = raw;
  const all = {
    'content-type': 'application/x-www-form-urlencoded',
    ...(signed ? sign(state.signingSecret, body) : {}),
    ...headers,
  };
  if (!state.requestUrl) throw new Error('no bot takes POSTs: none is connected over HTTP');
  return send(state.requestUrl, body, all, state.ackDeadlineMs);
}

/** A payload of the kind that would pass for a real one; the forger overrides the rest. */
function plausible(state: State, by: PersonRecord, kind: DeliveryKind): Obj {
  const channel = directMessages(state, by.id);
  if (kind === 'slash_command')
    return slashCommand(state, by, state.commands[0] ?? '/vg', '', channel);
  if (kind === 'event')
    return envelope(state, {
      type: 'message',
      channel: channel.id,
      channel_type: 'im',
      user: by.id,
      text: 'hello',
      ts: state.ids.ts(),
    });
  const shortcut = globalShortcut(state, by, 'forged');
  if (kind === 'shortcut') return shortcut;
  const { action_ts, callback_id, ...asker } = shortcut;
  if (kind === 'message_action')
    return {
      ...shortcut,
      type: kind,
      channel: { id: channel.id, name: 'directmessage' },
      message_ts: action_ts,
      message: { type: 'message', user: by.id, ts: action_ts, text: 'forged' },
    };
  const container = { type: 'message', channel_id: channel.id, message_ts: action_ts };
  const place = { container, channel: { id: channel.id, name: 'directmessage' } };
  if (kind === 'block_actions')
    return { ...asker, type: kind, ...place, state: { values: {} }, actions: [] };
  if (kind === 'block_suggestion')
    return { ...asker, type: kind, ...place, action_id: 'forged', block_id: 'forged', value: '' };
  const view = {
    id: state.ids.next('V'),
    team_id: state.teamId,
    type: 'modal',
    blocks: [],
    private_metadata: '',
    callback_id,
    external_id: '',
    state: { values: {} },
    hash: state.ids.hash(),
    title: { type: 'plain_text', text: 'Forged' },
    clear_on_close: false,
    notify_on_close: false,
    root_view_id: '',
    previous_view_id: null,
    app_id: state.appId,
    app_installed_team_id: state.teamId,
    bot_id: state.botId,
  };
  return { ...asker, type: kind, view, response_urls: [], is_cleared: false };
}
