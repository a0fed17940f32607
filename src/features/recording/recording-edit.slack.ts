import { z } from 'zod';
import { changesByOnce } from '../../changes/changes.store.ts';
import type { Changes } from '../../changes/changes.ts';
import type { DraftOf, Drafts } from '../../changes/drafts.ts';
import type { Journal } from '../../changes/journal.ts';
import type { KeptSecrets } from '../../changes/kept-secrets.ts';
import { sayIfSlow } from '../../changes/still-working.ts';
import type { Clock } from '../../clock.ts';
import type { Keyring } from '../../db/keyring.ts';
import type { AccountSid } from '../../ids.ts';
import { idSchema, newId } from '../../ids.ts';
import type { DrawnModal, SubmissionInteraction } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import type { Mrkdwn } from '../../slack/mrkdwn.ts';
import { openSoon } from '../../slack/open-soon.ts';
import type { PersonId } from '../access/scope.ts';
import type { Account, AccountsGateway } from '../accounts/account.ts';
import { onOneAccount } from '../accounts/one-account.slack.ts';
import { changedMeanwhile } from '../settings/meanwhile.view.ts';
import { traced } from '../settings/settings.ts';
import { openSettingsAsking, SettingsMemory } from '../settings/settings-asking.ts';
import { checkSettings } from '../settings/settings-change.ts';
import { presentAccount, recordingAccount } from './recording-account.ts';
import {
  recordingForm,
  recordingIn,
  recordingModal,
  typedSecret,
  typedState,
  typedTooLongAgo,
  VENDOR,
} from './recording-form.view.ts';
import {
  BucketVendors,
  draftText,
  type FormState,
  readDraft,
  stateOf,
  type TypedSecrets,
} from './recording-state.ts';
import type { RunningTests } from './running-tests.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  journal: Journal;
  keyring: Keyring;
  keptSecrets: KeptSecrets;
  drafts: Drafts;
  gateway: AccountsGateway;
  clock: Clock;
  running: RunningTests;
}

/** What the form remembers of how it was drawn. */
const EditMemory = SettingsMemory.extend({
  /** By which what was typed before is found: the form's own, as long as it is drawn anew. */
  draft: idSchema('drf'),
  /** Whose fields it shows. */
  vendor: BucketVendors,
  /** How often it was drawn before. */
  drawn: z.number(),
  /** Whether it says that the secret of this vendor was typed before. */
  typed: z.boolean(),
});
type EditMemory = z.infer<typeof EditMemory>;

/** What somebody has typed into a form, by now and before. */
export interface Typed {
  account: Account;
  state: FormState;
  typed: TypedSecrets;
  draft: DraftOf;
}

/** Reads what is typed in the form that somebody has open, once they are known to may. */
export type ReadTyped = (
  it: { actor: SubmissionInteraction['actor'] },
  form: { own: unknown; values: unknown },
) => Promise<Typed>;

/** The draft of the form over an account. */
export function draftOf(id: EditMemory['draft'], person: PersonId, sid: AccountSid): DraftOf {
  return { id, person, form: `recording edit/${sid}` };
}

/** Edits an account's call recording, in one form whose fields are those of the chosen vendor. */
export function registerRecordingEdit(needs: Needs): ReadTyped {
  const { on, changes, journal, keptSecrets, drafts, gateway, running } = needs;
  const asking = openSettingsAsking(needs);
  const place = { id: recordingForm.id, title: 'Call recording' };

  onOneAccount(
    needs,
    {
      route: {
        words: 'recording edit',
        usage: 'recording edit [account]',
        summary: 'configure call recording: its bucket, format and tags',
      },
      action: 'recording edit',
      actionId: recordingForm.id,
      question: 'Whose call recording do you want to change?',
    },
    async (it, { sid }) => {
      await openSoon(it, place, presentAccount(sid, gateway), (account) =>
        drawn(account, { draft: newId('drf'), state: stateOf(account.recording), typed: {} }),
      );
    },
  );

  on.action(VENDOR, async (it) => {
    const chosen = BucketVendors.parse(it.value);
    const own = EditMemory.parse(it.view?.memory?.own);
    const { account, state, typed, draft } = await read(it, { own, values: it.view?.values });
    const next = { ...state, vendor: chosen };
    await drafts.keep(draft, draftText(next, typed));
    await it.redraw(drawn(account, { ...again(own), state: next, typed }));
  });

  on.closed(recordingForm.id, async ({ own, actor }) => {
    const memory = EditMemory.safeParse(own).data;
    // Closed before it was drawn, there is nothing.
    if (!memory) return;
    // A test that runs above it was closed with it.
    running.stop({ draft: memory.draft });
    await drafts.drop(draftOf(memory.draft, actor.person, memory.sid));
  });

  on.view(recordingForm, async (it) => {
    const own = EditMemory.parse(it.own);
    const { account, state, typed, draft } = await read(it, { own, values: it.values });
    // Submitted before the fields of the vendor that was chosen last were there.
    if (state.vendor !== own.vendor) {
      await drafts.keep(draft, draftText(state, typed));
      await it.replaceBy(drawn(account, { ...again(own), state, typed }));
      return;
    }
    // Submitted twice, what the first one did has moved the account: it is the same ask.
    const repeated = changesByOnce(journal.db, it.once).length > 0;
    if (own.typed && !typed[state.vendor] && !repeated) throw typedTooLongAgo(state.vendor);
    const secrets = { stored: account.recording, typed };
    const recording = repeated ? account.recording : recordingIn(it.values, state, secrets);
    if (!repeated) {
      const notes = asking.moves(account, 'recording edit', own).map(changedMeanwhile);
      if (notes.length > 0) {
        await drafts.keep(draft, draftText(state, typed));
        // What has moved is told now, so that it counts as seen.
        const { seen: _seen, ...form } = again(own);
        await it.replaceBy(drawn(account, { ...form, state, typed, notes }));
        return;
      }
      checkSettings(
        traced({ recording }, keptSecrets.trace),
        asking.now(account, 'recording edit'),
      );
    }
    const asked = await changes.ask(it.actor.person, {
      kind: 'recording edit',
      input: await asking.input(account, 'recording edit', { recording }),
      origin: it.origin,
      once: it.once,
      ...(it.replyUrl && { replyUrl: it.replyUrl }),
    });
    await drafts.drop(draft);
    await sayIfSlow(it, asked, `changing the call recording of ${account.name}`, journal);
  });

  return read;

  async function read(
    { actor }: Parameters<ReadTyped>[0],
    { own, values }: Parameters<ReadTyped>[1],
  ): Promise<Typed> {
    const memory = EditMemory.parse(own);
    const account = await recordingAccount(memory.sid, actor, 'recording edit', gateway);
    const draft = draftOf(memory.draft, actor.person, memory.sid);
    const kept = drafts.read(draft);
    const before = kept ? readDraft(kept) : { state: stateOf(account.recording), typed: {} };
    const now = typedSecret(values, memory.vendor);
    return {
      account,
      state: typedState(values, before.state),
      typed: { ...before.typed, ...(now && { [memory.vendor]: now }) },
      draft,
    };
  }

  function drawn(
    account: Account,
    how: {
      draft: EditMemory['draft'];
      state: FormState;
      typed: TypedSecrets;
      /** What was seen of the account when the form was drawn first, where that still counts. */
      seen?: SettingsMemory;
      notes?: readonly Mrkdwn[];
      drawn?: number;
    },
  ): DrawnModal {
    const { draft, state, typed, notes = [], drawn: times = 0 } = how;
    const { sid, at, seen } = how.seen ?? asking.memory(account, 'recording edit');
    const memory: EditMemory = {
      sid,
      at,
      seen,
      draft,
      vendor: state.vendor,
      drawn: times,
      typed: typed[state.vendor] !== undefined,
    };
    return {
      view: recordingModal({ account, state, typed, notes, drawn: times }),
      remembers: memory,
    };
  }
}

/** The form once more, as it was drawn before. */
function again(own: EditMemory) {
  return { draft: own.draft, seen: own, drawn: own.drawn + 1 };
}
