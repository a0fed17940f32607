import type { Tx } from '../db/database.ts';
import type { Keyring } from '../db/keyring.ts';
import { ITS_NAME, itself, type PersonId } from '../features/access/scope.ts';
import { appendAudit } from '../features/audit/audit.store.ts';
import type { AccountSid, ProviderSid } from '../ids.ts';
import type { Change, Fact, Origin } from './change.ts';
import type { Kinds } from './kinds.ts';

/** Something to be audited that is no step of a change: a refusal, a reveal, a test. */
export interface Happening {
  who: { person: PersonId; name: string };
  surface: Origin['surface'];
  action: string;
  result: 'refused' | 'revealed' | 'stored' | 'tested' | 'posted';
  target: string;
  providerSid?: ProviderSid | null | undefined;
  accountSid?: AccountSid | null | undefined;
  detail?: unknown;
}

/** Writes audit entries, always in the transaction of what they record. */
export interface Recorder {
  /** A step of a change, by the person who took it. */
  step(
    tx: Tx,
    now: Date,
    by: { person: PersonId; name: string },
    change: Change,
    result: string,
  ): void;
  /** A step that the bot took by itself: carrying out, expiry. */
  schedule(tx: Tx, now: Date, change: Change, result: string): void;
  happened(tx: Tx, now: Date, happening: Happening): void;
}

/** `noted`: told of each step of a change that is written, within its transaction. */
export function openRecorder(
  keyring: Keyring,
  kinds: Kinds,
  noted: (change: Change, result: string) => void = () => {},
): Recorder {
  function step(
    tx: Tx,
    now: Date,
    by: { person: PersonId; name: string },
    change: Change,
    result: string,
    surface: string,
  ) {
    const { description, outcome } = kinds.told(change, now);
    appendAudit(tx, keyring, {
      at: now,
      actorTeam: by.person.teamId,
      actorUser: by.person.userId,
      actorName: by.name,
      surface,
      action: change.kind,
      result,
      changeId: change.id,
      providerSid: change.providerSid,
      accountSid: change.accountSid,
      subject: change.subject,
      target: description.target,
      detail: {
        facts: (outcome?.facts ?? description.facts).map(asAudited),
        revision: change.revision,
        digest: change.digest,
        ...(change.reason && { reason: change.reason }),
        ...(change.breakGlass && { breakGlass: change.breakGlass }),
        ...(change.decidedBy && { decidedBy: change.decidedBy }),
        ...(change.decisionReason && { decisionReason: change.decisionReason }),
        ...(change.failure && { failure: change.failure }),
      },
    });
    noted(change, result);
  }
  return {
    step: (tx, now, by, change, result) => step(tx, now, by, change, result, change.origin.surface),
    schedule: (tx, now, change, result) =>
      step(tx, now, { person: itself, name: ITS_NAME }, change, result, 'schedule'),
    happened(tx, now, { who, surface, action, result, target, providerSid, accountSid, detail }) {
      appendAudit(tx, keyring, {
        at: now,
        actorTeam: who.person.teamId,
        actorUser: who.person.userId,
        actorName: who.name,
        surface,
        action,
        result,
        changeId: null,
        providerSid: providerSid ?? null,
        accountSid: accountSid ?? null,
        subject: null,
        target,
        detail: detail ?? {},
      });
    },
  };
}

/** A fact without its mask, where it tells of a secret: the audit keeps the fingerprint instead (design §4). */
function asAudited({ fingerprint, ...fact }: Fact): Fact {
  if (!fingerprint) return fact;
  const of = (print: string) => `fingerprint ${print}`;
  const { value, was } = fingerprint;
  return { label: fact.label, value: of(value), ...(was !== undefined && { was: of(was) }) };
}
