import {
  actions,
  button,
  confirm,
  context,
  type Message,
  message,
  section,
  sections,
} from '../slack/blocks.ts';
import { bold, type Mrkdwn, mention, mrkdwn } from '../slack/mrkdwn.ts';
import { ended } from './change.ts';
import { capital, standing, type Told } from './receipts.view.ts';

/** Several changes asked for at once: one message with progress, Stop, and a result for each (issue: TTS clear). */
export function batchCard(batch: string, members: readonly Told[]): Message {
  const over = members.filter(({ change }) => ended.has(change.state));
  const verified = over.filter(({ change }) => change.state === 'verified');
  const running = over.length < members.length;
  const first = members[0];
  const what = capital(first?.description.several ?? first?.change.kind ?? 'change');
  const title = running
    ? mrkdwn`${bold(`${what}: ${over.length} of ${members.length} finished`)}`
    : mrkdwn`${bold(`${what}: finished`)}. ${verified.length} of ${members.length} verified.`;
  const by = first ? [mrkdwn`Asked by ${mention(first.change.actor.userId)}`] : [];
  return message(
    section(title),
    ...sections(members.map(line), 45),
    ...(first?.noUndo ? [context(mrkdwn`${first.noUndo}`)] : []),
    context(...by, mrkdwn`Reference ${batch}`),
    ...(running
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

function line(told: Told): Mrkdwn {
  const { change, description, outcome } = told;
  const target = bold(description.target);
  switch (change.state) {
    case 'ready':
      return mrkdwn`${target}: waiting its turn`;
    case 'applying':
      return mrkdwn`${target}: under way…`;
    case 'verified':
      return mrkdwn`${target}: ${outcome?.facts.map((fact) => `${fact.was ?? ''} → ${fact.value}`).join(', ') ?? 'done'}`;
    default:
      return mrkdwn`${target}: ${standing(told)}`;
  }
}
