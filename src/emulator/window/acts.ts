import { z } from 'zod';
import { isObj, type Obj, obj, str } from '../json.ts';
import { findMessage } from '../messages.ts';
import type { Channel, PersonRecord, TourStep } from '../model.ts';
import type { Place } from '../payloads.ts';
import { close, putValue, sendAction, submit, suggestionsFor } from '../person/act.ts';
import { actionOf, buttonsIn } from '../person/buttons.ts';
import { type Field, fieldsIn, staticOptions } from '../person/fields.ts';
import { Person } from '../person/person.ts';
import { blocksIn } from '../person/places.ts';
import { asSeen, visible } from '../person/see.ts';
import { changed, type State } from '../state.ts';
import { memberOf } from '../values.ts';
import { newestIn } from './show.ts';
import type { Answered } from './shown.ts';

const At = z.union([
  z.strictObject({ view: z.string() }),
  z.strictObject({ channel: z.string(), ts: z.string() }),
]);
const element = { at: At, blockId: z.string(), actionId: z.string() };

/** What is said where more was typed than is taken. */
export const TOO_LONG = 'That is longer than Slack takes: a message has at most 40,000 characters.';

/** What a person can do at their client; elements by the ids that Slack's payloads name them with. */
const Act = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('says'),
    channel: z.string(),
    text: z.string().max(40_000),
    thread: z.string().optional(),
  }),
  z.strictObject({ act: z.literal('clicks'), ...element, option: z.string().optional() }),
  z.strictObject({
    act: z.literal('fills'),
    ...element,
    /** Text, a date or an id; the values of what was chosen; `null` empties it. */
    with: z.union([z.string(), z.array(z.string()), z.null()]),
  }),
  z.strictObject({ act: z.literal('searches'), ...element, text: z.string() }),
  z.strictObject({ act: z.literal('submits'), view: z.string() }),
  z.strictObject({ act: z.literal('closes'), view: z.string(), all: z.boolean() }),
  z.strictObject({
    act: z.literal('uses'),
    name: z.string(),
    on: z.strictObject({ channel: z.string(), ts: z.string() }).optional(),
  }),
  z.strictObject({ act: z.literal('opensHome') }),
  z.strictObject({ act: z.literal('makes'), step: z.string() }),
  z.strictObject({ act: z.literal('reads'), channel: z.string() }),
]);
type Act = z.infer<typeof Act>;

/** Does things as the people of the workspace, the same way as the tests' people do them. */
export function openActs(state: State, tour: readonly TourStep[] = []) {
  /** What external selects offered last, so that only what was offered can be chosen: person and element → options. */
  const offers = new Map<string, Obj[]>();

  return async (person: PersonRecord, given: unknown): Promise<Answered> => {
    const act = Act.safeParse(given);
    if (!act.success) {
      const isLong = act.error.issues.some(({ code }) => code === 'too_big');
      return { ok: false, error: isLong ? TOO_LONG : 'That is nothing that a client can do.' };
    }
    try {
      return (await perform(person, act.data)) ?? { ok: true };
    } catch (error) {
      // The tests' people throw where Slack's client would not go on; the page shows it to its person.
      return { ok: false, error: error instanceof Error ? error.message : String(error) };
    }
  };

  async function perform(record: PersonRecord, act: Act): Promise<Answered | undefined> {
    const person = new Person(state, record);
    switch (act.act) {
      case 'says': {
        const place = { in: { id: act.channel } };
        const isCommand = act.text.startsWith('/');
        if (isCommand && act.thread !== undefined) throw new Error(notInThreads(act.text));
        if (isCommand) await person.types(act.text, place);
        else await person.says(act.text, { ...place, ...(act.thread && { thread: act.thread }) });
        return;
      }
      case 'clicks': {
        const place = placeAt(record, act.at);
        const button = buttonsIn(state, blocksIn(place)).find(
          ({ blockId, element, option }) =>
            blockId === act.blockId &&
            element.action_id === act.actionId &&
            str(option?.value) === (act.option ?? ''),
        );
        if (!button) throw new Error('This button is not there any more.');
        await sendAction(state, record, place, actionOf(button));
        return;
      }
      case 'fills': {
        const place = placeAt(record, act.at);
        const field = fieldAt(place, act.blockId, act.actionId);
        await putValue(state, record, place, field, valueFor(record, field, act.with));
        return;
      }
      case 'searches': {
        const place = placeAt(record, act.at);
        const field = fieldAt(place, act.blockId, act.actionId);
        const options = await suggestionsFor(state, record, place, field, act.text);
        const key = offerKey(record, field);
        offers.set(key, [...options, ...(offers.get(key) ?? [])].slice(0, 500));
        return { ok: true, options };
      }
      case 'submits':
        await submit(state, record, viewOf(record, act.view));
        return;
      case 'closes':
        await close(state, record, viewOf(record, act.view), act.all);
        return;
      case 'uses': {
        const on = act.on && asSeen(state, messageAt(record, act.on.channel, act.on.ts));
        await person.uses(act.name, on && { on });
        return;
      }
      case 'opensHome':
        if (state.homeTab) await person.opensHome();
        return;
      case 'makes': {
        const makes = tour.find(({ id }) => id === act.step)?.makes;
        if (!makes) throw new Error('There is nothing of the kind.');
        return { ok: true, said: await makes.happen() };
      }
      case 'reads': {
        const channel = channelOf(record, act.channel);
        const reads = state.reads.get(record.id) ?? new Map<string, string>();
        const newest = newestIn(state, record, channel);
        if (reads.get(channel.id) === newest) return;
        state.reads.set(record.id, reads.set(channel.id, newest));
        changed(state);
      }
    }
  }

  /** The field's new state; only what it offers can be chosen. */
  function valueFor(person: PersonRecord, field: Field, given: string | string[] | null): Obj {
    const type = str(field.element.type);
    const member = memberOf(type);
    if (!member) throw new Error(`"${field.label}" cannot be filled in here.`);
    const wanted = [given ?? []].flat().filter((one) => one !== '');
    const chosen = wanted.map((one) => choiceOf(person, field, type, one));
    if (member.many) return { type, [member.name]: chosen };
    return { type, [member.name]: chosen[0] ?? null };
  }

  function choiceOf(person: PersonRecord, field: Field, type: string, value: string): unknown {
    if (type === 'datetimepicker') return Number(value);
    if (!/(static_select|external_select|radio_buttons|checkboxes)$/.test(type)) return value;
    const { initial_option, initial_options } = field.element;
    const offered = [
      ...staticOptions(field.element),
      ...(offers.get(offerKey(person, field)) ?? []),
      ...[initial_option, initial_options].flat().filter(isObj),
    ];
    const option = offered.find((one) => one.value === value);
    if (!option) throw new Error(`"${field.label}" does not offer that.`);
    return option;
  }

  function placeAt(person: PersonRecord, at: z.infer<typeof At>): Place {
    if ('view' in at) return { view: viewOf(person, at.view) };
    return { message: messageAt(person, at.channel, at.ts) };
  }

  function messageAt(person: PersonRecord, channelId: string, ts: string) {
    const channel = channelOf(person, channelId);
    const message = findMessage(channel, ts);
    if (!message || !visible(state, person.id, channel).includes(message))
      throw new Error('This message is not there any more.');
    return message;
  }

  function channelOf(person: PersonRecord, id: string): Channel {
    const channel = state.channels.get(id);
    if (!channel?.members.has(person.id)) throw new Error(`${person.name} is not in this channel.`);
    return channel;
  }

  function viewOf(person: PersonRecord, id: string) {
    const home = state.homes.get(person.id);
    const view = home?.id === id ? home : state.views.get(id);
    if (view?.userId !== person.id) throw new Error('This form is not open any more.');
    return view;
  }

  function fieldAt(place: Place, blockId: string, actionId: string): Field {
    const field = fieldsIn(state, blocksIn(place)).find(
      (each) => each.blockId === blockId && each.actionId === actionId,
    );
    if (!field) throw new Error('This field is not there any more.');
    return field;
  }
}

function offerKey(person: PersonRecord, { actionId }: Field): string {
  return `${person.id}/${actionId}`;
}

/** What Slack's client answers to a command that is typed into a thread. */
function notInThreads(text: string): string {
  return `${text.split(/\s/, 1).join('')} is not supported in threads. Sorry!`;
}

/** Who does something: the user id that comes with every act. */
export function actingPerson(state: State, given: unknown): PersonRecord | undefined {
  const person = state.people.get(str(obj(given).as));
  return person?.deactivated || person?.bot ? undefined : person;
}
