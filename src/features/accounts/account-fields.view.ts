import { z } from 'zod';
import { BotError } from '../../errors.ts';
import { ProviderSid } from '../../ids.ts';
import { choice, search } from '../../slack/choices.ts';
import { refuse } from '../../slack/field.ts';
import { text, wholeNumber } from '../../slack/fields.ts';
import type { Choice } from '../../slack/objects.ts';
import type { ServiceProvider } from './account.ts';
import { checkAccountName, checkSipRealm } from './account-rules.ts';

/** The action id that suggests providers, where there are more than a list can hold. */
export const PROVIDERS = 'account.create.provider';
/** What a limit is at most: a 32-bit column of the gateway. */
const MOST = 2_147_483_647;

/** Slack's limit of a list's options. */
const LISTED = 100;

/** The fields of an account that is still to be created. */
export const accountFields = {
  name: text('Account name', { max: 64, check: underField(checkAccountName) }),
  provider: choice('Service Provider', { value: ProviderSid }),
  providerFound: search('Service Provider', { value: ProviderSid, suggestions: PROVIDERS }),
  sipRealm: text('SIP Realm', {
    max: 132,
    check: underField(checkSipRealm),
    placeholder: 'voice.example.com',
    hint: 'The domain name that SIP devices register with.',
  }),
};

/** The maximum of the unit, and Licensed sessions, beside it. */
export const amountFields = {
  maximum: wholeNumber('Maximum', { optional: true, max: MOST, hint: 'Empty: unlimited.' }),
  licensedSessions: wholeNumber('Licensed sessions', {
    optional: true,
    max: MOST,
    hint: 'Empty: unlimited.',
  }),
};

/** The units that there are. */
export const units: Choice[] = [
  { text: 'sessions', value: 'sessions' },
  { text: 'minutes', value: 'minutes' },
];

/** Values of fields that were drawn as text, as a modal remembers them. */
export const Given = z.object({ provider: z.string().optional() });

/** Providers as choices. */
export function providerChoices(providers: readonly ServiceProvider[]): Choice[] {
  return providers.map(({ sid, name }) => ({ text: name, value: sid }));
}

/** How the provider is drawn: from a list, or by typing where there are more than one holds. */
export function providerField(providers: readonly ServiceProvider[], sid: string | undefined) {
  const chosen = providers.find((provider) => provider.sid === sid);
  return {
    leaveOut: providers.length > LISTED ? ('provider' as const) : ('providerFound' as const),
    choices: providerChoices(providers.slice(0, LISTED)),
    initial: {
      provider: chosen?.sid,
      providerFound: chosen && { text: chosen.name, value: chosen.sid },
    },
  };
}

/** The account's own answers of either form. */
export function accountIn(answers: {
  name?: string;
  provider?: ProviderSid;
  providerFound?: ProviderSid;
  sipRealm?: string;
}) {
  const { name, sipRealm } = answers;
  const providerSid = answers.provider ?? answers.providerFound;
  if (name === undefined || sipRealm === undefined || providerSid === undefined) {
    throw new Error('The form was drawn without the account’s own fields.');
  }
  return { name, sipRealm, providerSid };
}

/** A rule of accounts as a field's check: what is shown under the field is why. */
export function underField(rule: (typed: string) => string): (typed: string) => string {
  return (typed) => {
    try {
      return rule(typed);
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      return refuse(error.why ?? error.message);
    }
  };
}
