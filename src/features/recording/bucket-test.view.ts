import type { KnownBlock, ModalView } from '@slack/types';
import {
  actions,
  button,
  context,
  type Message,
  message,
  modal,
  section,
  sections,
} from '../../slack/blocks.ts';
import {
  bold,
  code,
  codeBlock,
  type Mrkdwn,
  mention,
  mrkdwn,
  number,
  shortened,
  withCommands,
} from '../../slack/mrkdwn.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { type StepResult, type TestStep, testSteps } from './bucket-test.ts';
import { type BucketVendor, vendorNames } from './recording.ts';
import { accountButton, EDIT, TEST } from './recording.view.ts';

/** Characters of a name, of a cause and of what mends it that are shown: the longest still fit a section. */
const NAME_SHOWN = 100;
const SAID = 500;
const LEFT_SHOWN = 300;

/** A test of a bucket, as far as it has come. */
export interface TestShown {
  account: AccountSummary;
  bucket: { vendor: BucketVendor; name: string };
  /** Whether it is what somebody has just typed, or what is stored. */
  from: 'typed' | 'stored';
  steps: readonly StepResult[];
  /** The key of the object that is left in the bucket. */
  left: string | null;
  stopped: boolean;
}

/** What came of a test in a word. */
export type Verdict = 'works' | 'warnings' | 'fails' | 'stopped';

export function verdictOf({ steps, stopped }: Pick<TestShown, 'steps' | 'stopped'>): Verdict {
  const some = (state: StepResult['state']) => steps.some((step) => step.state === state);
  if (some('failed')) return 'fails';
  if (stopped) return 'stopped';
  return some('warning') ? 'warnings' : 'works';
}

/** The view of a test, and the action id of the button in it that tests once more. */
export const TEST_VIEW = 'recording.test.view';
export const TEST_AGAIN = 'recording.test.again';

/** Where a test is shown before it begins. */
export const testPlace = { id: TEST_VIEW, title: 'Bucket test' };

/** A test while it runs, and what came of it. Closing it stops the test. */
export function bucketTestModal(shown: TestShown, state: 'running' | 'over'): ModalView {
  const running = state === 'running';
  return modal({
    ...testPlace,
    close: running ? 'Stop' : 'Close',
    notifyOnClose: true,
    blocks: [
      section(subjectLine(shown)),
      ...(running ? [] : [section(verdictLine(shown))]),
      ...stepBlocks(shown.steps, running),
      ...leftBlocks(shown),
      running
        ? context(mrkdwn`Closing this stops the test.`)
        : actions(button('Test again', TEST_AGAIN)),
    ],
  });
}

/** What came of a test, for whoever asked. `mayEdit`: whether they may change what was tested. */
export function bucketTestMessage(shown: TestShown, { mayEdit }: { mayEdit: boolean }): Message {
  const { account, from } = shown;
  const buttons = [
    ...(from === 'stored' ? [accountButton('Test again', TEST, account)] : []),
    ...(mayEdit ? [accountButton('Edit', EDIT, account)] : []),
  ];
  return message(
    section(mrkdwn`${bold('Bucket test.')} ${subjectLine(shown)}`),
    section(verdictLine(shown)),
    ...stepBlocks(shown.steps, false),
    ...leftBlocks(shown),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

/** The same for the audit channel, which is told who tested. */
export function auditedBucketTest(shown: TestShown, userId: string): Message {
  return message(
    section(mrkdwn`${mention(userId)}: ${bold('bucket test.')} ${subjectLine(shown)}`),
    section(verdictLine(shown)),
    ...stepBlocks(shown.steps, false),
    ...leftBlocks(shown),
  );
}

function subjectLine({ account, bucket, from }: TestShown): Mrkdwn {
  const tested =
    from === 'stored'
      ? mrkdwn`Tested is what is stored.`
      : mrkdwn`Tested is what was typed in the form, which is not saved by this.`;
  const name = shortened(bucket.name, NAME_SHOWN);
  return mrkdwn`${bold(shortened(account.name, NAME_SHOWN))}: ${vendorNames[bucket.vendor]}, ${bold(name)}. ${tested}`;
}

function verdictLine(shown: TestShown): Mrkdwn {
  switch (verdictOf(shown)) {
    case 'works':
      return mrkdwn`${bold('It works.')} Recordings can be kept there, listened to and deleted.`;
    case 'warnings':
      return mrkdwn`${bold('It works, with warnings.')} Recordings can be kept there.`;
    case 'fails':
      return mrkdwn`${bold('It does not work.')} Recordings would be lost, or could not be listened to.`;
    case 'stopped':
      return mrkdwn`${bold('Stopped')} before its end.`;
  }
}

const stepNames: Record<TestStep, string> = {
  write: 'Write an object as the Voice Gateway does',
  'read back': 'Read it back and compare',
  metadata: 'Read its metadata and tags',
  list: 'List it',
  delete: 'Delete it',
  gone: 'See that it is gone',
};

const marks: Record<StepResult['state'], string> = {
  ok: '✅',
  warning: '⚠️',
  failed: '❌',
  skipped: '➖',
};

function stepBlocks(steps: readonly StepResult[], running: boolean): KnownBlock[] {
  const toCome = testSteps.filter((step) => !steps.some((one) => one.step === step));
  const [next, ...later] = running ? toCome : [];
  return [
    ...steps.flatMap(stepBlock),
    ...(next ? [section(mrkdwn`⏳ ${stepNames[next]}…`)] : []),
    ...(later.length > 0
      ? [context(mrkdwn`Then: ${later.map((step) => stepNames[step]).join('; ')}`)]
      : []),
  ];
}

function stepBlock({ step, state, ms, diagnosis }: StepResult): KnownBlock[] {
  const took = ms === null ? '' : `, ${number(Math.round(ms))} ms`;
  const line = mrkdwn`${marks[state]} ${bold(stepNames[step])}: ${state}${took}`;
  if (!diagnosis) return [section(line)];
  const { cause, fix, policy } = diagnosis;
  return [
    ...sections([
      line,
      mrkdwn`${bold('Cause:')} ${withCommands(shortened(cause, SAID))}`,
      mrkdwn`${bold('What to fix:')} ${withCommands(shortened(fix, SAID))}`,
    ]),
    ...(policy === undefined ? [] : [section(codeBlock(policy))]),
  ];
}

function leftBlocks({ left }: TestShown): KnownBlock[] {
  if (left === null) return [];
  return [
    section(
      mrkdwn`${bold('Left behind:')} the object ${code(shortened(left, LEFT_SHOWN))} is still in the bucket. Delete it there.`,
    ),
  ];
}
