import type { GivenCall } from '../calls.ts';
import { type Dice, diceFor } from './dice.ts';
import { callSid } from './sids.ts';
import { pickedAccounts } from './world.ts';

const MINUTE = 60_000;
/** One account in so many has calls, beside those that were picked by hand. */
const SHARE = 32;
/** The last call of a seed: like all of it, the same each time. */
const LAST = Date.UTC(2026, 8, 1, 16, 40);
/** How many calls an account of few, and one that was picked by hand, has. */
const FEW = [1, 2, 3, 5];
const SOME = [0, 3, 5, 8, 13, 21];

/** Numbers that are nobody's: kept free for films and examples. */
const RANGES = ['+4930230125', '+441632960', '+12025550', '+33199000', '+46317400'];

/** What became of calls that nobody answered. */
const UNANSWERED = [
  { sipStatus: 486, terminationReason: 'Busy Here' },
  { sipStatus: 487, terminationReason: 'caller abandoned' },
  { sipStatus: 480, terminationReason: 'Temporarily Unavailable' },
  { sipStatus: 404, terminationReason: 'Not Found' },
];

/** The recent calls of an account, newest first. None has a recording: their buckets are nobody's. */
export function callsOf(index: number, full: boolean): GivenCall[] {
  const picked = index < pickedAccounts.length;
  if (!full && !picked && index % SHARE !== 5) return [];
  const dice = diceFor(`calls of account ${index}`);
  const count = full ? 25 : dice.pick(picked ? SOME : FEW);
  const own = numberOf(dice);
  let at = LAST - dice.below(600) * MINUTE;
  return Array.from({ length: count }, (_, nth) => {
    const call = callAt(new Date(at), index, nth, own, dice);
    at -= (1 + dice.below(240)) * MINUTE + dice.below(60) * 1000;
    return call;
  });
}

function callAt(attemptedAt: Date, index: number, nth: number, own: string, dice: Dice): GivenCall {
  const direction = dice.chance(80) ? 'inbound' : 'outbound';
  const other = dice.chance(6) ? 'anonymous' : numberOf(dice);
  const [from, to] = direction === 'inbound' ? [other, own] : [own, other];
  const rang = 2 + dice.below(20);
  const after = (seconds: number) => new Date(attemptedAt.getTime() + seconds * 1000);
  const call = {
    sid: callSid(index, nth, attemptedAt),
    direction,
    from,
    to,
    attemptedAt,
    trunk: dice.pick(['SIP trunk', 'Main trunk', 'Backup trunk']),
  } as const;
  if (dice.chance(15)) return { ...call, ...dice.pick(UNANSWERED), endedAt: after(rang) };
  return {
    ...call,
    answeredAt: after(rang),
    endedAt: after(rang + 5 + dice.below(600)),
    terminationReason: dice.pick(['caller hungup', 'caller hungup', 'called party hungup']),
  };
}

function numberOf(dice: Dice): string {
  return `${dice.pick(RANGES)}${dice.text('0123456789', 4)}`;
}
