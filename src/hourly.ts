/** After how long the same thing is told again, with how often it happened meanwhile, in milliseconds. */
const AGAIN_AFTER = 60 * 60_000;

/** Tells what may happen at any rate: each kind of it once an hour. `sinceLast`: how often it went untold. */
export function openHourly<Kind extends string, Details extends unknown[]>(
  tell: (kind: Kind, more: { sinceLast?: number }, ...details: Details) => void,
): (kind: Kind, ...details: Details) => void {
  const seen = new Map<Kind, { at: number; since: number }>();
  return (kind, ...details) => {
    const now = performance.now();
    const last = seen.get(kind);
    if (last && now - last.at < AGAIN_AFTER) {
      last.since += 1;
      return;
    }
    seen.set(kind, { at: now, since: 0 });
    tell(kind, last && last.since > 0 ? { sinceLast: last.since } : {}, ...details);
  };
}
