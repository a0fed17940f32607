import { expect, test } from 'vitest';
import { readArguments } from '../../src/seed-arguments.ts';

test.each([
  [['--accounts', 'many'], '--accounts is a whole number from 1 to 5,000,000'],
  [['--accounts', '0'], '--accounts is a whole number'],
  [['--accounts', '1.5'], '--accounts is a whole number'],
  [['--accounts', '1e3'], '--accounts is a whole number'],
  [['--accounts='], '--accounts is a whole number'],
  [['--prompts', '10000001'], '--prompts is a whole number from 0 to 10,000,000'],
  [['--prompts=-1'], '--prompts is a whole number'],
  [['--prompts'], '--prompts'],
  [['--account', '5'], '--account'],
  [['5'], '5'],
])('%j is refused', (args, wrong) => {
  expect(() => readArguments(args)).toThrow(wrong);
});

test.each([
  [[], { accounts: 40, prompts: 5000 }],
  [['--accounts', '3', '--prompts=7'], { accounts: 3, prompts: 7 }],
  [['--help'], null],
])('%j means %j', (args, size) => {
  expect(readArguments(args)).toEqual(size);
});
