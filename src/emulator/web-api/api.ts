import type { IncomingMessage } from 'node:http';
import { type Obj, obj, parseJson } from '../json.ts';
import type { State } from '../state.ts';
import * as chat from './chat.ts';
import * as directory from './directory.ts';
import { faulty, Refusal } from './refusal.ts';
import { openConnection } from './socket-mode.ts';
import * as views from './views.ts';

interface Method {
  run(state: State, args: Obj): Obj;
  scope?: string | ((state: State, args: Obj) => string);
  /** It takes the app's token, not the bot's. */
  byApp?: true;
}

const methods: Record<string, Method> = {
  'auth.test': { run: directory.authTest },
  'bots.info': { run: directory.botsInfo, scope: 'users:read' },
  'chat.delete': { run: chat.deleteMessage, scope: 'chat:write' },
  'chat.postEphemeral': { run: chat.postEphemeral, scope: 'chat:write' },
  'chat.postMessage': { run: chat.postMessage, scope: 'chat:write' },
  'chat.update': { run: chat.update, scope: 'chat:write' },
  'conversations.info': { run: directory.conversationsInfo, scope: directory.readScope },
  'conversations.members': { run: directory.conversationsMembers, scope: directory.readScope },
  'conversations.open': { run: directory.conversationsOpen, scope: 'im:write' },
  'team.info': { run: directory.teamInfo, scope: 'team:read' },
  'users.info': { run: directory.usersInfo, scope: 'users:read' },
  'views.open': { run: views.open },
  'views.publish': { run: views.publish },
  'views.push': { run: views.push },
  'views.update': { run: views.update },
  'apps.connections.open': { run: openConnection, byApp: true },
};

/** Carries out one call and logs it; never throws. */
export function call(state: State, method: string, token: string, args: Obj): Obj {
  const logged = { method, args, answer: {} as Obj, at: state.now() };
  state.calls.push(logged);
  try {
    logged.answer = { ok: true, ...run(state, method, token, args) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    logged.answer = error.answer;
    if (error.violation) recordViolation(state, method, error);
  }
  return logged.answer;
}

export function recordViolation(state: State, where: string, refusal: Refusal): void {
  const messages = obj(refusal.answer.response_metadata).messages;
  const details = Array.isArray(messages) ? `: ${messages.join('; ')}` : '';
  state.violations.push(`${where}: ${refusal.message}${details}`);
}

function run(state: State, name: string, token: string, args: Obj): Obj {
  if (!Object.hasOwn(methods, name)) throw faulty('unknown_method');
  const method = methods[name];
  if (token === '') throw new Refusal('not_authed');
  if (token !== state.botToken && token !== state.appToken) throw new Refusal('invalid_auth');
  if ((method?.byApp ?? false) !== (token === state.appToken))
    throw new Refusal('not_allowed_token_type');
  const needed = typeof method?.scope === 'function' ? method.scope(state, args) : method?.scope;
  if (needed && state.scopes && !state.scopes.includes(needed)) {
    const provided = state.scopes.join(',');
    throw new Refusal('missing_scope', { needed, provided }, true);
  }
  return method?.run(state, args) ?? {};
}

/** Arguments and token of a call, from a form or JSON body as the clients send them. */
export function readCall(request: IncomingMessage, body: string): { args: Obj; token: string } {
  const type = request.headers['content-type'] ?? '';
  const { token: inBody, ...args } = type.startsWith('application/json')
    ? obj(parseJson(body))
    : fromForm(new URLSearchParams(body));
  const bearer = request.headers.authorization?.replace(/^Bearer\s+/i, '');
  return { args, token: bearer ?? (typeof inBody === 'string' ? inBody : '') };
}

const structured = new Set(['blocks', 'view', 'metadata', 'attachments']);

function fromForm(form: URLSearchParams): Obj {
  const args: Obj = {};
  for (const [name, value] of form) {
    // Only what Slack itself reads as JSON: a text that looks like JSON stays a text.
    args[name] = structured.has(name) ? (parseJson(value) ?? value) : value;
  }
  return args;
}
