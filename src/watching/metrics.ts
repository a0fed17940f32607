import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ChangeState } from '../changes/change.ts';
import type { ErrorCode } from '../errors.ts';

// Every label's value comes from a list in the code (routes, kinds, methods, error codes), never from data.

/** How something reached the bot. `event`: each that Slack sent; a message or a Home tab that came of it is its own. */
export const interactionKinds = [
  'command',
  'button',
  'form',
  'closed form',
  'picker',
  'shortcut',
  'message',
  'home',
  'event',
] as const;
export type InteractionKind = (typeof interactionKinds)[number];

/** How it went: `refused` is the person's to mend, `failed` is not. */
export const outcomes = ['done', 'refused', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** What became of a call of the gateway, or of a write of the journal: an error's code, or `broke` for a bug. */
export type CallOutcome = 'ok' | ErrorCode | 'broke';
export const callOutcomes: readonly CallOutcome[] = [
  'ok',
  'invalid',
  'forbidden',
  'not_found',
  'conflict',
  'unavailable',
  'broke',
];

/** What became of a call of Slack. */
export const slackOutcomes = ['ok', 'refused', 'rate_limited', 'no_answer', 'broke'] as const;
export type SlackOutcome = (typeof slackOutcomes)[number];

/** What became of a message that was to be told. `replaced`: its card has a newer state, which is told instead. */
export const messageOutcomes = [
  'sent',
  'refused',
  'card gone',
  'rate limited',
  'no answer',
  'given up',
  'replaced',
] as const;
export type MessageOutcome = (typeof messageOutcomes)[number];

/** What was typed that is no command's words: the menu, an account's card, a slip. */
export const OTHER_COMMAND = 'other';

/** The states of changes that are counted as they stand; ends are counted as they come. */
export const liveStates = [
  'waiting',
  'ready',
  'applying',
  'unknown',
] as const satisfies ChangeState[];

/** The files whose sizes are told. */
export const databases = ['switchboard.db', 'gateway.db'] as const;

/** Slack waits 3 s for an ack. */
const ACK_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3];
const CALL_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const WRITE_SECONDS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2];
const CHANGE_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

export type Metrics = ReturnType<typeof openMetrics>;

/** The counters, histograms and gauges of one bot, in a registry of their own. */
export function openMetrics() {
  const registry = new Registry();
  const own = <Label extends string>(name: string, help: string, labels: readonly Label[]) => ({
    name: `switchboard_${name}`,
    help,
    labelNames: labels,
    registers: [registry],
  });
  const counter = <Label extends string>(name: string, help: string, ...labels: Label[]) =>
    new Counter(own(name, help, labels));
  const gauge = <Label extends string>(name: string, help: string, ...labels: Label[]) =>
    new Gauge(own(name, help, labels));
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labels: Label[]
  ) => new Histogram({ ...own(name, help, labels), buckets });
  return {
    registry,
    interactions: counter(
      'interactions_total',
      'What people and Slack sent, served: done, refused, or failed',
      'kind',
      'outcome',
    ),
    commands: counter(
      'commands_total',
      `Commands by their words; \`${OTHER_COMMAND}\` is whatever else was typed`,
      'command',
      'outcome',
    ),
    acks: histogram(
      'ack_seconds',
      'How long Slack waited for its ack; it gives up after 3 s',
      ACK_SECONDS,
      'kind',
    ),
    redeliveries: counter(
      'redeliveries_total',
      'What Slack sent once more, answered as the first time',
      'kind',
    ),
    steps: counter(
      'changes_total',
      'Steps of changes as they were journaled, from `asked` to the end',
      'kind',
      'result',
    ),
    changeSeconds: histogram(
      'change_seconds',
      'From when a change could begin until it ended',
      CHANGE_SECONDS,
      'kind',
      'state',
    ),
    journal: histogram(
      'journal_write_seconds',
      'Writes of the journal, waiting for locks included',
      WRITE_SECONDS,
      'outcome',
    ),
    gateway: histogram(
      'gateway_call_seconds',
      'Calls of the Voice Gateway, by the error’s code where one failed',
      CALL_SECONDS,
      'method',
      'outcome',
    ),
    slack: histogram(
      'slack_call_seconds',
      'Calls of Slack; `rate_limited` where it asked to wait',
      CALL_SECONDS,
      'method',
      'outcome',
    ),
    performer: gauge('performer', '1 where this bot performs, 0 where it waits to take over'),
    slackConnected: gauge('slack_connected', 'Whether Slack reaches this bot'),
    gatewayUp: gauge('gateway_up', 'Whether the Voice Gateway answers'),
    changes: gauge('changes', 'Changes that are not over, and those of unknown outcome', 'state'),
    workerLag: gauge('worker_lag_seconds', 'How long the oldest change has been ready'),
    outbox: gauge('outbox_messages', 'Messages that are still to be delivered'),
    outboxLag: gauge(
      'outbox_oldest_due_seconds',
      'How long the oldest message that is due has waited',
    ),
    setAside: gauge(
      'outbox_set_aside',
      'Messages of the last 30 days that could not be delivered; see `/vg status`',
    ),
    recordingAlarms: gauge(
      'recording_alarms',
      'Causes for which recordings of calls are missing or unreadable',
    ),
    recordingAccounts: gauge(
      'recording_alarmed_accounts',
      'Accounts whose recordings of calls are missing or unreadable',
    ),
    freeBytes: gauge('data_dir_free_bytes', 'Free space on the disk of `DATA_DIR`'),
    databaseBytes: gauge('database_bytes', 'Size of a database with its log', 'file'),
    build: gauge('build_info', 'The version that runs; always 1', 'version', 'node'),
  };
}

/** The ends that are timed: the change was carried out, or tried. */
export const timedEnds: readonly ChangeState[] = ['verified', 'failed', 'unknown'];
