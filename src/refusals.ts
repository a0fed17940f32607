import { openHourly } from './hourly.ts';
import type { Log } from './log.ts';

/** Why a request was refused before anybody looked at what it wants, and what whoever runs the bot can do. */
const reasons = {
  'other path': 'a request to a path that is not served',
  'other method': 'a request to /slack/events that is no POST',
  'other content': 'a request whose content type Slack does not use',
  'too large': 'a request whose body is larger than any of Slack’s',
  unsigned: 'a request without Slack’s signature',
  'other time': 'a request signed more than five minutes before or after now: check this clock',
  'wrong signature':
    'a request whose signature is wrong: SLACK_SIGNING_SECRET may be that of another app',
  'not understood': 'a signed request whose body cannot be read',
  'too many connections': 'a connection, for there are too many: the longest silent one was closed',
};

export type Refusal = keyof typeof reasons;

/** Logs what is refused at the door: each kind once an hour, in fixed words, since anybody may send anything. */
export type Refusals = (kind: Refusal) => void;

export function openRefusals(log: Log): Refusals {
  return openHourly((kind, more) =>
    log.warn({ refused: kind, reason: reasons[kind], ...more }, 'refused at the door'),
  );
}
