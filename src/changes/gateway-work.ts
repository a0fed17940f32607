import { setTimeout as sleep } from 'node:timers/promises';
import { canonical } from '../canonical.ts';
import type { Tx } from '../db/database.ts';
import { BotError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Change, GatewayEffect, Reading, Step } from './change.ts';
import { verifiedSince } from './changes.store.ts';
import { didNothing, type Ending, type Wrote } from './ending.ts';

/** Pauses between attempts to read back, in milliseconds. */
const LOOK_AFTER = [0, 200, 1000];

interface Watched {
  log: Log;
  observe(step: Step): void;
}

/** Writes, and says what became of it: accepted, refused, or nobody knows. */
export async function write(
  change: Change,
  effect: GatewayEffect<unknown, unknown>,
  { log, observe }: Watched,
): Promise<Wrote> {
  try {
    await effect.write(change.input, change.before);
    observe('written');
    return 'accepted';
  } catch (error) {
    if (didNothing(error)) return { refused: error };
    log.warn({ err: error, change: change.id }, 'the fate of a write is not known');
    return { unsure: error };
  }
}

/** Reads the effect back, a few times where the gateway does not answer. */
export async function look(
  change: Change,
  effect: GatewayEffect<unknown, unknown>,
  wrote: 'accepted' | 'unsure',
  { log }: Pick<Watched, 'log'>,
): Promise<Reading<unknown>> {
  for (const pause of LOOK_AFTER) {
    await sleep(pause);
    try {
      return await effect.readBack(change.input, change.before, wrote);
    } catch (error) {
      log.warn({ err: error, change: change.id }, 'the effect could not be read back');
    }
  }
  return { found: 'cannot tell', why: 'The gateway does not answer when asked what is there.' };
}

/** How a change of unknown outcome ended, as far as can be seen now. Rejects where that still cannot be told. */
export async function lookOnceMore(
  change: Change,
  effect: GatewayEffect<unknown, unknown>,
  watched: Pick<Watched, 'log'>,
): Promise<Ending> {
  const reading = await look(change, effect, 'unsure', watched);
  if (reading.found === 'done') return { state: 'verified', after: reading.seen };
  if (reading.found !== 'not done') {
    throw new BotError('unavailable', 'I still cannot tell.', {
      why: reading.why,
      now: effect.howToLook,
    });
  }
  // By now a write that was under way has landed or never will: what is not there did not happen.
  const failure = { message: 'It did not happen.', why: reading.why, now: 'Ask for it again.' };
  return { state: 'failed', failure, ...(reading.seen !== undefined && { after: reading.seen }) };
}

/** What is there may be the effect of another change that did the same since: then it proves nothing of this one. */
export function requireOwnEffect(tx: Tx, change: Change, seen: unknown): void {
  const since = verifiedSince(tx, change);
  const same = since.find(({ after }) => canonical(after) === canonical(seen));
  if (!same) return;
  throw new BotError('unavailable', 'I still cannot tell.', {
    why: `Another change did the same since (${same.id}), so what is there may be its doing.`,
    now: 'Nothing needs to be done: the effect is there.',
  });
}
