import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startBare } from './bare.ts';

// What any bot pays that keeps what it was asked: three rows in one durable transaction, then the ack.

const client = new Database(join(process.env.DATA_DIR ?? '', 'bare.db'));
client.pragma('journal_mode = WAL');
client.pragma('synchronous = FULL');
client.exec(`
  CREATE TABLE changes (id INTEGER PRIMARY KEY, person TEXT NOT NULL, text TEXT NOT NULL);
  CREATE TABLE audit (id INTEGER PRIMARY KEY, change INTEGER NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE outbox (id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, message TEXT NOT NULL);
`);
const change = client.prepare('INSERT INTO changes (person, text) VALUES (?, ?)');
const audit = client.prepare('INSERT INTO audit (change, at) VALUES (?, ?)');
const outbox = client.prepare('INSERT INTO outbox (conversation, message) VALUES (?, ?)');
const write = client.transaction((person: string, text: string) => {
  const { lastInsertRowid } = change.run(person, text);
  audit.run(lastInsertRowid, Date.now());
  outbox.run(person, `Done: ${text}`);
});

await startBare(async (ack, { user_id, text }) => {
  write.immediate(user_id, text);
  await ack('written');
});
