import type { Ids } from './ids.ts';

const lifetimeMs = 3000;

interface Trigger {
  readonly userId: string;
  expiresAt: number;
  used: boolean;
}

/** Trigger ids: good for one use within three seconds. */
export interface Triggers {
  issue(userId: string): string;
  /** Whose trigger it is, or why Slack would not take it. Does not use it up. */
  look(id: string): { userId: string } | { error: string };
  use(id: string): void;
  expireAll(): void;
}

export function createTriggers(now: () => number, ids: Ids): Triggers {
  const issued = new Map<string, Trigger>();
  return {
    issue(userId) {
      const id = ids.triggerId();
      issued.set(id, { userId, expiresAt: now() + lifetimeMs, used: false });
      return id;
    },
    look(id) {
      const trigger = issued.get(id);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (now() > trigger.expiresAt) return { error: 'expired_trigger_id' };
      return { userId: trigger.userId };
    },
    use(id) {
      const trigger = issued.get(id);
      if (trigger) trigger.used = true;
    },
    expireAll() {
      for (const trigger of issued.values()) trigger.expiresAt = Number.NEGATIVE_INFINITY;
    },
  };
}
