import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson } from '../json.ts';
import type { Delivery, PageOptions } from '../model.ts';
import { isAcknowledged } from '../model.ts';
import { changed, type State } from '../state.ts';
import { actingPerson, openActs, TOO_LONG } from './acts.ts';
import { pageHeaders, refusedBrowser, refusedCaller } from './guard.ts';
import { follow } from './live.ts';
import { openTraffic } from './traffic.ts';

/** The workspace as a browser's page sees it: a window onto it, through which everything goes by its protocol. */
export interface Window {
  /** Answers the request if it is the page's, or what another page sends; false for the bot's on Slack's own paths. */
  answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

const largestAct = 200_000;

export function openWindow(state: State, page: PageOptions, port: () => number): Window {
  const act = openActs(state, page.tour);
  const traffic = openTraffic(state);
  state.signals.on('delivered', (delivery: Delivery) => tick(state, page, delivery));

  async function perform(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (body === null) return send(response, 413, { ok: false, error: TOO_LONG });
    const { as, ...given } = (parseJson(body) ?? {}) as Record<string, unknown>;
    const person = actingPerson(state, { as });
    if (!person) return send(response, 400, { ok: false, error: 'Nobody of this workspace.' });
    send(response, 200, await act(person, given));
  }

  function sendAsset(response: ServerResponse, path: string): boolean {
    const asset = page.assets.get(path);
    if (!asset) return false;
    response.writeHead(200, { ...pageHeaders, 'content-type': asset.type });
    response.end(asset.body);
    return true;
  }

  return {
    async answer(request, response, path) {
      const own = page.assets.has(path) || path.startsWith('/window/');
      const refused = (own ? refusedBrowser : refusedCaller)(request, port());
      if (refused) {
        send(response, 403, { ok: false, error: refused });
        return true;
      }
      if (!own) return false;
      const method = `${request.method} ${path}`;
      if (method === 'POST /window/act') await perform(request, response);
      else if (method === 'GET /window/gallery') send(response, 200, page.gallery ?? []);
      else if (method === 'GET /window/live') follow(state, page, traffic, request, response);
      else if (request.method !== 'GET' || !sendAsset(response, path))
        send(response, 404, { ok: false, error: 'not found' });
      return true;
    },
  };
}

/** Ticks off the steps of the tour that this delivery does. */
function tick(state: State, { tour = [] }: PageOptions, delivery: Delivery): void {
  if (!isAcknowledged(delivery)) return;
  const { user, user_id } = delivery.payload as { user?: { id?: string }; user_id?: string };
  const userId = user_id ?? user?.id ?? '';
  for (const step of tour) {
    if (!state.toured.has(step.id) && step.done(delivery, userId)) state.toured.add(step.id);
  }
  changed(state);
}

/** The body; `null` where it is too large. It is read to its end all the same: else nobody would hear the answer. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= largestAct) chunks.push(chunk as Buffer);
  }
  return size <= largestAct ? Buffer.concat(chunks).toString() : null;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...pageHeaders, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
