import { BotError } from '../../src/errors.ts';
import type { Gateway } from '../../src/gateway/gateway.ts';

type Method = keyof Gateway;
type Result<M extends Method> = Awaited<ReturnType<Gateway[M]>>;
/** What happens to a call: it gets the work, and decides whether and when it is done. */
type Fault = (work: () => Promise<unknown>) => Promise<unknown>;

/** The switches of a gateway that goes wrong on purpose. A method has one fault at a time, the newest. */
export interface Faults {
  /** Every call so far, in order, whatever became of it. */
  readonly calls: { method: Method; args: readonly unknown[] }[];
  /** Rejects without doing the work: the next `times` calls, or all until `heal`. */
  fail(method: Method, error: Error, times?: number): void;
  /** Holds calls before their work is done, until `release`, which lets them go on and heals the method. */
  hang(method: Method): { release: () => void };
  /** Does the work at once and answers when `until` resolves. */
  late(method: Method, until: Promise<unknown>): void;
  /** Does the work of the next call, then rejects with `unavailable` and `mayHaveHappened`. */
  loseAnswer(method: Method): void;
  /** Answers so without doing the work, until `heal`. */
  pretend<M extends Method>(method: M, result: Result<M>): void;
  /** Ends the faults of a method, or all. Calls that hang stay so until they are released. */
  heal(method?: Method): void;
}

/** A gateway that does what the given one does, until it is told to fail, hang, lag, lose answers or lie. */
export function faulty(gateway: Gateway): Gateway & Faults {
  const faults = new Map<Method, Fault>();
  const calls: Faults['calls'] = [];
  const once = (method: Method, times: number, fault: Fault) => {
    let left = times;
    faults.set(method, (work) => {
      left -= 1;
      if (left <= 0) faults.delete(method);
      return fault(work);
    });
  };
  const controls: Faults = {
    calls,
    fail: (method, error, times = Number.POSITIVE_INFINITY) =>
      once(method, times, () => Promise.reject(error)),
    hang: (method) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const fault: Fault = (work) => promise.then(work);
      faults.set(method, fault);
      return {
        release: () => {
          if (faults.get(method) === fault) faults.delete(method);
          resolve();
        },
      };
    },
    late: (method, until) => {
      faults.set(method, async (work) => {
        const result = await work();
        await until;
        return result;
      });
    },
    loseAnswer: (method) =>
      once(method, 1, async (work) => {
        await work();
        throw lostAnswer();
      }),
    pretend: (method, result) => {
      faults.set(method, () => Promise.resolve(result));
    },
    heal: (method) => (method ? faults.delete(method) : faults.clear()),
  };
  return new Proxy(Object.assign(Object.create(null), controls) as Gateway & Faults, {
    get(target, name) {
      if (Object.hasOwn(target, name)) return Reflect.get(target, name);
      const original: unknown = Reflect.get(gateway, name);
      if (typeof original !== 'function') return original;
      return (...args: unknown[]) => {
        const method = name as Method;
        calls.push({ method, args });
        const work = async () => Reflect.apply(original, gateway, args) as Promise<unknown>;
        return faults.get(method)?.(work) ?? work();
      };
    },
  });
}

function lostAnswer(): BotError {
  return new BotError('unavailable', 'The Voice Gateway did not answer.', {
    mayHaveHappened: true,
  });
}
