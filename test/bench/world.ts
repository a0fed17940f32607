import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { inTransaction, openDatabase } from '../../src/db/database.ts';
import { openKeyring } from '../../src/db/keyring.ts';
import { insertGrant, saveIdentity } from '../../src/features/access/access.store.ts';
import type { AccountSummary } from '../../src/features/accounts/account.ts';
import { accountChoices } from '../../src/features/accounts/which-account.view.ts';
import { clearModal } from '../../src/features/tts-cache/tts-cache.view.ts';
import { newId } from '../../src/ids.ts';
import { openDrawer } from '../../src/slack/drawn.ts';
import { TEAM } from './slack.ts';
import { type Stock, secretsKeys } from './stock.ts';

/** How many people of each scope there are: so many that Slack's pace within a conversation holds nothing up. */
const ON_CALL = 300;
const PER_PROVIDER = 4;

/** Who asks a bot, and what they fill in. */
export interface World {
  adminUsers: string[];
  /** On call for everything. */
  onCall: string[];
  serviceProviders: string[];
  /** A form that clears this account's cache, drawn for this person as the bot draws it and not yet submitted. */
  formToClear(userId: string, account: AccountSummary): object;
  /** How many changes were journaled, and how many of them are over. */
  changes(): { journaled: number; verified: number; open: number };
  /** Resolves when every change is over and told. */
  settled(): Promise<void>;
}

/** A journal that holds people and nothing else, in the place of what an earlier run left. */
export function freshWorld({ dataDir, providers }: Stock): World {
  const file = join(dataDir, 'switchboard.db');
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  const { db, close } = openDatabase(file, 'switchboard');
  const keyring = openKeyring(db, secretsKeys, new Date());
  const named = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `U0${name}${index}`);
  const onCall = named('CALL', ON_CALL);
  const serviceProviders = named('SP', PER_PROVIDER * providers.length);
  const adminUsers = named('ADMIN', 2);
  const now = new Date();
  const unremarkable = { isGuest: false, isDeactivated: false, isBot: false, isForeign: false };
  inTransaction(db, (tx) => {
    for (const userId of [...adminUsers, ...onCall, ...serviceProviders]) {
      saveIdentity(tx, { teamId: TEAM, userId }, { name: userId, ...unremarkable }, now);
    }
    const granted = { teamId: TEAM, grantedBy: adminUsers[0] ?? '', createdAt: now };
    for (const userId of onCall) {
      const scope = 'on_call' as const;
      insertGrant(tx, { id: newId('grt'), ...granted, userId, scope, targetKey: '*' });
    }
    for (const [index, userId] of serviceProviders.entries()) {
      const provider = providers[index % providers.length];
      if (!provider) continue;
      insertGrant(tx, {
        id: newId('grt'),
        ...granted,
        userId,
        scope: 'service_provider',
        targetKey: provider.sid,
        providerSid: provider.sid,
        targetName: provider.name,
      });
    }
  });
  close();
  const drawer = openDrawer(keyring);
  return {
    adminUsers,
    onCall,
    serviceProviders,
    formToClear(userId, account) {
      const chosen = { name: account.name, provider: account.provider.name, prompts: 20 };
      const picked = accountChoices([account]);
      const view = clearModal({ picked, chosen: [chosen] });
      const person = { teamId: TEAM, userId };
      // Everybody in a channel of their own, since Slack takes one message a second in each.
      const at = { surface: 'command', channel: `C0${userId}` };
      const memory = drawer.draw({ person, form: view.callback_id ?? '', at, own: null });
      return submitted({ ...view, private_metadata: JSON.stringify(memory) }, account);
    },
    changes: () => look(file, countChanges),
    async settled() {
      while (look(file, isUnsettled)) await sleep(50);
    },
  };
}

/** The form as Slack sends it back, with this account chosen in its picker. */
function submitted(view: ReturnType<typeof clearModal>, account: AccountSummary): object {
  const values = Object.fromEntries(
    view.blocks.flatMap((block) => {
      if (!('element' in block) || block.element.type !== 'multi_external_select') return [];
      const { type, action_id = '', initial_options } = block.element;
      return [[block.block_id, { [action_id]: { type, selected_options: initial_options } }]];
    }),
  );
  if (Object.keys(values).length !== 1) throw new Error(`No picker was drawn for ${account.name}.`);
  return { ...view, hash: '1700000000.hash', state: { values } };
}

function look<Found>(file: string, read: (client: Database.Database) => Found): Found {
  const client = new Database(file, { readonly: true });
  try {
    return read(client);
  } finally {
    client.close();
  }
}

function countChanges(client: Database.Database): ReturnType<World['changes']> {
  const count = (where: string) =>
    client.prepare(`SELECT count(*) FROM changes WHERE ${where}`).pluck().get() as number;
  return {
    journaled: count('true'),
    verified: count("state = 'verified'"),
    open: count("state IN ('ready', 'applying')"),
  };
}

function isUnsettled(client: Database.Database): boolean {
  const untold = client
    .prepare("SELECT 1 FROM outbox WHERE state IN ('due', 'sending') LIMIT 1")
    .get();
  return untold !== undefined || countChanges(client).open > 0;
}
