import { type Obj, str } from '../json.ts';
import type { Channel, PersonRecord } from '../model.ts';
import { directMessages, type State } from '../state.ts';
import { Refusal } from './refusal.ts';

export function authTest(state: State): Obj {
  return {
    url: `https://${state.domain}.slack.com/`,
    team: state.domain,
    user: 'switchboard',
    team_id: state.teamId,
    user_id: state.botUserId,
    bot_id: state.botId,
    is_enterprise_install: false,
  };
}

export function teamInfo(state: State): Obj {
  const { teamId: id, domain } = state;
  return { team: { id, name: domain, domain, url: `https://${domain}.slack.com/` } };
}

export function botsInfo(state: State, args: Obj): Obj {
  if (args.bot !== undefined && args.bot !== state.botId) throw new Refusal('bot_not_found');
  const { botId: id, appId: app_id, botUserId: user_id } = state;
  return { bot: { id, app_id, user_id, name: 'switchboard', deleted: false } };
}

export function usersInfo(state: State, args: Obj): Obj {
  if (args.user === state.botUserId) return { user: botUser(state) };
  const person = state.people.get(str(args.user));
  if (!person) throw new Refusal('user_not_found');
  return { user: userJson(person) };
}

export function conversationsInfo(state: State, args: Obj): Obj {
  return { channel: channelJson(state, visibleChannel(state, args.channel)) };
}

export function conversationsMembers(state: State, args: Obj): Obj {
  const members = [...visibleChannel(state, args.channel).members];
  const from = Number(str(args.cursor) || 0);
  const limit = Number(args.limit ?? 100);
  const next = from + limit < members.length ? String(from + limit) : '';
  return {
    members: members.slice(from, from + limit),
    response_metadata: { next_cursor: next },
  };
}

export function conversationsOpen(state: State, args: Obj): Obj {
  const users = str(args.users).split(',');
  const person = state.people.get(users[0] ?? '');
  if (users.length !== 1 || !person) throw new Refusal('user_not_found');
  if (person.deactivated) throw new Refusal('user_disabled');
  if (person.bot) throw new Refusal('cannot_dm_bot');
  return { channel: { id: directMessages(state, person.id).id } };
}

/** A person as users.info and user_change show them. */
export function userJson(person: PersonRecord): Obj {
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted: person.deactivated,
    real_name: person.realName,
    tz: 'Etc/UTC',
    profile: { real_name: person.realName, display_name: person.name, team: person.teamId },
    is_admin: false,
    is_owner: false,
    is_bot: person.bot,
    is_restricted: person.guest !== undefined,
    is_ultra_restricted: person.guest === 'single-channel',
    is_app_user: false,
    is_stranger: person.stranger,
    updated: Math.floor(person.updatedAt / 1000),
  };
}

/** The scope that reading a channel of this kind takes. */
export function readScope(state: State, args: Obj): string {
  const kind = state.channels.get(str(args.channel))?.kind;
  if (kind === 'private') return 'groups:read';
  return kind === 'im' ? 'im:read' : 'channels:read';
}

function botUser(state: State): Obj {
  const { botUserId: id, teamId: team_id } = state;
  const profile = { real_name: 'Switchboard', bot_id: state.botId, api_app_id: state.appId };
  return {
    id,
    team_id,
    name: 'switchboard',
    real_name: 'Switchboard',
    deleted: false,
    is_bot: true,
    profile,
  };
}

function visibleChannel(state: State, id: unknown): Channel {
  const channel = state.channels.get(str(id));
  const hidden = channel?.kind !== 'public' && !channel?.members.has(state.botUserId);
  if (!channel || hidden) throw new Refusal('channel_not_found');
  return channel;
}

function channelJson(state: State, channel: Channel): Obj {
  const members = [...channel.members];
  const shared = members.some((id) => state.people.get(id)?.stranger === true);
  return {
    id: channel.id,
    created: 1_700_000_000,
    is_im: channel.kind === 'im',
    is_mpim: false,
    is_archived: channel.archived,
    ...(channel.kind === 'im'
      ? { user: members.find((id) => id !== state.botUserId) }
      : {
          name: channel.name,
          name_normalized: channel.name,
          is_channel: channel.kind === 'public',
          is_group: channel.kind === 'private',
          is_private: channel.kind === 'private',
          is_member: channel.members.has(state.botUserId),
          is_shared: shared,
          is_ext_shared: shared,
          is_org_shared: false,
          is_pending_ext_shared: false,
          num_members: members.length,
        }),
  };
}
