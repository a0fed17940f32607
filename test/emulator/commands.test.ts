import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/emulator/person/person.ts';
import { startTogether, type Together } from './echo-bot.ts';

let together: Together;
let ada: Person;

beforeEach(async () => {
  together = await startTogether({});
  ada = together.workspace.addPerson({ name: 'ada' });
});
afterEach(() => together[Symbol.asyncDispose]());

describe('a slash command', () => {
  test('is answered by its ack, for the one who typed it', async () => {
    const { app, workspace } = together;
    const ben = workspace.addPerson({ name: 'ben' });
    const ops = workspace.addChannel({ name: 'ops', members: [ada, ben], botIsMember: false });
    app.command('/vg', ({ ack, command }) => ack(`you said ${command.text}`));
    await ada.types('/vg show a & b for @ben in #ops', { in: ops });
    expect(ada.messages(ops).map((message) => message.text)).toEqual([
      'you said show a & b for @ben in #ops',
    ]);
    expect(workspace.deliveries[0]?.payload.text).toBe(
      `show a &amp; b for <@${ben.id}|ben> in <#${ops.id}|ops>`,
    );
    expect(ben.sees()).toBe('');
    await ada.waitsFor(/you said/, { in: ops });
    expect(workspace.violations).toEqual([]);
  });

  test('that nobody acknowledges in time fails visibly', async () => {
    await using hasty = await startTogether({ ackDeadlineMs: 100 });
    hasty.app.command('/vg', async () => {});
    const bea = hasty.workspace.addPerson({ name: 'bea' });
    const delivery = await bea.types('/vg slow');
    expect(delivery.timedOut).toBe(true);
    await bea.waitsFor('/vg failed with the error "operation_timeout"');
  });

  test('to a bot that is gone fails visibly', async () => {
    together.workspace.disconnect();
    await ada.types('/vg');
    expect(ada.sees()).toContain('/vg failed with the error "dispatch_failed"');
  });

  test('may answer five times through its response_url, not six', async () => {
    const outcomes: unknown[] = [];
    together.app.command('/vg', async ({ ack, respond }) => {
      await ack();
      for (let index = 1; index <= 6; index++) {
        const outcome = await respond(`answer ${index}`).then(
          () => 'ok',
          (error: { statusCode?: number }) => error.statusCode,
        );
        outcomes.push(outcome);
      }
      await respond('unreachable').catch(() => outcomes.push('end'));
      await together.app.client.chat.postMessage({ channel: ada.id, text: 'over' });
    });
    await ada.types('/vg');
    await ada.waitsFor('over');
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 404, 'end']);
  });

  test('may speak to the channel, which then sees the command too', async () => {
    const { app, workspace } = together;
    const ben = workspace.addPerson({ name: 'ben' });
    const ops = workspace.addChannel({ name: 'ops', members: [ada, ben] });
    app.command('/vg', ({ ack }) => ack({ response_type: 'in_channel', text: 'all is well' }));
    await ada.types('/vg status', { in: ops });
    expect(ben.sees()).toBe('#ops ada: /vg status\n\n#ops switchboard: all is well');
  });
});
