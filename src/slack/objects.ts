import type { PlainTextElement, PlainTextOption } from '@slack/types';
import { codePoints, oneLine, shortened } from './mrkdwn.ts';

// Slack's composition objects and limits. What these functions throw is a bug of ours: better found in a
// test than answered by Slack with `invalid_blocks` in front of somebody.

/** Something to choose: what is read, and what comes back. */
export interface Choice {
  /** Shortened to Slack's 75 characters, since it mostly comes from data. */
  text: string;
  /** At most 150 characters. */
  value: string;
  /** A second line under the text, shortened to 75 characters. */
  description?: string;
}

/** A choice as Slack's option object; also for answers to `block_suggestion` (at most 100 of them). */
export function option({ text, value, description }: Choice): PlainTextOption {
  return {
    text: plain(shortened(text, 75), 75, 'option'),
    value: within(value, 150, 'option value'),
    ...(description && {
      description: plain(shortened(description, 75), 75, 'option description'),
    }),
  };
}

/**
 * A plain text object: one line, emoji codes left as typed, 1 to `max` characters. Slack does not say
 * whether it counts code points or UTF-16 units; text that only fits as code points is cut to fit as either.
 */
export function plain(text: string, max: number, what: string): PlainTextElement {
  let fitting = oneLine(text);
  checkCount(codePoints(fitting), 1, max, `characters in a ${what}`);
  for (let room = max; fitting.length > max; room -= 1) fitting = shortened(fitting, room);
  return { type: 'plain_text', text: fitting, emoji: false };
}

/** The text itself, if it has 1 to `max` characters; `what` names it in the error otherwise. */
export function within(text: string, max: number, what: string): string {
  checkCount(text.length, 1, max, `characters in a ${what}`);
  return text;
}

/** Throws where there are fewer than `least` or more than `most` of something. */
export function checkCount(count: number, least: number, most: number, what: string): void {
  if (count < least || count > most) {
    throw new Error(`Slack allows ${least} to ${most} ${what}, not ${count}.`);
  }
}
