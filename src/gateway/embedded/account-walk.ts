import type { AccountSummary } from '../../features/accounts/account.ts';
import type { Found, Place, Source } from './account-ranges.ts';
import type { Confines, Sources } from './account-sources.ts';
import { firstKey, searchKeys, stored } from './search-keys.ts';

/** How many rows are read at a time, and how far the accounts of a part are counted to find the rarest. */
const BATCH = 100;

/** Where a walk stands. `rarest`: which part accounts with scattered parts are read by; `null` before those. */
export interface Standing extends Place {
  rarest: number | null;
}

/** One row that was looked at: the account, if it is emitted here, and where the walk then stands. */
export interface Looked {
  account: AccountSummary | null;
  at: Standing;
}

/**
 * Walks the accounts that match all parts of a search, each once, in an order that holds from page to page.
 * First come those with the parts in a row, as people type names: that is one range of the index. Then those
 * with the parts anywhere, read by the rarest part; only there are many rows looked at in vain.
 */
export function* walk(
  sources: Sources,
  confines: Confines,
  parts: string[],
  from: Standing | null,
  firstBatch: number,
): Generator<Looked> {
  if (parts.length === 0) {
    yield* look(sources(confines, 'by name'), '', null, from, firstBatch, () => true);
    return;
  }
  const source = sources(confines, 'by word');
  const phrase = parts.join(' ');
  if (from === null || from.rarest === null) {
    yield* look(source, phrase, null, from, firstBatch, ({ key, account }) => {
      return key === firstKey(searchKeys(account), phrase);
    });
  }
  if (parts.length === 1) return;
  const standing = from?.rarest == null ? null : from;
  const rarest = standing?.rarest ?? rarestOf(parts, source);
  const part = parts[rarest] ?? phrase;
  yield* look(source, part, rarest, standing, firstBatch, ({ key, account }) => {
    const keys = searchKeys(account);
    const has = (text: string) => keys.some((known) => known.startsWith(text));
    return key === firstKey(keys, part) && parts.every(has) && !has(phrase);
  });
}

function* look(
  source: Source,
  text: string,
  rarest: number | null,
  from: Standing | null,
  firstBatch: number,
  emits: (found: Found) => boolean,
): Generator<Looked> {
  const prefix = stored(text);
  let after: Place = from ?? startOf(prefix);
  for (let size = firstBatch; ; size = BATCH) {
    const batch = source(prefix, after, size);
    for (const found of batch) {
      after = found;
      const at = { rarest, key: found.key, id: found.id };
      yield { account: emits(found) ? found.account : null, at };
    }
    if (batch.length < size) return;
  }
}

function rarestOf(parts: string[], source: Source): number {
  const counts = parts.map((part) => source(stored(part), startOf(stored(part)), BATCH).length);
  const ranks = parts.map((part, index) => ({ index, count: counts[index] ?? 0, part }));
  ranks.sort((one, other) => one.count - other.count || other.part.length - one.part.length);
  return ranks[0]?.index ?? 0;
}

// The place before the first key that begins so: row numbers begin at 1.
function startOf(prefix: string): Place {
  return { key: prefix, id: 0 };
}
