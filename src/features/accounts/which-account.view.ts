import type { KnownBlock } from '@slack/types';
import { button, context, type Message, message, picker, section } from '../../slack/blocks.ts';
import type { DrawnFrom } from '../../slack/interaction.ts';
import { bold, join, type Mrkdwn, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { Choice } from '../../slack/objects.ts';
import type { AccountSummary } from './account.ts';
import type { Meant } from './which-account.ts';

/** Characters of a name that a line shows: more than a name may have, since a gateway may hold longer ones. */
const NAME_SHOWN = 100;
/** The same of a SIP realm, which is told whole. */
const REALM_SHOWN = 150;
/** How many further names of a line are told. */
const NAMED = 5;
/** Characters that are quoted of what somebody typed. */
const TYPED_SHOWN = 100;

/**
 * Asks which account is meant: the matches, each with a button that carries its SID or `value`, or (`null`) a
 * picker. Both send `actionId`, so its feature registers `on.action(actionId)`, and `on.options(actionId)` for the
 * picker. `note`: what becomes of the rest of what was typed. Gives what is to be answered.
 */
export function whichAccount(asked: {
  question: string;
  actionId: string;
  matches: AccountSummary[] | null;
  value?: (account: AccountSummary) => string;
  note?: string | null;
}): [Message, DrawnFrom] {
  const { question, actionId, matches, value = ({ sid }) => sid, note } = asked;
  if (matches === null) {
    const open = message(
      section(mrkdwn`${question}`, { accessory: picker('Find an account', actionId) }),
      context(mrkdwn`Type the beginning of a word of its name, its SIP realm or its SID.`),
    );
    return [open, { asksBack: [] }];
  }
  const drawn = message(
    section(mrkdwn`${question}`),
    ...matches.map((account): KnownBlock => {
      const label = shortened(`Choose ${account.name}`, 75);
      const choose = button('Choose', actionId, { value: value(account), label });
      return section(accountLine(account), { accessory: choose });
    }),
    ...(note ? [context(mrkdwn`${note}`)] : []),
  );
  return [drawn, { asksBack: accountChoices(matches) }];
}

/** Asks the same where the line names further accounts: each button carries them too, and it is said what does not. */
export function whichAccountOf(
  { ambiguous, typed, others, unclear }: Extract<Meant, { ambiguous: AccountSummary[] }>,
  asked: { question: (typed: string) => string; actionId: string },
): [Message, DrawnFrom] {
  const names = others.slice(0, NAMED).map(({ name }) => shortened(name, NAME_SHOWN));
  const more = others.length - names.length;
  const along = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const open = unclear.slice(0, NAMED).map(quoted).join(', ');
  const notes = [
    ...(along === '' ? [] : [`With it, from the same line: ${along}.`]),
    ...(open === '' ? [] : [`Not with it, since several match: ${open}. Name them in full.`]),
  ];
  return whichAccount({
    question: asked.question(quoted(typed)),
    actionId: asked.actionId,
    matches: ambiguous,
    value: ({ sid }) => [sid, ...others.map((one) => one.sid)].join(' '),
    note: notes.join(' '),
  });
}

/** An account on one line: what tells it from others of the same name. */
export function accountLine({ name, sipRealm, provider }: AccountSummary): Mrkdwn {
  const realm = sipRealm === null ? 'no SIP realm' : shortened(sipRealm, REALM_SHOWN);
  const about = [realm, shortened(provider.name, NAME_SHOWN)];
  return join([bold(shortened(name, NAME_SHOWN)), ...about], ' · ');
}

/** Accounts as what a picker offers: the name, and under it what tells it from others of the same name. */
export function accountChoices(accounts: readonly AccountSummary[]): Choice[] {
  return accounts.map(accountChoice);
}

export function accountChoice({ sid, name, sipRealm, provider }: AccountSummary): Choice {
  const description = `${sipRealm ?? 'no SIP realm'} · ${provider.name}`;
  return { text: name, value: sid, description };
}

/** What somebody typed, as a question or an answer quotes it. */
export function quoted(typed: string): string {
  return `“${shortened(typed, TYPED_SHOWN)}”`;
}
