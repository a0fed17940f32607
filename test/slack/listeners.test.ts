import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/emulator/model.ts';
import { BotError } from '../../src/errors.ts';
import type { Actor } from '../../src/features/access/access.ts';
import { modal, section } from '../../src/slack/blocks.ts';
import { text } from '../../src/slack/fields.ts';
import { form } from '../../src/slack/form.ts';
import type { DrawnModal } from '../../src/slack/interaction.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';
import { type Bench, openBench, said } from './bench.ts';

const route = { words: 'try', usage: 'try', summary: 'tries' };
const bench = form('bench.form', { name: text('Name'), note: text('Note', { optional: true }) });

/** The form, with a button in it. */
const drawn = (remembers: unknown = null): DrawnModal => ({
  view: modal({
    id: bench.id,
    title: 'Try it',
    submit: 'Save',
    close: 'Cancel',
    blocks: [...bench.blocks(), ...said('look', { Check: 'bench.check' }).blocks],
  }),
  remembers,
});

const refusal = new BotError('conflict', 'That is taken.', {
  why: 'Somebody was faster.',
  now: 'Choose another.',
});

/** What stands in a promise that the test settles. */
const held = () => Promise.withResolvers<void>();

/** The reference that a person was shown; the log must have a line with it, and what broke. */
function expectLogged({ logged }: Bench, seen: string, broke: string): void {
  const reference = /ref_[0-9a-f]{20}/.exec(seen)?.[0];
  expect(reference).toBeDefined();
  const line = logged.find((one) => one.reference === reference && one.err);
  expect(line?.err?.message).toBe(broke);
}

/** Of a refusal the log has the code and the place: its words may quote what was typed. */
function expectRefusalLogged({ logged }: Bench, seen: string, { code, message }: BotError): void {
  const reference = /ref_[0-9a-f]{20}/.exec(seen)?.[0];
  expect(logged).toContainEqual(expect.objectContaining({ reference, code }));
  expect(JSON.stringify(logged)).not.toContain(message);
}

describe('whatever a handler does, its path is acked', () => {
  test('a command whose handler throws is answered ephemerally, with the reference that the log has', async () => {
    await using room = await openBench((on) =>
      on.command(route, async () => {
        throw new Error('a bug, with what nobody should read');
      }),
    );
    const { ada, ben, channel } = room;
    const delivery = await ada.types('/vg try', { in: channel });
    expect(delivery.status).toBe(200);
    const shown = await ada.waitsFor('Something broke on our side.', { in: channel });
    expect(shown.ephemeral).toBe(true);
    expect(shown.plain).toContain('What now:');
    expect(ada.sees()).not.toContain('a bug');
    expect(ben.sees()).toBe('');
    expectLogged(room, shown.plain, 'a bug, with what nobody should read');
  });

  test('a refusal is shown in its four parts, as it stands', async () => {
    await using room = await openBench((on) => on.command(route, () => Promise.reject(refusal)));
    await room.ada.types('/vg try', { in: room.channel });
    const { plain } = await room.ada.waitsFor('That is taken.');
    expect(plain).toMatch(
      /That is taken\.\nWhy: Somebody was faster\.\nWhat now: Choose another\.\nReference ref_/,
    );
  });

  test('a handler that has answered and then throws says both', async () => {
    await using room = await openBench((on) =>
      on.command(route, async ({ answer }) => {
        await answer(said('first'));
        throw refusal;
      }),
    );
    const delivery = await room.ada.types('/vg try', { in: room.channel });
    expect(delivery.ackBody).toContain('first');
    const shown = await room.ada.waitsFor('That is taken.', { in: room.channel });
    expect(shown.ephemeral).toBe(true);
  });

  test('a handler that does nothing is acked with nothing', async () => {
    await using room = await openBench((on) => on.command(route, async () => {}));
    const { status, ackBody } = await room.ada.types('/vg try');
    expect([status, ackBody]).toEqual([200, '']);
  });

  test('a button, a shortcut and a message whose handlers throw are acked', async () => {
    const fails = () => Promise.reject(refusal);
    await using room = await openBench((on) => {
      on.command(route, ({ answer }) => answer(said('here', { Press: 'bench.press' })));
      on.action('bench.press', fails);
      on.shortcut('bench.global', fails);
      on.message(fails);
    });
    const { ada } = room;
    await ada.types('/vg try');
    const deliveries = [
      await ada.clicks('Press'),
      await ada.uses('Try it'),
      await ada.says('hello'),
    ];
    expect(deliveries.map((one) => one?.status)).toEqual([200, 200, 200]);
  });

  test('a closed form whose handler throws is acked, and the log says so', async () => {
    const broke = held();
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => {
        const { view, ...rest } = drawn();
        await open({ view: { ...view, notify_on_close: true }, ...rest });
      });
      on.closed(bench.id, async () => {
        queueMicrotask(broke.resolve);
        throw new Error('closing broke');
      });
    });
    await room.ada.types('/vg try');
    await room.ada.waitsForModal('Try it');
    expect((await room.ada.closes())?.status).toBe(200);
    await broke.promise;
    await expect.poll(() => JSON.stringify(room.logged)).toContain('closing broke');
  });
});

describe('a handler that is slow', () => {
  test.concurrent('gets “working on it” out in time, and its own answer after it', async () => {
    const slow = held();
    await using room = await openBench((on) =>
      on.command(route, async ({ answer }) => {
        await slow.promise;
        await answer(said('the answer'));
      }),
    );
    const { ada, channel } = room;
    const delivery = await ada.types('/vg try', { in: channel });
    expect([delivery.status, delivery.timedOut]).toEqual([200, false]);
    expect(ada.sees()).toContain('Working on it…');
    slow.resolve();
    const answer = await ada.waitsFor('the answer', { in: channel });
    expect(answer.ephemeral).toBe(true);
  });

  test.concurrent('and fails then still tells the person', async () => {
    const slow = held();
    await using room = await openBench((on) =>
      on.command(route, async () => {
        await slow.promise;
        throw refusal;
      }),
    );
    await room.ada.types('/vg try', { in: room.channel });
    slow.resolve();
    await room.ada.waitsFor('That is taken.', { in: room.channel });
  });

  test.concurrent('behind a form: the form says so, and what replaces it comes later', async () => {
    const slow = held();
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => void (await open(drawn())));
      on.view(bench, async ({ replaceBy }) => {
        await slow.promise;
        const blocks = [section(mrkdwn`the answer`)];
        await replaceBy({ view: modal({ id: 'bench.next', title: 'Next', blocks }) });
      });
    });
    const { ada } = room;
    await ada.types('/vg try');
    await ada.fills({ Name: 'Acme' });
    const delivery = await ada.submits();
    expect([delivery.status, delivery.timedOut]).toEqual([200, false]);
    expect(ada.modal?.title).toBe('Still working');
    slow.resolve();
    const next = await ada.waitsForModal('the answer');
    expect(next.title).toBe('Next');
  });

  test.concurrent('behind a form: its error comes where its answer would', async () => {
    const slow = held();
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => void (await open(drawn())));
      on.view(bench, async () => {
        await slow.promise;
        throw refusal;
      });
    });
    const { ada, channel } = room;
    await ada.types('/vg try', { in: channel });
    await ada.fills({ Name: 'Acme' });
    await ada.submits();
    slow.resolve();
    const shown = await ada.waitsFor('That is taken.', { in: channel });
    expect(shown.ephemeral).toBe(true);
  });

  test.concurrent('behind a button or a shortcut is acked in time', async () => {
    const slow = held();
    await using room = await openBench((on) => {
      on.command(route, ({ answer }) => answer(said('here', { Press: 'bench.press' })));
      on.action('bench.press', () => slow.promise);
      on.shortcut('bench.global', () => slow.promise);
    });
    const { ada } = room;
    await ada.types('/vg try');
    const deliveries = await Promise.all([ada.clicks('Press'), ada.uses('Try it')]);
    expect(deliveries.map((one) => [one?.status, one?.timedOut])).toEqual([
      [200, false],
      [200, false],
    ]);
    slow.resolve();
  });
});

describe('an error reaches the person where they look', () => {
  const fails = () => Promise.reject(refusal);

  test('a button in a message: ephemerally, beside it', async () => {
    await using room = await openBench((on) => {
      on.command(route, ({ answer }) => answer(said('here', { Press: 'bench.press' })));
      on.action('bench.press', fails);
    });
    const { ada, channel } = room;
    await ada.types('/vg try', { in: channel });
    await ada.clicks('Press');
    const shown = await ada.waitsFor('That is taken.', { in: channel });
    expect(shown.ephemeral).toBe(true);
    // The message with the button is still there.
    await ada.waitsFor('here', { in: channel });
  });

  test('a button in a form: on top of it, what was typed kept, once however often', async () => {
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => void (await open(drawn())));
      on.action('bench.check', fails);
    });
    const { ada } = room;
    await ada.types('/vg try');
    await ada.fills({ Name: 'Acme' });
    await ada.clicks('Check');
    await ada.waitsForModal('That is taken.');
    await ada.clicks('Check');
    await room.workspace.idle();
    const seen = await ada.waitsForModal('That is taken.');
    expect(seen.text.match(/That is taken\./g)).toHaveLength(1);
    expect(seen.values.Name).toBe('Acme');
    expect(seen.submit).toBe('Save');
  });

  test('a button in a form that was closed meanwhile: by direct message', async () => {
    const pressed = held();
    const slow = held();
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => void (await open(drawn())));
      on.action('bench.check', async () => {
        pressed.resolve();
        await slow.promise;
        throw refusal;
      });
    });
    const { ada } = room;
    await ada.types('/vg try', { in: room.channel });
    await ada.waitsForModal('Try it');
    const clicked = ada.clicks('Check');
    await pressed.promise;
    await ada.closes();
    slow.resolve();
    await clicked;
    await ada.waitsFor('That is taken.');
  });

  test('a button in a form that its handler has redrawn: by direct message', async () => {
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => void (await open(drawn())));
      on.action('bench.check', async ({ redraw }) => {
        await redraw(drawn());
        throw refusal;
      });
    });
    const { ada } = room;
    await ada.types('/vg try', { in: room.channel });
    await ada.clicks('Check');
    await ada.waitsFor('That is taken.');
  });

  test('a submission: under the fields that were refused', async () => {
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => void (await open(drawn())));
      on.view(bench, async () => {
        throw new BotError('invalid', 'No.', { fields: { name: 'Taken.', note: 'Too dull.' } });
      });
    });
    const { ada } = room;
    await ada.types('/vg try');
    await ada.fills({ Name: 'Acme', Note: 'a note' });
    await ada.submits();
    expect(ada.modal?.errors).toEqual({ Name: 'Taken.', Note: 'Too dull.' });
    expect(ada.modal?.values).toEqual({ Name: 'Acme', Note: 'a note' });
  });

  test.each([
    ['with no field', refusal],
    [
      'of a field that is not shown',
      new BotError('invalid', 'No.', { fields: { provider: 'That is taken.' } }),
    ],
    [
      'of fields of which one is not shown',
      new BotError('invalid', 'No.', { fields: { name: 'Odd.', provider: 'That is taken.' } }),
    ],
  ])('a submission refused for something %s: on top, what was typed kept', async (_, error) => {
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => void (await open(drawn())));
      on.view(bench, () => Promise.reject(error));
    });
    const { ada } = room;
    await ada.types('/vg try');
    await ada.fills({ Name: 'Acme' });
    await ada.submits();
    expect(ada.modal?.text).toContain('That is taken.');
    expect(ada.modal?.values.Name).toBe('Acme');
    expectRefusalLogged(room, ada.modal?.text ?? '', error);
  });

  test('a form that was shown an error is submitted again, its memory unchanged', async () => {
    const owns: unknown[] = [];
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => void (await open(drawn({ sid: 'abc' }))));
      on.view(bench, async ({ own, once }) => {
        owns.push([own, once]);
        if (owns.length === 1) throw refusal;
      });
    });
    const { ada } = room;
    await ada.types('/vg try');
    await ada.fills({ Name: 'Acme' });
    await ada.submits();
    await ada.submits();
    expect(ada.modal).toBeUndefined();
    expect(owns).toHaveLength(2);
    expect(owns[1]).toEqual(owns[0]);
    expect(owns[0]).toEqual([{ sid: 'abc' }, expect.stringMatching(/^frm_/)]);
  });

  test('Home: by direct message', async () => {
    await using room = await openBench((on) => on.action('bench.press', fails));
    const { ada, clients } = room;
    const view = { type: 'home' as const, blocks: said('home', { Press: 'bench.press' }).blocks };
    await clients.patient.views.publish({ user_id: ada.id, view });
    await ada.clicks('Press', { in: 'home' });
    await ada.waitsFor('That is taken.', { in: ada.dm });
  });

  test('a global shortcut and a message to the bot: by direct message', async () => {
    await using room = await openBench((on) => {
      on.shortcut('bench.global', fails);
      on.message(() => Promise.reject(new Error('boom')));
    });
    const { ada } = room;
    await ada.uses('Try it');
    await ada.waitsFor('That is taken.', { in: ada.dm });
    await ada.says('hello');
    const { plain } = await ada.waitsFor('Something broke', { in: ada.dm });
    expectLogged(room, plain, 'boom');
  });

  test('a message shortcut: ephemerally where the message is', async () => {
    await using room = await openBench((on) => on.shortcut('bench.message', fails));
    const { ada, ben, channel } = room;
    await ben.says('the caller hears old prompts', { in: channel });
    await ada.uses('Try it here', { on: 'old prompts' });
    const shown = await ada.waitsFor('That is taken.', { in: channel });
    expect(shown.ephemeral).toBe(true);
  });

  test('a response_url that has expired, or fails: by direct message', async () => {
    const slow = held();
    await using room = await openBench((on) => {
      on.command(route, ({ answer }) => answer(said('here', { Press: 'bench.press' })));
      on.action('bench.press', async ({ answer }) => {
        await slow.promise;
        await answer(said('the answer'));
        throw refusal;
      });
    });
    const { ada, channel, clock, workspace } = room;
    await ada.types('/vg try', { in: channel });
    const clicked = ada.clicks('Press');
    await expect.poll(() => workspace.deliveries.length).toBeGreaterThan(0);
    clock.forward({ minutes: 31 });
    slow.resolve();
    await clicked;
    await ada.waitsFor('the answer', { in: ada.dm });
    await ada.waitsFor('That is taken.', { in: ada.dm });
  });
});

describe('what nobody registered is answered', () => {
  test('buttons, forms and shortcuts of an earlier version, and commands that are not ours', async () => {
    await using room = await openBench((on) => {
      on.command(route, async ({ answer, open, line }) => {
        if (line.rest === 'form') await open(drawn());
        else await answer(said('here', { Press: 'bench.gone' }));
      });
    });
    const { ada, channel } = room;
    await ada.types('/vg try', { in: channel });
    await ada.clicks('Press');
    await ada.waitsFor('I do not know this button any more.', { in: channel });
    await ada.uses('Gone');
    await ada.waitsFor('I do not know this shortcut any more.', { in: ada.dm });
    const { status, ackBody } = await ada.types('/other thing', { in: channel });
    expect(status).toBe(200);
    expect(ackBody).toContain('/vg help');
    await ada.types('/vg try form', { in: channel });
    await ada.fills({ Name: 'Acme' });
    await ada.submits();
    expect(ada.modal?.text).toContain('I do not know this form any more.');
    await ada.clicks('Check');
    await ada.waitsForModal('I do not know this button any more.');
  });

  test('what was typed and is no command goes where the commands fall back to', async () => {
    await using room = await openBench((on) => on.command(route, async () => {}));
    await room.ada.types('/vg nonsense');
    await room.ada.waitsFor('otherwise: account');
    await room.ada.types('/vg');
    await room.ada.waitsFor('otherwise: menu');
  });

  test('bodies that Slack would not send are answered, and the next one is served', async () => {
    await using room = await openBench((on) =>
      on.command(route, ({ answer }) => answer(said('ok'))),
    );
    const { workspace, ada, url } = room;
    const payload = (value: unknown) => `payload=${encodeURIComponent(JSON.stringify(value))}`;
    const bodies = [
      'payload=%7Bnot+json',
      payload({ type: 'block_actions', actions: [] }),
      payload({ type: 'view_submission', view: null }),
      payload({ type: 'shortcut', callback_id: 'x' }),
      'command=%2Fvg&text=try',
    ];
    for (const body of bodies) {
      const { timedOut, failure, status } = await workspace.sendRaw({ body });
      expect([body, timedOut, failure]).toEqual([body, false, undefined]);
      expect(status).toBeGreaterThanOrEqual(200);
    }
    expect((await workspace.sendRaw({ body: 'command=%2Fvg', signed: false })).status).toBe(401);
    for (const path of ['//', '/nowhere', '/%00', '/slack/events']) {
      expect((await fetch(`${url}${path}`)).status).toBeGreaterThanOrEqual(400);
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await ada.types('/vg try');
    await ada.waitsFor('ok');
  });
});

describe('suggestions', () => {
  const searching = (on: Parameters<Parameters<typeof openBench>[0]>[0]) => {
    on.command(route, async ({ open }) => {
      const blocks = [section(mrkdwn`look`, { accessory: picker })];
      await open({ view: modal({ id: 'bench.pick', title: 'Pick', blocks }), remembers: 'mine' });
    });
  };
  const picker = {
    type: 'external_select' as const,
    action_id: 'bench.options',
    min_query_length: 0,
    placeholder: { type: 'plain_text' as const, text: 'Account' },
  };

  test('are answered, at most a hundred, with what the form remembers', async () => {
    await using room = await openBench((on) => {
      searching(on);
      on.options('bench.options', async ({ typed, memory }) =>
        Array.from({ length: 150 }, (_, n) => ({
          text: `${typed} ${String(memory?.own)} ${n}`,
          value: String(n),
        })),
      );
    });
    await room.ada.types('/vg try');
    const offered = await room.ada.searches('Account', 'ac');
    expect(offered).toHaveLength(100);
    expect(offered[0]).toBe('ac mine 0');
  });

  test.concurrent.each([
    ['that break', () => Promise.reject(new Error('boom'))],
    ['that never come', () => new Promise<never>(() => {})],
    ['that Slack would refuse', async () => [{ text: '', value: 'v' }]],
  ])('%s are an empty list', async (_, handler) => {
    await using room = await openBench((on) => {
      searching(on);
      on.options('bench.options', handler);
    });
    const { ada, workspace } = room;
    await ada.types('/vg try');
    expect(await ada.searches('Account', '')).toEqual([]);
    const delivery = workspace.deliveries.at(-1);
    expect([delivery?.status, delivery?.ackBody]).toEqual([200, '{"options":[]}']);
  });

  test('of what nobody registered, for somebody else’s form, or for strangers are an empty list', async () => {
    let asked = 0;
    await using room = await openBench((on) => {
      searching(on);
      on.options('bench.options', async () => {
        asked += 1;
        return [{ text: 'Acme', value: 'a' }];
      });
    });
    const { ada, ben, workspace } = room;
    const ask = (by: typeof ada, payload: object) =>
      workspace.forge({ by, kind: 'block_suggestion', payload: { ...payload } });
    await ada.types('/vg try');
    await ada.waitsForModal('Pick');
    const view = ada.modal?.view ?? {};
    const mallory = workspace.addPerson({ name: 'mallory', otherTeam: 'T0ELSEWHERE' });
    const deliveries = [
      await ask(ada, { action_id: 'bench.unknown' }),
      await ask(ben, { action_id: 'bench.options', view }),
      await ask(mallory, { action_id: 'bench.options' }),
    ];
    expect(deliveries.map(({ ackBody }) => ackBody)).toEqual(Array(3).fill('{"options":[]}'));
    expect(asked).toBe(0);
  });
});

describe('the same interaction again', () => {
  /** Delivers the same payload twice more, at once; every ack must be that of the first. */
  async function again(room: Bench, first: Promise<Delivery | undefined>) {
    const delivery = await first;
    if (!delivery) throw new Error('nothing was delivered');
    const copies = await Promise.all([
      room.workspace.redeliver(delivery),
      room.workspace.redeliver(delivery),
    ]);
    const acks = [delivery, ...copies].map(({ status, ackBody }) => [status, ackBody]);
    expect(new Set(acks.map(String)).size).toBe(1);
    expect(acks[0]?.[0]).toBe(200);
    return delivery;
  }

  test('is acked as the first was and handled once: command, button, form, shortcut', async () => {
    const handled: string[] = [];
    await using room = await openBench((on) => {
      on.command(route, async ({ answer, line, open }) => {
        handled.push('command');
        if (line.rest === 'form') await open(drawn());
        else await answer(said('here', { Press: 'bench.press' }));
      });
      on.action('bench.press', async () => void handled.push('button'));
      on.view(bench, async () => {
        handled.push('form');
        throw new BotError('invalid', 'No.', { fields: { name: 'Taken.' } });
      });
      on.shortcut('bench.global', async () => void handled.push('shortcut'));
    });
    const { ada } = room;
    const command = await again(room, ada.types('/vg try'));
    expect(command.ackBody).toContain('here');
    await again(room, ada.clicks('Press'));
    await again(room, ada.uses('Try it'));
    await ada.types('/vg try form');
    await ada.fills({ Name: 'Acme' });
    const submitted = await again(room, ada.submits());
    expect(submitted.ackBody).toContain('Taken.');
    expect(handled).toEqual(['command', 'button', 'shortcut', 'command', 'form']);
  });

  test('delivered while the first is still handled waits for its ack', async () => {
    const slow = held();
    let handled = 0;
    await using room = await openBench((on) =>
      on.command(route, async ({ answer }) => {
        handled += 1;
        await slow.promise;
        await answer(said('the answer'));
      }),
    );
    const { ada, workspace } = room;
    const payload = { text: 'try', trigger_id: 'a-trigger' };
    const forged = () => workspace.forge({ by: ada, kind: 'slash_command', payload });
    const deliveries = Promise.all([forged(), forged()]);
    await expect.poll(() => handled).toBe(1);
    slow.resolve();
    const acks = (await deliveries).map(({ ackBody }) => ackBody);
    expect(acks[0]).toContain('the answer');
    expect(acks[1]).toBe(acks[0]);
    expect(handled).toBe(1);
  });

  test('an event is told apart by its id, however often it comes', async () => {
    const seen: string[] = [];
    await using room = await openBench((on) =>
      on.event('user_change', async (event) => {
        seen.push(String((event as { mark: string }).mark));
        if (seen.length === 1) throw new Error('an event broke');
      }),
    );
    const { workspace, logged } = room;
    const first = await workspace.sendEvent({ type: 'user_change', mark: 'one' });
    expect(first.status).toBe(200);
    await workspace.redeliver(first, { as: 'retry' });
    await workspace.redeliver(first);
    await workspace.sendEvent({ type: 'user_change', mark: 'two' });
    await expect.poll(() => seen).toEqual(['one', 'two']);
    expect(logged.map(({ err }) => err?.message)).toContain('an event broke');
  });

  test('two clicks are two interactions', async () => {
    let handled = 0;
    await using room = await openBench((on) => {
      on.command(route, ({ answer }) => answer(said('here', { Press: 'bench.press' })));
      on.action('bench.press', async () => {
        handled += 1;
      });
    });
    await room.ada.types('/vg try');
    await room.ada.clicks('Press', { times: 2 });
    expect(handled).toBe(2);
  });
});

describe('a trigger id', () => {
  const tooLate = /Slack could not open the form\.\nWhy: It took too long, or was clicked twice\./;
  const opens = (on: Parameters<Parameters<typeof openBench>[0]>[0], before = async () => {}) => {
    on.command(route, async ({ open }) => {
      await before();
      await open(drawn());
    });
  };

  test('that has expired is survived, and the person told to try again', async () => {
    const slow = held();
    const asked = held();
    await using room = await openBench((on) =>
      opens(on, async () => {
        asked.resolve();
        await slow.promise;
      }),
    );
    const { ada, channel, workspace } = room;
    const typed = ada.types('/vg try', { in: channel });
    await asked.promise;
    workspace.expireTriggers();
    slow.resolve();
    await typed;
    const { plain } = await ada.waitsFor(tooLate, { in: channel });
    expect(plain).toContain('Try again. Nothing was changed.');
    expect(ada.modal).toBeUndefined();
  });

  test('that was used before is survived', async () => {
    await using room = await openBench((on) =>
      on.command(route, async ({ open }) => {
        await open(drawn());
        await open(drawn());
      }),
    );
    const { ada, channel } = room;
    await ada.types('/vg try', { in: channel });
    await ada.waitsFor(tooLate, { in: channel });
    await ada.waitsForModal('Try it');
  });

  test.each([
    ['says no', { error: 'internal_error' }],
    ['loses its answer', 'lose answer'],
    ['has too much to do', { status: 429, retryAfter: 30 }],
    ['breaks', { status: 500 }],
  ] as const)('of which Slack %s is survived, and asked for once', async (_, fault) => {
    await using room = await openBench((on) => opens(on));
    const { ada, channel, workspace } = room;
    workspace.faults.next('views.open', fault);
    await ada.types('/vg try', { in: channel });
    await ada.waitsFor('Slack could not open the form.', { in: channel });
    expect(workspace.calls.filter(({ method }) => method === 'views.open')).toHaveLength(1);
    await ada.types('/vg try', { in: channel });
    await ada.waitsForModal('Try it');
  });
});

describe('who is not of this workspace', () => {
  const all = (handled: string[]) => (on: Parameters<Parameters<typeof openBench>[0]>[0]) => {
    on.command(route, async () => void handled.push('command'));
    on.action('bench.press', async () => void handled.push('button'));
    on.shortcut('bench.global', async () => void handled.push('shortcut'));
    on.view(bench, async () => void handled.push('form'));
    on.message(async () => void handled.push('message'));
  };

  const strangers: [string, { otherTeam?: string }, Actor['shutOut']][] = [
    ['somebody of another organisation', { otherTeam: 'T0ELSEWHERE' }, null],
    ['a bot', {}, 'bot'],
    ['a deactivated member', {}, 'deactivated'],
  ];
  test.each(strangers)(
    '%s is refused everywhere, told so, and audited',
    async (_, init, shutOut) => {
      const handled: string[] = [];
      await using room = await openBench(all(handled), { shutOut });
      const { workspace, refused } = room;
      const mallory = workspace.addPerson({ name: 'mallory', ...init });
      const home = init.otherTeam ?? workspace.teamId;
      const forged = [
        { kind: 'slash_command', payload: { text: 'try', team_id: home } },
        { kind: 'block_actions', payload: { actions: [{ action_id: 'bench.press' }] } },
        { kind: 'shortcut', payload: { callback_id: 'bench.global' } },
        { kind: 'view_submission', payload: { view: { callback_id: bench.id } } },
      ] as const;
      for (const forgery of forged) {
        const { status } = await workspace.forge({ by: mallory, ...forgery });
        expect([forgery.kind, status]).toEqual([forgery.kind, 200]);
      }
      await mallory.says('hello');
      await expect.poll(() => refused.length).toBe(5);
      expect(handled).toEqual([]);
      expect(mallory.sees()).toContain('I serve only the members of this workspace.');
      expect(refused.map(({ action }) => action)).toEqual([
        '/vg',
        'bench.press',
        'bench.global',
        'bench.form',
        'direct message',
      ]);
    },
  );

  test('a form drawn for somebody else, or tampered with, is refused and audited', async () => {
    const handled: string[] = [];
    await using room = await openBench((on) => {
      on.command(route, async ({ open }) => void (await open(drawn({ sid: 'abc' }))));
      on.view(bench, async () => void handled.push('form'));
      on.action('bench.check', async () => void handled.push('button'));
    });
    const { ada, ben, workspace, refused } = room;
    await ada.types('/vg try');
    await ada.fills({ Name: 'Acme' });
    const view = ada.modal?.view ?? {};
    const memory = String(view.private_metadata);
    const tampered = { ...view, private_metadata: memory.replace('abc', 'xyz') };
    const forged = [
      await workspace.forge({ by: ben, kind: 'view_submission', payload: { view } }),
      await workspace.forge({ by: ada, kind: 'view_submission', payload: { view: tampered } }),
      await workspace.forge({
        by: ada,
        kind: 'view_submission',
        payload: { view: { ...view, private_metadata: '' } },
      }),
    ];
    for (const { status, ackBody } of forged) {
      expect([status, ackBody]).toEqual([200, expect.stringContaining('not drawn for you')]);
    }
    await workspace.forge({
      by: ben,
      kind: 'block_actions',
      payload: { view, actions: [{ action_id: 'bench.check' }] },
    });
    expect(handled).toEqual([]);
    expect(refused.map(({ error }) => error.code)).toEqual(Array(4).fill('forbidden'));
  });

  test('a refusal that cannot be audited is still told', async () => {
    await using room = await openBench(
      (on) =>
        on.command(route, () =>
          Promise.reject(new BotError('forbidden', 'You may not.', { askForAccess: true })),
        ),
      { refused: () => Promise.reject(new Error('the audit is locked')) },
    );
    await room.ada.types('/vg try', { in: room.channel });
    const shown = await room.ada.waitsFor('You may not.', { in: room.channel });
    expect(shown.buttons).toEqual(['Ask for access']);
    expect(JSON.stringify(room.logged)).toContain('the audit is locked');
  });
});
