import type { KnownBlock } from '@slack/types';
import { context, message, sections } from '../slack/blocks.ts';
import { bold, codePoints, type Mrkdwn, mrkdwn, plainOf, shortened } from '../slack/mrkdwn.ts';
import type { ChangeState } from './change.ts';
import { standing, type Told } from './receipts.view.ts';

/** What a message's `text` holds, which must not lose the last of them. */
const TEXT = 3900;
/** A line that is longer is told in short. */
const LINE = 1000;

/** A line for each, in short where they are many, so that all of them stay in the message's text beside the rest. */
export function results(members: readonly Told[], rest: KnownBlock[]): KnownBlock[] {
  const length = (one: Mrkdwn) => plainOf(one).length + 1;
  const lines = members.map(line);
  const room = TEXT - message(...rest).text.length - CUT_SHORT.length - 10;
  const whole = lines.reduce((sum, one) => sum + length(one), 0) <= room;
  if (whole && lines.every((one) => one.text.length <= LINE)) return sections(lines, 45);
  const max = Math.min(LINE, Math.floor(room / members.length) - 1);
  return [...sections(members.map((told) => inShort(told, max))), context(mrkdwn`${CUT_SHORT}`)];
}

const CUT_SHORT = 'What is cut short here is whole in the audit.';

/** A result in at most `max` characters of markup, or close to it where hardly any are left. */
function inShort({ change, description, outcome }: Told, max: number): Mrkdwn {
  const { state, failure } = change;
  const words =
    state === 'verified'
      ? differences(outcome)
      : [shortWords[state] ?? state, failure?.message, failure?.why].filter(Boolean).join(' ');
  for (let room = max; ; room = Math.floor(room * 0.8)) {
    const name = shortened(description.target, Math.max(8, Math.floor(room / 3)));
    const said = shortened(words, Math.max(8, room - codePoints(name) - 4));
    const short = mrkdwn`${bold(name)}: ${said}`;
    // Markup that is made harmless is longer than what was typed.
    if (short.text.length <= max || room < 16) return short;
  }
}

const shortWords: Partial<Record<ChangeState, string>> = {
  ready: 'waiting its turn',
  applying: 'under way…',
  failed: 'failed.',
  unknown: 'outcome unknown.',
  stopped: 'stopped before it began',
};

function differences(outcome: Told['outcome']): string {
  const changed = outcome?.facts.filter(({ was }) => was !== undefined) ?? [];
  if (changed.length === 0) return outcome?.did ?? 'done';
  return changed.map(({ was, value }) => `${was} → ${value}`).join(', ');
}

function line(told: Told): Mrkdwn {
  const { change, description, outcome } = told;
  const target = bold(description.target);
  switch (change.state) {
    case 'ready':
      return mrkdwn`${target}: waiting its turn`;
    case 'applying':
      return mrkdwn`${target}: under way…`;
    case 'verified':
      return mrkdwn`${target}: ${differences(outcome)}`;
    default:
      return mrkdwn`${target}: ${standing(told)}`;
  }
}
