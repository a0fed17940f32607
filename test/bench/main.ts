import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { takePerformerLock } from '../../src/changes/performer-lock.ts';
import { type Asked, readArguments, usage } from './arguments.ts';
import type { Bench } from './bench.ts';
import { complaints, endAll } from './programs.ts';
import { lineOf, type Row } from './report.ts';
import { memoryRow, startRow } from './rows/footprint.ts';
import { clearingRow, mixedRow } from './rows/latency.ts';
import { searchRows } from './rows/search.ts';
import { changeRow, readRows } from './rows/throughput.ts';
import { startSlack } from './slack.ts';
import { isMet } from './statistics.ts';
import { openStock } from './stock.ts';

/** What is measured, by the name that `--row` takes. */
const rows: Record<string, (bench: Bench) => Promise<Row[]>> = {
  read: readRows,
  change: changeRow,
  mixed: mixedRow,
  search: searchRows,
  clearing: clearingRow,
  start: startRow,
  memory: memoryRow,
};

const names = Object.keys(rows);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wordsOf(error: unknown): string {
  if (error instanceof SuppressedError)
    return `${wordsOf(error.suppressed)}\n${wordsOf(error.error)}`;
  return error instanceof Error ? error.message : String(error);
}

/** Measures what was asked for. False where a figure does not keep its limit. */
async function run({ rows: asked, accounts, effort, data, profiles }: Asked): Promise<boolean> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  // Two benches would measure each other. The kernel frees it when this one dies.
  const lock = await takePerformerLock(join(data, 'bench.lock'), new AbortController().signal, () =>
    say('Another bench runs on these data: waiting.'),
  );
  const stock = await openStock(data, accounts, say);
  const small = await openStock(data, Math.min(1000, Math.ceil(accounts / 2)), say);
  await using slack = await startSlack();
  const bench: Bench = { stock, small, slack, effort, profiles };
  const began = performance.now();
  say(
    `${accounts.toLocaleString('en')} accounts, effort ${effort}, Node ${process.versions.node}\n`,
  );
  let met = true;
  for (const name of asked) met = (await measure(name, bench)) && met;
  say(
    `\n${met ? 'All of it keeps its limits' : 'Not all of it keeps its limits'}, after ${Math.round((performance.now() - began) / 1000)} s.`,
  );
  lock.release();
  return met;
}

async function measure(name: string, bench: Bench): Promise<boolean> {
  let met = true;
  try {
    for (const row of (await rows[name]?.(bench)) ?? []) {
      say(lineOf(row));
      met &&= isMet(row.value, row.limit);
    }
  } catch (error) {
    // The others are measured all the same.
    say(`FAILED  ${name}: ${wordsOf(error)}`);
    met = false;
  }
  const complained = complaints.splice(0);
  if (complained.length > 0) say(`FAILED  ${name}: ${complained.length} errors were logged.`);
  for (const line of complained.slice(0, 5)) say(`        ${line}`);
  return met && complained.length === 0;
}

function askedFor(): Asked | null {
  try {
    const asked = readArguments(process.argv.slice(2), names);
    if (asked === null) process.stdout.write(usage(names));
    return asked;
  } catch (error) {
    process.stderr.write(`${wordsOf(error)}\n\n${usage(names)}`);
    process.exitCode = 2;
    return null;
  }
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.once('exit', endAll);
const asked = askedFor();
if (asked && !(await run(asked))) process.exitCode = 1;
