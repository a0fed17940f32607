import { list, type Obj } from '../json.ts';
import type { PersonRecord } from '../model.ts';
import type { Place } from '../payloads.ts';
import { directMessages, type State } from '../state.ts';
import { topView } from '../views.ts';
import { asSeen, type Message, says, visible } from './see.ts';

/** Where to look for a button or field: a message, the text that it contains, or a surface. */
export type Where = Message | string | RegExp;

/** What the person can act on, nearest first: the modal, then messages from the newest, then Home. */
export function placesOf(state: State, person: PersonRecord, where?: Where): Place[] {
  const modal = topView(state, person.id);
  const home = state.homes.get(person.id);
  const modals: Place[] = modal ? [{ view: modal }] : [];
  const homes: Place[] = home ? [{ view: home }] : [];
  if (where === 'modal') return modals;
  if (where === 'home') return homes;
  const messages = visible(state, person.id)
    .reverse()
    .filter((message) => {
      if (where === undefined) return true;
      const seen = asSeen(state, message);
      if (typeof where === 'string' || where instanceof RegExp) return says(seen, where);
      return where.ts === seen.ts && where.channel === seen.channel;
    })
    .map((message): Place => ({ message }));
  return where === undefined ? [...modals, ...messages, ...homes] : messages;
}

export function blocksIn(place: Place): Obj[] {
  return 'view' in place ? list(place.view.body.blocks) : place.message.blocks;
}

/** Where Slack's own complaints about this place appear. */
export function complaintsOf(state: State, person: PersonRecord, place: Place) {
  if ('view' in place) return place.view;
  return state.channels.get(place.message.channelId) ?? directMessages(state, person.id);
}
