import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { processIo } from '../../src/terminal/terminal-io.ts';

/** Streams, and what was shown on the screen. */
function screen(isTTY: boolean) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let shown = '';
  stderr.on('data', (piece: Buffer) => {
    shown += piece.toString();
  });
  const tty = <Stream extends object>(stream: Stream) => Object.assign(stream, { isTTY });
  const io = processIo({ stdin: tty(stdin), stdout, stderr: tty(stderr) }, tmpdir());
  return { io, stdin, stdout, shown: () => shown };
}

/** What is left on the screen of what was written: from where a line was last begun anew and cleared. */
function onScreen(written: string): string {
  return written.split('\u001b[1G\u001b[0J').at(-1) ?? '';
}

test('whoever sits there is asked, and sees what they type', async () => {
  const { io, stdin, shown } = screen(true);
  const answer = io.ask?.('SIP Realm: ');
  stdin.write('acme.example.com');
  await expect.poll(shown).toContain('acme.example.com');
  expect(onScreen(shown())).toMatch(/^SIP Realm: /);
  stdin.write('\r');
  expect(await answer).toBe('acme.example.com');
});

test('a secret is asked for, and not shown while it is typed', async () => {
  const { io, stdin, shown } = screen(true);
  const answer = io.ask?.('Password: ', { secret: true });
  stdin.write('hunter2-canary\r');
  expect(await answer).toBe('hunter2-canary');
  expect(onScreen(shown())).toBe('Password: \n');
  expect(shown()).not.toContain('canary');
});

test.each([
  ['Ctrl+C', '\u0003'],
  ['Ctrl+D', '\u0004'],
])('whoever leaves with %s is told that nothing was done', async (_how, key) => {
  const { io, stdin, shown } = screen(true);
  const answer = io.ask?.('SIP Realm: ');
  stdin.write(key);
  await expect(answer).rejects.toMatchObject({ code: 'conflict', now: 'Nothing was done.' });
  expect(shown()).toMatch(/\n$/);
});

test('where nobody sits, nobody is asked', () => {
  expect(screen(false).io.ask).toBeNull();
});

test('files are named from where the person stands, and - is what is piped in', async () => {
  const { io, stdin } = screen(false);
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  writeFileSync(join(folder, 'people.csv'), 'header');
  expect(await io.read(join(folder, 'people.csv'))).toBe('header');
  rmSync(folder, { recursive: true });
  await expect(io.read('no-such-file.csv')).rejects.toThrow('ENOENT');
  stdin.end('piped');
  expect(await io.read('-')).toBe('piped');
});

test('what is written faster than it is read waits for room', async () => {
  const { io, stdout } = screen(false);
  let done = false;
  const written = io.out('x'.repeat(100_000)).then(() => {
    done = true;
  });
  await Promise.resolve();
  expect(done).toBe(false);
  stdout.resume();
  await written;
});
