import { z } from 'zod';
import { facts } from '../../changes/receipts.view.ts';
import { AccountSid } from '../../ids.ts';
import { type Message, message, modal, section } from '../../slack/blocks.ts';
import { paragraph, text } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import type { DrawnModal } from '../../slack/interaction.ts';
import { bold, channelLink, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { AccountSummary } from './account.ts';
import type { Afterwards } from './create-account.view.ts';
import { type Contained, containedFacts, DELETION_STAYS } from './delete-account.ts';

/** Confirms a deletion by the account's name; with a reason where somebody else decides. */
export const deleteForm = form('account.delete', {
  name: text('Account name', { hint: 'Type the name of the account, exactly as it is written.' }),
  reason: paragraph('Reason', {
    max: 500,
    optional: true,
    placeholder: 'Whoever decides reads this.',
  }),
});

/** What the modal remembers of how it was drawn. */
export const DeleteMemory = z.object({
  account: AccountSid,
  shown: z.array(z.enum(['name', 'reason'])),
});

/** The modal "Delete account": what goes, who decides, and the name to be typed. */
export function deleteModal(drawn: {
  account: AccountSummary;
  contained: Contained;
  afterwards: Afterwards;
}): DrawnModal {
  const { account, contained, afterwards } = drawn;
  const { sid, name, provider, sipRealm } = account;
  const alone = 'announcedIn' in afterwards;
  const what = [
    { label: 'Account name', value: name },
    { label: 'Account SID', value: sid },
    { label: 'Service Provider', value: provider.name },
    { label: 'SIP Realm', value: sipRealm ?? 'none' },
    ...containedFacts(contained),
  ];
  return {
    view: modal({
      id: deleteForm.id,
      title: 'Delete account',
      submit: alone ? 'Delete' : 'Ask',
      close: 'Cancel',
      blocks: [
        section(
          alone
            ? mrkdwn`It is deleted at once and announced in ${channelLink(afterwards.announcedIn)}. ${DELETION_STAYS}`
            : mrkdwn`This asks for it: ${afterwards.decidedBy} decides, and you are told by direct message. ${DELETION_STAYS}`,
        ),
        ...facts(what),
        ...deleteForm.blocks({ leaveOut: alone ? ['reason'] : [] }),
      ],
    }),
    remembers: {
      account: sid,
      shown: alone ? ['name'] : ['name', 'reason'],
    } satisfies z.infer<typeof DeleteMemory>,
  };
}

/** Who decides a deletion, told where it was asked for. */
export function deletionWaits(name: string, decidedBy: string): Message {
  return message(
    section(
      mrkdwn`You asked to delete the account ${bold(shortened(name, 64))}. Now ${decidedBy} decides; I tell you by direct message, where you can also withdraw it.`,
    ),
  );
}
