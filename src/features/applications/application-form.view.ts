import { hash } from 'node:crypto';
import { z } from 'zod';
import { AccountSid, ApplicationSid } from '../../ids.ts';
import { modal, section } from '../../slack/blocks.ts';
import { choice, search } from '../../slack/choices.ts';
import { text, toggle } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import type { DrawnModal } from '../../slack/interaction.ts';
import { bold, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { Choice } from '../../slack/objects.ts';
import type { AccountSummary, NamedApplication } from '../accounts/account.ts';
import { underField } from '../accounts/account-fields.view.ts';
import { checkWebhookUrl } from '../webhooks/webhook-rules.ts';
import { asShown, checkApplicationName, settingFacts } from './application-rules.ts';
import type { Application, ApplicationSettings } from './applications-gateway.ts';
import { REMOVAL_STAYS } from './remove-application.ts';

/** The action ids that suggest the applications of the account that a form is about. */
export const EDITED = 'apps.edit.application';
export const REMOVED = 'apps.remove.application';

const Method = z.enum(['GET', 'POST']);
const methods: Choice[] = [
  { text: 'POST', value: 'POST' },
  { text: 'GET', value: 'GET' },
];

/** A URL with a mask in it stands for the one that the application has; whether it does is looked at later. */
const url = underField((typed) => (typed.includes('••••@') ? typed : checkWebhookUrl(typed)));

const settingFields = {
  name: text('Application name', { max: 64, check: underField(checkApplicationName) }),
  callingWebhook: text('Calling Webhook', {
    max: 1024,
    check: url,
    placeholder: 'https://bot.example.com/call',
    hint: 'Asked what to do with each call. Begins with https://, http://, wss:// or ws://.',
  }),
  callingMethod: choice('Calling Webhook method', { value: Method }),
  callStatusWebhook: text('Call Status Webhook', {
    max: 1024,
    check: url,
    placeholder: 'https://bot.example.com/status',
    hint: 'Told when the status of a call changes.',
  }),
  callStatusMethod: choice('Call Status Webhook method', { value: Method }),
  recordAllCalls: toggle('Record calls of this application'),
};
const settingNames = [
  'name',
  'callingWebhook',
  'callingMethod',
  'callStatusWebhook',
  'callStatusMethod',
  'recordAllCalls',
] as const;
/** The fields of "Edit application" once it is known of which. */
const EDITING = ['application', ...settingNames] as const;

/** Adds an application. */
export const addForm = form('apps.add', settingFields);

/** Changes one: which it is stands there as text, or is picked first. */
export const editForm = form('apps.edit', {
  application: choice('Application', { value: ApplicationSid }),
  applicationFound: search('Application', {
    value: ApplicationSid,
    suggestions: EDITED,
    redraws: true,
  }),
  ...settingFields,
});

/** Removes one, likewise. */
export const removeForm = form('apps.remove', {
  application: choice('Application', { value: ApplicationSid }),
  applicationFound: search('Application', { value: ApplicationSid, suggestions: REMOVED }),
});

/** What "Add application" remembers. */
export const AddMemory = z.object({ account: AccountSid });

/** What "Edit application" remembers: which one, and marks by which it is seen what of it has changed since. */
export const EditMemory = z.object({
  account: AccountSid,
  chosen: z.object({ application: ApplicationSid, seen: z.array(z.string()) }).nullable(),
});

/** What "Remove application" remembers. */
export const RemoveMemory = z.object({
  account: AccountSid,
  application: ApplicationSid.nullable(),
});

/** The modal "Add application". */
export function addModal({ account }: { account: AccountSummary }): DrawnModal {
  const how = {
    initial: { callingMethod: 'POST', callStatusMethod: 'POST' },
    options: { callingMethod: methods, callStatusMethod: methods },
  };
  return {
    view: modal({
      id: addForm.id,
      title: 'Add application',
      submit: 'Add',
      close: 'Cancel',
      blocks: [ofAccount(account), ...addForm.blocks(how)],
    }),
    remembers: { account: account.sid } satisfies z.infer<typeof AddMemory>,
  };
}

/** The modal "Edit application": of one, or before it is known of which. */
export function editModal(drawn: {
  account: AccountSummary;
  application: Application | null;
  /** It was picked in this form: it was asked for then, and is only said now. */
  picked?: boolean;
}): DrawnModal {
  const { account, application, picked = false } = drawn;
  const remembers: z.infer<typeof EditMemory> = {
    account: account.sid,
    chosen: application && { application: application.sid, seen: marksOf(application) },
  };
  const blocks = application
    ? editForm.blocks({
        leaveOut: picked ? ['application', 'applicationFound'] : ['applicationFound'],
        initial: filled(application),
        options: {
          application: [asChoice(application)],
          callingMethod: methods,
          callStatusMethod: methods,
        },
      })
    : editForm.blocks({ leaveOut: ['application', ...settingNames] });
  return {
    view: modal({
      id: editForm.id,
      title: 'Edit application',
      submit: application ? 'Save' : 'Continue',
      close: 'Cancel',
      blocks: [
        ofAccount(account),
        ...(application && picked
          ? [section(mrkdwn`${bold('Application')}\n${application.name}`)]
          : []),
        ...blocks,
      ],
    }),
    remembers,
  };
}

/** The modal "Remove application", of the only one that there is, or of one that is picked. */
export function removeModal(drawn: {
  account: AccountSummary;
  application: NamedApplication | null;
}): DrawnModal {
  const { account, application } = drawn;
  const blocks = application
    ? removeForm.blocks({
        leaveOut: ['applicationFound'],
        options: { application: [asChoice(application)] },
      })
    : removeForm.blocks({ leaveOut: ['application'] });
  return {
    view: modal({
      id: removeForm.id,
      title: 'Remove application',
      submit: 'Remove',
      close: 'Cancel',
      blocks: [ofAccount(account), ...blocks, section(mrkdwn`${REMOVAL_STAYS}`)],
    }),
    remembers: {
      account: account.sid,
      application: application?.sid ?? null,
    } satisfies z.infer<typeof RemoveMemory>,
  };
}

/** The answers of a submitted "Add application". */
export function addAnswers(values: unknown): ApplicationSettings {
  return settingsIn(addForm.parse(values));
}

/** Those of a submitted "Edit application", once it is known of which. */
export function editAnswers(values: unknown, application: ApplicationSid): ApplicationSettings {
  return settingsIn(editForm.parse(values, { shown: EDITING, given: { application } }));
}

/** The application that was picked in "Edit application", which shows nothing else then. */
export function editPicked(values: unknown): ApplicationSid {
  return editForm.parse(values, { shown: ['applicationFound'] }).applicationFound;
}

/** The one that was picked in "Remove application". */
export function removePicked(values: unknown): ApplicationSid {
  return removeForm.parse(values, { shown: ['applicationFound'] }).applicationFound;
}

/** Marks of the settings, in the order of `settingFacts`: too short to hold them, enough to see which has changed. */
export function marksOf(settings: ApplicationSettings): string[] {
  return settingFacts(settings).map(({ value }) => hash('sha256', value).slice(0, 16));
}

/** An application as a choice. */
export function asChoice({ sid, name }: NamedApplication): Choice {
  return { text: name, value: sid };
}

function settingsIn(answers: {
  name: string;
  callingWebhook: string;
  callingMethod: 'GET' | 'POST';
  callStatusWebhook: string;
  callStatusMethod: 'GET' | 'POST';
  recordAllCalls: boolean;
}): ApplicationSettings {
  return {
    name: answers.name,
    callingWebhook: { url: answers.callingWebhook, method: answers.callingMethod },
    callStatusWebhook: { url: answers.callStatusWebhook, method: answers.callStatusMethod },
    recordAllCalls: answers.recordAllCalls,
  };
}

function filled(application: ApplicationSettings) {
  const { name, callingWebhook, callStatusWebhook, recordAllCalls } = asShown(application);
  return {
    name,
    callingWebhook: callingWebhook?.url,
    callingMethod: callingWebhook?.method ?? 'POST',
    callStatusWebhook: callStatusWebhook?.url,
    callStatusMethod: callStatusWebhook?.method ?? 'POST',
    recordAllCalls,
  };
}

function ofAccount({ name, provider }: AccountSummary) {
  return section(
    mrkdwn`${bold('Account:')} ${shortened(name, 64)} · ${shortened(provider.name, 64)}`,
  );
}
