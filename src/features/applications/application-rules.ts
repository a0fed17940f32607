import { canonical } from '../../canonical.ts';
import type { Fact } from '../../changes/change.ts';
import { BotError } from '../../errors.ts';
import { checkAccountName } from '../accounts/account-rules.ts';
import { checkWebhookUrl, withoutCredentials } from '../webhooks/webhook-rules.ts';
import type {
  Application,
  ApplicationSettings,
  ApplicationWebhook,
  ChosenFor,
} from './applications-gateway.ts';

/** The application name as it is stored, under the same rule as an account's. Throws `invalid` with `fields.name`. */
export function checkApplicationName(text: string): string {
  try {
    return checkAccountName(text);
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const { why, fields } = error;
    throw new BotError('invalid', 'This application name cannot be used.', { why, fields });
  }
}

/**
 * Throws `invalid` with `fields` for each setting that cannot be accepted. A URL that is stored already, or stands as
 * that one is shown, is kept: it may hold a password.
 */
export function checkSettings(
  settings: ApplicationSettings,
  stored: ApplicationSettings | null,
): void {
  const fields: Record<string, string> = {};
  const check = (field: keyof ApplicationSettings, rule: () => unknown) => {
    try {
      rule();
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      fields[field] = error.why ?? error.message;
    }
  };
  check('name', () => checkApplicationName(settings.name));
  for (const field of ['callingWebhook', 'callStatusWebhook'] as const) {
    const url = settings[field]?.url;
    const kept = stored?.[field]?.url;
    if (url === undefined || url === kept || (kept && url === withoutCredentials(kept))) continue;
    check(field, () => checkWebhookUrl(url));
  }
  if (Object.keys(fields).length === 0) return;
  throw new BotError('invalid', 'Some answers cannot be accepted.', {
    why: Object.values(fields).join(' '),
    fields,
  });
}

/** The settings as people may see them and as the journal keeps them: without the password that a URL may hold. */
export function asShown({
  name,
  callingWebhook,
  callStatusWebhook,
  recordAllCalls,
}: ApplicationSettings): ApplicationSettings {
  const shown = (hook: ApplicationWebhook | null) =>
    hook && { url: withoutCredentials(hook.url), method: hook.method };
  return {
    name,
    callingWebhook: shown(callingWebhook),
    callStatusWebhook: shown(callStatusWebhook),
    recordAllCalls,
  };
}

/** What is to be written for settings as they are shown: a URL that is not changed keeps its password. */
export function asStored(
  shown: ApplicationSettings,
  now: ApplicationSettings,
): ApplicationSettings {
  const stored = (field: 'callingWebhook' | 'callStatusWebhook') => {
    const hook = shown[field];
    const kept = now[field]?.url;
    const same = kept !== undefined && hook?.url === withoutCredentials(kept);
    return hook && { ...hook, url: same ? kept : hook.url };
  };
  return {
    ...shown,
    callingWebhook: stored('callingWebhook'),
    callStatusWebhook: stored('callStatusWebhook'),
  };
}

/** Whether two are the same, the passwords in their URLs included. */
export function sameSettings(one: ApplicationSettings, other: ApplicationSettings): boolean {
  const only = ({ name, callingWebhook, callStatusWebhook, recordAllCalls }: ApplicationSettings) =>
    canonical({ name, callingWebhook, callStatusWebhook, recordAllCalls });
  return only(one) === only(other);
}

/** Whether two are the same as far as they may be shown. */
export function sameShown(one: ApplicationSettings, other: ApplicationSettings): boolean {
  return canonical(asShown(one)) === canonical(asShown(other));
}

/** Whether a URL in these settings, as they are shown, stands for one with a password. */
export function holdsCredentials(shown: ApplicationSettings): boolean {
  const urls = [shown.callingWebhook?.url, shown.callStatusWebhook?.url];
  return urls.some((url) => url?.includes('••••@'));
}

/** Every setting as a labelled value. */
export function settingFacts(settings: ApplicationSettings): Fact[] {
  const { name, callingWebhook, callStatusWebhook, recordAllCalls } = asShown(settings);
  return [
    { label: 'Application name', value: name },
    { label: 'Calling Webhook', value: callingWebhook?.url ?? 'none' },
    { label: 'Calling Webhook method', value: callingWebhook?.method ?? 'none' },
    { label: 'Call Status Webhook', value: callStatusWebhook?.url ?? 'none' },
    { label: 'Call Status Webhook method', value: callStatusWebhook?.method ?? 'none' },
    { label: 'Record calls of this application', value: recordAllCalls ? 'yes' : 'no' },
  ];
}

/** The settings that differ, each with what it was. */
export function differences(was: ApplicationSettings, is: ApplicationSettings): Fact[] {
  const before = settingFacts(was);
  return settingFacts(is).flatMap((fact, index) => {
    const earlier = before[index]?.value ?? 'none';
    return earlier === fact.value ? [] : [{ ...fact, was: earlier }];
  });
}

/** Throws `conflict` while the account has chosen the application, naming for which calls. */
export function requireNotChosen({
  name,
  chosenFor,
}: Pick<Application, 'name' | 'chosenFor'>): void {
  if (chosenFor.length === 0) return;
  throw new BotError(
    'conflict',
    `“${name}” cannot be removed: it is chosen for ${listed(chosenFor)}.`,
    {
      why: `Its account has it as ${chosenFor.map((calls) => `“Application for ${calls}”`).join(' and ')}.`,
      now: 'Choose another application there, or none, with `account edit`.',
    },
  );
}

export function nameTaken(): BotError {
  const why = 'This account already has an application of this name.';
  return new BotError('conflict', 'This application name is taken.', {
    why,
    now: 'Choose another and try again.',
    fields: { name: why },
  });
}

/** Somebody changed it since it was looked at: what of it is different now. */
export function changedMeanwhile(changes: readonly Fact[]): BotError {
  const now = changes.map(({ label, value }) => `${label} is “${value}” now`);
  return new BotError('conflict', 'Somebody changed this application meanwhile.', {
    why: `${now.length === 0 ? 'It is not as it was when you looked' : now.join('; ')}.`,
    now: 'Nothing was changed. Open it again to see it as it is, and change it from there.',
  });
}

/** The words for an application that is not there. */
export function noSuchApplication(): BotError {
  return new BotError('not_found', 'There is no such application.', {
    why: 'It may have been removed meanwhile.',
    now: 'See those that are there with `apps list`.',
  });
}

export function listed(calls: readonly ChosenFor[]): string {
  return calls.join(' and ');
}
