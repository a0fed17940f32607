import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  ExternalSelect,
  HeaderBlock,
  HomeView,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  Overflow,
  SectionBlock,
} from '@slack/types';
import { textOf } from './message-text.ts';
import { type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { type Choice, checkCount, option, plain, within } from './objects.ts';

/** What `chat.postMessage`, `respond` and their like take. */
export interface Message {
  /** All that the blocks say, for notifications and screen readers, which do not read blocks. */
  text: string;
  blocks: KnownBlock[];
}

/**
 * A message of 1 to 50 blocks. Its `text` is drawn from the blocks, buttons left out, cut at a line to
 * stay below the 4,000 characters of `chat.update`.
 */
export function message(...blocks: KnownBlock[]): Message {
  checkCount(blocks.length, 1, 50, 'blocks of a message');
  checkIds(blocks);
  const text = textOf(blocks, 3900);
  if (text.trim() === '') throw new Error('A message must say something, not only offer buttons.');
  return { text, blocks };
}

interface Modal {
  /** The callback id: what `app.view(id)` listens to. At most 255 characters. */
  id: string;
  /** At most 24 characters, as are `submit` and `close`. */
  title: string;
  submit?: string;
  close?: string;
  blocks: KnownBlock[];
  /** What the modal remembers, as JSON in `private_metadata`: at most 3,000 characters, never a secret. */
  remembers?: object;
  /** Whether Slack tells us that it was closed (`view_closed`). */
  notifyOnClose?: boolean;
  /** Unique per team while the view exists; at most 255 characters. */
  externalId?: string;
}

/** A modal of 1 to 100 blocks. Slack wants `submit` where there is something to fill in. */
export function modal(spec: Modal): ModalView {
  const { id, title, submit, close, blocks, remembers, notifyOnClose, externalId } = spec;
  checkCount(blocks.length, 1, 100, 'blocks of a modal');
  checkIds(blocks);
  if (submit === undefined && blocks.some(({ type }) => type === 'input')) {
    throw new Error(`The modal ${id} has inputs and no submit.`);
  }
  return {
    type: 'modal',
    callback_id: within(id, 255, 'callback id'),
    title: plain(title, 24, 'modal title'),
    ...(submit !== undefined && { submit: plain(submit, 24, 'modal submit') }),
    ...(close !== undefined && { close: plain(close, 24, 'modal close') }),
    blocks,
    ...(remembers && {
      private_metadata: within(JSON.stringify(remembers), 3000, 'modal memory'),
    }),
    ...(notifyOnClose && { notify_on_close: true }),
    ...(externalId !== undefined && { external_id: within(externalId, 255, 'external id') }),
  };
}

/** The Home tab: 1 to 100 blocks. */
export function home(blocks: KnownBlock[]): HomeView {
  checkCount(blocks.length, 1, 100, 'blocks of the Home tab');
  checkIds(blocks);
  return { type: 'home', blocks };
}

/**
 * A paragraph. Slack allows 3,000 characters, ten fields of 2,000, and `id` (the block id) of 255. The text
 * may be `null` where there are fields.
 */
export function section(
  text: Mrkdwn | null,
  options: { accessory?: Button | Overflow | ExternalSelect; fields?: Mrkdwn[]; id?: string } = {},
): SectionBlock {
  const { accessory, fields, id } = options;
  if (text === null && fields === undefined) throw new Error('A section needs text or fields.');
  if (fields !== undefined) checkCount(fields.length, 1, 10, 'fields of a section');
  return {
    type: 'section',
    ...(text !== null && { text: markup(text, 3000, 'section') }),
    ...(fields && { fields: fields.map((field) => markup(field, 2000, 'section field')) }),
    ...(accessory && { accessory }),
    ...(id !== undefined && { block_id: within(id, 255, 'block id') }),
  };
}

/**
 * Lines as sections: as few as hold them at 3,000 characters each. Beyond `most` sections the rest is told
 * by its number, so that a message stays within Slack's 50 blocks whatever the data.
 */
export function sections(lines: readonly Mrkdwn[], most = 40): SectionBlock[] {
  const texts: string[] = [];
  for (const [index, { text }] of lines.entries()) {
    within(text, 3000, 'line');
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= 3000) {
      texts[texts.length - 1] = `${last}\n${text}`;
    } else if (texts.length < most) {
      texts.push(text);
    } else {
      return [...texts.map(verbatim), section(mrkdwn`…and ${lines.length - index} more`)];
    }
  }
  return texts.map(verbatim);
}

/** A title in plain text, at most 150 characters. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, 150, 'header') };
}

/** Small print; at most ten elements. */
export function context(...texts: Mrkdwn[]): ContextBlock {
  checkCount(texts.length, 1, 10, 'elements of a context');
  return { type: 'context', elements: texts.map((text) => markup(text, 3000, 'context')) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

/** A row of buttons and menus, at most 25, each with an action id of its own. */
export function actions(...elements: (Button | Overflow | ExternalSelect)[]): ActionsBlock {
  checkCount(elements.length, 1, 25, 'elements of an actions block');
  const ids = elements.map((element) => element.action_id);
  if (new Set(ids).size < ids.length)
    throw new Error(`Action ids repeat in a row: ${ids.join(', ')}`);
  return { type: 'actions', elements };
}

interface ButtonOptions {
  /** What the click carries, at most 2,000 characters: ids, never secrets. */
  value?: string;
  style?: 'primary' | 'danger';
  confirm?: ConfirmationDialog;
  /**
   * Read by screen readers instead of the text, which it must hold, since people who speak to their device say what
   * they see (WCAG 2.5.3). At most 75 characters.
   */
  label?: string;
  url?: string;
}

/** A button; its text is plain and at most 75 characters (Slack shows about 30). */
export function button(text: string, actionId: string, options: ButtonOptions = {}): Button {
  const { value, style, confirm, label, url } = options;
  if (label !== undefined && !label.includes(text)) {
    throw new Error(`The label “${label}” does not hold the button's text “${text}”.`);
  }
  return {
    type: 'button',
    text: plain(text, 75, 'button'),
    action_id: within(actionId, 255, 'action id'),
    ...(value !== undefined && { value: within(value, 2000, 'button value') }),
    ...(style && { style }),
    ...(confirm && { confirm: style ? { ...confirm, style } : confirm }),
    ...(label !== undefined && { accessibility_label: plain(label, 75, 'button label').text }),
    ...(url !== undefined && { url: within(url, 3000, 'button url') }),
  };
}

/** A question before a click counts: title ≤ 100, text ≤ 300, labels ≤ 30 characters, all plain. */
export function confirm(
  title: string,
  text: string,
  confirmLabel: string,
  denyLabel: string,
): ConfirmationDialog {
  return {
    title: plain(title, 100, 'confirm title'),
    text: plain(text, 300, 'confirm text'),
    confirm: plain(confirmLabel, 30, 'confirm label'),
    deny: plain(denyLabel, 30, 'deny label'),
  };
}

/** A menu of one to five choices behind `⋯`. */
export function overflow(actionId: string, choices: readonly Choice[]): Overflow {
  checkCount(choices.length, 1, 5, 'options of an overflow menu');
  return {
    type: 'overflow',
    action_id: within(actionId, 255, 'action id'),
    options: choices.map(option),
  };
}

/** A picker whose suggestions are answered by `app.options(actionId)`, from the first keystroke on. */
export function picker(placeholder: string, actionId: string): ExternalSelect {
  return {
    type: 'external_select',
    action_id: within(actionId, 255, 'action id'),
    placeholder: plain(placeholder, 150, 'placeholder'),
    min_query_length: 0,
  };
}

function markup({ text }: Mrkdwn, max: number, what: string): MrkdwnElement {
  return { type: 'mrkdwn', text: within(text, max, what), verbatim: true };
}

function verbatim(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** Slack refuses a second block of the same id. */
function checkIds(blocks: readonly KnownBlock[]): void {
  const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
  if (new Set(ids).size < ids.length) throw new Error(`Block ids repeat: ${ids.join(', ')}`);
}
