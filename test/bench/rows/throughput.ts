import { type Bench, startBare, startBot } from '../bench.ts';
import type { Request } from '../load.ts';
import type { Row } from '../report.ts';
import { command, submission } from '../requests.ts';
import { compare } from '../rounds.ts';
import type { World } from '../world.ts';

/** Requests of a round, with full effort: a second or two. */
const READS = 4000;
const CHANGES = 1500;

const words = (expected: string) => (body: string) =>
  body.startsWith('{"response_type":"ephemeral"') && body.includes(expected);

/** Reads that are answered in their ack, each by what its answer must say. */
const reads = { help: 'tts clear', me: 'on-call' };

/** Commands that only look, which are answered in the response to Slack's request. */
export async function readRows(bench: Bench): Promise<Row[]> {
  await using bot = await startBot(bench, bench.stock);
  await using echo = await startBare('bare-echo.ts', bench);
  const rows: Row[] = [];
  for (const [text, expected] of Object.entries(reads)) {
    const ours = { program: bot, requests: byTurns(bench, bot.world, text, words(expected)) };
    const theirs = { program: echo, requests: byTurns(bench, bot.world, text, isPong) };
    const { ratio, inWords } = await compare(bench, [ours, theirs], READS);
    rows.push({
      what: `/vg ${text}, answered in its ack: requests a second ÷ those of bare Bolt’s echo`,
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
  const { accounts } = bench.stock;
  await bench.stock.cache(accounts, 20);
  await using bot = await startBot(bench, bench.stock);
  await using durable = await startBare('bare-durable.ts', bench);
  const { world } = bot;
  let asked = 0;
  const forms = (count: number) =>
    Array.from({ length: count }, () => {
      const userId = at(world.onCall, asked);
      const account = at(accounts, asked);
      asked += 1;
      return submission(userId, world.formToClear(userId, account));
    });
  const ours = { program: bot, requests: forms, settled: world.settled };
  const theirs = { program: durable, requests: byTurns(bench, world, 'tts clear x', isWritten) };
  const { ratio, inWords } = await compare(bench, [ours, theirs], CHANGES);
  const { journaled, verified } = world.changes();
  if (journaled !== asked || verified !== asked) {
    throw new Error(
      `${asked} changes were asked for, ${journaled} journaled, ${verified} verified.`,
    );
  }
  return [
    {
      what: 'A cleared TTS cache, journaled and acked: requests a second ÷ those of bare Bolt with three durable rows',
      measured: inWords,
      value: ratio,
      unit: '',
      limit: { atLeast: 0.7 },
    },
  ];
}

const isPong = (body: string) => body === 'pong';
const isWritten = (body: string) => body === 'written';

/** The same command, typed by one person after the other. */
function byTurns(
  { slack }: Bench,
  { onCall }: World,
  text: string,
  expects: (body: string) => boolean,
): (count: number) => Request[] {
  const more = { replyTo: slack.url, expects };
  return (count) =>
    Array.from({ length: count }, (_, index) => command(at(onCall, index), text, more));
}

/** The values by turns. */
function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('There is nothing to take turns.');
  return value;
}
