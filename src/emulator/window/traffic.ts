import { isObj, obj, parseJson, str } from '../json.ts';
import { type ApiCall, type Delivery, isAcknowledged } from '../model.ts';
import type { State } from '../state.ts';
import type { Traffic } from './shown.ts';

/** How many requests are kept to be looked at. */
const kept = 200;

/** The requests that passed between Slack and the bot, the newest last; ids go on where older ones are gone. */
export interface TrafficLog {
  /** Those after this id. */
  after(id: number): Traffic[];
}

/**
 * Notes what passes. The lists of the workspace itself grow without end, for tests to look into; where a page is
 * served they are cut as they are noted.
 */
export function openTraffic(state: State): TrafficLog {
  const log: Traffic[] = [];
  let last = 0;

  function note(): void {
    const passed = [
      ...state.deliveries.splice(0).map((each) => toBot(state, each)),
      ...state.calls.splice(0).map((each) => fromBot(state, each)),
    ].sort((a, b) => a.at - b.at);
    for (const each of passed) log.push({ id: ++last, ...each });
    log.splice(0, Math.max(0, log.length - kept));
  }

  return {
    after(id) {
      note();
      return log.filter((each) => each.id > id);
    },
  };
}

function toBot(state: State, delivery: Delivery): Omit<Traffic, 'id'> {
  const { kind, payload, headers, at, status, ackBody, ms, failure, retry } = delivery;
  const event = obj(payload.event);
  const user = str(payload.user_id) || str(obj(payload.user).id) || str(event.user);
  const outcome = failure ?? `${status}`;
  return {
    direction: 'to',
    at,
    what: kind === 'event' ? str(event.type) : kind,
    about: state.people.get(user)?.name ?? '',
    ok: isAcknowledged(delivery),
    outcome: retry > 0 ? `${outcome}, retry ${retry}` : outcome,
    ms,
    headers,
    request: payload,
    answer: parseJson(ackBody) ?? ackBody,
  };
}

function fromBot(state: State, { method, args, answer, at }: ApiCall): Omit<Traffic, 'id'> {
  const target = str(args.channel) || str(args.user_id) || str(args.user);
  const name = state.channels.get(target)?.name ?? state.people.get(target)?.name ?? '';
  return {
    direction: 'from',
    at,
    what: method,
    about: name === 'directmessage' ? '' : name,
    ok: answer.ok === true,
    outcome: answer.ok === true ? 'ok' : str(answer.error),
    ms: null,
    headers: {},
    request: isObj(args) ? args : {},
    answer,
  };
}
