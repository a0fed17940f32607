import { context, type Message, message, section, sections } from '../../slack/blocks.ts';
import { bold, type Mrkdwn, mrkdwn, number, shortened } from '../../slack/mrkdwn.ts';
import type { Planned } from './access-import.ts';
import { scopeOn } from './grant.ts';

/** What an import does, or would do: each difference on a line, what stays as it is by its number. */
export function importDifference(planned: readonly Planned[], dryRun: boolean): Message {
  const doing = (does: Planned['does']) => planned.filter((one) => one.does === does);
  const [grants, moved, same] = [doing('grant'), doing('change'), doing('nothing')];
  const title = dryRun ? 'What the import would do' : 'What the import does';
  return message(
    section(
      mrkdwn`${bold(title)}: ${number(grants.length)} to grant, ${number(moved.length)} to change, ${number(same.length)} as they are.`,
    ),
    ...sections([...grants, ...moved].map(line)),
    context(
      dryRun
        ? mrkdwn`Nothing was done. What the file does not list stays as it is.`
        : mrkdwn`What the file does not list stays as it is.`,
    ),
  );
}

function line({ does, mapping, was }: Planned): Mrkdwn {
  const { person, personName, until } = mapping;
  const who = mrkdwn`${shortened(personName, 80)} (${person.userId})`;
  const scope = shortened(scopeOn(mapping), 200);
  const end = (day: string | null | undefined) => (day ? `until ${day}` : 'without an end');
  return does === 'grant'
    ? mrkdwn`+ ${who}: ${scope}, ${end(until)}`
    : mrkdwn`± ${who}: ${scope}, ${end(was)} → ${end(until)}`;
}

/** How many grants an export holds, where they are data beside it. */
export function exported(count: number): Message {
  return message(section(mrkdwn`${number(count)} ${count === 1 ? 'grant' : 'grants'}.`));
}
