import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, CONNECTIONS, some, startBare, startBot } from '../bench.ts';
import { byTurns } from '../by-turns.ts';
import { type Request, sendAll } from '../load.ts';
import type { Program } from '../programs.ts';
import { type Row, rounded } from '../report.ts';
import { median } from '../statistics.ts';
import { trafficOf } from '../traffic.ts';
import { freshWorld } from '../world.ts';

/** Starts, with full effort, of which the first is not counted: it makes the databases and compiles. */
const STARTS = 5;
const LEAST_STARTS = 1;
/** Commands before memory is looked at, and how often that is done, a moment apart. */
const COMMANDS = 10_000;
const LOOKS = 10;

/** From the start of the process until it says that it is ready. */
export async function startRow(bench: Bench): Promise<Row[]> {
  const world = freshWorld(bench.stock);
  const took: number[] = [];
  const bare: number[] = [];
  for (let nth = 0; nth <= Math.max(LEAST_STARTS, some(STARTS, bench)); nth += 1) {
    await using bot = await startBot(bench, bench.stock, world);
    took.push(bot.readyAfter / 1000);
    await using echo = await startBare('bare-echo.ts', bench);
    bare.push(echo.readyAfter / 1000);
  }
  const [first = Number.NaN, ...others] = took;
  return [
    {
      what: 'Ready after its start, with all the accounts',
      measured: `the longest ${rounded(Math.max(...others))} s, the very first ${rounded(first)} s; bare Bolt: ${rounded(median(bare))} s`,
      value: median(others),
      unit: ' s',
      limit: { atMost: 2 },
    },
  ];
}

/** What the bot holds in memory after it was asked as much as a bare Bolt app. */
export async function memoryRow(bench: Bench): Promise<Row[]> {
  const count = some(COMMANDS, bench);
  await using bot = await startBot(bench, bench.stock);
  await using echo = await startBare('bare-echo.ts', bench);
  const traffic = trafficOf(bot, bench.slack);
  const kinds = byTurns(['help', 'list', 'me', 'card'] as const);
  const commands = () => Array.from({ length: count }, () => traffic[kinds.next().value]());
  const ours = await memoryAfter(bot, commands());
  const answered = (body: string) => body === 'pong';
  const theirs = await memoryAfter(
    echo,
    commands().map((one) => ({ ...one, expects: answered })),
  );
  return [
    {
      what: `Memory after ${rounded(count)} commands, with all the accounts ÷ bare Bolt’s after the same`,
      measured: `${rounded(ours)} MB; bare Bolt: ${rounded(theirs)} MB`,
      value: ours / theirs,
      unit: '×',
      limit: { atMost: 1.5 },
    },
  ];
}

async function memoryAfter(program: Program, requests: Request[]): Promise<number> {
  await sendAll(program.port, requests, CONNECTIONS);
  const seen: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await sleep(100);
    seen.push(program.memory());
  }
  return median(seen);
}
