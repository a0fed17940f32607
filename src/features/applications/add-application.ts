import type { z } from 'zod';
import { type AnyKind, defineChange, type Words } from '../../changes/change.ts';
import {
  aboutAccount,
  accountFacts,
  authorizeThere,
  OfAccount,
  SeenApplication,
} from './application-change.ts';
import { asShown, checkSettings, nameTaken, sameShown, settingFacts } from './application-rules.ts';
import { ApplicationSettings, type ApplicationsGateway } from './applications-gateway.ts';

/** What it takes to add an application to an account. */
export const AddApplicationInput = OfAccount.extend({ settings: ApplicationSettings });
export type AddApplicationInput = z.infer<typeof AddApplicationInput>;

/** What people are told of it, before and after. */
export const addingInWords = {
  describe: (input) => ({
    what: `add application ${input.settings.name} to ${input.accountName}`,
    target: input.accountName,
    facts: [...accountFacts(input), ...settingFacts(input.settings)],
  }),
  outcome: (input, _before, after) => ({
    did: `added application ${input.settings.name} to ${input.accountName}`,
    facts: [
      ...settingFacts(input.settings),
      ...(after ? [{ label: 'Application SID', value: after.sid }] : []),
    ],
  }),
  undo: ({ settings: _settings, ...account }, _before, after) => {
    if (!after) return null;
    const { sid, ...expected } = after;
    const input = { ...account, applicationSid: sid, name: after.name, expected };
    return { kind: 'apps remove', input };
  },
} satisfies Words<AddApplicationInput, SeenApplication | null>;

/** The kind `apps add`. */
export function addApplication({ gateway }: { gateway: ApplicationsGateway }): AnyKind {
  return defineChange<AddApplicationInput, SeenApplication | null>({
    kind: 'apps add',
    input: AddApplicationInput,
    seen: SeenApplication.nullable(),
    about: aboutAccount,
    action: () => 'apps add',
    authorize: (actor, input) => authorizeThere(actor, 'apps add', input),
    precondition: (_tx, { settings }) => checkSettings(settings, null),
    ...addingInWords,
    effect: {
      where: 'gateway',
      async before({ accountSid, settings }) {
        if (await gateway.applicationNamed(accountSid, settings.name)) throw nameTaken();
        return null;
      },
      async write({ accountSid, settings }) {
        // There already: an earlier attempt of ours got so far, since the name was free before it.
        const there = await gateway.applicationNamed(accountSid, settings.name);
        if (there && sameShown(there, settings)) return;
        await gateway.addApplication(accountSid, settings);
      },
      async readBack({ accountSid, settings }) {
        const there = await gateway.applicationNamed(accountSid, settings.name);
        if (!there) return { found: 'not done', why: 'There is no such application.' };
        const seen = { sid: there.sid, ...asShown(there) };
        if (sameShown(there, settings)) return { found: 'done', seen };
        const why = 'There is an application of this name, and its settings are others.';
        return { found: 'cannot tell', seen, why };
      },
      repeatable: true,
      howToLook:
        'See whether the application is there, with “apps list” or in the Voice Gateway portal; then press Look again.',
    },
  });
}
