import { type Obj, obj, str } from './json.ts';
import { type Delivery, type DeliveryKind, isAcknowledged } from './model.ts';
import { asEnvelope } from './socket-mode/envelope.ts';
import { changed, type State } from './state.ts';
import { encode, noReply, type Reply, send, sign } from './transport.ts';

/** Sends one payload to the bot and waits for its ack, at most until the deadline. */
export async function deliver(
  state: State,
  kind: DeliveryKind,
  payload: Obj,
  retry?: { number: number; reason: string },
): Promise<Delivery> {
  const { delivery } = await attempt(state, kind, payload, retry);
  return delivery;
}

/**
 * Sends an event; one that is not acknowledged is retried. Resolves after the first attempt. What the token may not
 * hear of is not sent.
 */
export async function deliverEvent(state: State, payload: Obj): Promise<Delivery> {
  const scope = scopesOfEvents.get(str(obj(payload.event).type));
  if (scope && state.scopes && !state.scopes.includes(scope)) return unheard(state, payload, scope);
  const first = await attempt(state, 'event', payload);
  if (wantsRetry(first)) retryLater(state, payload, 1, reasonOf(first.delivery));
  return first.delivery;
}

/** The scopes that events take; the only messages that are sent are those in direct messages. */
const scopesOfEvents = new Map([
  ['message', 'im:history'],
  ['user_change', 'users:read'],
]);

function unheard(state: State, payload: Obj, scope: string): Delivery {
  return {
    kind: 'event',
    payload,
    headers: {},
    at: state.now(),
    status: 0,
    ackBody: '',
    ms: 0,
    timedOut: false,
    retry: 0,
    failure: `not sent: the app lacks ${scope}`,
  };
}

/** Counts as in flight, so that idle() waits for what `work` does with the ack as well. */
export async function inFlight<T>(state: State, work: () => Promise<T>): Promise<T> {
  state.inFlight += 1;
  try {
    return await work();
  } finally {
    state.inFlight -= 1;
    if (state.inFlight === 0) state.signals.emit('idle');
  }
}

interface Attempt {
  delivery: Delivery;
  reply: Reply;
}

function attempt(
  state: State,
  kind: DeliveryKind,
  payload: Obj,
  retry?: { number: number; reason: string },
): Promise<Attempt> {
  return inFlight(state, async () => {
    const began = performance.now();
    const { headers, reply } = state.socketMode
      ? await overSocketMode(state, kind, payload, retry)
      : await overHttp(state, kind, payload, retry);
    const delivery: Delivery = {
      kind,
      payload,
      headers,
      at: state.now(),
      status: reply.status,
      ackBody: reply.body,
      ms: performance.now() - began,
      timedOut: reply.timedOut,
      retry: retry?.number ?? 0,
      ...(reply.failure ? { failure: reply.failure } : {}),
    };
    state.deliveries.push(delivery);
    state.signals.emit('delivered', delivery);
    changed(state);
    return { delivery, reply };
  });
}

interface Sent {
  headers: Record<string, string>;
  reply: Reply;
}

/** POSTs it, signed, to the address that the app has given. */
async function overHttp(
  state: State,
  kind: DeliveryKind,
  payload: Obj,
  retry?: { number: number; reason: string },
): Promise<Sent> {
  const { body, contentType } = encode(kind, payload);
  const retryHeaders = retry
    ? { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }
    : undefined;
  const headers = {
    'content-type': contentType,
    ...sign(state.signingSecret, body),
    ...retryHeaders,
  };
  const reply = state.requestUrl
    ? await send(state.requestUrl, body, headers, state.ackDeadlineMs)
    : noReply('no bot is connected');
  return { headers, reply };
}

/** Sends it in an envelope to any one of the app's connections. */
async function overSocketMode(
  state: State,
  kind: DeliveryKind,
  payload: Obj,
  retry?: { number: number },
): Promise<Sent> {
  const envelope = asEnvelope(kind, payload, retry?.number);
  return { headers: {}, reply: await state.sockets.deliver(envelope, state.ackDeadlineMs) };
}

function retryLater(state: State, payload: Obj, number: number, reason: string): void {
  const delay = state.eventRetryDelaysMs[number - 1];
  if (delay === undefined) return;
  const run = async () => {
    const next = await attempt(state, 'event', payload, { number, reason });
    if (wantsRetry(next)) retryLater(state, payload, number + 1, reasonOf(next.delivery));
  };
  // A retry that is due in minutes does not keep idle() waiting, one that is due now does.
  if (delay < 1000) void inFlight(state, () => later(state, delay, run));
  else void later(state, delay, run);
}

function later(state: State, delayMs: number, run: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      state.timers.delete(timer);
      void run().then(resolve);
    }, delayMs);
    state.timers.add(timer);
  });
}

function wantsRetry({ delivery, reply }: Attempt): boolean {
  return !isAcknowledged(delivery) && reply.headers['x-slack-no-retry'] !== '1';
}

function reasonOf(delivery: Delivery): string {
  if (delivery.timedOut) return 'http_timeout';
  return delivery.status === 0 ? 'connection_failed' : 'http_error';
}
