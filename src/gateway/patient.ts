import { inTime } from '../in-time.ts';
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
        inTime(patience, Reflect.apply(method, target, args) as Promise<unknown>, { writes: true });
    },
  });
}
