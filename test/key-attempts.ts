import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { newId } from '../src/ids.ts';
import type { Stage } from './cast.ts';
import { write } from './grants.ts';
import { type Aim, forges, lastChange } from './trying.ts';

/** A key of the aim's account, as if the bot had made it, its end near. Gives its SID. */
export async function withKey(stage: Stage, { account, provider, target }: Aim): Promise<string> {
  const { house } = stage;
  // Of an account that is not there nobody has a key.
  const of = target === 'missing' ? stage.own : account;
  const { sid, key } = await house.gateway.createApiKey(of.sid, { expiresAt: null });
  const text = key.reveal();
  const now = house.clock.now().getTime();
  write(
    house,
    `INSERT INTO api_keys (id, sid, account_sid, account_name, provider_sid, provider_name, prefix, last_four,
       label, made_by_team, made_by_user, change_id, created_at, expires_at, claim_until, claimed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'Prepared', ?, ?, ?, ?, ?, ?, ?)`,
    newId('key'),
    sid,
    of.sid,
    of.name,
    provider.sid,
    provider.name,
    text.slice(0, 8),
    text.slice(-4),
    house.workspace.teamId,
    house.ada.id,
    newId('chg'),
    now,
    now + 40 * 24 * 3600_000,
    now,
    now,
  );
  return sid;
}

/** A key was made, and what becomes of it is over: it is stored where it was shown, and revoked where it was not. */
export async function keyIsMade(stage: Stage, kind: string): Promise<void> {
  const { house, visitor } = stage;
  expect(lastChange(stage)).toEqual([kind, 'verified']);
  if (visitor.modal?.submit === 'Stored it') await visitor.submits();
  const open = house.rows(
    'SELECT id FROM api_keys WHERE claimed_at IS NULL AND revoked_at IS NULL',
  );
  expect(open).toEqual([]);
}

/** The key as its form offers it. */
export function maskOfMade({ house }: Stage, sid: string | undefined): string {
  const client = new Database(join(house.config.dataDir, 'switchboard.db'), { readonly: true });
  try {
    const row = client.prepare('SELECT prefix, last_four FROM api_keys WHERE sid = ?').get(sid) as
      | { prefix: string; last_four: string }
      | undefined;
    return row ? `${row.prefix}…${row.last_four}` : '';
  } finally {
    client.close();
  }
}

/** An Admin's form for a key, as if it had been drawn for the visitor, about this account. */
export function forgesKeyForm(stage: Stage, account: string, expires: string) {
  return forges(
    stage,
    async (ada) => {
      await ada.types(`/vg keys add ${stage.own.name}`);
      await ada.waitsForModal('Label');
      await ada.fills({ Label: 'CRM import', Expires: expires });
    },
    [[stage.own.sid, account]],
  );
}
