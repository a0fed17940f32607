import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { BotError } from '../errors.ts';
import {
  actions,
  button,
  context,
  home,
  type Message,
  message,
  modal,
  section,
  sections,
} from './blocks.ts';
import { bold, mrkdwn, shortened, typed, withCommands } from './mrkdwn.ts';

/** How much of a quotation is shown, so that what is said about it fits too. */
const QUOTED = 100;
/** How much of a part is shown, since it may quote what was typed: escaped, it still fits a section. */
const SHOWN = 500;

/** An error in its four parts: what happened, why, what to do now, a reference that the log knows too. */
export function errorMessage(error: BotError, reference: string): Message {
  return message(...errorBlocks(error, reference));
}

/** What is said where an error could not be told in its own words. */
export function lastResort(reference: string): Message {
  return message(section(mrkdwn`Something broke on our side. Reference ${reference}`));
}

/** A modal that holds nothing but an error, in the place of this one. */
export function errorModal(
  { callback_id: id = '', title }: ModalView,
  error: BotError,
  reference: string,
): ModalView {
  return modal({ id, title: title.text, close: 'Close', blocks: errorBlocks(error, reference) });
}

/** The Home tab where it could not be drawn. */
export function errorHome(error: BotError, reference: string): HomeView {
  return home(errorBlocks(error, reference));
}

/** What was typed may be thousands of characters long: what is said about it must not be cut off for that. */
function withShortQuotes(text: string): string {
  return text.replace(/“([^”]*)”/gu, (_, inner: string) => `“${shortened(inner, QUOTED)}”`);
}

/** Never throws, whatever was quoted: what says that something went wrong must not go wrong itself. */
export function errorBlocks(error: BotError, reference: string): KnownBlock[] {
  const why =
    Object.values(error.fields).length > 0 ? Object.values(error.fields).join(' ') : error.why;
  const fitted = (text: string) => shortened(withShortQuotes(text), SHOWN);
  const fitting = (text: string) => typed(fitted(text));
  const happened = fitting(error.message);
  const more = [
    ...(why ? [mrkdwn`${bold('Why:')} ${fitting(why)}`] : []),
    ...(error.now ? [mrkdwn`${bold('What now:')} ${withCommands(fitted(error.now))}`] : []),
  ];
  return [
    // Not bold: an asterisk in what was typed would end that early.
    ...sections([happened.text === '' ? mrkdwn`Something went wrong.` : happened, ...more]),
    context(mrkdwn`Reference ${reference}`),
    ...(error.askForAccess ? [actions(button('Ask for access', 'access.ask'))] : []),
  ];
}
