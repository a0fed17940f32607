import type { Step } from './changes/change.ts';
import type { Clock } from './clock.ts';
import type { OpenBucket } from './features/recording/bucket-client.ts';
import type { Beat } from './features/recording-heartbeat/heartbeat.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { Log } from './log.ts';
import type { Pace } from './slack/outbox.ts';
/** Parts that tests put in the place of the usual ones. */
export interface Parts {
  log: Log;
  clock?: Clock;
  /** Wraps the gateway, to make it fail, hang or lose answers. */
  gateway?(real: Gateway): Gateway;
  /** Opens buckets; over the network where it is left out. */
  openBucket?: OpenBucket;
  /** How fast recordings are looked at; as usual where it is left out. */
  beat?: Beat;
  /** How long the gateway may take for one answer, in milliseconds. */
  patience?: number;
  /** How fast messages go out; Slack's own limits where it is left out. */
  pace?: Pace;
  /** How long it still refuses requests after it has handed over, in milliseconds: a proxy then goes to the next bot. */
  lingers?: number;
  /** Told of every step that was taken. */
  observe?(step: Step): void;
}
