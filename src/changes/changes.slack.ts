import type { Keyring } from '../db/keyring.ts';
import { BotError } from '../errors.ts';
import { type Actor, isAdmin } from '../features/access/access.ts';
import { samePerson } from '../features/access/scope.ts';
import { idSchema } from '../ids.ts';
import type { ActionInteraction } from '../slack/interaction.ts';
import type { Listeners } from '../slack/listeners.ts';
import { nothingToStop } from './batch.view.ts';
import type { Change } from './change.ts';
import { changeById } from './changes.store.ts';
import type { Changes } from './changes.ts';
import type { Journal } from './journal.ts';
import type { Kinds } from './kinds.ts';
import { markOnce } from './marks.store.ts';
import { tell } from './outbox.store.ts';
import { postedReceipt, receipt } from './receipts.view.ts';
import type { Recorder } from './recorder.ts';
import type { Worker } from './worker.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  worker: Worker;
  journal: Journal;
  recorder: Recorder;
  keyring: Keyring;
  kinds: Kinds;
  /** Looks for what has become ready to be told. */
  wake(): void;
}

const ChangeId = idSchema('chg');
const BatchId = idSchema('bat');

/** The buttons of receipts, progress and unknown outcomes, whatever kind of change they are about. */
export function registerChanges({ on, changes, worker, journal, ...needs }: Needs): void {
  const { recorder, keyring, kinds } = needs;

  on.action('changes.post', async (it) => {
    const change = changeOf(it);
    if (!change || !samePerson(change.actor, it.actor.person)) throw notYourReceipt();
    const posted = await post(it, change);
    needs.wake();
    const told = kinds.told(change, posted);
    await it.replace(receipt(told, { postable: false }));
  });

  on.action('changes.undo', async (it) => {
    const change = changeOf(it);
    if (!change) throw noSuchChange();
    const { origin, replyUrl } = it;
    const { repeated } = await changes.undo(it.actor.person, change.id, {
      origin,
      ...(replyUrl && { replyUrl }),
    });
    if (!repeated) return;
    throw new BotError('conflict', 'This was undone already, or is about to be.', {
      now: 'Look at the receipt of the undoing.',
    });
  });

  on.action('changes.stop', async (it) => {
    const batch = BatchId.safeParse(it.value);
    if (!batch.success) throw noSuchChange();
    const stopped = await changes.stop(it.actor.person, batch.data);
    if (stopped === 0) await it.answer(nothingToStop());
  });

  on.action('changes.look', async (it) => {
    const change = changeOf(it);
    if (!change) throw noSuchChange();
    requireConcern(it.actor, change);
    await worker.lookAgain(change.id, it.actor);
  });

  function changeOf({ value }: ActionInteraction): Change | null {
    const id = ChangeId.safeParse(value);
    return id.success ? changeById(journal.db, id.data) : null;
  }

  /** Admins look after whatever went wrong; others after what they may do themselves. */
  function requireConcern(actor: Actor, { kind, input }: Change): void {
    if (!isAdmin(actor)) kinds.kind(kind).authorize(actor, input, null);
  }

  /** Posts the receipt where the change was asked: once, however often it is clicked. Gives when. */
  async function post({ actor, origin, replyUrl }: ActionInteraction, change: Change) {
    const { id, origin: asked, state, providerSid, accountSid } = change;
    const { channel, thread } = asked;
    if (state !== 'verified' || !channel) throw nothingToPost();
    return journal.write((tx, now) => {
      if (!markOnce(tx, `posted/${id}`, now)) throw postedAlready();
      const told = kinds.told(change, now);
      recorder.happened(tx, now, {
        who: actor,
        surface: origin.surface,
        action: change.kind,
        result: 'posted',
        target: told.description.target,
        ...(providerSid && { providerSid }),
        ...(accountSid && { accountSid }),
        detail: { change: id, channel },
      });
      // By the click's own response_url, so that it arrives where the bot is no member too.
      const sealed = replyUrl && keyring.seal(replyUrl, `changes/${id}/reply_url`);
      const conversation = thread ? `${channel}/${thread}` : channel;
      const fallback = actor.person.userId;
      const said = { message: postedReceipt(told), changeId: id };
      tell(tx, { conversation, fallback, replyUrl: sealed, ...said }, now);
      return now;
    });
  }
}

function notYourReceipt(): BotError {
  return new BotError('forbidden', 'Only whoever asked for a change posts its receipt.', {
    now: 'Ask them to post it.',
  });
}

function nothingToPost(): BotError {
  return new BotError('conflict', 'There is nothing to post.', {
    why: 'Only what is done and verified is posted, into the channel where it was asked.',
    now: 'Look at its receipt, or find it with `audit`.',
  });
}

function postedAlready(): BotError {
  return new BotError('conflict', 'This receipt is posted already.', {
    now: 'Look in the channel.',
  });
}

function noSuchChange(): BotError {
  return new BotError('not_found', 'I find no such change.', {
    why: 'It does not exist, or it is not yours to see.',
    now: 'Look at the audit.',
  });
}
