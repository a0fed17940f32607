import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, type BotUnderLoad, some, startBot } from '../bench.ts';
import { type Sent, sendAll, sendAtRate } from '../load.ts';
import { type Row, rounded } from '../report.ts';
import { percentile } from '../statistics.ts';
import { mixed, trafficOf } from '../traffic.ts';

/** Requests a second of a busy day. */
const RATE = 50;
/** How long it is a busy day, in seconds. */
const LASTS = 60;
/** Requests before what is measured. */
const WARM_UP = 2000;
/** Caches that are cleared one after the other while people go on working, and the prompts in each. */
const CLEARS = 10;
const LEAST_CLEARS = 2;
const PROMPTS = 100_000;

const limit = { atMost: 100 };

/** Mixed work, which comes when it comes and not when the last is answered. */
export async function mixedRow(bench: Bench): Promise<Row[]> {
  await bench.stock.cache(bench.stock.accounts, 20);
  await using bot = await startBot(bench, bench.stock);
  const traffic = trafficOf(bot, bench.slack);
  await warmUp(bot, bench);
  const sent = await sendAtRate(bot.port, mixed(traffic, RATE * some(LASTS, bench)), RATE);
  await bot.world.settled();
  return [
    {
      what: `Acks of mixed work at ${RATE} requests a second, with changes and forms: p99`,
      measured: inWords(sent),
      value: percentile(sent.latencies, 0.99),
      unit: ' ms',
      limit,
    },
  ];
}

/** The same without changes, while one account's large cache is cleared, and the next one's. */
export async function clearingRow(bench: Bench): Promise<Row[]> {
  const { stock, slack, effort } = bench;
  const large = stock.accounts.slice(0, Math.max(LEAST_CLEARS, some(CLEARS, bench)));
  const prompts = effort < 0.1 ? PROMPTS / 10 : PROMPTS;
  await stock.cache(large, prompts);
  await using bot = await startBot(bench, stock);
  await warmUp(bot, bench);
  const traffic = trafficOf(bot, slack);
  const before = bot.world.changes().verified;
  const all: Sent = { latencies: [], took: 0 };
  for (const nth of large.keys()) {
    const over = new AbortController();
    // More of it than a clearing lasts: what is left when it is over is not sent.
    const others = mixed(traffic, RATE * 30, 'clear');
    // The accounts come in the stock's order, so that this is the next large one.
    await sendAll(bot.port, [traffic.clear()], 1);
    const working = sendAtRate(bot.port, others, RATE, over.signal);
    while (bot.world.changes().verified <= before + nth) await sleep(50);
    over.abort();
    const { latencies, took } = await working;
    all.latencies.push(...latencies);
    all.took += took;
  }
  return [
    {
      what: `Acks of mixed work while one account’s ${rounded(prompts)} cached prompts are cleared: p99`,
      measured: `${inWords(all)}; a clearing took ${rounded(all.took / large.length)} ms`,
      value: percentile(all.latencies, 0.99),
      unit: ' ms',
      limit,
    },
  ];
}

/** What has run a thousand times is compiled. Changes nothing, and takes no account's turn. */
async function warmUp(bot: BotUnderLoad, { slack, effort }: Bench): Promise<void> {
  const requests = mixed(trafficOf(bot, slack), Math.ceil(WARM_UP * effort), 'clear');
  await sendAll(bot.port, requests, 4);
}

function inWords({ latencies }: Sent): string {
  const p50 = rounded(percentile(latencies, 0.5));
  const longest = rounded(percentile(latencies, 1));
  return `${latencies.length.toLocaleString('en')} requests; half within ${p50} ms, the longest ${longest} ms`;
}
