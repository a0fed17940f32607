import { list, str } from '../json.ts';
import type { Channel, PageOptions, PersonRecord, StoredMessage, StoredView } from '../model.ts';
import { visible } from '../person/see.ts';
import { plainText } from '../plain-text.ts';
import { directMessages, type State } from '../state.ts';
import { valuesOf } from '../values.ts';
import type { Shown, ShownChannel, ShownMessage, ShownPerson, ShownView } from './shown.ts';

/** How many messages of a conversation the page gets. */
const newest = 200;

/** What this person's client shows now. */
export function show(state: State, person: PersonRecord, page: PageOptions): Shown {
  const stack = state.stacks.get(person.id) ?? [];
  const home = state.homes.get(person.id);
  const dm = directMessages(state, person.id);
  return {
    me: person.id,
    workspace: state.domain,
    app: {
      userId: state.botUserId,
      name: 'Switchboard',
      homeTab: state.homeTab,
      dm: dm.id,
      commands: state.commands.map((command) => ({
        command,
        usages: [...(page.usages?.() ?? [])],
      })),
      shortcuts: state.shortcuts,
    },
    people: [...state.people.values()].map(shownPerson),
    channels: [...state.channels.values()]
      .filter((channel) => channel.members.has(person.id))
      .map((channel) => shownChannel(state, channel, person)),
    modals: stack.flatMap((id) => {
      const view = state.views.get(id);
      return view ? [shownView(state, view)] : [];
    }),
    home: home ? shownView(state, home) : null,
    tour: (page.tour ?? []).map(({ id, as, title, how, types, in: where, makes }) => ({
      id,
      as,
      title,
      how,
      types: types ?? null,
      in: where ?? null,
      makes: makes?.label ?? null,
      done: state.toured.has(id),
    })),
  };
}

/** The newest message of a conversation that this person has in front of them. */
export function newestIn(state: State, person: PersonRecord, channel: Channel): string {
  return visible(state, person.id, channel).at(-1)?.ts ?? '0';
}

function shownPerson({ id, name, realName, title = '', guest }: PersonRecord): ShownPerson {
  return { id, name, realName, title, guest: guest !== undefined };
}

function shownChannel(state: State, channel: Channel, person: PersonRecord): ShownChannel {
  const messages = visible(state, person.id, channel);
  const read = Number(state.reads.get(person.id)?.get(channel.id) ?? 0);
  const unread = messages.filter((each) => Number(each.ts) > read && each.authorId !== person.id);
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    members: channel.members.size,
    messages: messages.slice(-newest).map((message) => shownMessage(message, person)),
    unread: unread.length,
  };
}

function shownMessage(message: StoredMessage, person: PersonRecord): ShownMessage {
  const { channelId, ts, threadTs = null, authorId, text, blocks, onlyFor, editedTs } = message;
  return {
    channel: channelId,
    ts,
    threadTs,
    author: authorId,
    text,
    blocks,
    values: valuesOf(blocks, message.values.get(person.id)),
    ephemeral: onlyFor !== undefined,
    edited: editedTs !== undefined,
  };
}

function shownView(state: State, view: StoredView): ShownView {
  const { id, body, values, errors, trouble = null } = view;
  return {
    id,
    title: plainText(state, body.title),
    submit: plainText(state, body.submit) || null,
    close: str(plainText(state, body.close)) || 'Close',
    blocks: list(body.blocks),
    values,
    errors,
    trouble,
  };
}
