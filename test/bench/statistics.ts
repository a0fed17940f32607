/** The smallest of the values that this share of them does not exceed. Throws where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('There is no percentile of nothing.');
  return found;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** What the two of each round are to each other, and of that the median: what is common to a round cancels out. */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((one, round) => one / (theirs[round] ?? Number.NaN)));
}

/** What a figure must reach. */
export type Limit = { atLeast: number } | { atMost: number };

export function isMet(value: number, limit: Limit): boolean {
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
}
