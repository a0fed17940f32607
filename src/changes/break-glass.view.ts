import { context, header, type Message, message, section } from '../slack/blocks.ts';
import { bold, mention, mrkdwn, shortened } from '../slack/mrkdwn.ts';
import { results } from './batch-results.view.ts';
import { capital, facts, standing, type Told } from './receipts.view.ts';

/** What somebody did at once from a terminal, without the second person: told when it begins, kept up to its end. */
export function glassBroken(members: readonly Told[]): Message {
  const [first] = members;
  if (!first) throw new Error('Nothing was asked for.');
  const { change, description, outcome } = first;
  const notes = [
    section(
      mrkdwn`${bold(mention(change.actor.userId))} does this alone from a terminal, without asking a second person.`,
    ),
    section(mrkdwn`${bold('Reason:')} ${shortened(change.breakGlass ?? 'none was kept', 500)}`),
    context(mrkdwn`Reference ${change.batch ?? change.id}`),
  ];
  const told =
    members.length > 1
      ? results(members, notes)
      : [
          section(mrkdwn`${bold(capital(description.what))}: ${standing(first)}`),
          ...facts(outcome?.facts ?? description.facts),
        ];
  return message(header('Break glass'), ...notes.slice(0, 2), ...told, ...notes.slice(2));
}
