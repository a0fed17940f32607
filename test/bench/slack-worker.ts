import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { parentPort } from 'node:worker_threads';
import { manifest } from '../../src/demo/manifest.ts';
import { APPROVALS, TEAM } from './slack.ts';

// Slack's Web API and its response_urls: the answers of a Slack in which everything works.

const headers = {
  'content-type': 'application/json; charset=utf-8',
  'x-oauth-scopes': manifest.oauth_config.scopes.bot.join(','),
};
let given = 0;

function next(): string {
  given += 1;
  return String(given);
}

const methods: Record<string, (args: URLSearchParams) => object> = {
  'auth.test': () => ({ team_id: TEAM, team: 'Northwind', user_id: 'U0BOT', bot_id: 'B0BOT' }),
  'chat.postEphemeral': () => ({ message_ts: `1700000000.${next()}` }),
  'chat.postMessage': (args) => ({ channel: args.get('channel'), ts: `1700000000.${next()}` }),
  'chat.update': (args) => ({ channel: args.get('channel'), ts: args.get('ts') }),
  'conversations.info': () => ({ channel: { id: APPROVALS, is_private: true, is_member: true } }),
  'users.info': (args) => ({
    user: { id: args.get('user'), team_id: TEAM, name: args.get('user'), deleted: false },
  }),
  'views.open': () => ({ view: { id: `V${next()}` } }),
  'views.update': (args) => ({ view: { id: args.get('view_id') } }),
};

async function answer(request: IncomingMessage): Promise<object> {
  const body = await text(request);
  const path = request.url ?? '';
  if (!path.startsWith('/api/')) return {};
  const method = methods[path.slice('/api/'.length)];
  // The bench fails: what a bot calls must be here.
  if (!method) throw new Error(`The bench's Slack has no ${path}.`);
  return method(new URLSearchParams(body));
}

const server = createServer(async (request, response) => {
  const body = JSON.stringify({ ok: true, ...(await answer(request)) });
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
parentPort?.postMessage((server.address() as AddressInfo).port);
