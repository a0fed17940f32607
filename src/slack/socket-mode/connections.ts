import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Log } from '../../log.ts';
import type { Connection } from './connection.ts';

/** So many are open at any time: while one is replaced, commands come over the other. Slack allows ten. */
const TOGETHER = 2;
/** A connection that Slack warned of is used until Slack closes it, at most for this long, in milliseconds. */
const LEFT_WITHIN = 30_000;
/** One that lived shorter than this counts as a failure, so that they are not opened in a rush. */
const STEADY = 1000;
/** Slack may move us on so many times in a rush, perhaps at short notice, before we make it wait as well. */
const MOVED_AT_ONCE = 3;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/** The connections to Slack: each is replaced when it goes, one at a time, for as long as it takes. */
export interface Connections {
  readonly open: number;
  /** Resolves when the first is open; rejects with what `fatal` makes of an error. The others follow by themselves. */
  start(stopping: AbortSignal): Promise<void>;
  /** Acks what came, and closes them all. */
  stop(): Promise<void>;
}

export function openConnections(
  open: () => Promise<Connection>,
  log: Log,
  fatal: (error: unknown) => Error | null,
): Connections {
  const alive = new Set<Connection>();
  const stopped = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();

  /** Waits for those that are being opened: two at once would leave the same gap as one. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  }

  async function openOne(): Promise<Connection | null> {
    if (stopped.signal.aborted) return null;
    const connection = await open();
    if (stopped.signal.aborted) {
      await connection.close();
      return null;
    }
    alive.add(connection);
    void connection.gone.then(() => forget(connection));
    log.info({ open: alive.size }, 'a connection to Slack is open');
    if (connection.counted > alive.size)
      log.warn(
        { counted: connection.counted, ours: alive.size },
        'Slack counts more connections than are ours: another program with this SLACK_APP_TOKEN gets some of the commands',
      );
    return connection;
  }

  function forget(connection: Connection): void {
    alive.delete(connection);
    if (stopped.signal.aborted) return;
    if (alive.size > 0) log.info({ open: alive.size }, 'a connection to Slack is closed');
    else log.error({}, 'no connection to Slack is open');
  }

  /** Keeps one open: its successor is there before it goes. */
  async function keepOne(first: Connection | null): Promise<void> {
    let failures = 0;
    let hurried = false;
    let connection = first;
    while (!stopped.signal.aborted) {
      if (connection) {
        const opened = performance.now();
        const why = await connection.leaving;
        void leave(connection);
        failures = performance.now() - opened < STEADY ? failures + 1 : 0;
        hurried = why === 'warned' && failures <= MOVED_AT_ONCE;
      }
      if (failures > 0 && !hurried) await pause(waitAfter(failures));
      hurried = false;
      connection = await inTurn(openOne).catch(async (error: unknown) => {
        failures += 1;
        await complain(error);
        return null;
      });
    }
  }

  /** Slack knows when it sends nothing more: until it closes the connection, that is served and acked. */
  async function leave(connection: Connection): Promise<void> {
    await Promise.race([connection.gone, pause(LEFT_WITHIN)]);
    await connection.close();
  }

  async function complain(error: unknown): Promise<void> {
    log.warn({ err: error, open: alive.size }, 'no further connection to Slack: trying again');
    if (error instanceof WebAPIRateLimitedError) await pause(error.retryAfter * 1000);
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
  }

  return {
    get open() {
      return alive.size;
    },
    async start(stopping) {
      stopping.addEventListener('abort', () => stopped.abort());
      let first: Connection | null = null;
      for (let failures = 1; first === null && !stopped.signal.aborted; failures++) {
        first = await inTurn(openOne).catch(async (error: unknown) => {
          const refusal = fatal(error);
          if (refusal) throw refusal;
          await complain(error);
          await pause(waitAfter(failures));
          return null;
        });
      }
      for (let each = 0; each < TOGETHER; each++) void keepOne(each === 0 ? first : null);
    },
    async stop() {
      stopped.abort();
      await Promise.all([...alive].map((connection) => connection.close()));
    },
  };
}

/** How long to wait after so many failures in a row: longer each time, and never the same for two bots. */
function waitAfter(failures: number): number {
  const full = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1));
  return full * (0.5 + Math.random() / 2);
}
