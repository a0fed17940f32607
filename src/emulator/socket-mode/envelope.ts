import type { Obj } from '../json.ts';
import type { DeliveryKind } from '../model.ts';

/** What Socket Mode wraps a payload in. */
export interface Envelope extends Obj {
  type: 'slash_commands' | 'interactive' | 'events_api';
  /** Whether the ack may say something. */
  accepts_response_payload: boolean;
  payload: Obj;
}

const answered = new Set<DeliveryKind>(['slash_command', 'view_submission', 'block_suggestion']);

/** A delivery as Socket Mode sends it. */
export function asEnvelope(kind: DeliveryKind, payload: Obj, retry = 0): Envelope {
  const envelope = { accepts_response_payload: answered.has(kind), payload };
  if (kind === 'slash_command') return { type: 'slash_commands', ...envelope };
  if (kind !== 'event') return { type: 'interactive', ...envelope };
  const retry_reason = retry > 0 ? 'timeout' : '';
  return { type: 'events_api', ...envelope, retry_attempt: retry, retry_reason };
}
