import { afterCommand, afterInteraction } from '../acks.ts';
import { deliver, deliverEvent, inFlight } from '../delivery.ts';
import { escapeTyped } from '../escape.ts';
import { post } from '../messages.ts';
import type { Channel, Delivery, PersonRecord } from '../model.ts';
import {
  envelope,
  globalShortcut,
  homeOpened,
  messageShortcut,
  slashCommand,
} from '../payloads.ts';
import { directMessages, type State, untilFound } from '../state.ts';
import { topView } from '../views.ts';
import { close, fillField, sendAction, submit, suggestionsFor } from './act.ts';
import { actionOf, type Button, buttonsIn, confirmTextOf, frameButton } from './buttons.ts';
import { type Field, fieldNamed, fieldsIn, optionText } from './fields.ts';
import type { Fill } from './fill.ts';
import { type SeenView, seenView } from './modal.ts';
import { blocksIn, placesOf, type Where } from './places.ts';
import { asSeen, type Conversation, describe, type Message, says, visible } from './see.ts';
import { describeWhere, findFor, type Look, waitFor } from './wait.ts';

/** Someone at their Slack client: types, clicks, fills in, and sees only what Slack shows them. */
export class Person {
  readonly id: string;
  readonly name: string;
  /** What the last confirm dialog said. */
  confirmText: string | undefined;
  readonly #state: State;
  readonly #record: PersonRecord;

  constructor(state: State, record: PersonRecord) {
    this.id = record.id;
    this.name = record.name;
    this.#state = state;
    this.#record = record;
  }

  get realName(): string {
    return this.#record.realName;
  }

  /** The conversation between this person and the app. */
  get dm(): Conversation {
    return directMessages(this.#state, this.id);
  }

  /** Types a slash command, by default in the app's direct messages; resolves when acked. */
  async types(text: string, { in: where }: { in?: Conversation } = {}): Promise<Delivery> {
    const state = this.#state;
    const person = this.#active();
    const [, command = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text.trim()) ?? [];
    const mayHaveCommands = state.scopes?.includes('commands') ?? true;
    if (!mayHaveCommands || !state.commands.includes(command))
      throw new Error(
        `${command} is not a valid command here; there is ${state.commands.join(' ')}`,
      );
    const channel = this.#conversation(where);
    return inFlight(state, async () => {
      const escaped = escapeTyped(state, rest);
      const payload = slashCommand(state, person, command, escaped, channel);
      const delivery = await deliver(state, 'slash_command', payload);
      afterCommand(state, person, channel, delivery);
      return delivery;
    });
  }

  /** Writes a message, perhaps into a thread. The app hears of it in its direct messages only. */
  async says(
    text: string,
    { in: where, thread: threadTs }: { in?: Conversation; thread?: string } = {},
  ) {
    const state = this.#state;
    const person = this.#active();
    const channel = this.#conversation(where);
    // In messages mentions stand by their id alone; only commands carry the name too.
    const escaped = escapeTyped(state, text).replace(/<(@[UW]\w+)\|[^>]*>/g, '<$1>');
    const { ts } = post(state, channel, { text: escaped, authorId: person.id, threadTs });
    if (channel.kind !== 'im') return undefined;
    return deliverEvent(
      state,
      envelope(state, {
        type: 'message',
        channel: channel.id,
        channel_type: 'im',
        user: person.id,
        text: escaped,
        ts,
        team: person.teamId,
        ...(threadTs && { thread_ts: threadTs }),
        client_msg_id: crypto.randomUUID(),
      }),
    );
  }

  /** Opens the app's Home tab. */
  async opensHome(): Promise<Delivery> {
    return deliverEvent(this.#state, homeOpened(this.#state, this.#active()));
  }

  /** Uses a shortcut by its name: a global one, or on a message (the newest with that text). */
  async uses(name: string, { on }: { on?: Where } = {}): Promise<Delivery> {
    const state = this.#state;
    const person = this.#active();
    const type = on === undefined ? 'global' : 'message';
    const shortcut = state.shortcuts.find((each) => each.name === name && each.type === type);
    if (!shortcut) throw new Error(`There is no ${type} shortcut "${name}"`);
    const id = shortcut.callback_id;
    if (on === undefined) {
      const delivery = await deliver(state, 'shortcut', globalShortcut(state, person, id));
      afterInteraction(state, person, directMessages(state, person.id), delivery);
      return delivery;
    }
    const [place] = placesOf(state, person, on);
    if (!place || !('message' in place))
      throw new Error(`${this.name} sees no such message: ${describeWhere(on)}`);
    const channel = this.#conversation({ id: place.message.channelId });
    const payload = messageShortcut(state, person, id, place.message);
    const delivery = await deliver(state, 'message_action', payload);
    afterInteraction(state, person, channel, delivery);
    return delivery;
  }

  /** The modal on top, if one is open. */
  get modal(): SeenView | undefined {
    const view = topView(this.#state, this.id);
    return view && seenView(this.#state, view);
  }

  /** The Home tab as last published for this person. */
  get home(): SeenView | undefined {
    const view = this.#state.homes.get(this.id);
    return view && seenView(this.#state, view);
  }

  /** Fills in the open modal by label. */
  async fills(entries: Record<string, Fill>): Promise<void> {
    for (const [label, fill] of Object.entries(entries))
      await this.picks(label, fill, { in: 'modal' });
  }

  /** Chooses in one field by label or placeholder, in the modal or the newest message with it. */
  async picks(label: string, fill: Fill, { in: where }: { in?: Where } = {}) {
    const { place, found } = await this.#field(label, where);
    const { confirm } = found.element;
    if (confirm !== undefined) this.confirmText = confirmTextOf(this.#state, found.element);
    return fillField(this.#state, this.#active(), place, found, fill);
  }

  /** Types into an external select and returns the texts that it offers. */
  async searches(label: string, text: string, { in: where }: { in?: Where } = {}) {
    const { place, found } = await this.#field(label, where);
    const options = await suggestionsFor(this.#state, this.#active(), place, found, text);
    return options.map((option) => optionText(this.#state, option));
  }

  /** Submits the modal; throws where Slack's client finds a field wrong. */
  async submits(): Promise<Delivery> {
    const view = await this.#openModal();
    if (!view.body.submit) throw new Error(`This modal has no submit button:\n${this.modal?.text}`);
    return submit(this.#state, this.#active(), view);
  }

  /** Closes the modal by its button, or all of the stack by the ×. */
  async closes({ all = false } = {}): Promise<Delivery | undefined> {
    const view = await this.#openModal();
    const [delivery] = await close(this.#state, this.#active(), view, all);
    return delivery;
  }

  /**
   * Clicks what has this text: in the modal, else in the newest message with it, else in Home.
   * Confirms a dialog unless told to cancel. With `times`, clicks come all at once.
   */
  async clicks(
    label: string,
    { in: where, cancel = false, times = 1 }: { in?: Where; cancel?: boolean; times?: number } = {},
  ): Promise<Delivery | undefined> {
    const state = this.#state;
    const person = this.#active();
    const look: Look<Button | 'submit' | 'close'> = {
      what: 'button',
      label,
      in: where,
      found: (place) =>
        frameButton(state, place, label) ??
        buttonsIn(state, blocksIn(place)).find((button) => button.label === label),
      names: (place) => buttonsIn(state, blocksIn(place)).map((button) => button.label),
    };
    const { place, found } = await findFor(state, person, look, () => this.sees());
    if (found === 'submit') return this.submits();
    if (found === 'close') return this.closes();
    this.confirmText = confirmTextOf(state, found.element);
    if (cancel && this.confirmText === undefined)
      throw new Error(`"${label}" acts at once: there is no dialog to cancel`);
    if (cancel) return undefined;
    const clicks = Array.from({ length: times }, () =>
      sendAction(state, person, place, actionOf(found)),
    );
    return (await Promise.all(clicks))[0];
  }

  /** Every message that this person can see, oldest first. */
  messages(where?: Conversation): Message[] {
    return visible(this.#state, this.id, where).map((message) => asSeen(this.#state, message));
  }

  /** All that is visible now as plain text: messages, newest last, then Home and the modal. */
  sees(): string {
    const messages = this.messages().map((message) => describe(this.#state, message));
    const home = this.home ? [`Home: ${this.home.text}`] : [];
    const modal = this.modal ? [`Modal: ${this.modal.text}`] : [];
    return [...messages, ...home, ...modal].join('\n\n');
  }

  /** Waits until a visible message says this; the newest such message. */
  waitsFor(
    wanted: string | RegExp,
    { in: where, timeoutMs = this.#patience }: { in?: Conversation; timeoutMs?: number } = {},
  ): Promise<Message> {
    const look = () => this.messages(where).findLast((message) => says(message, wanted));
    return this.#waits(String(wanted), timeoutMs, look);
  }

  /** Waits until the open modal's text, its title included, has this. */
  waitsForModal(
    wanted: string | RegExp = '',
    { timeoutMs = this.#patience } = {},
  ): Promise<SeenView> {
    const look = () => (this.modal && matches(this.modal.text, wanted) ? this.modal : undefined);
    return this.#waits(`a modal ${wanted}`, timeoutMs, look);
  }

  /** Waits until the Home tab has this text. */
  waitsForHome(
    wanted: string | RegExp = '',
    { timeoutMs = this.#patience } = {},
  ): Promise<SeenView> {
    const look = () => (this.home && matches(this.home.text, wanted) ? this.home : undefined);
    return this.#waits(`Home ${wanted}`, timeoutMs, look);
  }

  /** Waits until no modal is open. */
  async waitsForNoModal({ timeoutMs = this.#patience } = {}): Promise<void> {
    await this.#waits('no modal', timeoutMs, () => (this.modal ? undefined : true));
  }

  /** How long something that is awaited may take, in milliseconds: longer than what is there already. */
  get #patience(): number {
    return Math.max(5000, this.#state.patienceMs);
  }

  #waits<T>(wanted: string, timeoutMs: number, look: () => T | undefined): Promise<T> {
    return waitFor(this.#state, this.#record, wanted, timeoutMs, look, () => this.sees());
  }

  #field(label: string, where: Where | undefined) {
    const look: Look<Field> = {
      what: 'field',
      label,
      in: where,
      found: (place) => fieldNamed(this.#state, blocksIn(place), label),
      names: (place) => fieldsIn(this.#state, blocksIn(place)).map((field) => field.label),
    };
    return findFor(this.#state, this.#record, look, () => this.sees());
  }

  async #openModal() {
    const look = () => topView(this.#state, this.id);
    const view = await untilFound(this.#state, look, this.#state.patienceMs);
    if (!view) throw new Error(`${this.name} has no modal open\n${this.sees()}`);
    return view;
  }

  #active(): PersonRecord {
    if (this.#record.deactivated) throw new Error(`${this.name} is deactivated and cannot sign in`);
    return this.#record;
  }

  #conversation(where: Conversation | undefined): Channel {
    if (!where) return directMessages(this.#state, this.id);
    const channel = this.#state.channels.get(where.id);
    if (!channel?.members.has(this.id)) throw new Error(`${this.name} is not in ${where.id}`);
    return channel;
  }
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : text.search(wanted) >= 0;
}
