import { eq, lte } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Keyring } from '../db/keyring.ts';
import { drafts } from '../db/schema.ts';
import { BotError } from '../errors.ts';
import type { PersonId } from '../features/access/scope.ts';
import type { Id } from '../ids.ts';
import type { Secret } from '../secret.ts';
import type { Journal } from './journal.ts';

/** Whose draft it is, and of which form as it was drawn for them. */
export interface DraftOf {
  id: Id<'drf'>;
  person: PersonId;
  /** What the form is about, such as `recording edit/<account SID>`. */
  form: string;
}

/** What people have typed into forms that are drawn anew, secrets among it: sealed, and for a short time. */
export interface Drafts {
  /** Keeps what was typed, in place of what was kept before. Rejects with `forbidden` where that is somebody else's. */
  keep(of: DraftOf, typed: Secret): Promise<void>;
  /** What was typed; `null` where its time is over. Throws `forbidden` where it is of somebody else, or another form. */
  read(of: DraftOf): Secret | null;
  /** Destroys it: the form was saved, or closed. Nothing happens where it is not theirs. */
  drop(of: DraftOf): Promise<void>;
  /** Destroys those whose time is over. */
  tidy(): Promise<void>;
}

/** How long a draft is kept after it was typed, in milliseconds. */
export const DRAFT_FOR = 30 * 60_000;

export function openDrafts(journal: Journal, keyring: Keyring, clock: Clock): Drafts {
  const rowOf = (db: Pick<Journal['db'], 'select'>, { id }: DraftOf) =>
    db.select().from(drafts).where(eq(drafts.id, id)).get();

  return {
    keep: (of, typed) =>
      journal.write((tx, now) => {
        const before = rowOf(tx, of);
        if (before && !isOf(before, of)) throw notTheirs();
        const { id, person, form } = of;
        const sealed = keyring.seal(typed, placeOf(of));
        const until = new Date(now.getTime() + DRAFT_FOR);
        tx.insert(drafts)
          .values({ id, ...person, form, sealed, until })
          .onConflictDoUpdate({ target: drafts.id, set: { sealed, until } })
          .run();
      }),
    read(of) {
      const row = rowOf(journal.db, of);
      if (!row) return null;
      if (!isOf(row, of)) throw notTheirs();
      return row.until > clock.now() ? keyring.unseal(row.sealed, placeOf(of)) : null;
    },
    async drop(of) {
      const row = rowOf(journal.db, of);
      if (!row || !isOf(row, of)) return;
      await journal.write((tx) => tx.delete(drafts).where(eq(drafts.id, of.id)).run());
    },
    async tidy() {
      const over = (now: Date) => lte(drafts.until, now);
      const one = journal.db.select({ id: drafts.id }).from(drafts).where(over(clock.now())).get();
      if (one) await journal.write((tx, now) => tx.delete(drafts).where(over(now)).run());
    },
  };
}

function isOf(
  row: typeof drafts.$inferSelect,
  { person, form }: Pick<DraftOf, 'person' | 'form'>,
): boolean {
  return row.teamId === person.teamId && row.userId === person.userId && row.form === form;
}

/** Moved to another person's row, or to that of another form, it does not open. */
function placeOf({ id, person, form }: DraftOf): string {
  return `drafts/${id}/${person.teamId}/${person.userId}/${form}`;
}

function notTheirs(): BotError {
  return new BotError('forbidden', 'This form was not drawn for you.', {
    why: 'What was typed before is somebody else’s, or belongs to another form.',
    now: 'Open it again from the command or the card.',
  });
}
