import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { ChangeState, Deciding } from '../../changes/change.ts';
import { capital, facts, reference, standing, type Told } from '../../changes/receipts.view.ts';
import {
  actions,
  button,
  confirm,
  context,
  type Message,
  message,
  modal,
  section,
} from '../../slack/blocks.ts';
import { paragraph } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import { bold, dateTime, type Mrkdwn, mention, mrkdwn, shortened } from '../../slack/mrkdwn.ts';

/** The card on which a request is decided: exactly what will happen, who asks, and why. */
export function requestCard(told: Told, deciding: Deciding): Message {
  const { change } = told;
  return message(
    section(mrkdwn`${bold(capital(told.description.what))}`),
    ...requestFacts(told),
    section(standing(told)),
    context(...provenance(told)),
    reference(change),
    ...(change.state === 'waiting' ? [actions(...decisions(told, deciding))] : []),
  );
}

/** The same request as its asker sees it, in their direct messages. */
export function ownRequestCard(told: Told, deciding: Deciding): Message {
  const { change } = told;
  const buttons = ownButtons(told, deciding);
  return message(
    section(mrkdwn`${bold(`You asked to ${told.description.what}`)}`),
    ...requestFacts(told),
    section(standing(told)),
    ...(change.revision > 1 ? [context(edited(told))] : []),
    reference(change),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

/** Tells deciders that a request still waits; its card may be far up by now. */
export function reminder(told: Told): Message {
  const { change, description } = told;
  return message(
    section(
      mrkdwn`${bold('Still waiting for a decision:')} ${description.what}, asked by ${mention(change.actor.userId)} on ${dateTime(change.requestedAt)}.`,
    ),
    reference(change),
    actions(button('Show request', 'approvals.show', { value: change.id, style: 'primary' })),
  );
}

/** What stands in the place of a card, for somebody who has lost the right to decide it. */
export function noLongerYours({ change }: Told): Message {
  return message(section(mrkdwn`You no longer decide this.`), reference(change));
}

/** Why a request is denied; its asker reads it. */
export const denyForm = form('approvals.deny', {
  reason: paragraph('Reason', { max: 500, placeholder: 'Whoever asked reads this.' }),
});

/** The modal behind Deny. */
export function denyModal(told: Told): ModalView {
  return modal({
    id: denyForm.id,
    title: 'Deny',
    submit: 'Deny',
    close: 'Cancel',
    blocks: [
      section(
        mrkdwn`${bold(capital(told.description.what))}, asked by ${mention(told.change.actor.userId)}.`,
      ),
      ...denyForm.blocks(),
    ],
  });
}

/** The value of a decision's button: the request and the revision that the decider saw. */
export function decisionValue(change: { id: string; revision: number }): string {
  return `${change.id}:${change.revision}`;
}

/** What will happen, or did, and why. */
export function requestFacts({ outcome, description, change }: Told): KnownBlock[] {
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

/** The ends after which a request may be asked again, with another try at its answers. */
export const askedAgain: ReadonlySet<ChangeState> = new Set(['denied', 'expired', 'failed']);

/** What the asker can still do about a request. */
export function ownButtons({ change }: Told, deciding: Deciding): Button[] {
  const { state, id } = change;
  if (state === 'waiting') {
    const sure = confirm(
      'Withdraw the request?',
      'Nobody can approve it any more.',
      'Withdraw',
      'Keep it',
    );
    return [button('Withdraw', 'approvals.withdraw', { value: id, confirm: sure })];
  }
  return deciding.editable && askedAgain.has(state)
    ? [button('Edit and ask again', 'approvals.again', { value: id, style: 'primary' })]
    : [];
}

/** What a decider can do about a request. */
export function decisions({ change, description }: Told, deciding: Deciding): Button[] {
  const value = decisionValue(change);
  const label = (verb: string) => shortened(`${verb}: ${description.what}`, 75);
  if (deciding.approve === 'Map…') {
    return [
      button('Map…', 'approvals.map', { value, style: 'primary', label: label('Map…') }),
      button('Deny', 'approvals.deny', { value, style: 'danger', label: label('Deny') }),
    ];
  }
  return [
    button('Approve', 'approvals.approve', { value, style: 'primary', label: label('Approve') }),
    ...(deciding.editable
      ? [button('Edit & approve', 'approvals.edit', { value, label: label('Edit & approve') })]
      : []),
    button('Deny', 'approvals.deny', { value, style: 'danger', label: label('Deny') }),
  ];
}
