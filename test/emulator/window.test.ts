import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel } from '../../src/emulator/model.ts';
import type { Person } from '../../src/emulator/person/person.ts';
import type { Shown, Traffic } from '../../src/emulator/window/shown.ts';
import { modal, startTogether, type Together, textInput } from './echo-bot.ts';

// The window is what a browser's page sees of the workspace: here without a browser, as its requests.

let together: Together;
let ada: Person;
let eve: Person;
let general: Channel;
let secret: Channel;
let rings = 0;

beforeEach(async () => {
  together = await startTogether({
    shortcuts: [{ name: 'Create account', type: 'global', callback_id: 'create' }],
    page: {
      assets: new Map([['/', { type: 'text/html', body: '<title>The page</title>' }]]),
      usages: () => [{ usage: 'help [topic]', summary: 'what you can do' }],
      tour: [
        {
          id: 'help',
          as: 'U0ADA',
          title: 'Ask for help',
          how: 'Type it.',
          makes: {
            label: 'Ring a bell',
            async happen() {
              rings += 1;
              return `It rang ${rings} times.`;
            },
          },
          done: ({ kind, payload }) => kind === 'slash_command' && payload.text === 'help',
        },
      ],
      gallery: { sections: [] },
    },
  });
  const { workspace } = together;
  ada = workspace.addPerson({ id: 'U0ADA', name: 'ada', title: 'Admin' });
  eve = workspace.addPerson({ id: 'U0EVE', name: 'eve' });
  general = workspace.addChannel({ name: 'general', members: [ada, eve] });
  secret = workspace.addChannel({ name: 'secret', private: true, members: [ada] });
});
afterEach(() => together[Symbol.asyncDispose]());

const port = () => Number(new URL(together.workspace.apiUrl).port);

/** One request with these headers; `fetch` would not let us choose Host. */
function send(
  method: string,
  path: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: port(), method, path, headers },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function act(by: Person, what: string, details: object = {}) {
  const { body } = await send('POST', '/window/act', {
    headers: { origin: `http://127.0.0.1:${port()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ as: by.id, act: what, ...details }),
  });
  return JSON.parse(body) as { ok: boolean; error?: string; options?: { value: string }[] };
}

/** What the page would show this person now, and what passed. */
async function shownTo(person: Person): Promise<{ shown: Shown; traffic: Traffic[] }> {
  const response = await fetch(`http://127.0.0.1:${port()}/window/live?as=${person.id}`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!/event: shown\ndata: .*\n\n/.test(text)) {
    const chunk = await reader?.read();
    if (!chunk?.value) break;
    text += chunk.value;
  }
  await reader?.cancel();
  const of = (event: string) => new RegExp(`event: ${event}\ndata: (.*)\n`).exec(text)?.[1] ?? '[]';
  return { shown: JSON.parse(of('shown')), traffic: JSON.parse(of('traffic')) };
}

describe('what is not the page itself', () => {
  const own = () => `http://127.0.0.1:${port()}`;
  test.each<[string, string, string, () => Record<string, string>, number]>([
    ['the page', 'GET', '/', () => ({}), 200],
    [
      'the page from a link elsewhere',
      'GET',
      '/',
      () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
      200,
    ],
    ['the page by localhost', 'GET', '/', () => ({ host: `localhost:${port()}` }), 200],
    ['the page by a foreign name', 'GET', '/', () => ({ host: `evil.example:${port()}` }), 403],
    ['the page by another port', 'GET', '/', () => ({ host: '127.0.0.1:1' }), 403],
    [
      'the stream for another site',
      'GET',
      '/window/live',
      () => ({ origin: 'http://evil.example' }),
      403,
    ],
    [
      'the gallery for another site',
      'GET',
      '/window/gallery',
      () => ({ 'sec-fetch-site': 'cross-site' }),
      403,
    ],
    [
      'an act from another site',
      'POST',
      '/window/act',
      () => ({ origin: 'http://evil.example' }),
      403,
    ],
    ['an act from a page without a name', 'POST', '/window/act', () => ({ origin: 'null' }), 403],
    ['an act from nowhere', 'POST', '/window/act', () => ({}), 403],
    [
      'an act by a foreign name',
      'POST',
      '/window/act',
      () => ({ host: 'evil.example', origin: 'http://evil.example' }),
      403,
    ],
    ['an act by nobody', 'POST', '/window/act', () => ({ origin: own() }), 400],
    ['something that is not there', 'GET', '/window/other', () => ({}), 404],
    ['a path that is none', 'GET', '//', () => ({}), 404],
    ['the page by POST', 'POST', '/', () => ({ origin: own() }), 404],
    [
      'Slack’s own API from another site',
      'POST',
      '/api/auth.test',
      () => ({ origin: 'http://evil.example' }),
      403,
    ],
    [
      'Slack’s own API by a foreign name',
      'POST',
      '/api/auth.test',
      () => ({ host: `evil.example:${port()}` }),
      403,
    ],
    ['Slack’s own API for the bot', 'POST', '/api/auth.test', () => ({}), 200],
    [
      'a response_url from another site',
      'POST',
      '/commands/T0/x',
      () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }),
      403,
    ],
  ])('%s', async (_what, method, path, headers, status) => {
    const answer = await send(method, path, {
      headers: headers(),
      ...(method === 'POST' && { body: '{}' }),
    });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body).not.toContain('The page');
  });

  test('may load nothing from elsewhere, and nobody may frame it', async () => {
    const { headers } = await send('GET', '/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  });

  test('is not served where no page is asked for', async () => {
    await using plain = await startTogether();
    const response = await fetch(new URL('/', plain.workspace.apiUrl));
    expect(response.status).toBe(404);
  });
});

describe('what a person does in the page', () => {
  test('makes happen what a step of the tour offers, and nothing else', async () => {
    expect((await shownTo(ada)).shown.tour).toMatchObject([{ id: 'help', makes: 'Ring a bell' }]);
    const before = rings;
    const said = `It rang ${before + 1} times.`;
    expect(await act(ada, 'makes', { step: 'help' })).toEqual({ ok: true, said });
    for (const step of ['other', '__proto__']) {
      expect(await act(eve, 'makes', { step })).toMatchObject({ ok: false });
    }
    expect(rings).toBe(before + 1);
  });

  test('goes to the bot by Slack’s protocol, and shows up where it shows up', async () => {
    const { app } = together;
    app.command('/vg', ({ ack, command }) => ack(`You typed ${command.text}`));
    expect(await act(ada, 'says', { channel: general.id, text: '/vg help' })).toEqual({ ok: true });
    await act(eve, 'says', { channel: general.id, text: 'hello @ada' });
    const { shown, traffic } = await shownTo(ada);
    const [answer, greeting] = shown.channels.find(({ id }) => id === general.id)?.messages ?? [];
    expect(answer).toMatchObject({ text: 'You typed help', ephemeral: true });
    expect(greeting).toMatchObject({
      author: eve.id,
      text: 'hello <@U0ADA>',
      ephemeral: false,
    });
    expect(shown.tour).toMatchObject([{ id: 'help', done: true }]);
    const command = traffic.find(({ what }) => what === 'slash_command');
    expect(command).toMatchObject({ direction: 'to', about: 'ada', ok: true, outcome: '200' });
    expect(command?.headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
    expect(command?.ms).toBeGreaterThan(0);
    const others = await shownTo(eve);
    expect(JSON.stringify(others.shown)).not.toContain('You typed help');
    expect(others.shown.channels.map(({ name }) => name)).not.toContain('secret');
  });

  test('takes no command in a thread, as Slack’s client does not', async () => {
    const { ts } = await together.app.client.chat.postMessage({ channel: general.id, text: 'Hi' });
    const inThread = { channel: general.id, thread: ts };
    expect(await act(ada, 'says', { ...inThread, text: '/vg help' })).toEqual({
      ok: false,
      error: '/vg is not supported in threads. Sorry!',
    });
    expect(await act(ada, 'says', { ...inThread, text: 'help' })).toEqual({ ok: true });
    expect((await shownTo(ada)).traffic.map(({ what }) => what)).not.toContain('slash_command');
  });

  test('marks as read what they have seen', async () => {
    await act(eve, 'says', { channel: general.id, text: 'one' });
    await act(eve, 'says', { channel: general.id, text: 'two' });
    const unread = async () =>
      (await shownTo(ada)).shown.channels.find(({ id }) => id === general.id)?.unread;
    expect(await unread()).toBe(2);
    await act(ada, 'reads', { channel: general.id });
    expect(await unread()).toBe(0);
    await act(ada, 'says', { channel: general.id, text: 'mine' });
    expect(await unread()).toBe(0);
  });

  test('fills in and submits a form; only what is offered can be chosen', async () => {
    const { app } = together;
    const submitted: unknown[] = [];
    const colours = {
      type: 'input' as const,
      block_id: 'colour',
      label: { type: 'plain_text' as const, text: 'Colour' },
      element: { type: 'external_select' as const, action_id: 'colours', min_query_length: 0 },
    };
    app.shortcut('create', async ({ ack, client, shortcut }) => {
      await ack();
      const view = modal([textInput('Account name', 'name'), colours]);
      await client.views.open({ trigger_id: shortcut.trigger_id, view });
    });
    app.options('colours', ({ ack }) =>
      ack({ options: [{ text: { type: 'plain_text', text: 'Red' }, value: 'red' }] }),
    );
    app.view('form', async ({ ack, view }) => {
      submitted.push(view.state.values);
      await ack();
    });
    await act(ada, 'uses', { name: 'Create account' });
    const [view] = (await shownTo(ada)).shown.modals;
    const at = { view: view?.id };
    const colour = { at, blockId: 'colour', actionId: 'colours' };
    expect(await act(ada, 'fills', { ...colour, with: 'red' })).toMatchObject({ ok: false });
    const { options } = await act(ada, 'searches', { ...colour, text: '' });
    expect(options).toMatchObject([{ value: 'red' }]);
    expect(await act(ada, 'fills', { ...colour, with: 'red' })).toEqual({ ok: true });
    expect(await act(ada, 'submits', { view: view?.id })).toMatchObject({
      ok: false,
      error: expect.stringContaining('Please complete this required field.'),
    });
    await act(ada, 'fills', { at, blockId: 'name', actionId: 'name', with: 'Acme' });
    expect(await act(eve, 'submits', { view: view?.id })).toMatchObject({ ok: false });
    await act(ada, 'submits', { view: view?.id });
    expect(submitted).toMatchObject([
      {
        name: { name: { value: 'Acme' } },
        colour: { colours: { selected_option: { value: 'red' } } },
      },
    ]);
    expect((await shownTo(ada)).shown.modals).toEqual([]);
  });

  test('clicks only what is before them', async () => {
    const { app, workspace } = together;
    const clicked: string[] = [];
    app.action('go', async ({ ack, body }) => {
      await ack();
      clicked.push(body.user.id);
    });
    const button = {
      type: 'button' as const,
      action_id: 'go',
      text: { type: 'plain_text' as const, text: 'Go' },
    };
    const blocks = [{ type: 'actions' as const, block_id: 'row', elements: [button] }];
    const { ts } = await app.client.chat.postMessage({ channel: secret.id, text: 'Go?', blocks });
    const click = { at: { channel: secret.id, ts }, blockId: 'row', actionId: 'go' };
    expect(await act(eve, 'clicks', click)).toMatchObject({ ok: false });
    expect(await act(ada, 'clicks', { ...click, actionId: 'other' })).toMatchObject({ ok: false });
    expect(await act(ada, 'clicks', click)).toEqual({ ok: true });
    expect(clicked).toEqual([ada.id]);
    expect(workspace.violations).toEqual([]);
  });

  test.each([
    ['nothing that a client does', 'explodes', {}],
    ['a command that nobody has', 'says', { text: '/other' }],
    ['a channel they are not in', 'reads', { channel: 'C0OTHER' }],
    ['a form that is not open', 'closes', { view: 'V0OTHER', all: false }],
    ['a shortcut that is not there', 'uses', { name: 'Other' }],
  ])('is told of %s', async (_what, name, details) => {
    const answer = await act(ada, name, {
      ...(name === 'says' && { channel: general.id }),
      ...details,
    });
    expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(/\w/) });
  });

  test.each([40_001, 10_000_000])('is told that %i characters are too many', async (length) => {
    const answer = await act(ada, 'says', { channel: general.id, text: 'x'.repeat(length) });
    expect(answer).toEqual({
      ok: false,
      error: expect.stringContaining('longer than Slack takes'),
    });
    expect(ada.messages()).toEqual([]);
  });
});
