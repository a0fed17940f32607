import { setImmediate } from 'node:timers/promises';
import { eq, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../../db/database.ts';
import { BotError } from '../../errors.ts';
import type { Reach } from '../../features/access/scope.ts';
import type { AccountSearch, AccountSummary, Page } from '../../features/accounts/account.ts';
import { foldForSearch } from '../../features/accounts/account-rules.ts';
import { AccountSid, type ProviderSid } from '../../ids.ts';
import { type Confines, openSources, type Sources } from './account-sources.ts';
import { type Standing, walk } from './account-walk.ts';
import { accounts } from './schema.ts';
import { listedAs, partsOf } from './search-keys.ts';
import { summariesWhere, toSummary } from './summaries.ts';

/** How many rows one page may look at: what bounds a search for words that are common but rarely meet. */
const LOOKED_AT = 200;
/** How many pages are looked through for the accounts that a person means. */
const PAGES = 10;

/** Searches as the port describes them. */
export interface Searches {
  searchAccounts(search: AccountSearch): Page<AccountSummary>;
  accountsMeant(text: string, within: Reach, limit: number): Promise<AccountSummary[]>;
}

/** Prepares the searches of a database. */
export function openSearches(db: Db): Searches {
  const sources = openSources(db);
  return {
    searchAccounts: (search) => pageOf(sources, search),
    async accountsMeant(text, within, limit) {
      const exact = exactMatches(db, sources, text, within, limit);
      return exact.length > 0 ? exact : likely(sources, text, within, limit);
    },
  };
}

/** One page. It holds fewer accounts than asked for, even none, where the bound was reached first. */
function pageOf(sources: Sources, search: AccountSearch): Page<AccountSummary> {
  const confines = confinesOf(search.within, search.providerSid);
  const parts = partsOf(search.text);
  const items: AccountSummary[] = [];
  let standing = search.after === undefined ? null : readCursor(search.after);
  let lookedAt = 0;
  for (const { account, at } of walk(sources, confines, parts, standing, search.limit + 1)) {
    if (account && items.length === search.limit) return { items, next: cursorOf(standing) };
    if (account) items.push(account);
    standing = at;
    lookedAt += 1;
    if (lookedAt === LOOKED_AT) return { items, next: cursorOf(standing) };
  }
  return { items, next: null };
}

/** Those with words that begin so. One alone is given only where it is known that there is no other. */
async function likely(
  sources: Sources,
  text: string,
  within: Reach,
  limit: number,
): Promise<AccountSummary[]> {
  const items: AccountSummary[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    // Others get their turn between pages.
    if (page > 0) await setImmediate();
    const search = { text, within, limit: limit - items.length, ...(after && { after }) };
    const { items: found, next } = pageOf(sources, search);
    items.push(...found);
    if (next === null || items.length >= limit) return items;
    after = next;
  }
  if (items.length > 1) return items;
  throw new BotError('invalid', 'Too many accounts share these words to find the one you mean.', {
    now: 'Type more of its name, or its SIP realm or SID.',
  });
}

function exactMatches(
  db: Db,
  sources: Sources,
  text: string,
  within: Reach,
  limit: number,
): AccountSummary[] {
  const name = foldForSearch(text);
  if (name === '') return [];
  const exact = [
    ...identifiedBy(db, text.trim().toLowerCase(), within),
    ...namedExactly(sources, name, within, limit),
  ];
  return [...new Map(exact.map((account) => [account.sid, account])).values()].slice(0, limit);
}

function identifiedBy(db: Db, text: string, within: Reach): AccountSummary[] {
  const sid = AccountSid.safeParse(text);
  const isRealm = eq(accounts.sipRealm, text);
  const condition = sid.success ? or(eq(accounts.sid, sid.data), isRealm) : isRealm;
  const found = summariesWhere(db, condition ?? isRealm)
    .all()
    .map(toSummary);
  return found.filter(({ sid, provider }) => {
    if (within.everything || within.accounts.includes(sid)) return true;
    return within.providers.includes(provider.sid);
  });
}

/** Names that are the whole of a prefix stand first among those that begin with it. */
function namedExactly(
  sources: Sources,
  name: string,
  within: Reach,
  limit: number,
): AccountSummary[] {
  const prefix = listedAs(name);
  const source = sources(confinesOf(within), 'by name');
  return source(prefix, { key: prefix, id: 0 }, limit)
    .map(({ account }) => account)
    .filter((account) => foldForSearch(account.name) === name);
}

function confinesOf(within: Reach, only?: ProviderSid): Confines {
  if (within.everything) {
    return { providers: only === undefined ? null : [only], accounts: [], only };
  }
  if (only === undefined) return { ...within, only };
  return {
    providers: within.providers.filter((provider) => provider === only),
    accounts: within.accounts,
    only,
  };
}

const Cursor = z.tuple([z.int().nonnegative().nullable(), z.string(), z.int()]);

function cursorOf(standing: Standing | null): string | null {
  if (standing === null) return null;
  const cursor: z.infer<typeof Cursor> = [standing.rarest, standing.key, standing.id];
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: string): Standing {
  try {
    const json = Buffer.from(text, 'base64url').toString();
    const [rarest, key, id] = Cursor.parse(JSON.parse(json));
    return { rarest, key, id };
  } catch (cause) {
    throw new BotError('invalid', 'This list cannot be continued.', {
      now: 'Search again.',
      cause,
    });
  }
}
