import { z } from 'zod';
import { type AnyKind, defineChange, type Words } from '../../changes/change.ts';
import { ApplicationSid } from '../../ids.ts';
import { aboutAccount, accountFacts, authorizeThere, OfAccount } from './application-change.ts';
import {
  asShown,
  changedMeanwhile,
  differences,
  noSuchApplication,
  requireNotChosen,
  sameShown,
  settingFacts,
} from './application-rules.ts';
import { ApplicationSettings, type ApplicationsGateway } from './applications-gateway.ts';

/** What it takes to remove an application. `expected`: only while it is so (Undo of an addition). */
export const RemoveApplicationInput = OfAccount.extend({
  applicationSid: ApplicationSid,
  name: z.string(),
  expected: ApplicationSettings.optional(),
});
export type RemoveApplicationInput = z.infer<typeof RemoveApplicationInput>;

/** Said before and after. */
export const REMOVAL_STAYS =
  'This cannot be undone: the same application added anew gets another Application SID.';

/** What people are told of it, before and after. */
export const removingInWords = {
  describe: (input) => ({
    what: `remove application ${input.name} of ${input.accountName}`,
    target: input.accountName,
    facts: [
      { label: 'Application name', value: input.name },
      { label: 'Application SID', value: input.applicationSid },
      ...accountFacts(input),
    ],
  }),
  outcome: (input, before) => ({
    did: `removed application ${input.name} of ${input.accountName}`,
    facts: [
      ...(before ? settingFacts(before) : [{ label: 'Application name', value: input.name }]),
      { label: 'Application SID', value: input.applicationSid },
    ],
  }),
  noUndo: REMOVAL_STAYS,
} satisfies Words<RemoveApplicationInput, ApplicationSettings | null>;

/** The kind `apps remove`. */
export function removeApplication({ gateway }: { gateway: ApplicationsGateway }): AnyKind {
  return defineChange<RemoveApplicationInput, ApplicationSettings | null>({
    kind: 'apps remove',
    input: RemoveApplicationInput,
    seen: ApplicationSettings.nullable(),
    about: aboutAccount,
    action: () => 'apps remove',
    authorize: (actor, input) => authorizeThere(actor, 'apps remove', input),
    ...removingInWords,
    effect: {
      where: 'gateway',
      async before({ accountSid, applicationSid, expected }) {
        const there = await gateway.application(accountSid, applicationSid);
        if (!there) throw noSuchApplication();
        requireNotChosen(there);
        if (expected && !sameShown(expected, there)) {
          throw changedMeanwhile(differences(expected, there));
        }
        return asShown(there);
      },
      write: ({ accountSid, applicationSid }) =>
        gateway.removeApplication(accountSid, applicationSid),
      async readBack({ accountSid, applicationSid }) {
        const there = await gateway.application(accountSid, applicationSid);
        if (!there) return { found: 'done', seen: null };
        return { found: 'not done', seen: asShown(there), why: 'The application is still there.' };
      },
      repeatable: true,
      howToLook:
        'See whether the application is still there, with “apps list” or in the Voice Gateway portal; then press Look again.',
    },
  });
}
