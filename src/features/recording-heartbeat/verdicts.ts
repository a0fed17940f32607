/** What a look at a recording says of it. */
export const verdicts = [
  'there',
  'missing',
  'unreadable',
  'missing or unreadable',
  'empty',
  'no audio',
] as const;
export type Verdict = (typeof verdicts)[number];
