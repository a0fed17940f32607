import { missingAmong, type ScopeName } from './scopes.ts';

/** What the bot's token may, as Slack says with every answer: an app that is installed anew may more at once. */
export interface GrantedScopes {
  /** Takes down the scopes that came with an answer of the Web API. */
  hear(header: string | null): void;
  /** The scopes that the bot lacks; none as long as Slack has not said. */
  missing(): readonly ScopeName[];
  /** Calls with what is missing whenever that becomes something else. */
  watch(changed: (missing: readonly ScopeName[]) => void): void;
}

export function openGrantedScopes(): GrantedScopes {
  let heard: string | null = null;
  let missing: readonly ScopeName[] = [];
  let told: (missing: readonly ScopeName[]) => void = () => {};
  return {
    hear(header) {
      if (header === null || header === heard) return;
      heard = header;
      const before = missing.join();
      missing = missingAmong(header.split(',').map((scope) => scope.trim()));
      if (missing.join() !== before) told(missing);
    },
    missing: () => missing,
    watch(changed) {
      told = changed;
    },
  };
}
