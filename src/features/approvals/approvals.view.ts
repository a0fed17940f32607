import type { Button, KnownBlock } from '@slack/types';
import type { Deciding } from '../../changes/change.ts';
import { capital, facts, reference, standing, type Told } from '../../changes/receipts.view.ts';
import {
  actions,
  button,
  confirm,
  context,
  type Message,
  message,
  section,
} from '../../slack/blocks.ts';
import { bold, type Mrkdwn, mention, mrkdwn, shortened } from '../../slack/mrkdwn.ts';

/** The card on which a request is decided: exactly what will happen, who asks, and why. */
export function requestCard(told: Told, deciding: Deciding): Message {
  const { change } = told;
  return message(
    section(mrkdwn`${bold(capital(told.description.what))}`),
    ...request(told),
    section(standing(told)),
    context(...provenance(told)),
    reference(change),
    ...(change.state === 'waiting' ? [actions(...decisions(told, deciding))] : []),
  );
}

/** The same request as its asker sees it, in their direct messages. */
export function ownRequestCard(told: Told, deciding: Deciding): Message {
  const { change } = told;
  const buttons: Button[] = [
    ...(change.state === 'waiting'
      ? [
          button('Withdraw', 'approvals.withdraw', {
            value: change.id,
            confirm: confirm(
              'Withdraw the request?',
              'Nobody can approve it any more.',
              'Withdraw',
              'Keep it',
            ),
          }),
        ]
      : []),
    ...(deciding.editable && (change.state === 'denied' || change.state === 'expired')
      ? [button('Edit and ask again', 'approvals.again', { value: change.id, style: 'primary' })]
      : []),
  ];
  return message(
    section(mrkdwn`${bold(`You asked to ${told.description.what}`)}`),
    ...request(told),
    section(standing(told)),
    ...(change.revision > 1 ? [context(edited(told))] : []),
    reference(change),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

/** The value of a decision's button: the request and the revision that the decider saw. */
export function decisionValue(change: { id: string; revision: number }): string {
  return `${change.id}:${change.revision}`;
}

function request({ outcome, description, change }: Told): KnownBlock[] {
  return [
    ...facts(outcome?.facts ?? description.facts),
    ...(change.reason
      ? [section(mrkdwn`${bold('Reason:')} ${shortened(change.reason, 500)}`)]
      : []),
  ];
}

function provenance(told: Told): Mrkdwn[] {
  const { change } = told;
  return [
    mrkdwn`Asked by ${mention(change.actor.userId)}`,
    ...(change.revision > 1 ? [edited(told)] : []),
    mrkdwn`Revision ${change.revision}, digest ${change.digest.slice(0, 8)}`,
  ];
}

function edited({ change }: Told): Mrkdwn {
  const editor = change.authors.at(-1);
  return mrkdwn`Edited by ${editor ? mention(editor) : 'somebody'}`;
}

function decisions({ change, description }: Told, deciding: Deciding): Button[] {
  const value = decisionValue(change);
  const label = (verb: string) => shortened(`${verb}: ${description.what}`, 75);
  if (deciding.approve === 'Map…') {
    return [
      button('Map…', 'approvals.map', { value, style: 'primary', label: label('Map') }),
      button('Deny', 'approvals.deny', { value, style: 'danger', label: label('Deny') }),
    ];
  }
  return [
    button('Approve', 'approvals.approve', { value, style: 'primary', label: label('Approve') }),
    ...(deciding.editable
      ? [button('Edit & approve', 'approvals.edit', { value, label: label('Edit and approve') })]
      : []),
    button('Deny', 'approvals.deny', { value, style: 'danger', label: label('Deny') }),
  ];
}
