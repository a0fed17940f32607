import type { KnownBlock, ModalView } from '@slack/types';
import { BotError } from '../../errors.ts';
import { AccountSid } from '../../ids.ts';
import {
  button,
  context,
  type Message,
  message,
  modal,
  section,
  sections,
} from '../../slack/blocks.ts';
import { searchMany } from '../../slack/choices.ts';
import { text } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import { bold, code, join, type Mrkdwn, mrkdwn, number, shortened } from '../../slack/mrkdwn.ts';
import type { Choice } from '../../slack/objects.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { NAMED_AT_ONCE } from '../accounts/which-account.ts';
import { meaning } from './tts-cache.ts';

/** How many accounts one answer lists, each with its button: as many as its text says whole. */
const LISTED = 20;
/** Characters of a name that a line shows: more than a name may have, since a gateway may hold longer ones. */
const NAME_SHOWN = 100;

/** What is typed before every cache is cleared. */
export const phrase = 'clear every TTS cache';

export const clearForm = form('tts.clear', {
  accounts: searchMany('Accounts', {
    suggestions: 'tts.clear.accounts',
    max: NAMED_AT_ONCE,
    value: AccountSid,
    placeholder: 'Find accounts',
    redraws: true,
  }),
});

export const clearAllForm = form('tts.clear.all', {
  phrase: text('Phrase', {
    hint: `Type exactly: ${phrase}`,
    check(typed) {
      if (typed === phrase) return typed;
      throw new BotError('invalid', `This is not the phrase. Type exactly: ${phrase}`);
    },
  }),
});

/** The form before anything is known of what it shows. */
export const clearPlace = { id: clearForm.id, title: 'Clear TTS cache' };

/** Cached prompts as a form shows them. */
export type Count = number | 'counting' | 'not counted';

/** An account that was chosen. Without a gateway that answers, only its name is known. */
export interface Chosen {
  name: string;
  provider: string | null;
  prompts: Count;
}

/** The one view in which clearing is chosen and confirmed. `note`: why what somebody expects is not chosen. */
export function clearModal(drawn: {
  picked: Choice[];
  chosen: Chosen[];
  note?: string | undefined;
}): ModalView {
  const { picked, chosen, note } = drawn;
  return modal({
    ...clearPlace,
    submit: 'Clear',
    close: 'Cancel',
    blocks: [
      ...(note === undefined ? [] : [section(mrkdwn`${note}`)]),
      ...clearForm.blocks({ initial: { accounts: picked } }),
      ...sections(chosen.map(chosenLine), 60),
      section(mrkdwn`${meaning}`),
    ],
  });
}

/** The same for every account: a phrase is typed, so that no slip of a finger does it. */
export function clearAllModal(prompts: Count): ModalView {
  return modal({
    id: clearAllForm.id,
    title: 'Clear every TTS cache',
    submit: 'Clear',
    close: 'Cancel',
    blocks: [
      section(mrkdwn`${bold('Every account of every service provider:')} ${counted(prompts)}`),
      section(mrkdwn`${meaning}`),
      section(mrkdwn`To go on, type ${code(phrase)}.`),
      ...clearAllForm.blocks(),
    ],
  });
}

/** How many prompts are cached, each account with its button. */
export function countMessage(
  shown: readonly { account: AccountSummary; prompts: number | null; mayClear: boolean }[],
): Message {
  const more = shown.length - LISTED;
  return message(
    ...shown.slice(0, LISTED).map(({ account, prompts, mayClear }): KnownBlock => {
      const { sid, name, provider } = account;
      const line = chosenLine({ name, provider: provider.name, prompts: prompts ?? 'not counted' });
      const label = shortened(`Clear the TTS cache of ${name}`, 75);
      const clear = button('Clear', 'tts.clear', { value: sid, label });
      return section(line, mayClear ? { accessory: clear } : {});
    }),
    ...(more > 0 ? [context(mrkdwn`…and ${number(more)} more`)] : []),
  );
}

function chosenLine({ name, provider, prompts }: Chosen): Mrkdwn {
  const who = join(
    [
      bold(shortened(name, NAME_SHOWN)),
      ...(provider === null ? [] : [shortened(provider, NAME_SHOWN)]),
    ],
    ' · ',
  );
  return mrkdwn`${who}: ${counted(prompts)}`;
}

function counted(prompts: Count): string {
  if (prompts === 'counting') return 'counting the cached prompts…';
  if (prompts === 'not counted') {
    return 'the cached prompts could not be counted at the moment';
  }
  return prompts === 1 ? '1 cached prompt' : `${number(prompts)} cached prompts`;
}
