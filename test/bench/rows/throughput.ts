import { type Bench, startBare, startBot } from '../bench.ts';
import type { Request } from '../load.ts';
import type { Row } from '../report.ts';
import { command } from '../requests.ts';
import { compare } from '../rounds.ts';
import { trafficOf } from '../traffic.ts';

/** Requests of a round, with full effort: a second or two. */
const READS = 3000;
const CHANGES = 1200;

/** Commands that only look, which are answered in the response to Slack's request. */
export async function readRows(bench: Bench): Promise<Row[]> {
  await using bot = await startBot(bench, bench.stock);
  await using echo = await startBare('bare-echo.ts', bench);
  const traffic = trafficOf(bot, bench.slack);
  const rows: Row[] = [];
  for (const read of ['help', 'me'] as const) {
    const ours = { program: bot, requests: many(traffic[read]) };
    const theirs = { program: echo, requests: many(() => bareCommand(bench, read, 'pong')) };
    const { ratio, inWords } = await compare(bench, [ours, theirs], READS);
    rows.push({
      what: `/vg ${read}, answered in its ack: requests a second ÷ those of bare Bolt’s echo`,
      measured: inWords,
      value: ratio,
      unit: '',
      limit: { atLeast: 0.8 },
    });
  }
  return rows;
}

/**
 * A form that clears a TTS cache is submitted: its intent is journaled, then it is acked. What the bot does after the
 * ack (carry it out, read it back, journal that, tell) goes on while the next ones come, and is waited for after
 * each round.
 */
export async function changeRow(bench: Bench): Promise<Row[]> {
  await bench.stock.cache(bench.stock.accounts, 20);
  await using bot = await startBot(bench, bench.stock);
  await using durable = await startBare('bare-durable.ts', bench);
  const { clear } = trafficOf(bot, bench.slack);
  let asked = 0;
  const ours = {
    program: bot,
    requests: many(() => {
      asked += 1;
      return clear();
    }),
    settled: bot.world.settled,
  };
  const theirs = {
    program: durable,
    requests: many(() => bareCommand(bench, 'tts clear acme', 'written')),
  };
  const { ratio, inWords } = await compare(bench, [ours, theirs], CHANGES);
  const { journaled, verified } = bot.world.changes();
  if (journaled !== asked || verified !== asked) {
    throw new Error(`Of ${asked} changes ${journaled} were journaled, ${verified} verified.`);
  }
  return [
    {
      what: 'A cleared TTS cache, journaled and acked: requests a second ÷ those of bare Bolt that writes three durable rows',
      measured: inWords,
      value: ratio,
      unit: '',
      limit: { atLeast: 0.7 },
    },
  ];
}

function many(make: () => Request): (count: number) => Request[] {
  return (count) => Array.from({ length: count }, make);
}

function bareCommand({ slack }: Bench, text: string, answer: string): Request {
  return command('U0BARE', text, { replyTo: slack.url, expects: (body) => body === answer });
}
