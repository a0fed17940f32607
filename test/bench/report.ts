import { isMet, type Limit } from './statistics.ts';

/** One line of the benchmark: what was measured, and what it must reach (design: speed and size). */
export interface Row {
  what: string;
  /** The figures that it comes from. */
  measured: string;
  value: number;
  unit: '' | '×' | ' ms' | ' s';
  limit: Limit;
}

/** A row as it is printed: its figure, its limit and whether it was met, then what was measured. */
export function lineOf({ what, measured, value, unit, limit }: Row): string {
  const met = isMet(value, limit) ? 'met   ' : 'MISSED';
  const figure = `${rounded(value)}${unit}`.padStart(9);
  const bound = 'atLeast' in limit ? `≥ ${limit.atLeast}${unit}` : `≤ ${limit.atMost}${unit}`;
  return `${met} ${figure}  ${bound.padEnd(8)}  ${what}\n${' '.repeat(28)}${measured}`;
}

/** So many digits as mean something. */
export function rounded(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2);
}
