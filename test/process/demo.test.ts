import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cast, channelIds } from '../../src/demo/world.ts';
import type { Shown } from '../../src/emulator/window/shown.ts';
import { quickly } from './quickly.ts';

// The command itself, as somebody who has just found the project runs it.

const root = join(import.meta.dirname, '../..');
let folder: string;
let running: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
  running = [];
});
afterEach(async () => {
  for (const child of running) await stopped(child, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  /** Where the page is; `null` where it did not start. */
  url: string | null;
  /** All that it printed until then, or until its end. */
  printed: string;
  code: number | null;
}

async function demo(args: string[] = [], env: Record<string, string> = {}): Promise<Started> {
  const child = spawn(process.execPath, [...quickly, join(root, 'src/demo.ts'), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data-demo'), PORT: '0', ...env },
  });
  running.push(child);
  let printed = '';
  const url = await new Promise<string | null>((resolve) => {
    const hear = (text: Buffer) => {
      printed += String(text);
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (found && /is at/.test(printed)) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('close', () => resolve(null));
  });
  return { child, url, printed, code: child.exitCode };
}

async function stopped(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
  return child.exitCode;
}

/** Has somebody do something in the page. */
async function act(url: string, as: string, what: string, details: object): Promise<void> {
  const response = await fetch(`${url}/window/act`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ as, act: what, ...details }),
  });
  expect(await response.json()).toEqual({ ok: true });
}

/** Waits until this person sees this in the page; gives all that they see then. */
async function sees(url: string, person: string, wanted: string): Promise<Shown> {
  const response = await fetch(`${url}/window/live?as=${person}`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk?.value) throw new Error(`the stream ended without “${wanted}”`);
    text += chunk.value;
    const newest = [...text.matchAll(/event: shown\ndata: (.*)\n\n/g)].at(-1)?.[1] ?? '';
    if (!newest.includes(wanted)) continue;
    await reader?.cancel();
    return JSON.parse(newest) as Shown;
  }
}

test('starts from nothing, is there again after a restart, and begins anew with --reset', async () => {
  const first = await demo();
  expect(first.printed).toContain('open it in a browser');
  const url = first.url ?? '';
  const html = await (await fetch(url)).text();
  expect(html).toContain('<script type="module" src="/page.js">');
  const shown = await sees(url, cast.tia.id, 'Callers of Acme Telecom');
  expect(shown.people.map(({ name }) => name)).toEqual([
    'Ada',
    'Ben',
    'Sam',
    'Tia',
    'Olu',
    'Gus',
    'Eve',
  ]);
  expect(shown.app.commands[0]?.usages.map(({ usage }) => usage)).toContain(
    'account create [name]',
  );
  await act(url, cast.tia.id, 'says', { channel: channelIds.voiceOps, text: '/vg acme telecom' });
  await sees(url, cast.tia.id, 'acme-telecom.northwind.example');
  await act(url, cast.ben.id, 'says', { channel: channelIds.voiceOps, text: 'Remember me.' });
  expect(await stopped(first.child)).toBe(0);
  const data = join(folder, 'data-demo');
  expect(statSync(data).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(data))
    expect([file, statSync(join(data, file)).mode & 0o077]).toEqual([file, 0]);

  const second = await demo();
  await sees(second.url ?? '', cast.ada.id, 'Remember me.');
  // The people are mapped as they were, and the bot that answers is the same.
  await act(second.url ?? '', cast.olu.id, 'says', {
    channel: channelIds.voiceOps,
    text: '/vg me',
  });
  await sees(second.url ?? '', cast.olu.id, 'on-call');
  await stopped(second.child, 'SIGKILL');

  const third = await demo(['--reset']);
  const anew = await sees(third.url ?? '', cast.ada.id, 'Callers of Acme Telecom');
  expect(JSON.stringify(anew)).not.toContain('Remember me.');
});

test('what keeps it from starting is said, with what to do', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as { port: number };
  const taken = await demo([], { PORT: String(port) });
  blocker.close();
  expect([taken.code, taken.printed]).toEqual([
    1,
    expect.stringMatching(
      new RegExp(`Port ${port} of 127.0.0.1 is in use.*PORT=${port + 1} npm run demo`),
    ),
  ]);
  const odd = await demo([], { PORT: 'three thousand' });
  expect([odd.code, odd.printed]).toEqual([1, expect.stringContaining('PORT is malformed.')]);
  const unknown = await demo(['--restart']);
  expect([unknown.code, unknown.printed]).toEqual([
    2,
    expect.stringContaining('Usage: npm run demo'),
  ]);
  const help = await demo(['--help']);
  expect([help.code, help.printed]).toEqual([0, expect.stringContaining('--reset')]);
});

test('a second one on the same data is refused, and so is a reset of what is not the demo’s', async () => {
  await demo();
  const second = await demo();
  expect([second.code, second.printed]).toEqual([
    1,
    expect.stringContaining('is running. Stop it first'),
  ]);
  const reset = await demo(['--reset']);
  expect([reset.code, reset.printed]).toEqual([
    1,
    expect.stringContaining('is running. Stop it first'),
  ]);

  const others = join(folder, 'others');
  mkdirSync(others);
  writeFileSync(join(others, 'switchboard.db'), 'precious');
  for (const args of [['--reset'], []]) {
    const refused = await demo(args, { DATA_DIR: others });
    expect([refused.code, refused.printed]).toEqual([1, expect.stringContaining('not the demo')]);
    expect(readFileSync(join(others, 'switchboard.db'), 'utf8')).toBe('precious');
  }
  expect(existsSync(join(others, 'demo.json'))).toBe(false);
  // Five programs one after the other, on a busy machine.
}, 180_000);
