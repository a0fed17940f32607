import type { ModalView } from '@slack/types';
import { context, modal } from '../../slack/blocks.ts';
import { paragraph } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import { mrkdwn } from '../../slack/mrkdwn.ts';

/** What somebody without access says that they need. As long as the card that it appears on shows it whole. */
export const requestForm = form('access.request', {
  needs: paragraph('What you need', {
    max: 300,
    placeholder: 'Such as: clear the TTS cache of Acme',
  }),
  reason: paragraph('Reason', { max: 500 }),
});

/** Filled with what was asked before, where it is asked again. */
export function requestModal(initial: { needs?: string; reason?: string | null } = {}): ModalView {
  return modal({
    id: requestForm.id,
    title: 'Ask for access',
    submit: 'Ask',
    close: 'Cancel',
    blocks: [
      ...requestForm.blocks({ initial }),
      context(mrkdwn`Those who map people decide. You get the answer by direct message.`),
    ],
  });
}
