import type { Fact } from '../../changes/change.ts';
import { bold, join, type Mrkdwn, mention, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { Move } from './settings-asking.ts';

/** Characters of a value that are shown. */
const SHOWN = 200;

/** What was changed while a form was open, in chat or outside of the bot. */
export function changedMeanwhile({ by, facts }: Move): Mrkdwn {
  const who =
    by === null
      ? mrkdwn`${bold('Changed meanwhile,')} outside of Switchboard`
      : mrkdwn`${bold('Changed meanwhile')} by ${mention(by)}`;
  return mrkdwn`${who}: ${changes(facts)}. What you typed is still here; saving puts it in place of that.`;
}

/** A password that was typed is not drawn again. */
export function typeAgain(): Mrkdwn {
  return mrkdwn`Passwords have to be typed again.`;
}

function changes(facts: readonly Fact[]): Mrkdwn {
  const shown = (value: string) => shortened(value, SHOWN);
  const lines = facts.map(({ label, was, value }) =>
    was === undefined
      ? mrkdwn`${label}: ${shown(value)}`
      : mrkdwn`${label}: ${shown(was)} → ${shown(value)}`,
  );
  return join(lines, '; ');
}
