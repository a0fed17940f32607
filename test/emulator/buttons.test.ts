import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { startTogether, type Together } from './echo-bot.ts';

let together: Together;
let ada: Person;

beforeEach(async () => {
  together = await startTogether({
    shortcuts: [
      { name: 'Create account', type: 'global', callback_id: 'create' },
      { name: 'Clear TTS cache', type: 'message', callback_id: 'clear' },
    ],
  });
  ada = together.workspace.addPerson({ name: 'ada' });
});
afterEach(() => together[Symbol.asyncDispose]());

describe('buttons', () => {
  const card = {
    text: 'Clear the cache of Acme?',
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: 'Clear the cache of *Acme*?' },
        accessory: {
          type: 'button',
          action_id: 'clear',
          text: { type: 'plain_text', text: 'Clear' },
          style: 'danger',
          value: '42',
          confirm: {
            title: { type: 'plain_text', text: 'Clear Acme' },
            text: { type: 'plain_text', text: '12 prompts will go.' },
            confirm: { type: 'plain_text', text: 'Clear' },
            deny: { type: 'plain_text', text: 'Keep' },
          },
        },
      },
    ],
  };

  test('ask first where they should, and carry the whole message', async () => {
    const { app, workspace } = together;
    app.action('clear', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'Cleared', replace_original: true });
    });
    await app.client.chat.postMessage({ channel: ada.id, ...card });
    await ada.clicks('Clear', { in: 'Acme', cancel: true });
    expect(workspace.deliveries).toEqual([]);
    expect(ada.confirmText).toBe('Clear Acme\n12 prompts will go.\n[Clear] [Keep]');
    const delivery = await ada.clicks('Clear', { in: 'Acme' });
    expect(delivery?.payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'message', is_ephemeral: false },
      message: { text: card.text, blocks: [{ accessory: { value: '42' } }] },
      actions: [{ action_id: 'clear', value: '42' }],
    });
    const seen = await ada.waitsFor('Cleared');
    expect(seen).toMatchObject({ edited: true, buttons: [] });
    await expect(ada.clicks('Clear')).rejects.toThrow('There is: none');
    expect(workspace.violations).toEqual([]);
  });

  test('clicked twice at once send two actions with two triggers', async () => {
    const { app, workspace } = together;
    app.action('clear', ({ ack }) => ack());
    await app.client.chat.postMessage({ channel: ada.id, ...card });
    await ada.clicks('Clear', { times: 2 });
    const triggers = workspace.deliveries.map((delivery) => delivery.payload.trigger_id);
    expect(new Set(triggers).size).toBe(2);
  });

  test('of a message shortcut: the message comes along', async () => {
    const { app } = together;
    app.shortcut('clear', async ({ ack, body, client }) => {
      await ack();
      if (body.type !== 'message_action') return;
      const { channel, message_ts: thread_ts } = body;
      await client.chat.postMessage({ channel: channel.id, thread_ts, text: 'in the thread' });
    });
    await app.client.chat.postMessage({ channel: ada.id, ...card });
    await ada.uses('Clear TTS cache', { on: 'Acme' });
    const answer = await ada.waitsFor('in the thread');
    expect(answer.threadTs).toBe(ada.messages()[0]?.ts);
  });

  test('of an ephemeral message replace and remove it through the response_url', async () => {
    const { app, workspace } = together;
    const steps = [{ ...card, text: 'Second', replace_original: true }, { delete_original: true }];
    app.command('/vg', ({ ack }) => ack(card));
    app.action('clear', async ({ ack, respond }) => {
      await respond(steps.shift() ?? 'over');
      await ack();
    });
    await ada.types('/vg');
    const delivery = await ada.clicks('Clear');
    expect(delivery?.payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(delivery?.payload.message).toBeUndefined();
    expect(ada.messages()).toMatchObject([{ text: 'Second', edited: true, ephemeral: true }]);
    await ada.clicks('Clear');
    expect(ada.messages()).toEqual([]);
    expect(workspace.violations).toEqual([]);
  });
});
