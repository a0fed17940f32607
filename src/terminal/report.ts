import type { Change, ChangeState } from '../changes/change.ts';
import { capital, receipt, standing, type Told } from '../changes/receipts.view.ts';
import type { BotError, ErrorCode } from '../errors.ts';
import { mrkdwn, shortened } from '../slack/mrkdwn.ts';
import { choiceLine } from './choosing.ts';
import type { NameOf } from './plain.ts';
import { plainMarkup, plainMessage } from './plain.ts';
import type { Revealed, Said } from './serving.ts';
import { nextPage } from './turning.ts';

/** What came of a command, in one word. */
export type Decision = 'done' | 'refused' | 'waits' | 'unknown' | 'failed';

/** The exit code of each (design §1, and 1 for what broke or is not to be had). */
export const exitCodes: Record<Decision, number> = {
  done: 0,
  failed: 1,
  refused: 2,
  waits: 3,
  unknown: 4,
};

/** Why it was refused, or failed. */
export interface Trouble {
  code: ErrorCode;
  message: string;
  why?: string | undefined;
  now?: string | undefined;
  /** By flag, or by line of a file. */
  fields?: Record<string, string>;
  reference?: string;
}

/** What a command came to, before it is put into words or JSON. */
export interface Report {
  decision: Decision;
  said: Said[];
  /** Secrets that are shown this once: nowhere else, and never in `said`. */
  revealed: Revealed[];
  changes: Told[];
  /** Said beside the answer: what is still to come, what is not told yet. */
  notes: string[];
  trouble: Trouble | null;
}

/** The one decision of several changes: what is least certain first. */
export function decisionOf(changes: readonly Change[]): Decision {
  const decisions = changes.map(({ state }) => decisionIn[state]);
  const worst = (['unknown', 'failed', 'refused', 'waits'] as const).find((one) =>
    decisions.includes(one),
  );
  return worst ?? 'done';
}

const decisionIn: Record<ChangeState, Decision> = {
  verified: 'done',
  waiting: 'waits',
  // Not over when the waiting ended: it goes on.
  ready: 'unknown',
  applying: 'unknown',
  unknown: 'unknown',
  failed: 'failed',
  stopped: 'failed',
  denied: 'refused',
  withdrawn: 'refused',
  expired: 'refused',
};

export function troubleOf(error: BotError, reference: string): Trouble {
  const { code, message: said, why, now, fields } = error;
  const refused = Object.entries(fields).map(([name, reason]) => [name, fitting(reason)] as const);
  return {
    code,
    message: fitting(said),
    why: why && fitting(why),
    now: now && fitting(now),
    ...(refused.length > 0 && { fields: Object.fromEntries(refused) }),
    reference,
  };
}

/** What is said may quote what was typed, however long it was. */
function fitting(text: string): string {
  return shortened(text, 1500);
}

/** What is not to be had, or broke, is a failure; everything else was decided against. */
export function decisionOn({ code }: Trouble): Decision {
  return code === 'unavailable' ? 'failed' : 'refused';
}

/** The answer in words. */
export function wordsOf({ said, revealed, changes }: Report, nameOf: NameOf): string {
  const answers = said.map(({ message: whole, from }) => {
    const choices = from.asksBack ?? [];
    if (choices.length === 0) return plainMessage(whole, nameOf);
    const [question = ''] = plainMessage(whole, nameOf).split('\n');
    return `${question}${choices.map(choiceLine).join('')}`;
  });
  const [only, ...others] = changes;
  const receipts =
    only && others.length === 0
      ? [plainMessage(receipt(only, { postable: false }), nameOf)]
      : changes.map((told) => plainMarkup(inOneLine(told).text, nameOf));
  const secrets = revealed.map(
    ({ name, secret }) => `${name}, shown this once: ${secret.reveal()}`,
  );
  return [...answers, receipts.join('\n'), ...secrets].filter((text) => text !== '').join('\n\n');
}

function inOneLine(told: Told) {
  const { change, description } = told;
  return mrkdwn`${capital(description.what)}: ${standing(told)} (${change.id})`;
}

/** Why not, in words. */
export function wordsOfTrouble(trouble: Trouble): string {
  const { message: happened, why, now, fields = {}, reference } = trouble;
  const lines = Object.entries(fields).map(([field, reason]) => `  ${field}: ${reason}`);
  return [
    happened,
    ...lines,
    ...(why && lines.length === 0 ? [`Why: ${why}`] : []),
    ...(now ? [`What now: ${now}`] : []),
    ...(reference ? [`Reference ${reference}`] : []),
  ].join('\n');
}

/** Whether the last answer is a page of a list with more behind it. */
export function hasMore({ said }: Pick<Report, 'said'>): boolean {
  const last = said.at(-1);
  return last !== undefined && nextPage(last.message) !== null;
}

/** The one JSON document. Secrets in it print their masks. */
export function jsonOf(report: Report, nameOf: NameOf): string {
  const { decision, said, revealed, changes, notes, trouble } = report;
  // In its own member alone: the words are what gets pasted elsewhere.
  const text = trouble ? wordsOfTrouble(trouble) : wordsOf({ ...report, revealed: [] }, nameOf);
  const choices = said.flatMap(({ from }) => from.asksBack ?? []);
  const data = mergedData(said);
  return `${JSON.stringify(
    {
      decision,
      text,
      ...(data !== undefined && { data }),
      ...(revealed.length > 0 && {
        revealed: Object.fromEntries(revealed.map((one) => [one.name, one.secret.reveal()])),
      }),
      ...(choices.length > 0 && { choices }),
      changes: changes.map(asData),
      ...(notes.length > 0 && { notes }),
      ...(trouble && { error: trouble }),
    },
    null,
    2,
  )}\n`;
}

function asData({ change, description, outcome }: Told) {
  const { id, kind, state, batch, accountSid, reason, breakGlass, failure } = change;
  const { requestedAt, endedAt, expiresAt } = change;
  return {
    id,
    kind,
    state,
    ...(batch && { batch }),
    what: description.what,
    ...(outcome && { did: outcome.did }),
    facts: (outcome?.facts ?? description.facts).map(({ label, value, was }) => ({
      label,
      value,
      ...(was !== undefined && { was }),
    })),
    ...(accountSid && { accountSid }),
    ...(reason && { reason }),
    ...(breakGlass && { breakGlass }),
    ...(failure && { failure }),
    requestedAt,
    ...(endedAt && { endedAt }),
    ...(state === 'waiting' && expiresAt && { expiresAt }),
  };
}

/** The data of all pages as that of one: lists are joined, the rest is as the last page says. */
function mergedData(said: readonly Said[]): unknown {
  const all = said.flatMap(({ from }) => (from.data === undefined ? [] : [from.data]));
  const [first, ...others] = all;
  return others.reduce(merged, first);
}

function merged(one: unknown, other: unknown): unknown {
  if (!isRecord(one) || !isRecord(other)) return other;
  const entries = Object.entries({ ...one, ...other }).map(([name, value]) => {
    const before = one[name];
    const joined = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
    return [name, joined] as const;
  });
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
