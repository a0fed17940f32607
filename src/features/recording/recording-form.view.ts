import type { ModalView } from '@slack/types';
import { BotError } from '../../errors.ts';
import type { Secret } from '../../secret.ts';
import { actions, button, context, modal, section } from '../../slack/blocks.ts';
import { choice } from '../../slack/choices.ts';
import { paragraph, secret, text, toggle } from '../../slack/fields.ts';
import { form } from '../../slack/form.ts';
import { bold, code, type Mrkdwn, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { Choice } from '../../slack/objects.ts';
import type { Account } from '../accounts/account.ts';
import { awsRegions } from './aws-regions.ts';
import { CONNECTION_STRING_LENGTH } from './connection-string.ts';
import { type BucketVendor, type Recording, vendorNames } from './recording.ts';
import type { BucketField } from './recording-rules.ts';
import {
  AudioFormats,
  BucketVendors,
  FormState,
  recordingOf,
  type Secrets,
  storedCredential,
  type TypedSecrets,
} from './recording-state.ts';
import { credentialLabels, recordingLabels, tagLabels } from './recording-trace.ts';
import { SERVICE_KEY_LENGTH } from './service-key.ts';

/** What is typed as one of these is never drawn again. */
const credential = { optional: true } as const;
const tags = {
  optional: true,
  hint: 'A line for each: name=value. They are written into the metadata of every recording.',
} as const;

/** Every field that the form may have; of the vendor's own those of one vendor are shown at a time. */
export const recordingForm = form('recording.edit', {
  enabled: toggle(recordingLabels.enabled, {
    hint: 'Unticked: paused. Nothing is recorded, and the rest stays as it is.',
  }),
  format: choice(recordingLabels.format, { value: AudioFormats }),
  vendor: choice(recordingLabels.vendor, { value: BucketVendors, redraws: true }),
  endpoint: text(recordingLabels.endpoint, {
    max: 255,
    placeholder: 'https://objects.example.com',
    hint: 'The address of the store, without the bucket.',
  }),
  bucket: text(recordingLabels.bucket, { max: 222 }),
  container: text(recordingLabels.container, { max: 63 }),
  region: choice(recordingLabels.region, { placeholder: 'Where the bucket is' }),
  otherRegion: text(recordingLabels.region, {
    optional: true,
    max: 64,
    hint: 'As the store calls it. Empty: us-east-1, which most of them take.',
  }),
  accessKeyId: text(recordingLabels.accessKeyId, { max: 128 }),
  secretAccessKey: secret(credentialLabels.aws_s3, { ...credential, max: 512 }),
  serviceKey: secret(credentialLabels.google, {
    ...credential,
    multiline: true,
    max: SERVICE_KEY_LENGTH,
  }),
  connectionString: secret(credentialLabels.azure, {
    ...credential,
    max: CONNECTION_STRING_LENGTH,
  }),
  s3Tags: paragraph(tagLabels.aws_s3, tags),
  googleTags: paragraph(tagLabels.google, tags),
  azureTags: paragraph(tagLabels.azure, tags),
  allCalls: toggle(recordingLabels.allCalls, {
    hint: 'Unticked: those alone that their application records.',
  }),
});
type Name = keyof typeof recordingForm.fields;

/** The action ids of what is chosen and clicked in the form. */
export const VENDOR = 'recording.edit.vendor';
export const TEST_TYPED = 'recording.test.typed';

/** What a vendor's part of a bucket is called in the form. */
const fieldsOf: Record<BucketVendor, Partial<Record<BucketField, Name>>> = {
  aws_s3: {
    name: 'bucket',
    region: 'region',
    accessKeyId: 'accessKeyId',
    credential: 'secretAccessKey',
    tags: 's3Tags',
  },
  google: { name: 'bucket', credential: 'serviceKey', tags: 'googleTags' },
  azure: { name: 'container', credential: 'connectionString', tags: 'azureTags' },
  s3_compatible: {
    endpoint: 'endpoint',
    name: 'bucket',
    region: 'otherRegion',
    accessKeyId: 'accessKeyId',
    credential: 'secretAccessKey',
    tags: 's3Tags',
  },
};
const common: readonly Name[] = ['enabled', 'format', 'vendor', 'allCalls'];

/** The form's state with what stands in it now, unchecked. */
export function typedState(values: unknown, before: FormState): FormState {
  const typed = recordingForm.typed(values);
  const shown = (name: Name) => typed[name] ?? (name in typed ? '' : undefined);
  const tagsTyped = shown('s3Tags') ?? shown('googleTags') ?? shown('azureTags');
  const candidate = {
    ...before,
    ...(typed.vendor && { vendor: typed.vendor }),
    ...(typed.format && { format: typed.format }),
    ...(typed.enabled != null && { enabled: typed.enabled }),
    ...(typed.allCalls != null && { allCalls: typed.allCalls }),
    name: shown('bucket') ?? shown('container') ?? before.name,
    endpoint: shown('endpoint') ?? before.endpoint,
    region: shown('region') ?? before.region,
    otherRegion: shown('otherRegion') ?? before.otherRegion,
    accessKeyId: shown('accessKeyId') ?? before.accessKeyId,
    tags: tagsTyped ?? before.tags,
  };
  // What is no choice of ours is nobody's honest doing.
  return FormState.catch(before).parse(candidate);
}

/** What was typed as the secret of the vendor whose fields are shown, unchecked. */
export function typedSecret(values: unknown, vendor: BucketVendor): Secret | undefined {
  const typed = recordingForm.typedSecrets(values);
  return typed[secretFieldOf(vendor)];
}

function secretFieldOf(vendor: BucketVendor): Name {
  return fieldsOf[vendor].credential ?? 'secretAccessKey';
}

/** The form of a call recording configuration over an account. */
export function recordingModal(shown: {
  account: Account;
  state: FormState;
  typed?: TypedSecrets;
  notes?: readonly Mrkdwn[];
  /** How often the form was drawn before: its inputs then forget what stood in them, and take what they are given. */
  drawn?: number;
}): ModalView {
  const { account, state, typed = {}, notes = [], drawn = 0 } = shown;
  const { vendor } = state;
  const secrets = { stored: account.recording, typed };
  const initial = {
    ...state,
    bucket: state.name,
    container: state.name,
    s3Tags: state.tags,
    googleTags: state.tags,
    azureTags: state.tags,
  };
  const inputs = recordingForm.blocks({
    initial,
    options: { format: formats, vendor: vendors, region: regions(account.recording) },
    leaveOut: hidden(vendor),
    required: requiredOf(vendor, secrets),
    hints: { [secretFieldOf(vendor)]: secretHint(vendor, secrets) },
    ...(drawn > 0 && { fresh: String(drawn) }),
  });
  const last = inputs.slice(-1);
  return modal({
    id: recordingForm.id,
    title: 'Call recording',
    submit: 'Save',
    close: 'Cancel',
    notifyOnClose: true,
    blocks: [
      ...notes.map((note) => section(note)),
      section(
        mrkdwn`${bold(shortened(account.name, 100))}. From the next call on, recordings go to this bucket; those that are there already stay where they are.`,
      ),
      ...inputs.slice(0, -1),
      actions(button('Test', TEST_TYPED, { label: 'Test this bucket' })),
      ...last,
      context(
        mrkdwn`A secret that must not pass through Slack is given at the bot’s machine: ${code('npm run vg -- recording key')}`,
      ),
    ],
  });
}

/**
 * The call recording that the form asks for: as it stands in it by now, in `state`. Throws `invalid` with every refused
 * field.
 */
export function recordingIn(values: unknown, state: FormState, secrets: Secrets): Recording {
  const { vendor } = state;
  const fields = fieldsOf[vendor];
  recordingForm.parse(values, {
    shown: [...common, ...Object.values(fields)],
    required: requiredOf(vendor, secrets),
  });
  try {
    return recordingOf(state, secrets);
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    throw underFields(error, vendor);
  }
}

/** What is refused of a bucket, under the fields of the form. */
export function underFields(error: BotError, vendor: BucketVendor): BotError {
  const fields = Object.entries(error.fields).map(([field, why]) => [
    fieldsOf[vendor][field as BucketField] ?? field,
    why,
  ]);
  return new BotError(error.code, error.message, { fields: Object.fromEntries(fields) });
}

/** The fields that were refused by the labels under which they are shown: for where nothing can stand under a field. */
export function labelled(error: BotError): BotError {
  const fields = Object.entries(error.fields).map(([name, why]) => {
    const label = recordingForm.fields[name as Name]?.label ?? name;
    return [name, `${label}: ${why}`] as const;
  });
  const { code: kind, message: what, now } = error;
  return new BotError(kind, what, { now, fields: Object.fromEntries(fields), cause: error });
}

/** A secret was typed so long ago that it is not kept any more. */
export function typedTooLongAgo(vendor: BucketVendor): BotError {
  const why = 'What was typed here is kept for 30 minutes, and they are over. Type it again.';
  return new BotError('invalid', 'Your secret has to be typed again.', {
    why,
    fields: { [secretFieldOf(vendor)]: why },
  });
}

function requiredOf(vendor: BucketVendor, { stored, typed }: Secrets): Name[] {
  const known = typed[vendor] ?? storedCredential(vendor, stored);
  return known ? [] : [secretFieldOf(vendor)];
}

function hidden(vendor: BucketVendor): Name[] {
  const shown = [...common, ...Object.values(fieldsOf[vendor])];
  return (Object.keys(recordingForm.fields) as Name[]).filter((name) => !shown.includes(name));
}

const secretHints: Record<BucketVendor, string> = {
  aws_s3: 'It needs s3:PutObject and s3:GetObject on the bucket’s objects.',
  s3_compatible: 'It needs to write and read objects of the bucket.',
  google: 'The JSON of a key of a service account, whole, from { to }.',
  azure: 'From the storage account’s Access keys, or with a shared access signature.',
};

function secretHint(vendor: BucketVendor, { stored, typed }: Secrets): string {
  const given = typed[vendor];
  if (given) return `Typed: ${given.masked()}. Empty: this is taken.`;
  const kept = storedCredential(vendor, stored);
  return kept ? `Stored: ${kept.masked()}. Empty: it stays.` : secretHints[vendor];
}

const formats: Choice[] = AudioFormats.options.map((value) => ({ text: `.${value}`, value }));
const vendors: Choice[] = BucketVendors.options.map((value) => ({
  text: vendorNames[value],
  value,
}));

/** The regions of the list; one that was set elsewhere, and is none of them, stays to be chosen. */
function regions(stored: Recording | null): Choice[] {
  const listed = Object.entries(awsRegions).map(([value, where]) => ({
    text: `${value}, ${where}`,
    value,
  }));
  const { bucket } = stored ?? {};
  if (bucket?.vendor !== 'aws_s3' || Object.hasOwn(awsRegions, bucket.region)) return listed;
  return [...listed, { text: bucket.region, value: bucket.region }];
}
