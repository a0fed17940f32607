import type { Button, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { AccountSid, CallSid, type Id } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
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
import { choice } from '../../slack/choices.ts';
import { form } from '../../slack/form.ts';
import type { DrawnModal } from '../../slack/interaction.ts';
import {
  bold,
  code,
  dateTime,
  join,
  link,
  type Mrkdwn,
  mrkdwn,
  shortened,
} from '../../slack/mrkdwn.ts';
import type { Choice } from '../../slack/objects.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { accountLine } from '../accounts/which-account.view.ts';
import {
  durationInWords,
  LINK_MINUTES,
  type RecordingState,
  showNumber,
  statusInWords,
  talked,
} from './calls.ts';
import type { Call } from './calls-gateway.ts';
import { DELETED_FOR_GOOD } from './delete-recording.ts';

export const MORE = 'calls.more';
export const NEWEST = 'calls.newest';

/** Characters of what a gateway says that a line shows. */
const SHOWN = 100;

/** A call as it is listed. */
export interface ListedCall {
  call: Call;
  recording: RecordingState;
  /** The id under which deleting its recording is asked for. */
  deletion: Id<'frm'>;
}

/** A page of an account's calls, newest first, each with what the viewer may do with its recording. */
export function callList(page: {
  account: AccountSummary;
  calls: readonly ListedCall[];
  may: { listen: boolean; delete: boolean };
  masked: boolean;
  /** Whether it is the first page. */
  first: boolean;
  /** The cursor of the next page, if there is more. */
  next: string | null;
}): Message {
  const { account, calls, may, masked, first, next } = page;
  const { sid } = account;
  const buttons: Button[] = [
    ...(first ? [] : [button('Newest', NEWEST, { value: sid })]),
    ...(next === null ? [] : [button('More', MORE, { value: `${sid} ${next}` })]),
  ];
  return message(
    section(mrkdwn`${bold('Recent calls')} of ${accountLine(account)}`),
    ...calls.flatMap((one) => [
      section(callLines(one, masked)),
      ...recordingButtons(account, one, may),
    ]),
    ...(calls.length > 0
      ? []
      : [section(first ? mrkdwn`There is none.` : mrkdwn`None on this page.`)]),
    ...(next === null ? [] : [context(mrkdwn`There are more.`)]),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

function callLines({ call, recording }: ListedCall, masked: boolean): Mrkdwn {
  const { attemptedAt, direction } = call;
  const seconds = talked(call);
  const between = mrkdwn`${numberOf(call.from, masked)} → ${numberOf(call.to, masked)}`;
  return join(
    [
      join([bold(dateTime(attemptedAt)), capital(direction), between], ' · '),
      join(
        [
          ...(seconds === null ? [] : [durationInWords(seconds)]),
          shortened(statusInWords(call), SHOWN),
          ...(recording === 'none' ? [] : [recordingWords[recording]]),
        ],
        ' · ',
      ),
    ],
    '\n',
  );
}

const recordingWords = { kept: 'recorded', deleted: 'its recording was deleted' };

function recordingButtons(
  account: AccountSummary,
  { call, recording, deletion }: ListedCall,
  may: { listen: boolean; delete: boolean },
): KnownBlock[] {
  if (recording !== 'kept') return [];
  const value = `${account.sid} ${call.sid}`;
  const at = utc(call.attemptedAt);
  const buttons = [
    ...(may.listen
      ? [button('Listen', 'calls.listen', { value, label: `Listen to the call of ${at}` })]
      : []),
    ...(may.delete
      ? [
          button('Delete recording', 'calls.delete', {
            value: `${value} ${deletion}`,
            label: `Delete recording of the call of ${at}`,
            style: 'danger',
            confirm: confirm(
              'Delete this recording?',
              `The call of ${at}, of ${shortened(account.name, SHOWN)}. ${DELETED_FOR_GOOD}`,
              'Delete recording',
              'Keep it',
            ),
          }),
        ]
      : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

/** The link, for whoever clicked alone. */
export function listenLink(
  account: AccountSummary,
  call: Call,
  { address, until, masked }: { address: Secret; until: Date; masked: boolean },
): Message {
  return message(
    section(mrkdwn`${bold(link(address.reveal(), 'Open the recording'))}`),
    section(aboutCall(account, call, masked)),
    context(linkHolds(until)),
  );
}

/** The same for a terminal, from which it is copied. */
export function listenLinkAtTerminal(
  account: AccountSummary,
  call: Call,
  { address, until, masked }: { address: Secret; until: Date; masked: boolean },
): Message {
  return message(
    section(code(address.reveal())),
    section(aboutCall(account, call, masked)),
    context(linkHolds(until)),
  );
}

function linkHolds(until: Date): Mrkdwn {
  return mrkdwn`Until ${dateTime(until)}, for ${LINK_MINUTES} minutes, whoever has this link can listen: keep it to yourself. That you have it is in the audit.`;
}

function aboutCall(account: AccountSummary, call: Call, masked: boolean): Mrkdwn {
  const between = mrkdwn`${numberOf(call.from, masked)} → ${numberOf(call.to, masked)}`;
  return join([bold(shortened(account.name, SHOWN)), dateTime(call.attemptedAt), between], ' · ');
}

// A script at a terminal names a call by its SID: where there is but one, it is an input too.
const { fixed: _never, ...recordedCall } = choice('Call', {
  value: CallSid,
  hint: 'Those alone that were recorded, newest first. Times are UTC.',
});

export const listenForm = form('calls.listen.form', {
  call: recordedCall,
});
export const deleteForm = form('calls.delete.form', { call: recordedCall });

/** What these forms remember. */
export const CallFormMemory = z.object({ account: AccountSid });

export const listenPlace = { id: listenForm.id, title: 'Listen to a recording' };
export const deletePlace = { id: deleteForm.id, title: 'Delete a recording' };

/** Asks which recording is to be listened to. */
export function listenModal(drawn: RecordedCalls): DrawnModal {
  return recordedModal(listenPlace, 'Listen', listenForm, drawn, [
    context(
      mrkdwn`The link is shown to you alone, and opens the recording for ${LINK_MINUTES} minutes. That you have it is in the audit.`,
    ),
  ]);
}

/** Asks which recording is to be deleted. */
export function deleteModal(drawn: RecordedCalls): DrawnModal {
  return recordedModal(deletePlace, 'Delete', deleteForm, drawn, [
    section(mrkdwn`${DELETED_FOR_GOOD}`),
  ]);
}

interface RecordedCalls {
  account: AccountSummary;
  calls: readonly Call[];
  masked: boolean;
}

function recordedModal(
  place: { id: string; title: string },
  submit: string,
  asked: typeof listenForm,
  { account, calls, masked }: RecordedCalls,
  more: KnownBlock[],
): DrawnModal {
  const [only] = calls.length === 1 ? calls : [];
  const how = {
    initial: { call: only?.sid },
    options: { call: callChoices(calls, masked) },
  };
  const view: ModalView = modal({
    ...place,
    submit,
    close: 'Cancel',
    blocks: [section(accountLine(account)), ...asked.blocks(how), ...more],
  });
  return { view, remembers: { account: account.sid } };
}

function callChoices(calls: readonly Call[], masked: boolean): Choice[] {
  return calls.map((call) => {
    const between = `${showNumber(call.from, masked)} → ${showNumber(call.to, masked)}`;
    return {
      text: shortened(`${utc(call.attemptedAt)} · ${between}`, 75),
      value: call.sid,
      description: shortened([call.direction, durationInWords(talked(call) ?? 0)].join(' · '), 75),
    };
  });
}

function numberOf(number: string, masked: boolean): string {
  return shortened(showNumber(number, masked), SHOWN);
}

/** A time where Slack shows none of its own: on buttons and in menus. */
function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
