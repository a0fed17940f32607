import { expect, test } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { type Status, statusMessage } from '../../src/features/status/status.view.ts';

const at = new Date('2026-11-23T10:00:00Z');
const well: Status = {
  version: '1.2.3',
  since: at,
  gateway: { answers: true },
  database: { answers: true },
  undelivered: { count: 0, oldest: null },
  setAside: [],
  codes: true,
  changes: {},
};

test('all is well', () => {
  const message = statusMessage(well);
  expect(validateMessage(message)).toEqual([]);
  expect(message).toMatchSnapshot();
});

test('what is not well comes with what to do', () => {
  const refused = { count: 1, last: at, worksAgain: false };
  const message = statusMessage({
    ...well,
    gateway: { answers: false, trouble: 'The Voice Gateway did not answer.' },
    database: { answers: false, trouble: 'My database has no space left on its disk.' },
    undelivered: { count: 1200, oldest: at },
    setAside: [
      { ...refused, conversation: 'C1', error: 'not_in_channel', count: 2 },
      { ...refused, conversation: 'C2/1700000000.000100', error: 'is_archived', worksAgain: true },
      { ...refused, conversation: 'U1', error: 'channel_not_found' },
      { ...refused, conversation: 'C3', error: 'an_error_of_tomorrow' },
    ],
    changes: { waiting: 3, ready: 1, applying: 1, unknown: 2 },
  });
  expect(validateMessage(message)).toEqual([]);
  expect(message).toMatchSnapshot();
});
