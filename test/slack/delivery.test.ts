import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openLog } from '../../src/log.ts';
import { Secret } from '../../src/secret.ts';
import { message, section } from '../../src/slack/blocks.ts';
import { openClients } from '../../src/slack/clients.ts';
import { deliver } from '../../src/slack/delivery.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';

const said = message(section(mrkdwn`hello`));

/** An address where, by then, nobody listens; or where everybody is hung up on. */
async function address(how: 'closed' | 'hangs up'): Promise<{ url: string; close(): void }> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  const url = `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}/`;
  if (how === 'closed') await new Promise((resolve) => server.close(resolve));
  return { url, close: () => server.close() };
}

const clientsOf = (url: string) =>
  openClients(new Secret('xoxb-test'), `${url}api/`, openLog('silent'));

test('where Slack is never reached, nothing can have been shown', async () => {
  const { url } = await address('closed');
  expect(await deliver(clientsOf(url), { message: said, channel: 'C1' })).toEqual({
    sent: false,
    because: 'no answer',
    maybeThere: false,
    error: 'Slack cannot be reached',
  });
  expect(await clientsOf(url).reply(new Secret(url), said)).toBe('refused');
});

test('where the connection breaks, it may have been shown', async () => {
  const slack = await address('hangs up');
  const lost = { sent: false, because: 'no answer', maybeThere: true, error: 'no answer' };
  expect(await deliver(clientsOf(slack.url), { message: said, channel: 'C1' })).toEqual(lost);
  const replyUrl = new Secret(slack.url);
  expect(await deliver(clientsOf(slack.url), { message: said, channel: 'C1', replyUrl })).toEqual(
    lost,
  );
  slack.close();
});
