import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { startTogether, type Together } from './echo-bot.ts';

let together: Together;
let ada: Person;

beforeEach(async () => {
  together = await startTogether({
    eventRetryDelaysMs: [0, 10, 20],
  });
  ada = together.workspace.addPerson({ name: 'ada' });
});
afterEach(() => together[Symbol.asyncDispose]());

describe('events', () => {
  test('a message to the bot and the Home tab reach it', async () => {
    const { app, workspace } = together;
    app.message(async ({ message, say }) => {
      await say(`heard ${'text' in message ? message.text : ''}`);
    });
    app.event('app_home_opened', async ({ event, client }) => {
      const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'Welcome' } }];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    });
    await ada.says('hello');
    await ada.waitsFor('heard hello');
    await ada.opensHome();
    await ada.waitsForHome('Welcome');
    await ada.opensHome();
    expect(workspace.deliveries.at(-1)?.payload.event).toMatchObject({ view: { type: 'home' } });
    expect(workspace.violations).toEqual([]);
  });

  test('that fail are retried three times with number and reason', async () => {
    const { workspace } = together;
    workspace.connect(`${workspace.apiUrl}not-a-bot/nowhere`.replace('/api/', '/nowhere/'));
    await ada.says('hello');
    await workspace.idle();
    expect(workspace.deliveries.map(({ retry, status }) => [retry, status])).toEqual([
      [0, 404],
      [1, 404],
      [2, 404],
      [3, 404],
    ]);
  });

  test('a person who leaves is announced and cannot act', async () => {
    const { app, workspace } = together;
    const changes: unknown[] = [];
    app.event('user_change', async ({ event }) => {
      changes.push(event.user.deleted);
    });
    await workspace.update(ada, { deactivated: true });
    await expect(ada.types('/vg')).rejects.toThrow('deactivated');
    await expect.poll(() => changes).toEqual([true]);
  });
});

describe('hostile deliveries', () => {
  test('are forged with a valid signature, repeated, or sent without one', async () => {
    const { app, workspace } = together;
    const heard: string[] = [];
    app.command('/vg', async ({ ack, command }) => {
      heard.push(command.text);
      await ack();
    });
    await workspace.forge({ kind: 'slash_command', by: ada, payload: { text: 'forged' } });
    const typed = await ada.types('/vg typed');
    await workspace.redeliver(typed);
    const raw = await workspace.sendRaw({ body: 'payload=%7B%7D', signed: false });
    expect(heard).toEqual(['forged', 'typed', 'typed']);
    expect(raw.status).toBe(401);
  });
});
