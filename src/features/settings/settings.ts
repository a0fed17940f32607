import { z } from 'zod';
import { canonical } from '../../canonical.ts';
import { differenceOf, type Fact } from '../../changes/change.ts';
import { SecretTrace } from '../../changes/kept-secrets.ts';
import { ApplicationSid } from '../../ids.ts';
import { Secret } from '../../secret.ts';
import { type Account, Limits, type Webhook } from '../accounts/account.ts';
import { limitFacts } from '../accounts/create-account.ts';
import { credentialOf } from '../recording/recording.ts';
import {
  comparableRecording,
  RecordingTrace,
  recordingDifferences,
  tracedRecording,
  untracedRecording,
} from '../recording/recording-trace.ts';
import { withoutCredentials } from '../webhooks/webhook-rules.ts';

/** The settings of an account that are changed in chat. `null`: none. */
export type Settings = Pick<
  Account,
  | 'name'
  | 'sipRealm'
  | 'limits'
  | 'deviceApplication'
  | 'siprecApplication'
  | 'registrationWebhook'
  | 'queueEventWebhook'
  | 'recording'
>;

export type Setting = keyof Settings;

/** Some of the settings. */
export type SomeSettings = { [Key in Setting]?: Settings[Key] | undefined };

/** What the portal calls them, in its order. */
export const settingLabels: Record<Setting, string> = {
  name: 'Account name',
  limits: 'Unit and Licensed sessions',
  sipRealm: 'SIP Realm',
  deviceApplication: 'Application for SIP device calls',
  siprecApplication: 'Application for SIPREC calls',
  registrationWebhook: 'Registration Webhook',
  queueEventWebhook: 'Queue Event Webhook',
  recording: 'Call recording configuration',
};

const NamedApplication = z.object({ sid: ApplicationSid, name: z.string() });

/** A webhook without its secrets. One whose address carries user and password is a secret as a whole. */
const WebhookTrace = z.object({
  url: z.string(),
  hiddenUrl: SecretTrace.nullable(),
  method: z.enum(['GET', 'POST']),
  username: z.string().nullable(),
  password: SecretTrace.nullable(),
});
type WebhookTrace = z.infer<typeof WebhookTrace>;

/** Some settings as a change holds them: whatever is secret is traced. */
export const SettingsTrace = z
  .object({
    name: z.string(),
    sipRealm: z.string().nullable(),
    limits: Limits,
    deviceApplication: NamedApplication.nullable(),
    siprecApplication: NamedApplication.nullable(),
    registrationWebhook: WebhookTrace.nullable(),
    queueEventWebhook: WebhookTrace.nullable(),
    recording: RecordingTrace.nullable(),
  })
  .partial();
export type SettingsTrace = z.infer<typeof SettingsTrace>;

/** These settings of an account. */
export function picked<Key extends Setting>(
  of: Settings,
  keys: readonly Key[],
): Pick<Settings, Key> {
  return Object.fromEntries(keys.map((key) => [key, of[key]])) as Pick<Settings, Key>;
}

/** Everything secret among these settings. */
export function secretsIn(settings: SomeSettings): Secret[] {
  const { registrationWebhook, queueEventWebhook, recording } = settings;
  const ofHooks = [registrationWebhook, queueEventWebhook].flatMap((hook) =>
    hook ? [...hiddenUrl(hook), ...(hook.password ? [hook.password] : [])] : [],
  );
  return recording ? [...ofHooks, credentialOf(recording.bucket)] : ofHooks;
}

/** What is kept of everything secret among these settings. */
export function tracesIn({
  registrationWebhook,
  queueEventWebhook,
  recording,
}: SettingsTrace): SecretTrace[] {
  const ofHooks = [registrationWebhook, queueEventWebhook].flatMap((hook) =>
    hook ? [hook.hiddenUrl, hook.password].filter((trace) => trace !== null) : [],
  );
  return recording ? [...ofHooks, recording.bucket.credential] : ofHooks;
}

/** The settings as a change holds them, each secret by what `traceOf` makes of it. */
export function traced(
  settings: SomeSettings,
  traceOf: (secret: Secret) => SecretTrace,
): SettingsTrace {
  const { registrationWebhook, queueEventWebhook, recording, ...plain } = settings;
  const hook = (of: Webhook | null): WebhookTrace | null => {
    if (!of) return null;
    const [hidden] = hiddenUrl(of);
    return {
      url: withoutCredentials(of.url),
      hiddenUrl: hidden ? traceOf(hidden) : null,
      method: of.method,
      username: of.username,
      password: of.password && traceOf(of.password),
    };
  };
  return {
    ...plain,
    ...(registrationWebhook !== undefined && { registrationWebhook: hook(registrationWebhook) }),
    ...(queueEventWebhook !== undefined && { queueEventWebhook: hook(queueEventWebhook) }),
    ...(recording !== undefined && { recording: recording && tracedRecording(recording, traceOf) }),
  };
}

/** The settings themselves again; `reveal` gives each secret. */
export function untraced(
  settings: SettingsTrace,
  reveal: (trace: SecretTrace) => Secret,
): SomeSettings {
  const { registrationWebhook, queueEventWebhook, recording, ...plain } = settings;
  const hook = (of: WebhookTrace | null): Webhook | null =>
    of && {
      url: of.hiddenUrl ? reveal(of.hiddenUrl).reveal() : of.url,
      method: of.method,
      username: of.username,
      password: of.password && reveal(of.password),
    };
  return {
    ...plain,
    ...(registrationWebhook !== undefined && { registrationWebhook: hook(registrationWebhook) }),
    ...(queueEventWebhook !== undefined && { queueEventWebhook: hook(queueEventWebhook) }),
    ...(recording !== undefined && {
      recording: recording && untracedRecording(recording, reveal),
    }),
  };
}

/** Those of these settings that differ between the two. */
export function differing(one: SettingsTrace, other: SettingsTrace): Setting[] {
  const keys = Object.keys(settingLabels) as Setting[];
  return keys.filter((key) => comparable(one[key]) !== comparable(other[key]));
}

/** Text that is the same where two settings are: by the fingerprints of what is secret, and an application by its SID. */
export function comparable(setting: SettingsTrace[Setting]): string {
  if (setting === undefined) return '';
  if (setting === null || typeof setting === 'string') return canonical(setting);
  if ('sid' in setting) return canonical(setting.sid);
  if ('unit' in setting) return canonical(setting);
  if ('bucket' in setting) return comparableRecording(setting);
  const { hiddenUrl: hidden, password, ...rest } = setting;
  return canonical({ ...rest, hidden: hidden?.print, password: password?.print });
}

/** What differs, as people read it: secrets by their masks, and for the audit by their fingerprints. */
export function differences(before: SettingsTrace, after: SettingsTrace): Fact[] {
  return differing(before, after).flatMap((key): Fact[] => {
    if (key === 'recording') return recordingDifferences(before.recording, after.recording);
    const [was, is] = [factsOf(key, before), factsOf(key, after)];
    return differenceOf(was, is);
  });
}

/** A setting as people read it, in as many lines as it has parts. */
function factsOf(key: Exclude<Setting, 'recording'>, settings: SettingsTrace): Fact[] {
  const label = settingLabels[key];
  switch (key) {
    case 'limits':
      return settings.limits ? limitFacts(settings.limits) : [];
    case 'deviceApplication':
    case 'siprecApplication':
      return [{ label, value: settings[key]?.name ?? 'none' }];
    case 'registrationWebhook':
    case 'queueEventWebhook':
      return webhookFacts(label, settings[key] ?? null);
    default:
      return [{ label, value: settings[key] ?? 'none' }];
  }
}

function webhookFacts(label: string, hook: WebhookTrace | null): Fact[] {
  const secret = (name: string, trace: SecretTrace | null | undefined): Fact => ({
    label: name,
    value: trace?.mask ?? 'none',
    ...(trace && { fingerprint: { value: trace.print } }),
  });
  return [
    {
      label,
      value: hook ? `${hook.method} ${hook.url}` : 'none',
      ...(hook?.hiddenUrl && { fingerprint: { value: hook.hiddenUrl.print } }),
    },
    { label: `${label} user name`, value: hook?.username ?? 'none' },
    secret(`${label} password`, hook?.password),
  ];
}

/** The address where it carries a user and a password of its own, which makes it a secret. */
function hiddenUrl({ url }: Webhook): Secret[] {
  return withoutCredentials(url) === url ? [] : [new Secret(url)];
}
