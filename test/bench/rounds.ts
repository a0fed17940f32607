import { type Bench, CONNECTIONS, some } from './bench.ts';
import { type Request, sendAll } from './load.ts';
import type { Program } from './programs.ts';
import { rounded } from './report.ts';
import { median, medianRatio } from './statistics.ts';

/** One of two that are compared: where it listens, and what it is sent. */
export interface Side {
  program: Program;
  requests(count: number): Request[];
  /** Resolves when what a round has left to do is done. */
  settled?(): Promise<void>;
}

/** What two sides answered in a second, and the one in parts of the other. */
export interface Compared {
  ratio: number;
  /** The figures of both, in words. */
  inWords: string;
}

/** What a side did in one round. */
interface Round {
  perSecond: number;
  /** Processor time for each request, in milliseconds. */
  processor: number;
}

const ROUNDS = 15;
const LEAST_ROUNDS = 5;
/** How many rounds' requests come before what is measured. */
const WARM_UP = 3;

/**
 * How many requests each of two sides answers in a second, in short rounds by turns, because a machine is not as fast
 * at one time as at another. `count`: how many a round sends with full effort.
 */
export async function compare(
  bench: Bench,
  [ours, theirs]: [Side, Side],
  count: number,
): Promise<Compared> {
  const each = some(count, bench);
  const done = new Map<Side, Round[]>([
    [ours, []],
    [theirs, []],
  ]);
  // What is compiled after a thousand calls is not what was measured in the first.
  for (const side of [ours, theirs]) await round(side, WARM_UP * each);
  for (let nth = 0; nth < Math.max(LEAST_ROUNDS, some(ROUNDS, bench)); nth += 1) {
    // Whoever comes second may have it better or worse.
    const order = nth % 2 === 0 ? [ours, theirs] : [theirs, ours];
    for (const side of order) done.get(side)?.push(await round(side, each));
  }
  const rates = (side: Side) => (done.get(side) ?? []).map(({ perSecond }) => perSecond);
  const inWords = (side: Side) => {
    const processor = median((done.get(side) ?? []).map((one) => one.processor));
    return `${rounded(median(rates(side)))} a second, ${rounded(processor)} ms of processor each`;
  };
  return {
    ratio: medianRatio(rates(ours), rates(theirs)),
    inWords: `${inWords(ours)}; bare Bolt: ${inWords(theirs)}`,
  };
}

async function round({ program, requests, settled }: Side, count: number): Promise<Round> {
  const ready = requests(count);
  const before = program.processor();
  const { took } = await sendAll(program.port, ready, CONNECTIONS);
  const processor = (program.processor() - before) / count;
  await settled?.();
  return { perSecond: (count * 1000) / took, processor };
}
