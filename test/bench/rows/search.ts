import { type Bench, some, startBot } from '../bench.ts';
import { sendAll } from '../load.ts';
import type { Program } from '../programs.ts';
import { type Row, rounded } from '../report.ts';
import { median, medianRatio, percentile } from '../statistics.ts';
import { trafficOf } from '../traffic.ts';

/** Requests of a round, and rounds, with full effort. */
const REQUESTS = 500;
const ROUNDS = 15;
const LEAST_ROUNDS = 5;

/** The same people type the same, with all the accounts and with a thousand: in short rounds by turns. */
export async function searchRows(bench: Bench): Promise<Row[]> {
  await using large = await startBot(bench, bench.stock);
  await using small = await startBot(bench, bench.small);
  const sides = [large, small].map((bot) => ({ bot, traffic: trafficOf(bot, bench.slack) }));
  const rows: Row[] = [];
  for (const kind of ['picker', 'list'] as const) {
    const p99s = sides.map((): number[] => []);
    // The first round of each is for what is compiled and cached.
    for (let round = -1; round < Math.max(LEAST_ROUNDS, some(ROUNDS, bench)); round += 1) {
      for (const [side, { bot, traffic }] of sides.entries()) {
        const p99 = await p99Of(bot, traffic[kind], some(REQUESTS, bench));
        if (round >= 0) p99s[side]?.push(p99);
      }
    }
    const [all = [], thousand = []] = p99s;
    rows.push({
      what: `${words[kind]} with all the accounts: p99 ÷ that with 1,000`,
      measured: `${rounded(median(all))} ms; with 1,000: ${rounded(median(thousand))} ms`,
      value: medianRatio(all, thousand),
      unit: '×',
      limit: { atMost: 3 },
    });
  }
  return rows;
}

const words = {
  picker: 'A picker’s suggestions',
  list: 'The first page of /vg account list x',
};

async function p99Of(
  { port }: Program,
  make: ReturnType<typeof trafficOf>['list'],
  count: number,
): Promise<number> {
  const { latencies } = await sendAll(port, Array.from({ length: count }, make), 1);
  return percentile(latencies, 0.99);
}
