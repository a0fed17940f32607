import type { z } from 'zod';
import { type AnyKind, defineChange, type Words } from '../../changes/change.ts';
import { ApplicationSid } from '../../ids.ts';
import { aboutAccount, accountFacts, authorizeThere, OfAccount } from './application-change.ts';
import {
  asShown,
  asStored,
  changedMeanwhile,
  checkSettings,
  differences,
  holdsCredentials,
  noSuchApplication,
  sameShown,
} from './application-rules.ts';
import {
  type Application,
  ApplicationSettings,
  type ApplicationsGateway,
} from './applications-gateway.ts';

/** What it takes to change an application. `expected`: as whoever asks saw it. Both without passwords in URLs. */
export const EditApplicationInput = OfAccount.extend({
  applicationSid: ApplicationSid,
  expected: ApplicationSettings,
  settings: ApplicationSettings,
});
export type EditApplicationInput = z.infer<typeof EditApplicationInput>;

/** What people are told of it, before and after. */
export const editingInWords = {
  describe: (input) => ({
    what: `change application ${input.expected.name} of ${input.accountName}`,
    target: input.accountName,
    facts: [...accountFacts(input), ...differences(input.expected, input.settings)],
  }),
  outcome: (input, before, after) => ({
    did: `changed application ${input.settings.name} of ${input.accountName}`,
    facts: differences(before, after),
  }),
  undo: (input, before, after) =>
    // A password that stood in a URL is nowhere but in the gateway, so it could not be put back.
    holdsCredentials(before) && !sameUrls(before, after)
      ? null
      : { kind: 'apps edit', input: { ...input, expected: after, settings: before } },
} satisfies Words<EditApplicationInput, ApplicationSettings>;

/** The kind `apps edit`. */
export function editApplication({ gateway }: { gateway: ApplicationsGateway }): AnyKind {
  async function present({
    accountSid,
    applicationSid,
  }: EditApplicationInput): Promise<Application> {
    const application = await gateway.application(accountSid, applicationSid);
    if (!application) throw noSuchApplication();
    return application;
  }

  function requireAs(expected: ApplicationSettings, now: ApplicationSettings): void {
    if (!sameShown(expected, now)) throw changedMeanwhile(differences(expected, now));
  }

  return defineChange<EditApplicationInput, ApplicationSettings>({
    kind: 'apps edit',
    input: EditApplicationInput,
    seen: ApplicationSettings,
    about: aboutAccount,
    action: () => 'apps edit',
    authorize: (actor, input) => authorizeThere(actor, 'apps edit', input),
    precondition: (_tx, { settings, expected }) => checkSettings(settings, expected),
    ...editingInWords,
    effect: {
      where: 'gateway',
      async before(input) {
        const now = await present(input);
        requireAs(input.expected, now);
        return asShown(now);
      },
      async write(input, before) {
        const now = await present(input);
        requireAs(before, now);
        const { accountSid, applicationSid, settings } = input;
        await gateway.changeApplication(accountSid, applicationSid, now, asStored(settings, now));
      },
      async readBack({ accountSid, applicationSid, settings }, before) {
        const there = await gateway.application(accountSid, applicationSid);
        if (!there) return { found: 'not done', why: 'The application is not there any more.' };
        const seen = asShown(there);
        if (sameShown(there, settings)) return { found: 'done', seen };
        if (sameShown(there, before)) {
          return { found: 'not done', seen, why: 'The application is as it was.' };
        }
        const why = 'The application is neither as it was nor as asked.';
        return { found: 'cannot tell', seen, why };
      },
      repeatable: true,
      howToLook:
        'Look at the application, with “apps list” or in the Voice Gateway portal; then press Look again.',
    },
  });
}

function sameUrls(one: ApplicationSettings, other: ApplicationSettings): boolean {
  return (
    one.callingWebhook?.url === other.callingWebhook?.url &&
    one.callStatusWebhook?.url === other.callStatusWebhook?.url
  );
}
