import { type Message, message, section } from '../slack/blocks.ts';
import { mrkdwn } from '../slack/mrkdwn.ts';
import type { Change, Fact } from './change.ts';
import { facts, reference } from './receipts.view.ts';

/** A plain message to somebody concerned. */
export function notice(said: string, list: readonly Fact[], change?: Change): Message {
  return message(section(mrkdwn`${said}`), ...facts(list), ...(change ? [reference(change)] : []));
}

/** A form is closed, and what it asked for has not ended soon. */
export function stillUnderWay(what: string): Message {
  return message(
    section(mrkdwn`I am on it: ${what}. It takes longer than usual; I tell you how it ends.`),
  );
}
