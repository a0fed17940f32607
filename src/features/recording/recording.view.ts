import type { KnownBlock, ModalView } from '@slack/types';
import type { Fact } from '../../changes/change.ts';
import {
  actions,
  button,
  context,
  type Message,
  message,
  modal,
  section,
  sections,
} from '../../slack/blocks.ts';
import { form } from '../../slack/form.ts';
import { bold, type Mrkdwn, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { AccountSummary } from '../accounts/account.ts';

/** Characters of a name and of a value that a line shows: escaped, five times as many, they still fit. */
const NAME_SHOWN = 100;
const VALUE_SHOWN = 300;

/** Which of the actions on it the viewer may do. */
export interface MayDo {
  edit: boolean;
  test: boolean;
  off: boolean;
}

/** The call recording of an account, field by field, its secret masked; and what the viewer may do about it. */
export function recordingMessage(shown: {
  account: AccountSummary;
  /** `none`: no bucket. */
  state: 'on' | 'paused' | 'none';
  facts: readonly Fact[];
  may: MayDo;
}): Message {
  const { account, state, facts, may } = shown;
  const buttons = [
    ...(may.edit ? [accountButton(state === 'none' ? 'Set up' : 'Edit', EDIT, account)] : []),
    ...(may.test && state !== 'none' ? [accountButton('Test', TEST, account)] : []),
    ...(may.off && state === 'on' ? [accountButton('Turn off', OFF, account)] : []),
    ...(may.edit && state === 'paused' ? [accountButton('Turn on', ON, account)] : []),
    ...(may.off && state !== 'none'
      ? [accountButton('Remove credential', REMOVE, account, 'danger')]
      : []),
  ];
  return message(
    section(mrkdwn`${bold(`Call recording of ${shortened(account.name, NAME_SHOWN)}`)}`),
    ...said(state, facts),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

function said(state: 'on' | 'paused' | 'none', facts: readonly Fact[]): KnownBlock[] {
  if (state === 'none') {
    return [section(mrkdwn`It is off: there is no bucket that calls could be recorded to.`)];
  }
  return [
    ...sections(facts.map(factLine)),
    ...(state === 'paused'
      ? [context(mrkdwn`Paused: nothing is recorded, and the credential is kept, sealed.`)]
      : []),
  ];
}

function factLine({ label, value }: Fact): Mrkdwn {
  return mrkdwn`${bold(`${label}:`)} ${shortened(value, VALUE_SHOWN)}`;
}

/** The action ids of what is done to an account's call recording. */
export const SHOW = 'recording.show';
export const EDIT = 'recording.edit';
export const TEST = 'recording.test';
export const OFF = 'recording.off';
export const ON = 'recording.on';
export const REMOVE = 'recording.remove';

export function accountButton(
  text: string,
  actionId: string,
  { sid, name }: AccountSummary,
  style?: 'danger',
) {
  const label = shortened(`${text}: the call recording of ${name}`, 75);
  return button(text, actionId, { value: sid, label, ...(style && { style }) });
}

/** What may be done to a call recording without filling in anything. */
export type Turning = 'off' | 'on' | 'remove';

/** Asks before it is done. */
export const turnForm = form('recording.turn', {});

const turnings: Record<Turning, { title: string; submit: string; meaning: string }> = {
  off: {
    title: 'Turn off call recording',
    submit: 'Turn off',
    meaning:
      'From the next call on nothing is recorded, whatever the applications say. The bucket and its credential are kept, sealed, so that it can be turned on again. What is recorded already stays in the bucket.',
  },
  on: {
    title: 'Turn on call recording',
    submit: 'Turn on',
    meaning: 'From the next call on recordings go to this bucket again.',
  },
  remove: {
    title: 'Remove credential',
    submit: 'Remove credential',
    meaning:
      'The credential is removed from the Voice Gateway, and with it the bucket’s name and its tags: nothing is recorded any more, and recordings that are in the bucket cannot be listened to from here. For 24 hours it can be undone from the receipt: until then a sealed copy is kept, which is then destroyed. The key itself stays valid at the vendor until you end it there.',
  },
};

/** The view before the account is known. */
export function turnPlace(turning: Turning) {
  return { id: turnForm.id, title: turnings[turning].title };
}

/** Says what turning it off, or on, or removing its credential does, and asks. */
export function turnModal(
  account: AccountSummary,
  turning: Turning,
  facts: readonly Fact[],
): ModalView {
  const { title, submit, meaning } = turnings[turning];
  return modal({
    id: turnForm.id,
    title,
    submit,
    close: 'Cancel',
    blocks: [
      section(mrkdwn`${bold(shortened(account.name, NAME_SHOWN))}. ${meaning}`),
      ...sections(facts.map(factLine)),
      ...turnForm.blocks(),
    ],
  });
}
