import { list, type Obj, obj } from './json.ts';
import { messageJson } from './messages.ts';
import type { Channel, PersonRecord, StoredMessage, StoredView } from './model.ts';
import { issueResponseUrl } from './response-urls.ts';
import { directMessages, type State } from './state.ts';
import { valuesOf } from './values.ts';
import { viewJson } from './views.ts';

/** Where an interactive element stands. */
export type Place = { message: StoredMessage } | { view: StoredView };

/** The verification token, which nobody should use any more. */
const token = 'local-verification-token';

export function slashCommand(
  state: State,
  person: PersonRecord,
  command: string,
  text: string,
  channel: Channel,
): Obj {
  return {
    token,
    team_id: state.teamId,
    team_domain: state.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: state.appId,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(state, 'commands', person.id, channel.id),
    trigger_id: state.triggers.issue(person.id),
  };
}

export function blockActions(state: State, person: PersonRecord, place: Place, action: Obj): Obj {
  return {
    type: 'block_actions',
    ...asker(state, person),
    ...whereabouts(state, place),
    trigger_id: state.triggers.issue(person.id),
    ...('message' in place
      ? {
          state: { values: valuesIn(place, person.id) },
          response_url: issueResponseUrl(
            state,
            'actions',
            person.id,
            place.message.channelId,
            place.message,
          ),
        }
      : {}),
    actions: [{ ...action, action_ts: state.ids.ts() }],
  };
}

export function blockSuggestion(
  state: State,
  person: PersonRecord,
  place: Place,
  element: { blockId: string; actionId: string },
  value: string,
): Obj {
  return {
    type: 'block_suggestion',
    ...asker(state, person),
    ...whereabouts(state, place),
    action_id: element.actionId,
    block_id: element.blockId,
    value,
  };
}

export function viewSubmission(state: State, person: PersonRecord, view: StoredView): Obj {
  return {
    type: 'view_submission',
    ...asker(state, person),
    trigger_id: state.triggers.issue(person.id),
    view: viewJson(state, view),
    response_urls: responseUrls(state, person, view),
  };
}

export function viewClosed(
  state: State,
  person: PersonRecord,
  view: StoredView,
  isCleared: boolean,
): Obj {
  return {
    type: 'view_closed',
    ...asker(state, person),
    view: viewJson(state, view),
    is_cleared: isCleared,
  };
}

export function globalShortcut(state: State, person: PersonRecord, callbackId: string): Obj {
  return {
    type: 'shortcut',
    ...asker(state, person),
    action_ts: state.ids.ts(),
    callback_id: callbackId,
    trigger_id: state.triggers.issue(person.id),
  };
}

export function messageShortcut(
  state: State,
  person: PersonRecord,
  callbackId: string,
  message: StoredMessage,
): Obj {
  return {
    ...globalShortcut(state, person, callbackId),
    type: 'message_action',
    channel: channelJson(state, message.channelId),
    message_ts: message.ts,
    message: messageJson(state, message),
    response_url: issueResponseUrl(state, 'app', person.id, message.channelId, message),
  };
}

/** An Events API envelope around an inner event. */
export function envelope(state: State, event: Obj): Obj {
  return {
    token,
    team_id: state.teamId,
    context_team_id: state.teamId,
    context_enterprise_id: null,
    api_app_id: state.appId,
    event: { ...event, event_ts: event.event_ts ?? event.ts ?? state.ids.ts() },
    type: 'event_callback',
    event_id: state.ids.next('Ev'),
    event_time: Math.floor(state.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: state.teamId,
        user_id: state.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${state.ids.token()}`,
  };
}

export function homeOpened(state: State, person: PersonRecord): Obj {
  const home = state.homes.get(person.id);
  return envelope(state, {
    type: 'app_home_opened',
    user: person.id,
    channel: directMessages(state, person.id).id,
    tab: 'home',
    ...(home ? { view: viewJson(state, home) } : {}),
  });
}

/** The elements' state of a message or view for this person. */
export function valuesIn(place: Place, userId: string) {
  if ('view' in place) return place.view.values;
  return valuesOf(place.message.blocks, place.message.values.get(userId));
}

function asker(state: State, person: PersonRecord): Obj {
  const { id, name, teamId } = person;
  return {
    user: { id, username: name, name, team_id: teamId },
    team: { id: state.teamId, domain: state.domain },
    api_app_id: state.appId,
    token,
    enterprise: null,
    is_enterprise_install: false,
  };
}

function whereabouts(state: State, place: Place): Obj {
  if ('view' in place)
    return {
      container: { type: 'view', view_id: place.view.id },
      view: viewJson(state, place.view),
    };
  const { message } = place;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channelId,
      is_ephemeral: message.onlyFor !== undefined,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: channelJson(state, message.channelId),
    ...(message.onlyFor ? {} : { message: messageJson(state, message) }),
  };
}

function responseUrls(state: State, person: PersonRecord, view: StoredView): Obj[] {
  return list(view.body.blocks).flatMap((block) => {
    const element = obj(block.element);
    if (element.response_url_enabled !== true) return [];
    const held = obj(view.values[String(block.block_id)]?.[String(element.action_id)]);
    const channelId = held.selected_conversation ?? held.selected_channel;
    if (typeof channelId !== 'string') return [];
    return [
      {
        block_id: block.block_id,
        action_id: element.action_id,
        channel_id: channelId,
        response_url: issueResponseUrl(state, 'app', person.id, channelId),
      },
    ];
  });
}

function channelJson(state: State, id: string): Obj {
  const channel = state.channels.get(id);
  return { id, name: channel ? channelName(channel) : 'unknown' };
}

function channelName(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
