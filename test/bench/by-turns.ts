/** The values by turns, over and over. */
export function* byTurns<Value>(values: readonly Value[]): Generator<Value, never> {
  if (values.length === 0) throw new Error('There is nothing to take turns.');
  for (;;) yield* values;
}
