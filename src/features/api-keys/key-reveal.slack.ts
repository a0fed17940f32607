import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, ended } from '../../changes/change.ts';
import { changeById } from '../../changes/changes.store.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Recorder } from '../../changes/recorder.ts';
import type { Id } from '../../ids.ts';
import type { Log } from '../../log.ts';
import type { Secret } from '../../secret.ts';
import type { Interaction, ReplacedModal, SubmissionInteraction } from '../../slack/interaction.ts';
import { type KeyRow, keyById, updateKey } from './api-keys.store.ts';
import { endInWords } from './create-key.ts';
import type { FreshKeys } from './fresh-keys.ts';
import { type Handover, openHandover } from './handover.ts';
import { claimKey } from './key-claim.ts';
import { creatingModal, notMadeModal, revealModal } from './key-form.view.ts';

interface Needs {
  journal: Journal;
  recorder: Recorder;
  fresh: FreshKeys;
  log: Log;
  /** Looks for what has become ready to be carried out or told. */
  wake(): void;
}

/** For how long a form waits for its key, in milliseconds, and how often it looks. */
const WAITS = 60_000;
const LOOK_EVERY = 50;
/** For how long whoever submitted it is being served meanwhile, in milliseconds: the rest happens beside. */
const SERVED_FOR = 2000;

/** A key that was asked for, and who waits for it. */
interface Asked {
  change: Change;
  id: Id<'key'>;
  /** At a terminal, whose process may not be the one that makes the key. */
  handover: Handover | null;
}

/**
 * Asks for a key (`to`: to whom it is handed over, at a terminal) and shows it. `ask` gives the change, or `null`
 * where this form was submitted before.
 */
export type Reveal = (
  it: SubmissionInteraction,
  id: Id<'key'>,
  label: string,
  ask: (to: string | null) => Promise<Change | null>,
) => Promise<void>;

/**
 * Shows a key that was asked for, once, in place of its form. What could not be shown is not kept: the duty of keys
 * revokes whatever was made and not seen.
 */
export function openReveal({ journal, recorder, fresh, log, wake }: Needs): Reveal {
  return async (it, id, label, ask) => {
    const handover = it.origin.surface === 'terminal' ? openHandover() : null;
    // Before it is asked for, so that there is no moment in which it is made and nobody waits for it.
    if (!handover) fresh.expect(id);
    const change = await ask(handover?.to ?? null).catch((error: unknown) => {
      fresh.drop(id);
      throw error;
    });
    if (!change) return;
    const asked = { change, id, handover };
    const view = await it.replaceBy({ view: creatingModal(label) }).catch((error: unknown) => {
      fresh.drop(id);
      throw error;
    });
    const revealing = reveal(it, view, asked).catch((error: unknown) => {
      fresh.drop(asked.id);
      log.error({ err: error, change: asked.change.id }, 'an API key could not be shown');
    });
    const slow = sleep(SERVED_FOR, undefined, { ref: false });
    await (handover ? revealing : Promise.race([revealing, slow]));
  };

  async function reveal(it: Interaction, view: ReplacedModal, asked: Asked): Promise<void> {
    const { id, handover } = asked;
    const over = await ending(asked.change);
    const row = over?.state === 'verified' ? keyById(journal.db, id) : null;
    const key = row && !row.revokedAt ? keyOf(row, handover) : null;
    if (!row || !key) {
      fresh.drop(id);
      await view.redraw({ view: notMadeModal(whyNot(over)) });
      return;
    }
    // Written down before it is seen: what cannot be audited is not shown.
    await journal.write((tx, now) =>
      recorder.happened(tx, now, {
        who: it.actor,
        surface: it.origin.surface,
        action: 'keys add',
        result: 'revealed',
        target: row.accountName,
        providerSid: row.providerSid,
        accountSid: row.accountSid,
        detail: { key: id, change: row.changeId },
      }),
    );
    const { label, accountName: account } = row;
    const ends = endInWords(row.expiresAt);
    const shown = await view
      .redraw(revealModal({ id, label, account, key, ends }))
      .catch((error: unknown) => {
        log.warn(
          { err: error, change: row.changeId },
          'it is not known whether an API key was seen',
        );
        return false;
      });
    if (shown) {
      await journal.write((tx, now) => {
        updateKey(tx, id, { shownAt: now });
        // Whoever has it on their screen or in a pipe has it: there is no button to say so.
        if (handover) claimKey(tx, id, it.actor, now);
      });
    }
    fresh.drop(id);
    wake();
  }

  /** How the change ended; `null` where it has not within the time that a form waits. */
  async function ending({ id }: Change): Promise<Change | null> {
    for (let waited = 0; waited < WAITS; waited += LOOK_EVERY) {
      const change = changeById(journal.db, id);
      if (change && ended.has(change.state)) return change;
      await sleep(LOOK_EVERY, undefined, { ref: false });
    }
    return null;
  }

  function keyOf({ id, handover: sealed }: KeyRow, handover: Handover | null): Secret | null {
    if (handover && sealed) return handover.open(sealed, id);
    return fresh.of(id)?.key ?? null;
  }
}

function whyNot(over: Change | null): string {
  if (over === null) {
    return 'It takes too long, so the key will not be shown: if it is made after all, I revoke it and tell you.';
  }
  if (over.state === 'verified') {
    return 'The key was made and lost on its way here, so I revoke it. Make another.';
  }
  const { message = 'It did not work.', why = '', now = '' } = over.failure ?? {};
  const unknown = 'I do not know whether the key was made. If it was, I find it and revoke it.';
  return [over.state === 'unknown' ? unknown : message, why, now]
    .filter((part) => part !== '')
    .join(' ');
}
