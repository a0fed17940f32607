import type { SecretTrace } from '../../changes/kept-secrets.ts';
import { receipt } from '../../changes/receipts.view.ts';
import { cast } from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  posted,
  refusalOf,
  refused,
} from '../../gallery/specimen.ts';
import { carriedOut, changingRecording } from '../../gallery/told.ts';
import { Secret } from '../../secret.ts';
import type { Account } from '../accounts/account.ts';
import { acme } from '../accounts/accounts.gallery.ts';
import { changedMeanwhile } from '../settings/meanwhile.view.ts';
import { BucketError, type BucketTrouble } from './bucket-client.ts';
import { type StepResult, testSteps } from './bucket-test.ts';
import {
  auditedBucketTest,
  bucketTestMessage,
  bucketTestModal,
  type TestShown,
} from './bucket-test.view.ts';
import { diagnose } from './diagnosis.ts';
import type { Bucket, Recording } from './recording.ts';
import { recordingMessage, turnModal } from './recording.view.ts';
import {
  recordingForm,
  recordingModal,
  typedTooLongAgo,
  underFields,
} from './recording-form.view.ts';
import { recordingOf, stateOf } from './recording-state.ts';
import { factsOfRecording, tracedRecording } from './recording-trace.ts';

/** What opens a bucket: “canary” is in each, which no view may show. */
const key = new Secret('canary-of-a-bucket-5c1e');
const tags = [
  { name: 'team', value: 'voice' },
  { name: 'cost_centre', value: '4711' },
];

const traceOf = (secret: Secret): SecretTrace => ({
  mask: secret.masked(),
  print: '7d1f0c2b9a3e4d5f',
  kept: null,
});
const recorded = (bucket: Bucket, more: Partial<Recording> = {}): Recording => ({
  enabled: true,
  format: 'mp3',
  allCalls: true,
  bucket,
  ...more,
});
const amazon = recorded({
  vendor: 'aws_s3',
  name: 'acme-recordings',
  region: 'eu-central-1',
  accessKeyId: 'AKIA2VOICEGATEWAY7XQ',
  secretAccessKey: key,
  tags,
});
const google = recorded({ vendor: 'google', name: 'acme_recordings', serviceKey: key, tags });
const azure = recorded({ vendor: 'azure', name: 'recordings', connectionString: key, tags: [] });
const compatible = recorded({
  vendor: 's3_compatible',
  name: 'acme-recordings',
  endpoint: 'https://objects.acme.example',
  region: null,
  accessKeyId: 'recorder',
  secretAccessKey: key,
  tags: [],
});

const withRecording = (recording: Recording | null): Account => ({ ...acme, recording });
const traced = (recording: Recording) => tracedRecording(recording, traceOf);
const factsOf = (recording: Recording | null) => factsOfRecording(recording && traced(recording));

/** The form over what is stored; `state`: what stands in it by now. */
function form(stored: Recording | null, more: Partial<Parameters<typeof recordingModal>[0]> = {}) {
  return { account: withRecording(stored), state: stateOf(stored), ...more };
}

function step(name: StepResult['step'], ms: number, more: Partial<StepResult> = {}): StepResult {
  return { step: name, state: 'ok', ms, diagnosis: null, ...more };
}

const allOk = testSteps.map((name, index) => step(name, 41 + 17 * index));
const skipped = (...names: StepResult['step'][]) =>
  names.map((name): StepResult => ({ step: name, state: 'skipped', ms: null, diagnosis: null }));
const diagnosed = (name: StepResult['step'], call: string, trouble: BucketTrouble) =>
  diagnose(amazon.bucket, name, new BucketError(trouble, { call }));
const denied = step('write', 63, {
  state: 'failed',
  diagnosis: diagnosed('write', 's3:PutObject', 'access denied'),
});
const cannotList = step('list', 22, {
  state: 'warning',
  diagnosis: diagnosed('list', 's3:ListBucket', 'access denied'),
});
const cannotDelete = step('delete', 25, {
  state: 'warning',
  diagnosis: diagnosed('delete', 's3:DeleteObject', 'object protected'),
});
const longest = step('write', 10_000, {
  state: 'failed',
  diagnosis: {
    cause: 'The store <says> & repeats. '.repeat(80),
    fix: 'Look at the policy of the bucket. '.repeat(60),
    policy: '{ "Condition": "<&>" }\n'.repeat(400),
  },
});

function test(more: Partial<TestShown>): TestShown {
  const { bucket } = amazon;
  return {
    account: acme,
    bucket,
    from: 'stored',
    steps: allOk,
    left: null,
    stopped: false,
    ...more,
  };
}

/** Seeing an account's call recording, configuring and testing it, and turning it off. */
export function recordingGallery(): GallerySection {
  const everything = { edit: true, test: true, off: true };
  const fresh = opened('Nothing is stored: Amazon S3', recordingModal, form(null));
  const typed = { ...stateOf(amazon), vendor: 'google' as const };
  const shown = (recording: Recording | null, state: 'on' | 'paused' | 'none') => ({
    account: acme,
    state,
    facts: factsOf(recording),
    may: everything,
  });
  const paused = { ...amazon, enabled: false };
  return {
    feature: 'recording',
    title: 'Call recording',
    specimens: [
      answered('On, for whoever may change it', recordingMessage, shown(amazon, 'on')),
      answered('On, for on-call', recordingMessage, {
        ...shown(azure, 'on'),
        may: { edit: false, test: true, off: false },
      }),
      answered('Paused', recordingMessage, shown({ ...compatible, enabled: false }, 'paused')),
      answered('Off: no bucket', recordingMessage, shown(null, 'none')),
      fresh,
      opened('Amazon S3, with a stored secret', recordingModal, form(amazon)),
      opened('Google Cloud Storage', recordingModal, form(google)),
      opened('Azure Cloud Storage', recordingModal, form(azure)),
      opened('S3-compatible', recordingModal, form(compatible)),
      opened(
        'Another vendor was chosen: its secret is asked for',
        recordingModal,
        form(amazon, { state: typed, drawn: 1 }),
      ),
      opened(
        'Back at a vendor whose secret was typed before',
        recordingModal,
        form(google, { state: stateOf(amazon), typed: { aws_s3: key }, drawn: 2 }),
      ),
      opened(
        'Changed meanwhile',
        recordingModal,
        form(amazon, {
          typed: { aws_s3: key },
          notes: [
            changedMeanwhile({
              by: cast.ben.userId,
              facts: [{ label: 'Enable call recording', was: 'on', value: 'paused' }],
            }),
          ],
          drawn: 1,
        }),
      ),
      refused({ ...fresh, name: 'A bucket that cannot be used' }, recordingForm, wrong()),
      refused(
        { ...fresh, name: 'A secret that was typed too long ago' },
        recordingForm,
        typedTooLongAgo('aws_s3'),
      ),
      opened('Before it is turned off', turnModal, acme, 'off', factsOf(amazon)),
      opened('Before it is turned on', turnModal, acme, 'on', factsOf(paused)),
      opened('Before the credential is removed', turnModal, acme, 'remove', factsOf(amazon)),
      answered(
        'A receipt: set up',
        receipt,
        changingRecording('recording edit', null, traced(amazon), carriedOut),
        { postable: true },
      ),
      answered(
        'A receipt: turned off',
        receipt,
        changingRecording('recording off', traced(amazon), traced(paused), carriedOut),
        { postable: true },
      ),
      answered(
        'A receipt: another vendor',
        receipt,
        changingRecording('recording edit', traced(amazon), traced(azure), carriedOut),
        { postable: true },
      ),
      answered(
        'A receipt: the credential removed',
        receipt,
        changingRecording('recording off', traced(amazon), null, carriedOut),
        { postable: true },
      ),
      opened('A test begins', bucketTestModal, test({ steps: [], from: 'typed' }), 'running'),
      opened('A test runs', bucketTestModal, test({ steps: allOk.slice(0, 3) }), 'running'),
      opened('It works', bucketTestModal, test({}), 'over'),
      opened(
        'It works, with warnings, and an object is left',
        bucketTestModal,
        test({
          steps: [...allOk.slice(0, 3), cannotList, cannotDelete, ...skipped('gone')],
          left: 'switchboard-test/2026/11/23/5c1e.wav',
        }),
        'over',
      ),
      opened(
        'It does not work: why, and the policy that mends it',
        bucketTestModal,
        test({
          steps: [denied, ...skipped('read back', 'metadata', 'list', 'delete', 'gone')],
          from: 'typed',
        }),
        'over',
      ),
      opened(
        'Stopped',
        bucketTestModal,
        test({
          steps: [...allOk.slice(0, 2), ...skipped('metadata', 'list', 'delete', 'gone')],
          stopped: true,
        }),
        'over',
      ),
      answered('The result, for whoever may edit', bucketTestMessage, test({}), { mayEdit: true }),
      answered(
        'The result of what was typed',
        bucketTestMessage,
        test({
          steps: [denied, ...skipped('read back', 'metadata', 'list', 'delete', 'gone')],
          from: 'typed',
        }),
        { mayEdit: false },
      ),
      answered(
        'A result as long as it can be',
        bucketTestMessage,
        test({ steps: testSteps.map((name) => ({ ...longest, step: name })) }),
        { mayEdit: true },
      ),
      posted('The result in the audit channel', auditedBucketTest, test({}), cast.olu.userId),
    ],
  };
}

/** What the rules say of a bucket in which everything is wrong. */
function wrong() {
  const state = { ...stateOf(null), name: 'Acme', accessKeyId: 'AKIA', tags: 'callSid=1' };
  const typed = { aws_s3: new Secret('abcdefXXXXXX') };
  return underFields(
    refusalOf(() => recordingOf(state, { stored: null, typed })),
    'aws_s3',
  );
}
