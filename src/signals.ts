import type { Log } from './log.ts';

/**
 * Stops on SIGTERM and SIGINT and leaves: with 0 where all that was under way has ended, with 1 where it was cut off.
 * A second signal leaves at once.
 */
export function stopOnSignals(
  stop: () => Promise<boolean>,
  log: Pick<Log, 'info' | 'error'>,
): void {
  let stopping = false;
  const onSignal = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    stop().then(
      (ended) => process.exit(ended ? 0 : 1),
      (error: unknown) => {
        log.error({ err: error }, 'stopping broke');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
