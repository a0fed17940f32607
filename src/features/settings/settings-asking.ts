import { z } from 'zod';
import type { Fact } from '../../changes/change.ts';
import { verifiedOn } from '../../changes/changes.store.ts';
import type { Journal } from '../../changes/journal.ts';
import type { KeptSecrets } from '../../changes/kept-secrets.ts';
import type { Clock } from '../../clock.ts';
import type { Keyring } from '../../db/keyring.ts';
import { AccountSid } from '../../ids.ts';
import type { Account } from '../accounts/account.ts';
import {
  comparable,
  differences,
  differing,
  picked,
  type Setting,
  type SettingsTrace,
  type SomeSettings,
  secretsIn,
  traced,
} from './settings.ts';
import { type Concern, concerns, SettingsInput } from './settings-change.ts';

/** What a form remembers of the account that it was drawn over. */
export const SettingsMemory = z.object({
  sid: AccountSid,
  /** When it was read, and what of it: a fingerprint of each setting. */
  at: z.number(),
  seen: z.record(z.string(), z.string()),
});
export type SettingsMemory = z.infer<typeof SettingsMemory>;

/** What was changed while a form was open; `by`: a user id, `null` where it was changed outside of the bot. */
export interface Move {
  by: string | null;
  facts: Fact[];
}

/** From a form over an account's settings to the change that is asked for. */
export interface SettingsAsking {
  /** The settings of a concern as they are now, nothing secret of them. */
  now(account: Account, concern: Concern): SettingsTrace;
  /** What a form that is drawn over the account now has to remember. */
  memory(account: Account, concern: Concern): SettingsMemory;
  /** Who changed what since the form was drawn, as far as the journal knows; nothing where all is as it was. */
  moves(account: Account, concern: Concern, memory: SettingsMemory): Move[];
  /** What is to be asked for. The secrets that were typed get sealed copies, by which the worker finds them. */
  input(account: Account, concern: Concern, wanted: SomeSettings): Promise<SettingsInput>;
}

interface Needs {
  journal: Journal;
  keyring: Keyring;
  keptSecrets: KeptSecrets;
  clock: Clock;
}

export function openSettingsAsking({
  journal,
  keyring,
  keptSecrets,
  clock,
}: Needs): SettingsAsking {
  const now = (account: Account, concern: Concern) =>
    traced(picked(account, concerns[concern]), keptSecrets.trace);

  function printOf(settings: SettingsTrace, key: Setting): string {
    return keyring.mac('fingerprint', comparable(settings[key])).slice(0, 16);
  }

  async function kept(wanted: SomeSettings, account: Account): Promise<SettingsTrace> {
    const stored = new Set(secretsIn(account).map((one) => keptSecrets.trace(one).print));
    const typed = secretsIn(wanted).filter((one) => !stored.has(keptSecrets.trace(one).print));
    const copies = typed.length > 0 ? await keptSecrets.keep(typed) : [];
    return traced(wanted, (secret) => {
      const trace = keptSecrets.trace(secret);
      return copies.find(({ print }) => print === trace.print) ?? trace;
    });
  }

  return {
    now,
    memory(account, concern) {
      const trace = now(account, concern);
      const seen = concerns[concern].map((key) => [key, printOf(trace, key)]);
      return { sid: account.sid, at: clock.now().getTime(), seen: Object.fromEntries(seen) };
    },
    moves(account, concern, { at, seen }) {
      const present = now(account, concern);
      const left = new Set<Setting>(
        concerns[concern].filter((key) => printOf(present, key) !== seen[key]),
      );
      const moves: Move[] = [];
      if (left.size === 0) return moves;
      for (const change of verifiedOn(journal.db, account.sid, new Date(at))) {
        const input = SettingsInput.safeParse(change.input).data;
        if (!input || !(change.kind in concerns)) continue;
        const keys = differing(input.expected, input.wanted).filter((key) => left.delete(key));
        if (keys.length === 0) continue;
        const facts = differences(some(input.expected, keys), some(input.wanted, keys));
        moves.push({ by: change.actor.userId, facts });
      }
      if (left.size > 0) {
        moves.push({ by: null, facts: differences({}, some(present, [...left])) });
      }
      return moves;
    },
    input: async (account, concern, wanted) => ({
      accountSid: account.sid,
      providerSid: account.provider.sid,
      name: account.name,
      expected: now(account, concern),
      wanted: await kept(wanted, account),
    }),
  };
}

function some(settings: SettingsTrace, keys: readonly Setting[]): SettingsTrace {
  return Object.fromEntries(
    Object.entries(settings).filter(([key]) => keys.some((one) => one === key)),
  );
}
