import { BotError } from '../errors.ts';
import type { Gateway } from './gateway.ts';

/**
 * The same gateway, each of whose answers may take this many milliseconds: then it rejects with `unavailable`, so
 * that whoever asked hears of it instead of waiting for ever.
 */
export function patient(gateway: Gateway, patience: number): Gateway {
  return new Proxy(gateway, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) =>
        inTime(Reflect.apply(method, target, args) as Promise<unknown>, patience);
    },
  });
}

function inTime<Result>(answer: Promise<Result>, patience: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(noAnswer()), patience);
    answer.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

function noAnswer(): BotError {
  return new BotError('unavailable', 'The Voice Gateway did not answer in time.', {
    why: 'It is slow, or it cannot be reached.',
    now: 'Try again in a minute.',
    mayHaveHappened: true,
  });
}
