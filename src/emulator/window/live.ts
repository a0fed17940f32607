import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageOptions } from '../model.ts';
import type { State } from '../state.ts';
import { pageHeaders } from './guard.ts';
import { show } from './show.ts';
import type { TrafficLog } from './traffic.ts';

/** Changes that come within this many milliseconds are shown together. */
const together = 25;
/** A comment now and then, so that neither side takes the silence for a broken connection; in milliseconds. */
const heartbeat = 20_000;

/** Keeps a browser up to date (server-sent events): all that its person sees, at once and after each change. */
export function follow(
  state: State,
  page: PageOptions,
  traffic: TrafficLog,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { searchParams } = new URL(request.url ?? '/', state.url);
  const person = state.people.get(searchParams.get('as') ?? '') ?? firstPerson(state);
  if (!person) {
    response.writeHead(404, pageHeaders).end();
    return;
  }
  response.writeHead(200, { ...pageHeaders, 'content-type': 'text/event-stream' });
  let seen = Number(searchParams.get('after') ?? 0);
  let due: NodeJS.Timeout | undefined;

  const update = () => {
    due = undefined;
    const passed = traffic.after(seen);
    seen = passed.at(-1)?.id ?? seen;
    if (passed.length > 0) write('traffic', passed);
    write('shown', show(state, person, page));
  };
  const write = (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const soon = () => {
    due ??= setTimeout(update, together);
  };
  const beat = setInterval(() => response.write(': still here\n\n'), heartbeat);

  state.signals.on('changed', soon);
  response.on('close', () => {
    state.signals.off('changed', soon);
    clearTimeout(due);
    clearInterval(beat);
  });
  update();
}

function firstPerson(state: State) {
  return [...state.people.values()].find(({ bot, deactivated }) => !bot && !deactivated);
}
