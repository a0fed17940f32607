import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { startBot } from '../../src/bot.ts';
import { openEmbeddedGateway } from '../../src/gateway/embedded/embedded-gateway.ts';
import { openLog } from '../../src/log.ts';
import { finishedCall, recordedCall } from '../calls.ts';
import { testClock } from '../clock.ts';
import { memoryStore } from '../memory-store.ts';
import { s3Recording } from '../recordings.ts';
import { openEarlierWorld } from './earlier-world.ts';

// Leaves the databases of this version below test/db/earlier, as SQL, for upgrade.test.ts of later ones: a row in
// every table, a request that waits and a message that is due. Run it before a migration is added:
// `npx node test/db/leave-earlier.ts`

const root = join(import.meta.dirname, '../..');

/** The database as SQL: rows before indexes and triggers, which would refuse some. */
function dump(file: string): string {
  const client = new Database(file, { readonly: true });
  const made = client
    .prepare(
      "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'",
    )
    .all() as { type: string; name: string; sql: string }[];
  const tables = made.filter(({ type }) => type === 'table');
  const rows = tables.flatMap(({ name }) => {
    const columns = client.pragma(`table_info(${name})`) as { name: string }[];
    const quoted = columns.map((column) => `quote(\`${column.name}\`)`).join(` || ', ' || `);
    const values = client.prepare(`SELECT ${quoted} FROM \`${name}\``).pluck().all() as string[];
    return values.map((row) => `INSERT INTO \`${name}\` VALUES (${row})`);
  });
  client.close();
  const others = made.filter(({ type }) => type !== 'table');
  return [...tables.map(({ sql }) => sql), ...rows, ...others.map(({ sql }) => sql)]
    .map((statement) => `${statement};\n`)
    .join('');
}

/** Resolves when the heartbeat of call recording looks at an account. */
async function looked(): Promise<void> {
  const client = new Database(join(dataDir, 'switchboard.db'), { readonly: true });
  const since = client.prepare('SELECT count(*) FROM recording_watch WHERE looked_at >= ?').pluck();
  const from = clock.now().getTime();
  while (since.get(from) !== 1) await sleep(20);
  client.close();
}

function newest(migrations: string): string {
  const journal = readFileSync(join(root, 'migrations', migrations, 'meta/_journal.json'), 'utf8');
  const { entries } = JSON.parse(journal) as { entries: { tag: string }[] };
  return entries.at(-1)?.tag ?? '';
}

const dataDir = mkdtempSync(join(tmpdir(), 'switchboard-'));
const world = await openEarlierWorld();
const { workspace, ada, sam, tia, voiceOps, approvals } = world;
const config = world.config(dataDir);
const clock = testClock();

const file = join(dataDir, 'gateway.db');
const gateway = openEmbeddedGateway({ file, secretsKeys: config.secretsKeys, clock });
const [provider] = await gateway.serviceProviders({ everything: true });
if (!provider) throw new Error('no provider');
const tiny = await gateway.createAccount({
  name: 'Tiny',
  providerSid: provider.sid,
  sipRealm: 'tiny.example.com',
});
await gateway.stock.cachePrompts(tiny.sid, 3);
await gateway.stock.addApplication(tiny.sid, { name: 'Reception' });
await gateway.stock.addCarrier(tiny.sid, 'Carrier One');
await gateway.stock.addSpeechService(tiny.sid, { vendor: 'google', name: 'Default' });
await gateway.stock.configure(tiny.sid, { recording: s3Recording() });
// Of the call that is made tomorrow the bucket loses the recording.
const store = memoryStore();
const tomorrow = new Date(clock.now().getTime() + 24 * 60 * 60_000);
const { stock } = gateway;
await recordedCall({ stock, store }, tiny.sid, finishedCall(tomorrow, 5), { content: null });
await gateway.close();

const pace = { burst: 1000, refill: 1 };
const bot = await startBot(config, { log: openLog('silent'), clock, pace, openBucket: store.open });
await bot.ready;
workspace.connect(`http://127.0.0.1:${bot.port}/slack/events`);

await ada.types(`/vg access grant @${sam.name} service_provider Default`, { in: voiceOps });
await sam.waitsFor('granted you');
// A key that is stored, and a password that Undo may need.
await ada.types('/vg keys add tiny', { in: voiceOps });
await ada.waitsForModal('Add API key');
await ada.fills({ Label: 'CRM import' });
await ada.submits();
await ada.waitsForModal('Stored it');
await ada.clicks('Stored it');
await ada.types('/vg webhooks edit tiny', { in: voiceOps });
await ada.waitsForModal('Registration Webhook');
await ada.fills({
  'Registration Webhook': 'https://tiny.example.com/register',
  'User name': 'tiny',
  Password: 'a password of long ago',
});
await ada.submits();
await ada.waitsFor('changed Registration Webhook of Tiny');
// The head of the audit is posted on the day after.
clock.forward({ days: 1 });
await ada.waitsFor('Audit anchor', { in: approvals });
for (let look = 0; look < 2; look += 1) {
  clock.forward({ minutes: 5 });
  await looked();
}
await ada.waitsFor('Recordings are missing or unreadable', { in: approvals });
// A secret that was typed into a form which is still open.
await ada.types('/vg recording edit tiny', { in: voiceOps });
await ada.waitsForModal('Secret access key');
await ada.fills({ 'Secret access key': 'typed long ago' });
await ada.fills({ 'Bucket Vendor': 'Google Cloud Storage' });
await ada.waitsForModal('Service key');
await sam.types('/vg account create', { in: voiceOps });
await sam.fills({ 'Account name': 'Acme', 'SIP Realm': 'acme.example.com', Reason: 'A pilot' });
await sam.submits();
await ada.waitsFor('Acme', { in: approvals });
await bot.idle();
// Slack asks the bot to wait with the next message.
workspace.faults.next('chat.postMessage', { status: 429, retryAfter: 3600 });
workspace.faults.next('chat.postMessage', { status: 429, retryAfter: 3600 });
await ada.types(`/vg access grant @${tia.name} oncall`, { in: voiceOps });
await bot.idle();
const left = clock.now();
await bot.stop();
await workspace[Symbol.asyncDispose]();

const folder = join(root, 'test/db/earlier', `${newest('switchboard')}+${newest('gateway')}`);
mkdirSync(folder, { recursive: true });
for (const name of ['switchboard', 'gateway']) {
  const sql = dump(join(dataDir, `${name}.db`));
  writeFileSync(join(folder, `${name}.sql`), `-- left at ${left.toISOString()}\n${sql}`);
}
rmSync(dataDir, { recursive: true });
