import { context, type Message, message, section, sections } from '../../slack/blocks.ts';
import { bold, join, type Mrkdwn, mention, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { Grant, Refusal } from './access.ts';
import type { Verdict } from './can.ts';
import { lastDay, scopeOn } from './grant.ts';

export interface CanAnswer {
  userId: string;
  /** What it lets a person do, in the table's words. */
  does: string;
  /** What it would be done to, where something was named. */
  target: string | null;
  verdict: Verdict;
  /** Whether the viewer may know why it is refused, or only that it is. */
  whole: boolean;
  /** Who could instead: user ids. */
  others: string[];
  /** Who could decide, where it waits for a second person: user ids. */
  deciders: string[] | null;
}

/** Yes or no, by which rule, by which grant; and who could instead. */
export function canAnswer(answer: CanAnswer): Message {
  const { userId, does, target, verdict, whole, others, deciders } = answer;
  const { allowed, rule, by, because, needed } = verdict;
  const on = target === null ? mrkdwn`` : mrkdwn` (${shortened(target, 100)})`;
  const may = allowed ? 'may' : 'may not';
  return message(
    section(mrkdwn`${bold(allowed ? 'Yes.' : 'No.')} ${mention(userId)} ${may} ${does}${on}.`),
    ...sections([
      mrkdwn`${bold('Rule:')} ${rule}`,
      ...by.map((grant) => mrkdwn`${bold('By:')} ${given(grant)}`),
      ...(because ? [mrkdwn`${bold('Why not:')} ${reason(because, whole)}`] : []),
      ...(needed ? [mrkdwn`${bold('Second person:')} ${secondPerson[needed]}`] : []),
      ...(deciders ? [mrkdwn`${bold('Who could decide:')} ${named(deciders)}`] : []),
      ...(others.length > 0 ? [mrkdwn`${bold('Who could:')} ${named(others)}`] : []),
    ]),
    ...(allowed && target === null && by.length > 0 && by.every(({ scope }) => scope !== 'admin')
      ? [context(mrkdwn`Name an account to ask about it alone.`)]
      : []),
  );
}

function named(userIds: string[]): Mrkdwn {
  return userIds.length > 0 ? join(userIds.map(mention), ', ') : mrkdwn`nobody at present`;
}

const secondPerson = {
  alone: 'not needed; it is carried out at once.',
  announced: 'not needed; it is carried out at once and announced in the approvals channel.',
  'second person': 'needed; it waits until somebody else approves it.',
};

function given(grant: Grant): Mrkdwn {
  const end = grant.until ? `until ${lastDay(grant.until)}` : 'without an end';
  return mrkdwn`${shortened(scopeOn(grant), 200)}, ${grant.id === null ? 'because ADMIN_USERS lists them' : end}`;
}

function reason(because: Refusal, whole: boolean): string {
  switch (because) {
    case 'shut out':
      return 'They are deactivated, a bot, or of another organisation.';
    case 'guest':
      return 'They are a guest: guests hold Account scope only, and never decide.';
    case 'terminal':
      return 'They are at a terminal, where nobody decides.';
    case 'identity unknown':
      return 'Slack does not confirm who they are right now, and changes need that.';
    case 'no grant':
      return whole ? 'Nobody has mapped them.' : 'None of their grants gives it here.';
    case 'scope':
      return whole ? 'None of their scopes has this right.' : 'None of their grants gives it here.';
    case 'target':
      return whole ? 'None of their grants covers this.' : 'None of their grants gives it here.';
  }
}
