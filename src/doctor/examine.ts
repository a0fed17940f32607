import { join } from 'node:path';
import { isPerforming } from '../changes/performer-lock.ts';
import type { Db } from '../db/database.ts';
import { grantsWith } from '../features/access/access.store.ts';
import { rememberedSettings } from '../settings.ts';
import { checkAdmins } from './admins.ts';
import { type Channels, checkChannels } from './channels.ts';
import { checkDataFolder } from './data-folder.ts';
import { checkDatabase, type LookedInto } from './database-file.ts';
import { checked, type Finding, skipped } from './finding.ts';
import { checkGateway } from './gateway.ts';
import { checkReceiving } from './receiving.ts';
import { checkRunning } from './running.ts';
import { configuration, nodeVersion } from './runtime.ts';
import { checkSecretsKey } from './secrets-key.ts';
import type { SlackSession } from './slack-session.ts';
import type { Surroundings } from './surroundings.ts';
import { checkToken } from './token.ts';

/** How long everything that is asked of Slack one after the other may take, in milliseconds. */
const SLACK_PATIENCE = 20_000;
/** How long both databases may be looked at, in milliseconds. */
const DATA_PATIENCE = 12_000;

/** Examines everything that the bot depends on, and changes none of it. Beside a running bot, or alone. */
export async function examine(around: Surroundings): Promise<Finding[]> {
  const { dataDir } = around;
  const folder = checked('DATA_DIR', () => checkDataFolder(dataDir));
  const closers: (() => void)[] = [];
  try {
    const data = await examineData(around, closers);
    const [folderSaid, running, slack] = await Promise.all([
      folder,
      checked('Bot', async () => [await checkRunning(around, join(dataDir, 'performer.lock'))]),
      checked('Slack', () => examineSlack(around, data.journal), 2 * SLACK_PATIENCE),
    ]);
    return [
      ...(await checked('Node', () => [nodeVersion()])),
      ...configuration(around),
      ...slack,
      ...folderSaid,
      ...data.findings,
      ...running,
    ];
  } finally {
    for (const close of closers) close();
  }
}

async function examineData(
  around: Surroundings,
  closers: (() => void)[],
): Promise<{ findings: Finding[]; journal: Db | null }> {
  const look = async (name: string) => {
    const looked: LookedInto[] = [];
    const findings = await checked(
      `${name}.db`,
      async () => {
        const database = await checkDatabase(join(around.dataDir, `${name}.db`), name);
        looked.push(database);
        closers.push(database.close);
        return database.findings;
      },
      DATA_PATIENCE,
    );
    return { findings, db: looked[0]?.db ?? null };
  };
  const [journal, gateway] = await Promise.all([look('switchboard'), look('gateway')]);
  const sealed = [
    { name: 'switchboard.db', db: journal.db },
    { name: 'gateway.db', db: gateway.db },
  ].flatMap(({ name, db }) => (db ? [{ name, db }] : []));
  const [keys, answers] = await Promise.all([
    checked('SECRETS_KEY', () => checkSecretsKey(around, sealed)),
    checked('Voice Gateway', () => [checkGateway(gateway.db)]),
  ]);
  return {
    findings: [...journal.findings, ...gateway.findings, ...keys, ...answers],
    journal: journal.db,
  };
}

async function examineSlack(around: Surroundings, journal: Db | null): Promise<Finding[]> {
  const lockFile = join(around.dataDir, 'performer.lock');
  if (around.demo && !isPerforming(lockFile)) {
    return [skipped('Slack', 'The demo’s own workspace is there while the demo runs.')];
  }
  const remembered = journal && rememberedSettings(journal);
  let session: SlackSession | null = null;
  const token = checked('SLACK_BOT_TOKEN', async () => {
    const asked = await checkToken(around, remembered?.settings ?? null);
    session = asked.session;
    return asked.findings;
  });
  const [tokenSaid, receiving] = await Promise.all([
    token,
    checked('Receiving', async () => [await checkReceiving(around)]),
  ]);
  let seen: Channels['inApprovals'] = null;
  const channels = await checked(
    'Channels',
    async () => {
      const looked = await checkChannels(around, session);
      seen = looked.inApprovals;
      return looked.findings;
    },
    SLACK_PATIENCE,
  );
  const granted =
    journal && grantsWith(journal, new Date(), { scope: 'admin' }).map(({ userId }) => userId);
  const admins = await checked('Admins', () => checkAdmins(around, granted, session, seen));
  return [...tokenSaid, ...receiving, ...channels, ...admins];
}
