import { setImmediate } from 'node:timers/promises';
import { BotError } from '../../errors.ts';
import { inTime } from '../../in-time.ts';
import type { Reach } from '../access/scope.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { foldForSearch } from '../accounts/account-rules.ts';

/** How much of a message is read, in characters and words, and how many things in it are looked up. */
const READ = 4000;
const WORDS = 120;
const LOOKED_UP = 200;
/** How many words a name may have to be found in running text; quotes hold any number together. */
const LONGEST = 5;

/** A message as it was written, and its words: what stood in quotes is one of them. */
interface Message {
  text: string;
  words: readonly string[];
}

/** Something in a message that may name an account: words `from` up to `to`, or (`null`) a SID or a host name. */
interface Candidate {
  text: string;
  words: { from: number; to: number } | null;
}

/**
 * The accounts within reach that a message names by SID, SIP realm or whole name; never by the beginning of a
 * name, and not where a name is that of several. A name within a longer one is not meant by itself. Stops
 * looking after this many milliseconds: what was found by then is given.
 */
export async function accountsNamedIn(
  message: Message,
  within: Reach,
  gateway: Pick<AccountsGateway, 'accountsMeant'>,
  limit: number,
): Promise<AccountSummary[]> {
  const deadline = performance.now() + limit;
  const found: { account: AccountSummary; by: Candidate }[] = [];
  for (const by of candidatesIn(message).slice(0, LOOKED_UP)) {
    const left = deadline - performance.now();
    const meant = left > 0 ? await lookUp(by.text, within, gateway, left) : null;
    if (!meant) break;
    const [account, another] = meant.filter((one) => isNamed(one, by.text));
    if (account && !another) found.push({ account, by });
    // A gateway in this process answers at once: others get their turn between.
    await setImmediate();
  }
  const longest = found.filter(({ by }) => !found.some((other) => isPartOf(by, other.by)));
  return [...new Map(longest.map(({ account }) => [account.sid, account])).values()];
}

/** What in a message may name an account: SIDs and host names, runs of words that begin in capitals, other runs. */
function candidatesIn({ text: whole, words }: Message): Candidate[] {
  const text = whole.slice(0, READ);
  const sids = text.toLowerCase().match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  const hosts = (text.match(/[a-z0-9.-]+/gi) ?? [])
    .map((host) => host.replace(/^[.-]+|[.-]+$/g, '').toLowerCase())
    .filter((host) => host.includes('.'));
  const runs = runsIn(words.slice(0, WORDS));
  const startsAName = ({ text: run }: Candidate) => /^[\p{Lu}\p{N}]/u.test(run);
  return [
    ...[...new Set([...sids, ...hosts])].map((one) => ({ text: one, words: null })),
    ...runs.filter(startsAName),
    ...runs.filter((run) => !startsAName(run)),
  ];
}

/** Neighbouring words, fewest first. */
function runsIn(words: readonly string[]): Candidate[] {
  const lengths = Array.from({ length: LONGEST }, (_, index) => index + 1);
  return lengths.flatMap((length) =>
    words.slice(0, Math.max(0, words.length - length + 1)).flatMap((_, from) => {
      const to = from + length;
      const run = withoutMarks(words.slice(from, to).join(' '));
      return run === '' ? [] : [{ text: run, words: { from, to } }];
    }),
  );
}

async function lookUp(
  text: string,
  within: Reach,
  gateway: Pick<AccountsGateway, 'accountsMeant'>,
  limit: number,
): Promise<AccountSummary[] | null> {
  try {
    return await inTime(limit, gateway.accountsMeant(text, within, 10));
  } catch (error) {
    // So common that it names nothing. Without an answer nothing is preselected: the person picks.
    return error instanceof BotError && error.code === 'invalid' ? [] : null;
  }
}

function isNamed({ sid, name, sipRealm }: AccountSummary, text: string): boolean {
  const same = (one: string) => withPlainMarks(withoutMarks(foldForSearch(one)));
  return sid === text || sipRealm === text.toLowerCase() || same(name) === same(text);
}

function isPartOf({ words: part }: Candidate, { words: whole }: Candidate): boolean {
  if (!part || !whole || (part.from === whole.from && part.to === whole.to)) return false;
  return whole.from <= part.from && part.to <= whole.to;
}

/** Phones write `O’Brien – Berlin` where the name has `O'Brien - Berlin`, or the other way round. */
function withPlainMarks(text: string): string {
  return text.replace(/[‘’ʼ]/g, "'").replace(/[‐‑–—―]/g, '-');
}

/** Without what surrounds a name in a sentence: its comma, its full stop, the brackets around it. */
function withoutMarks(text: string): string {
  return text.replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '');
}
