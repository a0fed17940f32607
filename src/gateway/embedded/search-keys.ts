import { foldForSearch } from '../../features/accounts/account-rules.ts';

/** How much of a key is stored, in code points: it bounds the index, and the cursors that carry a key. */
const STORED_LENGTH = 64;

/** What an account is found by. */
export interface Searchable {
  sid: string;
  name: string;
  sipRealm: string | null;
}

/**
 * What an account is found by: its name and its realm from each word on, and its SID. So "acme bank berlin"
 * gives three keys, and the prefix of a key is the prefix of a word, or of several words in a row.
 */
export function searchKeys({ sid, name, sipRealm }: Searchable): string[] {
  return [...tails(wordsOf(name)), ...tails(wordsOf(sipRealm ?? '')), wordsOf(sid).join(' ')];
}

/** The words of a name, a realm or a search: what stands between spaces and punctuation. */
export function wordsOf(text: string): string[] {
  const folded = foldForSearch(text);
  const words = folded.split(/[\p{Z}\p{P}\p{C}]+/u).filter((word) => word !== '');
  // A name of nothing but punctuation is a word, or nobody would find it.
  return words.length === 0 && folded !== '' ? [folded] : words;
}

/**
 * What a search asks for: between its spaces, whole words or the beginnings of them. "acme-1.example" is one
 * part, which is looked for in a row, as it stands in a realm.
 */
export function partsOf(text: string): string[] {
  const parts = text.split(/\s+/).map((part) => wordsOf(part).join(' '));
  const found = parts.filter((part) => part !== '');
  // “Acme & Co”, “Acme – Berlin”: a mark between words is in no key, unless there is nothing else.
  const words = found.filter((part) => !MARKS.test(part));
  return words.length > 0 ? words : found;
}

const MARKS = /^[\p{Z}\p{P}\p{C}]+$/u;

/** Where an account stands in lists: its name without regard to case and accents. */
export function listedAs(name: string): string {
  return stored(foldForSearch(name));
}

/** A key as the database holds it. */
export function stored(key: string): string {
  return key.length <= STORED_LENGTH ? key : Array.from(key).slice(0, STORED_LENGTH).join('');
}

/** Orders keys as SQLite does, by code points. */
export function compareKeys(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** The first of the stored keys whose full text begins so, which is where a search emits the account; or none. */
export function firstKey(keys: string[], prefix: string): string | undefined {
  return keys
    .filter((key) => key.startsWith(prefix))
    .map(stored)
    .sort(compareKeys)[0];
}

function tails(words: string[]): string[] {
  return words.map((_, from) => words.slice(from).join(' '));
}
