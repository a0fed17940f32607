import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Drafts } from '../../changes/drafts.ts';
import type { Journal } from '../../changes/journal.ts';
import { ADMINS, tell } from '../../changes/outbox.store.ts';
import type { Recorder } from '../../changes/recorder.ts';
import { openRedrawing } from '../../changes/redrawing.ts';
import type { Channels } from '../../changes/telling.ts';
import type { Keyring } from '../../db/keyring.ts';
import { BotError } from '../../errors.ts';
import { AccountSid, type Id, idSchema, newId } from '../../ids.ts';
import type { Log } from '../../log.ts';
import type { DrawnModal, Interaction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { openSoon } from '../../slack/open-soon.ts';
import { requireRight } from '../access/access.ts';
import type { Account, AccountsGateway } from '../accounts/account.ts';
import { onOneAccount } from '../accounts/one-account.slack.ts';
import { targetOf } from '../accounts/which-account.ts';
import type { OpenBucket } from './bucket-client.ts';
import { type BucketTestResult, type StepResult, testBucket } from './bucket-test.ts';
import {
  auditedBucketTest,
  bucketTestMessage,
  bucketTestModal,
  TEST_AGAIN,
  TEST_VIEW,
  testPlace,
  verdictOf,
} from './bucket-test.view.ts';
import { type Bucket, credentialOf, vendorNames } from './recording.ts';
import { TEST } from './recording.view.ts';
import { mayRecord, noRecording, presentAccount, recordingAccount } from './recording-account.ts';
import { draftOf, type ReadTyped } from './recording-edit.slack.ts';
import { labelled, recordingIn, TEST_TYPED } from './recording-form.view.ts';
import { draftText, readDraft, recordingOf } from './recording-state.ts';
import { comparableBucket } from './recording-trace.ts';
import type { RunningTest, RunningTests } from './running-tests.ts';

interface Needs {
  on: Listeners;
  journal: Journal;
  recorder: Recorder;
  keyring: Keyring;
  drafts: Drafts;
  gateway: AccountsGateway;
  openBucket: OpenBucket;
  channels: Channels;
  log: Log;
  wake(): void;
}

/** A bucket to be tested. */
interface Subject {
  account: Account;
  bucket: Bucket;
  from: 'typed' | 'stored';
}

/** The view in which a test is shown. */
interface TestView {
  once: Id<'frm'>;
  redraw(modal: DrawnModal): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** What the view of a test remembers: what it tested, for once more. */
const TestMemory = z.object({ sid: AccountSid, draft: idSchema('drf').nullable() });
type TestMemory = z.infer<typeof TestMemory>;

/** For how long whoever asked is being served meanwhile, in milliseconds: the rest happens beside. */
const SERVED_FOR = 2000;
/** How much time lies between two drawings of a view at least, in milliseconds: Slack takes some two a second. */
const REDRAWN_EVERY = 500;

/** Tests the bucket of an account: what is stored, or what somebody has just typed in its form. */
export function registerRecordingTest(
  needs: Needs & { readTyped: ReadTyped; running: RunningTests },
): void {
  const { on, journal, recorder, keyring, drafts, gateway, openBucket } = needs;
  const { channels, log, wake, readTyped, running } = needs;

  onOneAccount(
    needs,
    {
      route: {
        words: 'recording test',
        usage: 'recording test [account]',
        summary: 'test the bucket: write, read, list, delete; each fault with its fix',
      },
      action: 'recording test',
      actionId: TEST,
      question: 'Whose bucket do you want to test?',
    },
    async (it, { sid }) => {
      const loads = presentAccount(sid, gateway).then((account) => audited(it, stored(account)));
      if (it.origin.surface === 'terminal') {
        const subject = await loads;
        const never = new AbortController().signal;
        await told(it, subject, await tested(subject, never, () => {}));
        return;
      }
      const memory = { sid, draft: null };
      const shown = await openSoon(it, testPlace, loads, (subject) => begun(subject, memory));
      if (shown) await runs(it, shown.loaded, shown.opened, memory);
    },
  );

  on.action(TEST_TYPED, async (it) => {
    const memory = it.view?.memory;
    const values = it.view?.values;
    const { account, state, typed, draft } = await readTyped(it, { own: memory?.own, values });
    requireRight(it.actor, 'recording test', targetOf(account));
    const { bucket } = byLabels(() =>
      recordingIn(values, state, { stored: account.recording, typed }),
    );
    await drafts.keep(draft, draftText(state, typed));
    const remembered = { sid: account.sid, draft: draft.id };
    const loads = audited(it, ofForm(account, bucket));
    const shown = await openSoon(it, testPlace, loads, (subject) => begun(subject, remembered));
    if (shown) await runs(it, shown.loaded, shown.opened, remembered);
  });

  on.action(TEST_AGAIN, async (it) => {
    const remembered = it.view?.memory;
    const memory = TestMemory.parse(remembered?.own);
    const account = await recordingAccount(memory.sid, it.actor, 'recording test', gateway);
    const subject = memory.draft ? typedBefore(account, it, memory.draft) : stored(account);
    const view: TestView = {
      once: remembered?.once ?? newId('frm'),
      redraw: it.redraw,
      fail: (error) => Promise.reject(error),
    };
    await runs(it, subject, view, memory, () => audited(it, subject));
  });

  on.closed(TEST_VIEW, async ({ once }) => running.stop({ view: once }));

  /** Runs a test in its view. Takes as long as whoever asked is served; the rest of it happens beside. */
  async function runs(
    it: Interaction,
    subject: Subject,
    view: TestView,
    memory: TestMemory,
    before: () => Promise<unknown> = async () => {},
  ): Promise<void> {
    const test = running.begin(view.once, memory.draft);
    // Clicked twice, it runs already.
    if (!test) return;
    await before().catch((error: unknown) => {
      test.end();
      throw error;
    });
    const run = running.during(
      shows(it, subject, view, memory, test)
        .catch((error: unknown) => view.fail(error))
        .catch((error: unknown) => log.error({ err: error }, 'the test of a bucket broke'))
        .finally(test.end),
    );
    await Promise.race([run, sleep(SERVED_FOR, undefined, { ref: false })]);
  }

  async function shows(
    it: Interaction,
    subject: Subject,
    view: TestView,
    memory: TestMemory,
    { signal, end }: RunningTest,
  ): Promise<void> {
    let steps: StepResult[] = [];
    const draw = (shown: BucketTestResult, state: 'running' | 'over') =>
      view
        .redraw({ view: bucketTestModal({ ...subject, ...shown }, state), remembers: memory })
        // The result is told in a message too.
        .catch((error: unknown) => log.warn({ err: error }, 'a bucket test was not drawn'));
    const redrawing = openRedrawing(
      () => draw({ steps, stopped: false, left: null }, 'running'),
      REDRAWN_EVERY,
    );
    redrawing.changed();
    const result = await tested(subject, signal, (step) => {
      steps = [...steps, step];
      redrawing.changed();
    }).finally(redrawing.end);
    // Before it can be seen: from then on it may be tested once more.
    end();
    await draw(result, 'over');
    await told(it, subject, result);
  }

  function tested(
    { account, bucket }: Subject,
    signal: AbortSignal,
    onStep: (step: StepResult) => void,
  ): Promise<BucketTestResult> {
    return testBucket(bucket, {
      open: openBucket,
      metadata: { accountSid: account.sid },
      now: () => performance.now(),
      onStep,
      signal,
    });
  }

  /** Tells whoever asked, and the audit channel, what came of it. */
  async function told(it: Interaction, subject: Subject, result: BucketTestResult): Promise<void> {
    const shown = { ...subject, ...result };
    const { account, bucket, from } = subject;
    const { audit } = channels;
    if (audit) {
      const message = auditedBucketTest(shown, it.actor.person.userId);
      await journal.write((tx, now) =>
        tell(tx, { conversation: audit, fallback: ADMINS, message }, now),
      );
      wake();
    }
    const verdict = verdictOf(result);
    const mayEdit = mayRecord(it.actor, 'recording edit', account);
    await it.answer(bucketTestMessage(shown, { mayEdit }), {
      data: {
        account: { sid: account.sid, name: account.name },
        bucket: { vendor: bucket.vendor, name: bucket.name },
        configuration: from,
        verdict,
        ...result,
      },
      ...(verdict === 'fails' && { failed: true }),
    });
  }

  /** Something is written in the account's name: what cannot be audited is not sent. */
  async function audited(it: Interaction, subject: Subject): Promise<Subject> {
    const { account, bucket, from } = subject;
    await journal.write((tx, now) =>
      recorder.happened(tx, now, {
        who: it.actor,
        surface: it.origin.surface,
        action: 'recording test',
        result: 'tested',
        target: account.name,
        providerSid: account.provider.sid,
        accountSid: account.sid,
        detail: {
          facts: [
            { label: 'Configuration', value: from },
            { label: 'Bucket Vendor', value: vendorNames[bucket.vendor] },
            { label: 'Bucket', value: bucket.name },
            {
              label: 'Credential',
              value: `fingerprint ${keyring.fingerprint(credentialOf(bucket))}`,
            },
          ],
        },
      }),
    );
    return subject;
  }

  /** What was typed in the form below, as it was tested before. */
  function typedBefore(account: Account, { actor }: Interaction, id: Id<'drf'>): Subject {
    requireRight(actor, 'recording edit', targetOf(account));
    const kept = drafts.read(draftOf(id, actor.person, account.sid));
    if (!kept) throw tooLongAgo();
    const { state, typed } = readDraft(kept);
    return ofForm(account, recordingOf(state, { stored: account.recording, typed }).bucket);
  }

  /** What stands in a form; where that is what is stored, it is that. */
  function ofForm(account: Account, bucket: Bucket): Subject {
    const { recording } = account;
    const seen = (one: Bucket) =>
      comparableBucket(one, (secret) => ({
        mask: '',
        print: keyring.fingerprint(secret),
        kept: null,
      }));
    const same = recording !== null && seen(bucket) === seen(recording.bucket);
    return { account, bucket, from: same ? 'stored' : 'typed' };
  }
}

function stored(account: Account): Subject {
  const { recording, name } = account;
  if (!recording) throw noRecording(name);
  return { account, bucket: recording.bucket, from: 'stored' };
}

function begun(subject: Subject, memory: TestMemory): DrawnModal {
  const nothing = { steps: [], stopped: false, left: null };
  return { view: bucketTestModal({ ...subject, ...nothing }, 'running'), remembers: memory };
}

/** What is refused of a form by the labels of its fields: a click is answered above the form. */
function byLabels<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    throw labelled(error);
  }
}

function tooLongAgo(): BotError {
  return new BotError('conflict', 'What was typed is not kept any more.', {
    why: 'It is kept for 30 minutes, or until its form is saved or closed.',
    now: 'Close this, and test from the form.',
  });
}
