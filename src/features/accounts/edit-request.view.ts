import { z } from 'zod';
import { BotError } from '../../errors.ts';
import { modal, section } from '../../slack/blocks.ts';
import { choice } from '../../slack/choices.ts';
import { toggle } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import type { DrawnModal } from '../../slack/interaction.ts';
import { bold, mrkdwn } from '../../slack/mrkdwn.ts';
import type { Limits, ServiceProvider } from './account.ts';
import {
  accountFields,
  accountIn,
  amountFields,
  Given,
  providerField,
  units,
} from './account-fields.view.ts';
import { CREATION_STAYS, type CreateAccountInput } from './create-account.ts';

/** Changes a request before it is approved; limits are an Admin's. */
export const editForm = form('account.create.edit', {
  ...accountFields,
  unit: choice('Unit', { optional: true, placeholder: 'As the gateway sets it' }),
  ...amountFields,
  grant: toggle('Also grant', { text: 'Account scope on the new account, to whoever asks for it' }),
});

/** What the modal remembers of how it was drawn. */
export const EditMemory = z.object({
  /** The request and the revision that was edited. */
  id: z.string(),
  revision: z.number(),
  shown: z.array(
    z.enum([
      'name',
      'provider',
      'providerFound',
      'sipRealm',
      'unit',
      'maximum',
      'licensedSessions',
      'grant',
    ]),
  ),
  given: Given,
});

/** The modal behind "Edit & approve", prefilled with the request as it stands. */
export function editModal(drawn: {
  request: { id: string; revision: number; input: CreateAccountInput };
  providers: readonly ServiceProvider[];
  /** Whether this decider may set Unit, maximum and Licensed sessions. */
  limits: boolean;
  /** Who may be granted the account, `null` for nobody. */
  grantee: string | null;
  /** Whether an edit still needs somebody else's approval. */
  fourEyes: 'others' | 'all';
}): DrawnModal {
  const { request, providers, limits, grantee, fourEyes } = drawn;
  const { input } = request;
  const provider = providerField(providers, input.providerSid);
  const leaveOut = [
    provider.leaveOut,
    ...(limits ? [] : (['unit', 'maximum', 'licensedSessions'] as const)),
    ...(grantee === null ? (['grant'] as const) : []),
  ];
  const how = {
    initial: {
      name: input.name,
      sipRealm: input.sipRealm,
      ...provider.initial,
      ...input.limits,
      grant: input.grantTo !== null,
    },
    options: { provider: provider.choices, unit: units },
    leaveOut,
  };
  const shown = EditMemory.shape.shown.element.options.filter(
    (one) => !leaveOut.some((left) => left === one),
  );
  const alone = fourEyes === 'others';
  return {
    view: modal({
      id: editForm.id,
      title: 'Edit & approve',
      submit: alone ? 'Approve' : 'Save',
      close: 'Cancel',
      blocks: [
        section(
          alone
            ? mrkdwn`Submitting approves the request as it stands here: ${bold(`the account is created at once`)}. ${CREATION_STAYS}`
            : mrkdwn`Submitting changes the request. You are then one of its authors, so ${bold('somebody else approves it')}.`,
        ),
        ...editForm.blocks(how),
        ...(grantee === null ? [] : [section(mrkdwn`${bold('Asked for by')} @${grantee}`)]),
      ],
    }),
    remembers: {
      id: request.id,
      revision: request.revision,
      shown,
      given: { provider: editForm.given(how).provider },
    },
  };
}

/** The answers of a submitted edit; `limits` is `undefined` where they were not asked. */
export function editAnswers(values: unknown, memory: z.infer<typeof EditMemory>) {
  const answers = editForm.parse(values, memory);
  return {
    ...accountIn(answers),
    limits: memory.shown.includes('unit') ? limitsIn(answers) : undefined,
    grant: answers.grant ?? false,
  };
}

function limitsIn(answers: {
  unit?: string | null;
  maximum?: number | null;
  licensedSessions?: number | null;
}): Limits | null {
  const { unit, maximum = null, licensedSessions = null } = answers;
  if (unit === 'sessions' || unit === 'minutes') return { unit, maximum, licensedSessions };
  if (maximum === null && licensedSessions === null) return null;
  const fields = { unit: 'Choose sessions or minutes for these limits.' };
  throw new BotError('invalid', 'The limits need a unit.', { fields });
}
