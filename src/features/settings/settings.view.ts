import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { BotError } from '../../errors.ts';
import { ApplicationSid } from '../../ids.ts';
import type { Secret } from '../../secret.ts';
import {
  actions,
  button,
  context,
  type Message,
  message,
  modal,
  section,
} from '../../slack/blocks.ts';
import { choice, search } from '../../slack/choices.ts';
import { secret, text } from '../../slack/fields.ts';
import {
  type Drawn,
  type Fields,
  type Form,
  type FormValues,
  form,
  type Initials,
} from '../../slack/form.ts';
import { bold, code, type Mrkdwn, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { Choice } from '../../slack/objects.ts';
import type { AnyForm } from '../../slack/submission-error.ts';
import type { Account, NamedApplication, Webhook } from '../accounts/account.ts';
import { accountFields, amountFields, underField, units } from '../accounts/account-fields.view.ts';
import { limitFacts } from '../accounts/create-account.ts';
import { checkWebhookUrl, URL_LENGTH, withoutCredentials } from '../webhooks/webhook-rules.ts';
import { type SomeSettings, settingLabels } from './settings.ts';
import { type Concern, passwordAlone } from './settings-change.ts';

/** The form of one concern. */
export interface SettingsForm {
  concern: Concern;
  form: AnyForm;
  title: string;
  /** Over an account as it is; `values`: what stands in it by now; `notes`: what is said on top. */
  modal(account: Account, drawn?: { values?: unknown; notes?: readonly Mrkdwn[] }): ModalView;
  /** What is wanted of the account. Throws `invalid` with the refused fields. */
  wanted(values: unknown, account: Account): SomeSettings;
}

/** How a form is filled over an account, and what its answers mean for it. */
interface Spec<F extends Fields> {
  concern: Concern;
  title: string;
  /** What saving does. */
  meaning: string;
  drawn(account: Account): Drawn<F>;
  wanted(answers: FormValues<Form<F>>, account: Account): SomeSettings;
}

function settingsForm<F extends Fields>(of: Form<F>, spec: Spec<F>): SettingsForm {
  const { concern, title, meaning } = spec;
  return {
    concern,
    title,
    form: of,
    modal(account, { values, notes = [] } = {}) {
      const drawn = spec.drawn(account);
      const typed = values === undefined ? {} : of.typed(values);
      const initial: Initials<F> = { ...drawn.initial, ...typed };
      const fresh = notes.length > 0 ? 'anew' : undefined;
      return modal({
        id: of.id,
        title,
        submit: 'Save',
        close: 'Cancel',
        blocks: [
          ...notes.map((note) => section(note)),
          section(mrkdwn`${bold(shortened(account.name, 100))}. ${meaning}`),
          ...of.blocks({ ...drawn, initial, ...(fresh && { fresh }) }),
        ],
      });
    },
    wanted: (values, account) => spec.wanted(of.parse(values) as never, account),
  };
}

const Method = z.enum(['GET', 'POST']);
const methods = Method.options.map((value) => ({ text: value, value }));
const url = { optional: true, max: URL_LENGTH, check: underField(checkWebhookUrl) } as const;
const credential = { optional: true, max: 255 } as const;

/** The action id that suggests an account's applications. */
export const APPLICATIONS = 'settings.account.application';
/** What stands for no application in a picker, which cannot be emptied on every device. */
const NONE = 'none';
const chosen = {
  value: z.union([ApplicationSid, z.literal(NONE)]),
  suggestions: APPLICATIONS,
  optional: true,
  placeholder: 'None',
} as const;

const nameForm = form('settings.account', {
  name: accountFields.name,
  deviceApplication: search(settingLabels.deviceApplication, chosen),
  siprecApplication: search(settingLabels.siprecApplication, chosen),
});

const limitsForm = form('settings.limits', {
  unit: choice('Unit', { value: z.enum(['sessions', 'minutes']) }),
  ...amountFields,
});

const realmForm = form('settings.realm', { sipRealm: accountFields.sipRealm });

const webhooksForm = form('settings.webhooks', {
  registrationUrl: text('Registration Webhook', {
    ...url,
    hint: 'Asked when a SIP device registers. Empty: none.',
  }),
  registrationMethod: choice('Method', { value: Method }),
  registrationUsername: text('User name', credential),
  registrationPassword: secret('Password', credential),
  queueUrl: text('Queue Event Webhook', {
    ...url,
    hint: 'Told by POST when a member joins or leaves a queue. Empty: none.',
  }),
  queueUsername: text('Queue Event user name', credential),
  queuePassword: secret('Queue Event password', credential),
});

/** The forms, by what they are about. */
export const settingsForms = {
  'account edit': settingsForm(nameForm, {
    concern: 'account edit',
    title: 'Edit account',
    meaning:
      'Lists, cards and later messages show a new name. An application handles calls from the next one on.',
    drawn: ({ name, deviceApplication, siprecApplication }) => ({
      initial: {
        name,
        deviceApplication: deviceApplication && applicationChoice(deviceApplication),
        siprecApplication: siprecApplication && applicationChoice(siprecApplication),
      },
    }),
    wanted: ({ name, deviceApplication, siprecApplication }) => ({
      name,
      deviceApplication: applicationIn(deviceApplication),
      siprecApplication: applicationIn(siprecApplication),
    }),
  }),
  'limits edit': settingsForm(limitsForm, {
    concern: 'limits edit',
    title: 'Limits',
    meaning: 'They count from the next call on.',
    drawn: ({ limits }) => ({ initial: { ...limits }, options: { unit: units } }),
    wanted: (limits) => ({ limits }),
  }),
  'realm edit': settingsForm(realmForm, {
    concern: 'realm edit',
    title: 'SIP Realm',
    meaning:
      'Devices must register again under the new realm: until they do, they neither call nor are called.',
    drawn: ({ sipRealm }) => ({ initial: { sipRealm } }),
    wanted: ({ sipRealm }) => ({ sipRealm }),
  }),
  'webhooks edit': settingsForm(webhooksForm, {
    concern: 'webhooks edit',
    title: 'Webhooks',
    meaning:
      'From the next registration or queue event on, the Voice Gateway calls these addresses, signed with the Webhook Secret.',
    drawn: ({ registrationWebhook: registration, queueEventWebhook: queue }) => ({
      initial: {
        registrationUrl: shownUrl(registration),
        registrationMethod: registration?.method ?? 'POST',
        registrationUsername: registration?.username,
        queueUrl: shownUrl(queue),
        queueUsername: queue?.username,
      },
      options: { registrationMethod: methods },
      hints: {
        ...hiddenHint('registrationUrl', registration),
        ...hiddenHint('queueUrl', queue),
        ...storedHint('registrationPassword', registration),
        ...storedHint('queuePassword', queue),
      },
    }),
    wanted: (answers, { registrationWebhook, queueEventWebhook }) => ({
      registrationWebhook: webhookOf(registrationWebhook, 'registrationPassword', {
        url: answers.registrationUrl,
        method: answers.registrationMethod,
        username: answers.registrationUsername,
        password: answers.registrationPassword,
      }),
      queueEventWebhook: webhookOf(queueEventWebhook, 'queuePassword', {
        url: answers.queueUrl,
        // The portal sets POST alone; what was set elsewhere stays.
        method: queueEventWebhook?.method ?? 'POST',
        username: answers.queueUsername,
        password: answers.queuePassword,
      }),
    }),
  }),
} satisfies Partial<Record<Concern, SettingsForm>>;

/** The account's applications as what a picker offers; None as well, where that may be what is typed. */
export function applicationChoices(typed: string, found: readonly NamedApplication[]): Choice[] {
  const none = 'none'.startsWith(typed.trim().toLowerCase()) ? [{ text: 'None', value: NONE }] : [];
  return [...none, ...found.map(applicationChoice)];
}

function applicationChoice({ sid, name }: NamedApplication): Choice {
  return { text: name, value: sid };
}

/** What was chosen; its name is known once the gateway was asked. */
function applicationIn(value: string | null): NamedApplication | null {
  const sid = ApplicationSid.safeParse(value).data;
  return sid === undefined ? null : { sid, name: '' };
}

interface WebhookAnswers {
  url: string | null;
  method: Webhook['method'];
  username: string | null;
  password: Secret | null;
}

/** A webhook as it is wanted: what is secret of the present one stays where nothing else was typed. */
function webhookOf(
  present: Webhook | null,
  passwordField: string,
  { url: typed, method, username, password }: WebhookAnswers,
): Webhook | null {
  const wanted = typed ?? (present && isHidden(present) ? present.url : null);
  if (wanted === null) return null;
  if (username !== null) {
    return { url: wanted, method, username, password: password ?? present?.password ?? null };
  }
  if (password === null) return { url: wanted, method, username: null, password: null };
  const { message: what, why = what } = passwordAlone();
  throw new BotError('invalid', what, { why, fields: { [passwordField]: why } });
}

function isHidden({ url: address }: Webhook): boolean {
  return withoutCredentials(address) !== address;
}

function shownUrl(hook: Webhook | null): string | undefined {
  return hook && !isHidden(hook) ? hook.url : undefined;
}

function hiddenHint(field: string, hook: Webhook | null) {
  if (!hook || !isHidden(hook)) return {};
  const shown = shortened(withoutCredentials(hook.url), 200);
  return { [field]: `Stored is an address with a password in it: ${shown}. Empty: it stays.` };
}

function storedHint(field: string, hook: Webhook | null) {
  const mask = hook?.password?.masked();
  return mask
    ? { [field]: `Stored: ${mask}. Empty: it stays, as long as the user name does.` }
    : {};
}

/** Unit with its maximum, and Licensed sessions: what everybody sees who sees the account, and an Admin sets. */
export function limitsMessage(account: Account, mayEdit: boolean): Message {
  const fields = limitFacts(account.limits).map(({ label, value }) => setting(label, value));
  return message(
    section(mrkdwn`${bold(`Limits of ${shortened(account.name, 100)}`)}`),
    section(null, { fields }),
    mayEdit
      ? actions(editButton('Edit', 'settings.limits', account))
      : context(mrkdwn`Only Admins set these.`),
  );
}

/** The SIP realm of an account. */
export function realmMessage(account: Account, mayEdit: boolean): Message {
  const { sipRealm } = account;
  const shown = sipRealm === null ? 'none' : code(shortened(sipRealm, 200));
  return message(
    section(mrkdwn`${bold(`SIP Realm of ${shortened(account.name, 100)}:`)} ${shown}`),
    context(mrkdwn`The domain name that SIP devices register with.`),
    ...(mayEdit ? [actions(editButton('Edit', 'settings.realm', account))] : []),
  );
}

function editButton(label: string, actionId: string, { sid, name }: Account) {
  return button(label, actionId, { value: sid, label: shortened(`${label} ${name}`, 75) });
}

function setting(label: string, value: string): Mrkdwn {
  return mrkdwn`${bold(`${label}:`)} ${value}`;
}
