import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that runs in a process of its own and listens to Slack. Ends with its scope. */
export interface Program extends AsyncDisposable {
  port: number;
  /** How long it took from its start until it was ready, in milliseconds. */
  readyAfter: number;
  /** The memory that it holds at this moment, in MB; from /proc, so on Linux alone. */
  memory(): number;
  /** The processor time that it has taken so far, in milliseconds; from /proc too. */
  processor(): number;
}

/** What programs wrote to their error streams, and the errors in their logs: there are to be none. */
export const complaints: string[] = [];

interface Start {
  file: string;
  env: Record<string, string>;
  /** Node's own flags; the same for all that are compared. */
  flags?: readonly string[];
  /** The path that answers with 200 when it is ready; without one it is when it listens. */
  readyAt?: string;
  /** How long it may take to leave by itself before it is killed, in milliseconds. */
  leaves: number;
}

/** How often a program is asked whether it is ready, and how long that may take, in milliseconds. */
const ASK_EVERY = 5;
const READY_WITHIN = 60_000;
/** pino's number for an error. */
const ERROR = 50;

const running = new Set<ChildProcess>();

/** Ends what still runs: for a bench that is interrupted. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts a program and waits until it is ready. */
export async function startProgram(start: Start): Promise<Program> {
  const { file, env, flags = [], readyAt = '/', leaves } = start;
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ...env },
  });
  running.add(child);
  const exited = once(child, 'exit').then(() => running.delete(child));
  createInterface(child.stdout).on('line', (line) => {
    if (isError(line)) complaints.push(line);
  });
  createInterface(child.stderr).on('line', (line) => complaints.push(line));
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };

  while (!(await answers(port, readyAt, readyAt === '/' ? 404 : 200))) {
    const lives = child.exitCode === null && child.signalCode === null;
    if (!lives || performance.now() - began > READY_WITHIN) {
      await kill('SIGKILL');
      throw new Error(`${file} did not become ready.`);
    }
    await sleep(ASK_EVERY);
  }
  return {
    port,
    readyAfter: performance.now() - began,
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
    },
    processor() {
      // Its name, in brackets, may hold blanks; user and system time are the 12th and 13th behind it, in 1/100 s.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
      return (Number(fields?.[11]) + Number(fields?.[12])) * 10;
    },
    async [Symbol.asyncDispose]() {
      const late = setTimeout(() => child.kill('SIGKILL'), leaves);
      await kill('SIGTERM');
      clearTimeout(late);
    },
  };
}

/** Whether a line of a bot's log tells of an error. A bare Bolt app writes lines that are no JSON. */
function isError(line: string): boolean {
  if (!line.startsWith('{')) return line.startsWith('[ERROR]');
  const { level } = JSON.parse(line) as { level: number };
  return level >= ERROR;
}

function answers(port: number, path: string, status: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ port, path, host: '127.0.0.1', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === status);
    });
    asked.on('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
