import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openAnswersFirst } from '../../src/answers-first.ts';
import { openDatabase } from '../../src/db/database.ts';
import { openKeyring } from '../../src/db/keyring.ts';
import type { Channel, WorkspaceOptions } from '../../src/emulator/model.ts';
import type { Person } from '../../src/emulator/person/person.ts';
import { startWorkspace, type Workspace } from '../../src/emulator/workspace.ts';
import type { Actor } from '../../src/features/access/access.ts';
import { listen } from '../../src/health.ts';
import { openLog } from '../../src/log.ts';
import { openRefusals } from '../../src/refusals.ts';
import { Secret } from '../../src/secret.ts';
import { actions, button, type Message, message, section } from '../../src/slack/blocks.ts';
import { openClients, type SlackClients } from '../../src/slack/clients.ts';
import { openDrawer } from '../../src/slack/drawn.ts';
import { openHttpReceiver } from '../../src/slack/http-receiver.ts';
import { type Listeners, openListeners } from '../../src/slack/listeners.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';
import { openApp } from '../../src/slack/receiver.ts';
import type { RefusedInteraction } from '../../src/slack/show-error.ts';
import { type TestClock, testClock } from '../clock.ts';

/** The kit alone against the local workspace: the test registers what listens, with no feature around it. */
export interface Bench extends AsyncDisposable {
  workspace: Workspace;
  clock: TestClock;
  clients: SlackClients;
  /** The bot's own address. */
  url: string;
  ada: Person;
  ben: Person;
  channel: Channel;
  /** What was written into the audit as refused. */
  refused: RefusedInteraction[];
  /** Every line that was logged, parsed. */
  logged: { msg: string; reference?: string; err?: { message: string } }[];
}

export interface BenchOptions {
  /** Who somebody is; everybody is a member of the workspace otherwise. */
  shutOut?: Actor['shutOut'];
  /** Takes the place of the audit. */
  refused?(refusal: RefusedInteraction): Promise<void>;
  workspace?: WorkspaceOptions;
}

export const shortcuts = [
  { name: 'Try it', type: 'global' as const, callback_id: 'bench.global' },
  { name: 'Try it here', type: 'message' as const, callback_id: 'bench.message' },
  { name: 'Gone', type: 'global' as const, callback_id: 'bench.gone' },
];

export async function openBench(
  register: (on: Listeners) => void,
  options: BenchOptions = {},
): Promise<Bench> {
  const clock = testClock();
  const workspace = await startWorkspace({
    command: ['/vg', '/other'],
    shortcuts,
    now: () => clock.now().getTime(),
    ...options.workspace,
  });
  const ada = workspace.addPerson({ name: 'ada' });
  const ben = workspace.addPerson({ name: 'ben' });
  const channel = workspace.addChannel({ name: 'voice-ops', members: [ada, ben] });
  const logged: Bench['logged'] = [];
  const refused: RefusedInteraction[] = [];
  const log = openLog('debug', { write: (line: string) => void logged.push(JSON.parse(line)) });

  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  const database = openDatabase(join(dir, 'bench.db'), 'switchboard');
  const secretsKeys = { current: new Secret(Buffer.alloc(32, 3).toString('base64')), old: [] };
  const clients = openClients(new Secret(workspace.botToken), workspace.apiUrl, log);
  const { team_id = '', user_id = '', bot_id = '' } = await clients.patient.auth.test();
  const refusals = openRefusals(log);
  const http = await listen(
    { host: '127.0.0.1', port: 0 },
    async () => ({
      ready: true,
      database: true,
      slack: true,
      gateway: true,
      standby: false,
      stopping: false,
    }),
    refusals,
  );
  const receive = { kind: 'http' as const, signingSecret: new Secret(workspace.signingSecret) };
  const receiver = openHttpReceiver(receive.signingSecret, log, refusals);
  http.serveSlack(receiver.listener);
  const slack = openApp(
    { slack: { botToken: new Secret(workspace.botToken), receive, apiUrl: workspace.apiUrl } },
    { teamId: team_id, botUserId: user_id, botId: bot_id },
    receiver,
    log,
  );
  const on = openListeners(slack.app, {
    command: '/vg',
    homeTeam: workspace.teamId,
    clients,
    drawer: openDrawer(openKeyring(database.db, secretsKeys, clock.now())),
    log,
    answers: openAnswersFirst(),
    actorOf: async (person) => ({
      person,
      name: person.userId,
      grants: [],
      isGuest: false,
      shutOut: options.shutOut ?? null,
      identityKnown: true,
      widened: [],
    }),
    async refused(refusal) {
      refused.push(refusal);
      await options.refused?.(refusal);
    },
  });
  register(on);
  on.listen({
    async otherwise(it, found) {
      await it.answer(said(`otherwise: ${found.kind}`));
    },
  });
  await slack.start(new AbortController().signal);
  workspace.connect(`http://127.0.0.1:${http.port}/slack/events`);

  return {
    workspace,
    clock,
    clients,
    url: `http://127.0.0.1:${http.port}`,
    ada,
    ben,
    channel,
    refused,
    logged,
    async [Symbol.asyncDispose]() {
      await workspace.idle();
      await slack.stop(on.idle);
      await http.close();
      await workspace[Symbol.asyncDispose]();
      database.close();
      rmSync(dir, { recursive: true, force: true });
      expect(workspace.violations).toEqual([]);
    },
  };
}

/** A message that says this, with buttons (text → action id). */
export function said(text: string, buttons: Record<string, string> = {}): Message {
  const row = Object.entries(buttons).map(([label, id]) => button(label, id, { value: 'v' }));
  return message(section(mrkdwn`${text}`), ...(row.length > 0 ? [actions(...row)] : []));
}
