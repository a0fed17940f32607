import { z } from 'zod';
import { modal, section } from '../../slack/blocks.ts';
import { paragraph } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import type { DrawnModal } from '../../slack/interaction.ts';
import { channelLink, mrkdwn } from '../../slack/mrkdwn.ts';
import type { ServiceProvider } from './account.ts';
import { accountFields, accountIn, Given, providerField } from './account-fields.view.ts';
import { CREATION_STAYS, type CreateAccountInput } from './create-account.ts';

/** Asks for an account: by whoever needs a second person with a `reason`, by an Admin alone with a `note` if they like. */
export const createForm = form('account.create', {
  ...accountFields,
  reason: paragraph('Reason', { max: 500, placeholder: 'Whoever decides reads this.' }),
  note: paragraph('Reason', { max: 500, optional: true }),
});

/** What the modal remembers of how it was drawn. */
export const CreateMemory = z.object({
  shown: z.array(z.enum(['name', 'provider', 'providerFound', 'sipRealm', 'reason', 'note'])),
  given: Given,
});
/** What happens on submission: an Admin's own is done and announced, others' waits for a second person. */
export type Afterwards = { announcedIn: string } | { decidedBy: string };

/** The modal "Create account". */
export function createModal(drawn: {
  providers: readonly ServiceProvider[];
  afterwards: Afterwards;
  initial?: Partial<Pick<CreateAccountInput, 'name' | 'sipRealm' | 'providerSid'>> & {
    reason?: string | null;
  };
}): DrawnModal {
  const { providers, afterwards, initial = {} } = drawn;
  const alone = 'announcedIn' in afterwards;
  const { name, sipRealm, reason } = initial;
  const filled = { name, sipRealm, reason, note: reason };
  const provider = providerField(providers, initial.providerSid);
  const leaveOut = [alone ? 'reason' : 'note', provider.leaveOut] as const;
  const how = {
    initial: { ...filled, ...provider.initial },
    options: { provider: provider.choices },
    leaveOut,
  };
  const shown = CreateMemory.shape.shown.element.options.filter(
    (one) => !leaveOut.some((left) => left === one),
  );
  return {
    view: modal({
      id: createForm.id,
      title: 'Create account',
      submit: alone ? 'Create' : 'Ask',
      close: 'Cancel',
      blocks: [section(whatHappens(afterwards)), ...createForm.blocks(how)],
    }),
    remembers: { shown, given: createForm.given(how) },
  };
}

/** The answers of a submitted "Create account". */
export function createAnswers(values: unknown, memory: z.infer<typeof CreateMemory>) {
  const answers = createForm.parse(values, memory);
  return { ...accountIn(answers), reason: answers.reason ?? answers.note ?? null };
}

function whatHappens(afterwards: Afterwards) {
  return 'announcedIn' in afterwards
    ? mrkdwn`It is created at once and announced in ${channelLink(afterwards.announcedIn)}. ${CREATION_STAYS}`
    : mrkdwn`This asks for it: ${afterwards.decidedBy} decides, and you are told by direct message. ${CREATION_STAYS}`;
}
