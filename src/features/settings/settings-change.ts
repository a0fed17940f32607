import { z } from 'zod';
import { type AnyKind, defineChange, type Reading, type Words } from '../../changes/change.ts';
import type { KeptSecrets, SecretTrace } from '../../changes/kept-secrets.ts';
import { BotError } from '../../errors.ts';
import { AccountSid, ProviderSid } from '../../ids.ts';
import { noSuchAccount, requireRight } from '../access/access.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import { checkAccountName, checkSipRealm } from '../accounts/account-rules.ts';
import { recordingInWords } from '../recording/recording-trace.ts';
import { checkWebhookUrl } from '../webhooks/webhook-rules.ts';
import {
  differences,
  differing,
  picked,
  type Setting,
  SettingsTrace,
  secretsIn,
  settingLabels,
  traced,
  tracesIn,
  untraced,
} from './settings.ts';
import type { SettingsGateway } from './settings-gateway.ts';

/** Settings that are changed together, by one right and in one form: the command's words, and what there is to them. */
export const concerns = {
  'account edit': ['name', 'deviceApplication', 'siprecApplication'],
  'limits edit': ['limits'],
  'realm edit': ['sipRealm'],
  'webhooks edit': ['registrationWebhook', 'queueEventWebhook'],
  'recording edit': ['recording'],
  'recording off': ['recording'],
} as const satisfies Record<string, readonly Setting[]>;
export type Concern = keyof typeof concerns;

/** New settings of one account, and what they were when somebody decided on them. */
export const SettingsInput = z.object({
  accountSid: AccountSid,
  providerSid: ProviderSid,
  /** The account's name when it was asked. */
  name: z.string(),
  expected: SettingsTrace,
  wanted: SettingsTrace,
});
export type SettingsInput = z.infer<typeof SettingsInput>;

interface Needs {
  gateway: AccountsGateway & SettingsGateway;
  keptSecrets: KeptSecrets;
  /** The slash command, for what people are told to type. */
  command: string;
}

/** The kinds of change that edit settings. */
export function settingsChanges(needs: Needs): AnyKind[] {
  return (Object.keys(concerns) as Concern[]).map((concern) => settingsChange(concern, needs));
}

function settingsChange(concern: Concern, { gateway, keptSecrets, command }: Needs): AnyKind {
  const keys = concerns[concern];

  /** How the settings are now, nothing secret kept of them. */
  async function present(sid: AccountSid): Promise<SettingsTrace> {
    const account = await gateway.account(sid);
    if (!account) throw noSuchAccount();
    return traced(picked(account, keys), keptSecrets.trace);
  }

  return defineChange<SettingsInput, SettingsTrace>({
    kind: concern,
    input: SettingsInput,
    seen: SettingsTrace,
    about: ({ accountSid, providerSid }) => ({
      lane: `account/${accountSid}`,
      accountSid,
      providerSid,
    }),
    action: () => concern,
    authorize(actor, { accountSid, providerSid }) {
      requireRight(actor, concern, { kind: 'account', accountSid, providerSid });
    },
    precondition(_tx, { wanted, expected }) {
      requireKnown(wanted, keys);
      requireKnown(expected, keys);
      checkSettings(wanted, expected);
    },
    ...settingsInWords(concern),
    effect: {
      where: 'gateway',
      async before({ accountSid, expected, wanted }) {
        const account = await gateway.account(accountSid);
        if (!account) throw noSuchAccount();
        const settings = picked(account, keys);
        const now = traced(settings, keptSecrets.trace);
        const moved = differing(now, expected);
        if (moved.length > 0 && differing(now, wanted).length > 0) throw movedOn(moved);
        // What is overwritten is kept for Undo.
        const secrets = secretsIn(settings);
        const copies = secrets.length > 0 ? await keptSecrets.keep(secrets) : [];
        const copyOf = new Map(copies.map((copy) => [copy.print, copy]));
        return traced(settings, (secret) => {
          const trace = keptSecrets.trace(secret);
          return copyOf.get(trace.print) ?? trace;
        });
      },
      async write({ accountSid, wanted }, before) {
        const copies = new Map(tracesIn(before).map((trace) => [trace.print, trace]));
        // A secret that stays is not kept a second time: its copy is that of what was there before.
        const reveal = (trace: SecretTrace) =>
          keptSecrets.reveal(trace.kept ? trace : (copies.get(trace.print) ?? trace));
        await gateway.changeSettings(
          accountSid,
          untraced(before, reveal),
          untraced(wanted, reveal),
        );
      },
      readBack: async ({ accountSid, wanted }, before) =>
        reading(before, wanted, await present(accountSid)),
      // It is written only where everything is as it was before.
      repeatable: true,
      howToLook: `Type ${command} account show <account>, and compare; then press Look again.`,
    },
  });
}

/** What people are told of changed settings, before and after. */
export function settingsInWords(concern: Concern): Words<SettingsInput, SettingsTrace> {
  return {
    describe: (input) => ({
      what: `${inWords(input).what} of ${input.name}`,
      target: input.name,
      facts: differences(input.expected, input.wanted),
    }),
    outcome: (input, before, after) => ({
      did: `${inWords(input).did} of ${input.name}`,
      facts: differences(before, after),
    }),
    undo: ({ wanted: _wanted, ...input }, before, after) => ({
      // What was turned off is turned on by the right to edit.
      kind: concern === 'recording off' ? 'recording edit' : concern,
      input: { ...input, expected: after, wanted: before },
    }),
  };
}

/** What the settings before, the wanted ones and the present ones say. */
export function reading(
  before: SettingsTrace,
  wanted: SettingsTrace,
  now: SettingsTrace,
): Reading<SettingsTrace> {
  const missing = differing(wanted, now);
  if (missing.length === 0) return { found: 'done', seen: now };
  const labels = missing.map((key) => settingLabels[key]).join(', ');
  const moved = differing(before, now);
  if (moved.length === 0) {
    return { found: 'not done', seen: now, why: `As before: ${labels}.` };
  }
  return { found: 'partly done', seen: now, why: `Not as wanted: ${labels}.` };
}

/** Throws `invalid` unless every setting that changes may be what is wanted; what stays is not looked at. */
export function checkSettings(wanted: SettingsTrace, expected: SettingsTrace): void {
  const { name, sipRealm, registrationWebhook, queueEventWebhook } = wanted;
  const changes = differing(expected, wanted);
  if (changes.length === 0) throw nothingChanged();
  if (changes.includes('name') && name !== undefined) checkAccountName(name);
  if (changes.includes('sipRealm') && sipRealm) checkSipRealm(sipRealm);
  for (const hook of [registrationWebhook, queueEventWebhook]) {
    if (!hook || hook.hiddenUrl) continue;
    checkWebhookUrl(hook.url);
    if (hook.password && hook.username === null) throw passwordAlone();
  }
}

/** What is said where a form is submitted as it was. */
export function nothingChanged(): BotError {
  return new BotError('invalid', 'Nothing was changed.', {
    why: 'Everything is as it was.',
    now: 'Change something, or close the form.',
  });
}

export function passwordAlone(): BotError {
  const why = 'A password needs a user name.';
  return new BotError('invalid', 'This webhook cannot be used.', { why });
}

function requireKnown(settings: SettingsTrace, keys: readonly Setting[]): void {
  const others = Object.keys(settings).filter((key) => !keys.some((known) => known === key));
  if (others.length === 0) return;
  throw new BotError('forbidden', 'This form holds a setting that it did not ask for.', {
    now: 'Open it again.',
  });
}

function movedOn(moved: readonly Setting[]): BotError {
  const labels = moved.map((key) => settingLabels[key]).join(', ');
  return new BotError('conflict', 'Somebody changed this account meanwhile.', {
    why: `Not as it was when this was asked: ${labels}.`,
    now: 'Look at it as it is now, and change it from there.',
  });
}

/** What is done, in the infinitive and in the past tense. */
function inWords({ expected, wanted }: Pick<SettingsInput, 'expected' | 'wanted'>) {
  const ofRecording = recordingInWords(expected.recording, wanted.recording);
  if (ofRecording) return ofRecording;
  const labels = differing(expected, wanted).map((key) => settingLabels[key]);
  const changed = labels.join(' and ');
  return { what: `change ${changed}`, did: `changed ${changed}` };
}
