import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { countsByState, oldestReady } from '../changes/changes.store.ts';
import { countSetAside, oldestDue, undelivered } from '../changes/outbox.store.ts';
import type { Db } from '../db/database.ts';
import { countAlarms } from '../features/recording-heartbeat/heartbeat.store.ts';
import { databases, liveStates, type Metrics } from './metrics.ts';

/** What a bot is like at this moment. */
export interface State {
  /** Where its data are. */
  dataDir: string;
  now: Date;
  /** The journal; `null` where another bot performs, or none is open yet. */
  db: Db | null;
  slackConnected: boolean;
  gatewayUp: boolean;
}

/** As a value: not known. An alert on it never fires, and a graph shows a gap. */
const UNKNOWN = Number.NaN;

/** Sets the gauges to how things are; what cannot be read is not known. */
export async function measure(metrics: Metrics, state: State): Promise<void> {
  const { dataDir, db, now } = state;
  metrics.performer.set(db ? 1 : 0);
  metrics.slackConnected.set(state.slackConnected ? 1 : 0);
  metrics.gatewayUp.set(db ? (state.gatewayUp ? 1 : 0) : UNKNOWN);
  measureJournal(metrics, db, now);
  metrics.freeBytes.set(await freeBytes(dataDir));
  for (const file of databases) {
    const parts = [file, `${file}-wal`].map((name) => sizeOf(join(dataDir, name)));
    const [main = UNKNOWN, log = UNKNOWN] = await Promise.all(parts);
    metrics.databaseBytes.set({ file }, main + (Number.isNaN(log) ? 0 : log));
  }
}

function measureJournal(metrics: Metrics, db: Db | null, now: Date): void {
  const read = <Value>(of: (db: Db) => Value): Value | null => {
    try {
      return db && of(db);
    } catch {
      // A database that does not answer is told by `/readyz`, and logged where it hinders somebody.
      return null;
    }
  };
  const since = (at: Date | null) => (at ? Math.max(0, now.getTime() - at.getTime()) / 1000 : 0);
  const age = (of: (db: Db) => Date | null) => read((open) => since(of(open))) ?? UNKNOWN;
  const counts = read(countsByState);
  for (const state of liveStates) {
    const found = counts?.find((one) => one.state === state);
    metrics.changes.set({ state }, counts ? (found?.count ?? 0) : UNKNOWN);
  }
  metrics.workerLag.set(age((open) => oldestReady(open, now)));
  metrics.outbox.set(read((open) => undelivered(open).count) ?? UNKNOWN);
  metrics.outboxLag.set(age((open) => oldestDue(open, now)));
  const missing = read(countAlarms);
  metrics.recordingAlarms.set(missing?.alarms ?? UNKNOWN);
  metrics.recordingAccounts.set(missing?.accounts ?? UNKNOWN);
  metrics.setAside.set(read(countSetAside) ?? UNKNOWN);
}

function freeBytes(dataDir: string): Promise<number> {
  return statfs(dataDir).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => UNKNOWN,
  );
}

function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => UNKNOWN,
  );
}
