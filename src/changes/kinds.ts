import type { AnyKind, Change, Deciding, Description, Notice } from './change.ts';
import type { Told } from './receipts.view.ts';

/** For how long a verified change can be undone, in milliseconds (design §4). */
export const UNDO_FOR = 24 * 60 * 60_000;

/** Every kind of change that the bot knows, by its words. */
export interface Kinds {
  kind(words: string): AnyKind;
  /** The words of the kinds whose effect is there: in the gateway, or in our own tables. */
  carriedOut(where: 'gateway' | 'here'): string[];
  /** The change in people's words. */
  told(change: Change, now: Date): Told;
  notices(change: Change): Notice[];
  deciding(words: string): Deciding;
}

/** Collects the declared kinds. */
export function collectKinds(declared: readonly AnyKind[]): Kinds {
  const byWords = new Map(declared.map((kind) => [kind.kind, kind]));
  const find = (words: string) => {
    const kind = byWords.get(words);
    if (!kind) throw new Error(`No change is declared as “${words}”.`);
    return kind;
  };
  const outcomeOf = (change: Change) =>
    change.state === 'verified'
      ? find(change.kind).outcome(change.input, change.before, change.after)
      : null;
  const describe = (kind: AnyKind, change: Change): Description => {
    const stored = kind.input.safeParse(change.input);
    // Written by hand, or by another version: that it cannot be read must not keep it from ending.
    return stored.success
      ? kind.describe(stored.data)
      : { what: `carry out “${change.kind}”`, target: 'cannot be read', facts: [] };
  };
  return {
    kind: find,
    carriedOut: (where) =>
      declared.filter(({ effect }) => effect.where === where).map(({ kind }) => kind),
    told(change, now) {
      const kind = find(change.kind);
      const description = describe(kind, change);
      const fresh = change.endedAt !== null && now.getTime() - change.endedAt.getTime() < UNDO_FOR;
      return {
        change,
        description,
        outcome: outcomeOf(change),
        noUndo: kind.noUndo ?? null,
        offers:
          change.state === 'verified' ? (kind.offers?.(change.input, change.after) ?? []) : [],
        undoable:
          change.state === 'verified' &&
          fresh &&
          kind.undo !== undefined &&
          kind.undo(change.input, change.before, change.after) !== null,
      };
    },
    notices(change) {
      const outcome = outcomeOf(change);
      return (outcome && find(change.kind).notices?.(change, change.input, outcome)) ?? [];
    },
    deciding: (words) => find(words).deciding ?? { approve: 'Approve', editable: false },
  };
}
