import type { Watch } from '../watching/watch.ts';
import type { Gateway } from './gateway.ts';

/** The same gateway, each of whose calls is told to whoever watches, by the method's name. */
export function watched(gateway: Gateway, watch: Watch): Gateway {
  return new Proxy(gateway, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) =>
        watch.gatewayCall(
          String(name),
          () => Reflect.apply(method, target, args) as Promise<unknown>,
        );
    },
  });
}
