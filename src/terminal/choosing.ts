import { BotError } from '../errors.ts';
import { foldForSearch } from '../features/accounts/account-rules.ts';
import { shortened } from '../slack/mrkdwn.ts';
import type { Choice } from '../slack/objects.ts';

/** How many choices a refusal names. */
const NAMED = 10;

/**
 * The choice that is meant by its value, by its text, or by the beginning of a word of it. Throws `invalid`, listing
 * what there is, where none or several are.
 */
export function choose(typed: string, choices: readonly Choice[]): Choice {
  const wanted = folded(typed);
  const likenesses: ((choice: Choice) => boolean)[] = [
    ({ value }) => value === typed.trim() || folded(value) === wanted,
    ({ text }) => folded(text) === wanted,
    ({ text }) => wanted !== '' && ` ${folded(text)}`.includes(` ${wanted}`),
  ];
  for (const like of likenesses) {
    const [found, ...others] = choices.filter(like);
    if (found && others.length === 0) return found;
    if (found) throw ambiguous(typed, [found, ...others]);
  }
  throw new BotError('invalid', `I find nothing like “${shortened(typed, 100)}”.${among(choices)}`);
}

/** The same among suggestions: what was suggested for what was typed fits it, so the only one is meant. */
export function chooseSuggested(typed: string, suggested: readonly Choice[]): Choice {
  const [only, ...others] = suggested;
  return only && others.length === 0 ? only : choose(typed, suggested);
}

/** As it is compared: a dash, an underscore and a space are the same. */
function folded(text: string): string {
  return foldForSearch(text.replaceAll(/[-_\s]+/g, ' '));
}

function ambiguous(typed: string, matches: readonly Choice[]): BotError {
  return new BotError(
    'invalid',
    `“${shortened(typed, 100)}” may be several; name one by what stands before it:${listed(matches)}`,
  );
}

function among(choices: readonly Choice[]): string {
  return choices.length === 0 ? '' : ` There is:${listed(choices)}`;
}

function listed(choices: readonly Choice[]): string {
  const more = choices.length > NAMED ? `\n    …and ${choices.length - NAMED} more` : '';
  return `${choices.slice(0, NAMED).map(choiceLine).join('')}${more}`;
}

/** A choice on a line of its own: what to type first. */
export function choiceLine({ text, value, description }: Choice): string {
  const about = description === undefined ? '' : ` (${description})`;
  return `\n    ${value}  ${text}${about}`;
}
