import type { AccountSearch, AccountSummary, AccountsGateway, Page } from './account.ts';

/** How many reads it may take to fill a page. */
const READS = 5;

/** A page of the gateway's may be short while there is more: this one is filled, if a few reads can. */
export async function filledPage(
  gateway: AccountsGateway,
  search: AccountSearch,
): Promise<Page<AccountSummary>> {
  const { after, limit, ...rest } = search;
  const items: AccountSummary[] = [];
  let next = after ?? null;
  for (let read = 0; read < READS; read += 1) {
    const left = limit - items.length;
    const found = await gateway.searchAccounts({
      ...rest,
      limit: left,
      ...(next && { after: next }),
    });
    items.push(...found.items);
    next = found.next;
    if (next === null || items.length === limit) break;
  }
  return { items, next };
}
