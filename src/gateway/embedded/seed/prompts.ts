import { diceFor } from './dice.ts';
import { pickedAccounts } from './world.ts';

/**
 * How many cached prompts each account of a seed has, in order: a few have thousands, most a few, some none.
 * Together they are exactly `prompts`, wherever there is an account.
 */
export function* promptsOfAccounts(accounts: number, prompts: number): Generator<number> {
  const picked = pickedAccounts.slice(0, accounts).map((one) => one.prompts);
  const ofPicked = accounts > picked.length ? Math.min(prompts, sum(picked)) : prompts;
  yield* shared(ofPicked, () => picked);
  const others = accounts - picked.length;
  yield* shared(prompts - ofPicked, () => weights(picked.length, others));
}

/** Shares a number out by weight, none left over. */
function* shared(total: number, weighted: () => Iterable<number>): Generator<number> {
  const all = sum(weighted());
  let weighed = 0;
  let given = 0;
  for (const weight of weighted()) {
    weighed += weight;
    const due = Math.floor((total * weighed) / all);
    yield due - given;
    given = due;
  }
}

function* weights(from: number, count: number): Generator<number> {
  for (let index = from; index < from + count; index += 1) {
    const dice = diceFor(`prompts of account ${index}`);
    const size = dice.below(10_000);
    // The first has some, so that there is always one to share among.
    if (index > from && size < 3000) yield 0;
    else if (size < 9000) yield 1 + dice.below(40);
    else if (size < 9950) yield 40 + dice.below(400);
    else if (size < 9999) yield 2000 + dice.below(8000);
    else yield 300_000 + 10 * dice.below(60_000);
  }
}

function sum(numbers: Iterable<number>): number {
  let all = 0;
  for (const one of numbers) all += one;
  return all;
}
