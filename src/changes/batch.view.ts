import {
  actions,
  button,
  confirm,
  context,
  type Message,
  message,
  section,
} from '../slack/blocks.ts';
import { bold, mention, mrkdwn } from '../slack/mrkdwn.ts';
import { results } from './batch-results.view.ts';
import { type ChangeState, ended } from './change.ts';
import { capital, type Told } from './receipts.view.ts';

/** Several changes asked for at once: one message with progress, Stop, and a result for each (issue: TTS clear). */
export function batchCard(batch: string, members: readonly Told[]): Message {
  const running = members.some(({ change }) => !ended.has(change.state));
  const stoppable = members.some(({ change }) => change.state === 'ready');
  const first = members[0];
  const what = whatOf(members);
  const title = running ? bold(`${what}: under way`) : bold(`${what}: finished`);
  const by = first ? [mrkdwn`Asked by ${mention(first.change.actor.userId)}`] : [];
  const head = section(mrkdwn`${title}. ${tally(members)}.`);
  const notes = [
    ...(first?.noUndo ? [context(mrkdwn`${first.noUndo}`)] : []),
    context(...by, mrkdwn`Reference ${batch}`),
  ];
  return message(
    head,
    ...results(members, [head, ...notes]),
    ...notes,
    ...(stoppable
      ? [
          actions(
            button('Stop', 'changes.stop', {
              value: batch,
              style: 'danger',
              confirm: confirm(
                'Stop the rest?',
                'What has begun is finished; what has not begun is left as it is.',
                'Stop',
                'Go on',
              ),
            }),
          ),
        ]
      : []),
  );
}

/** How many came to which end: "9 of 12 verified, 2 stopped, 1 under way". */
function tally(members: readonly Told[]): string {
  const count = (...states: ChangeState[]) =>
    members.filter(({ change }) => states.includes(change.state)).length;
  const others = [
    [count('failed'), 'failed'],
    [count('unknown'), 'unknown'],
    [count('stopped'), 'stopped'],
    [count('applying'), 'under way'],
    [count('ready'), 'waiting'],
    [count('waiting'), 'waiting for a decision'],
  ] as const;
  return [
    `${count('verified')} of ${members.length} verified`,
    ...others.flatMap(([many, what]) => (many > 0 ? `${many} ${what}` : [])),
  ].join(', ');
}

/** Tells the asker of a batch that is over what came of those that were not verified. */
export function batchOutcome(batch: string, members: readonly Told[]): Message {
  const others = members.filter(({ change }) => change.state !== 'verified');
  const title = section(mrkdwn`${bold(`${whatOf(members)} is over`)}: ${tally(members)}.`);
  const notes = [context(mrkdwn`Reference ${batch}`)];
  return message(title, ...results(others, [title, ...notes]), ...notes);
}

/** What an Admin did alone, several things at once, told to the approvals channel (design §3). */
export function batchAnnouncement(batch: string, members: readonly Told[]): Message {
  const by = members.slice(0, 1).map(({ change }) => mention(change.actor.userId));
  const title = section(
    mrkdwn`${bold(`${whatOf(members)}, ${members.length} at once`)}, by ${by[0] ?? 'an Admin'}. As an Admin they need no second person for it.`,
  );
  const notes = [context(mrkdwn`Reference ${batch}`)];
  return message(title, ...results(members, [title, ...notes]), ...notes);
}

/** Where a batch was asked: where to find it. */
export function batchPointer(first: Told, count: number): Message {
  return message(
    section(
      mrkdwn`${bold(`${whatOf([first])}, ${count} at once`)}: the progress, with Stop, is in your direct messages.`,
    ),
  );
}

/** Whoever pressed Stop was too late. */
export function nothingToStop(): Message {
  return message(section(mrkdwn`There is nothing left to stop: all of it has begun or ended.`));
}

function whatOf([first]: readonly Told[]): string {
  return capital(first?.description.several ?? first?.change.kind ?? 'change');
}
