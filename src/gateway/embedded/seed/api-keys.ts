import { apiKeyOf } from '../api-key-format.ts';
import type { GivenApiKey } from '../api-keys.ts';
import { diceFor } from './dice.ts';
import { apiKeySid, createdAt } from './sids.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const HOUR = 60 * 60_000;
/** One account in so many has keys. */
const SHARE = 16;
/** Until when the keys of a seed have been used: like all of it, the same each time. */
const USED_UNTIL = Date.UTC(2026, 8, 1);

/** The API keys of an account, made outside the bot: of a few accounts only, and two where it is to be shown whole. */
export function apiKeysOf(index: number, full: boolean): GivenApiKey[] {
  if (!full && index % SHARE !== 3) return [];
  const dice = diceFor(`API keys of account ${index}`);
  return Array.from({ length: full ? 2 : dice.pick([1, 1, 2, 3]) }, (_, nth) => {
    const made = new Date(createdAt(index).getTime() + (nth * 400 + dice.below(300)) * HOUR);
    const used = USED_UNTIL - dice.below(2000) * HOUR;
    return {
      sid: apiKeySid(index, nth, made),
      key: apiKeyOf(dice.text(BASE62, 30)),
      createdAt: made,
      lastUsedAt: dice.chance(75) && used > made.getTime() ? new Date(used) : null,
    };
  });
}
