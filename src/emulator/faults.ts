/** What can go wrong with one call of the bot to Slack. */
export type Fault =
  | { status: 429; retryAfter: number }
  | { status: 500 }
  | { error: string }
  | { delayMs: number }
  | 'lose answer';

/** Faults that are waiting for the next calls of a method, or of 'response_url'. */
export interface Faults {
  next(method: string, fault: Fault, times?: number): void;
  take(method: string): Fault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  const waiting = new Map<string, Fault[]>();
  return {
    next(method, fault, times = 1) {
      const queue = waiting.get(method) ?? [];
      queue.push(...Array.from({ length: times }, () => fault));
      waiting.set(method, queue);
    },
    take: (method) => waiting.get(method)?.shift(),
    clear: () => waiting.clear(),
  };
}
