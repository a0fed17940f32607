import type { Button, KnownBlock } from '@slack/types';
import { z } from 'zod';
import { BotError } from '../../errors.ts';
import { ProviderSid } from '../../ids.ts';
import { actions, button, type Message, message, section } from '../../slack/blocks.ts';
import { bold, code, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import type { AccountSummary, ServiceProvider } from './account.ts';
import { accountLine } from './which-account.view.ts';

/** Where a list stands: what was searched for, the cursor of this page, and those of the pages before it. */
const Place = z.object({
  text: z.string(),
  provider: ProviderSid.nullable(),
  /** `null`: the first page. */
  after: z.string().nullable(),
  /** Cursors of earlier pages, the nearest last; the first page is always there besides. */
  back: z.array(z.string()),
});
export type ListPlace = z.infer<typeof Place>;

export const PREVIOUS = 'account.list.previous';
export const NEXT = 'account.list.next';

/** Characters of a button's value (docs: button element), less a margin. */
const VALUE_HOLDS = 1900;
/** Characters of a search that are kept: beyond them no name goes. */
const TEXT_KEPT = 200;

/** A page of accounts, a Show button on each line, and the way to the pages beside it. */
export function accountList(page: {
  items: readonly AccountSummary[];
  place: ListPlace;
  /** The cursor of the next page, if there is more. */
  next: string | null;
  provider: ServiceProvider | null;
}): Message {
  const { items, place, next, provider } = page;
  const buttons: Button[] = [
    ...(place.after === null ? [] : [button('Previous', PREVIOUS, { value: before(place) })]),
    ...(next === null ? [] : [button('Next', NEXT, { value: behind(place, next) })]),
  ];
  const only = items.length === 0 && next === null && place.after === null;
  return message(
    section(mrkdwn`${bold(titleOf(place, provider))}`),
    ...items.map((account): KnownBlock => {
      const label = shortened(`Show ${account.name}`, 75);
      return section(accountLine(account), {
        accessory: button('Show', 'account.show', { value: account.sid, label }),
      });
    }),
    ...(items.length === 0 ? [section(only ? mrkdwn`None.` : mrkdwn`None on this page.`)] : []),
    ...(next === null ? [] : [section(mrkdwn`There are more.`)]),
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

/** Nothing was found: what to do instead. */
export function emptyList(found: {
  command: string;
  text: string;
  provider: ServiceProvider | null;
  mayCreate: boolean;
}): Message {
  const { command, text, provider, mayCreate } = found;
  const where = provider ? mrkdwn` of ${provider.name}` : mrkdwn``;
  const nothing =
    text === ''
      ? mrkdwn`There is no account${where} in your reach yet.`
      : mrkdwn`No account${where} in your reach has a word, a SIP realm or a SID that begins with “${shortened(text, 100)}”.`;
  const now =
    text === ''
      ? mayCreate
        ? mrkdwn`Create one here, or with ${code(`${command} account create`)}.`
        : mrkdwn`Ask for access to one.`
      : mrkdwn`Try fewer letters, or see them all with ${code(`${command} account list`)}.`;
  return message(
    section(nothing),
    section(now),
    actions(
      ...(mayCreate ? [button('Create account', 'account.create')] : []),
      button('Ask for access', 'access.ask'),
    ),
  );
}

/** The place of a first page. */
export function firstPage(text: string, provider: ServiceProvider | null): ListPlace {
  const kept = text.slice(0, TEXT_KEPT).toWellFormed();
  return { text: kept, provider: provider?.sid ?? null, after: null, back: [] };
}

/** The place that a button carries. Throws `invalid` for what we did not draw. */
export function placeOf(value: string): ListPlace {
  try {
    return Place.parse(JSON.parse(value));
  } catch (cause) {
    throw new BotError('invalid', 'This list cannot be continued.', {
      now: 'List the accounts again.',
      cause,
    });
  }
}

/** A long way back is cut at its far end: from there Previous leads to the first page. */
function behind(place: ListPlace, next: string): string {
  const back = place.after === null ? [] : [...place.back, place.after];
  for (;;) {
    const value = JSON.stringify({ ...place, after: next, back });
    if (value.length <= VALUE_HOLDS || back.length === 0) return value;
    back.shift();
  }
}

function before(place: ListPlace): string {
  const value: ListPlace = {
    ...place,
    after: place.back.at(-1) ?? null,
    back: place.back.slice(0, -1),
  };
  return JSON.stringify(value);
}

function titleOf({ text }: ListPlace, provider: ServiceProvider | null): string {
  const where = provider ? ` of ${provider.name}` : '';
  return text === '' ? `Accounts${where}` : `Accounts${where}: “${shortened(text, 100)}”`;
}
