import { expect, test, vi } from 'vitest';
import { openAnswersFirst } from '../../src/answers-first.ts';
import { openLog } from '../../src/log.ts';
import { openAcks } from '../../src/slack/ack.ts';
import { unwatched } from '../../src/watching/watch.ts';
import { eventually } from '../eventually.ts';

const opened = () => openAcks(openLog('silent'), unwatched, openAnswersFirst());
const asked = (id: string) => ({ kind: 'command', id }) as const;

test('somebody waits until their ack is sent, and whoever is answered again does not', async () => {
  let waiting = 0;
  const answers = {
    waits() {
      waiting += 1;
      return () => {
        waiting -= 1;
      };
    },
  };
  const acks = openAcks(openLog('silent'), unwatched, answers);
  const sending = Promise.withResolvers<void>();
  const first = acks.guard(asked('1'), () => sending.promise, { held: 0 });
  acks.guard(asked('1'), async () => {}, { held: 0 });
  expect(waiting).toBe(1);
  const acked = first?.once();
  expect(waiting).toBe(1);
  sending.resolve();
  await acked;
  expect(waiting).toBe(0);
});

test('what Slack sends again is answered as the first one was, also before that is', async () => {
  const acks = opened();
  const first = acks.guard<string>(asked('1'), async () => {}, { held: 0 });
  const again = vi.fn(async () => {});
  expect(acks.guard(asked('1'), again, { held: 0 })).toBeNull();
  await first?.once('the answer');
  await eventually(() => expect(again.mock.calls).toEqual([['the answer']]));
});

test('the last answers are kept; what is older is acked without one, and not served again', async () => {
  const acks = opened();
  for (let number = 0; number < 2000; number += 1) {
    await acks.guard<string>(asked(`${number}`), async () => {}, { held: 0 })?.once(`to ${number}`);
  }
  const again = vi.fn(async () => {});
  expect(acks.guard(asked('1990'), again, { held: 0 })).toBeNull();
  await eventually(() => expect(again.mock.calls).toEqual([['to 1990']]));
  again.mockClear();
  expect(acks.guard(asked('3'), again, { held: 0 })).toBeNull();
  await eventually(() => expect(again.mock.calls).toEqual([[undefined]]));
});
