import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inTransaction, openDatabase } from '../../src/db/database.ts';
import { openKeyring } from '../../src/db/keyring.ts';
import type { Reach } from '../../src/features/access/scope.ts';
import {
  type AuditCursor,
  type AuditFilter,
  appendAudit,
  auditPage,
  auditQueries,
} from '../../src/features/audit/audit.store.ts';
import { AccountSid, ProviderSid } from '../../src/ids.ts';
import { Secret } from '../../src/secret.ts';

const provider = (digit: number) =>
  ProviderSid.parse(`00000000-0000-4000-8000-00000000000${digit}`);
const account = (digit: number) => AccountSid.parse(`00000000-0000-4000-8000-0000000000a${digit}`);

const everything: Reach = { everything: true };
/** Somebody with a whole provider, and accounts elsewhere: one of them, for the account's sake, in both. */
const mixed: Reach = {
  everything: false,
  providers: [provider(1)],
  accounts: [account(1), account(5), account(6)],
};
const nowhere: Reach = { everything: false, providers: [], accounts: [] };
const ada = { teamId: 'T1', userId: 'UADA' };

/** An audit of 120 entries: nine accounts of three providers, two actors, every tenth about one of them. */
function openAudit() {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const { db, client, close } = openDatabase(join(folder, 'switchboard.db'), 'switchboard');
  const key = new Secret(Buffer.alloc(32, 7).toString('base64'));
  const keyring = openKeyring(db, { current: key, old: [] }, new Date());
  const entries = Array.from({ length: 120 }, (_, index) => ({
    at: new Date(1_800_000_000_000 + index),
    actorTeam: 'T1',
    actorUser: index % 7 === 0 ? 'UADA' : 'UBEN',
    actorName: 'somebody',
    surface: 'command',
    action: 'tts clear',
    result: 'verified',
    changeId: null,
    providerSid: provider(1 + (index % 9 < 4 ? 0 : index % 2)),
    accountSid: index % 11 === 0 ? null : account(index % 9),
    subject: index % 10 === 0 ? 'T1/UADA' : null,
    target: 'x',
    detail: {},
  }));
  const chained = inTransaction(db, (tx) =>
    entries.map((entry) => appendAudit(tx, keyring, entry)),
  );
  return {
    db,
    client,
    entries: chained,
    [Symbol.dispose]() {
      close();
      rmSync(folder, { recursive: true });
    },
  };
}

type Entry = ReturnType<typeof openAudit>['entries'][number];

function seen(within: Reach, { providerSid, accountSid }: Entry): boolean {
  if (within.everything) return true;
  const byProvider = providerSid !== null && within.providers.includes(providerSid);
  return byProvider || (accountSid !== null && within.accounts.includes(accountSid));
}

const viewer = { teamId: 'T1', userId: 'UBEN' };

const filters: [string, Omit<AuditFilter, 'viewer'>][] = [
  ['everything', { within: everything }],
  ['providers and accounts', { within: mixed }],
  ['nowhere', { within: nowhere }],
  ['a person, everywhere', { within: everything, person: ada }],
  ['a person, within reach', { within: mixed, person: ada }],
  ['accounts, everywhere', { within: everything, accounts: [account(2), account(5)] }],
  ['accounts, of which one is out of reach', { within: mixed, accounts: [account(5), account(7)] }],
];
const cursors: AuditCursor[] = [{}, { before: 60 }, { after: 60 }, { before: 80, after: 40 }];

test.each(filters)('the pages of %s hold what they should, in order', (_name, filter) => {
  using audit = openAudit();
  const { within, accounts, person } = filter;
  for (const cursor of cursors) {
    const { before = Infinity, after = -Infinity } = cursor;
    const all = audit.entries
      .filter((entry) => seen(within, entry) || (!accounts && entry.actorUser === viewer.userId))
      .filter(({ accountSid }) => !accounts || (accountSid && accounts.includes(accountSid)))
      .filter(({ actorUser, subject }) => !person || actorUser === 'UADA' || subject === 'T1/UADA')
      .map(({ seq }) => seq)
      .filter((seq) => seq < before && seq > after)
      .toReversed();
    const expected = cursor.after === undefined ? all.slice(0, 8) : all.slice(-8);
    expect(auditPage(audit.db, { ...filter, viewer }, cursor, 8).map(({ seq }) => seq)).toEqual(
      expected,
    );
  }
});

test.each(filters)(
  'the pages of %s are read along an index, and nothing is sorted',
  (_name, filter) => {
    using audit = openAudit();
    for (const cursor of cursors) {
      for (const query of auditQueries(audit.db, { ...filter, viewer }, cursor, 8)) {
        const { sql, params } = query.toSQL();
        const steps = audit.client
          .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
          .all(...params)
          .map(({ detail }) => detail);
        const narrowed = filter !== filters[0]?.[1];
        // All of it, newest first, is the table itself from its end: it stops at the limit.
        const along = narrowed
          ? /^SEARCH audit_entries USING INDEX audit_by_\w+/
          : /^(SCAN audit_entries|SEARCH audit_entries USING INTEGER PRIMARY KEY .*)$/;
        expect(steps).toEqual([expect.stringMatching(along)]);
      }
    }
  },
);
