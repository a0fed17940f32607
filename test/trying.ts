import { expect } from 'vitest';
import type { Person } from '../src/emulator/person/person.ts';
import { requireRight } from '../src/features/access/access.ts';
import { type Action, permission } from '../src/features/access/permissions.ts';
import type { Target } from '../src/features/access/scope.ts';
import type { Account } from '../src/features/accounts/account.ts';
import { AccountSid, ProviderSid } from '../src/ids.ts';
import type { Stage } from './cast.ts';
import { clicksForged, drawnFor, openForm, submitsForged, swapped } from './forging.ts';
import { hold, write } from './grants.ts';

/** What an action is tried on, as the visitor stands to it. */
export type TargetName = 'itself' | 'own' | 'sibling' | 'foreign' | 'missing';

/** A target, by what people call it and by what the check looks at. */
export interface Aim {
  target: TargetName;
  account: { sid: AccountSid; name: string };
  provider: { sid: ProviderSid; name: string };
  check: Target;
  /** The id of what was put there for the attempt. */
  made?: string;
}

type Way = (stage: Stage, aim: Aim) => Promise<unknown>;

/** A way in that names only some targets, or needs or shows something else than the others. */
type ParticularWay = { aims: TargetName[]; way: Way } & Partial<
  Pick<Attempt, 'ready' | 'done' | 'refusal'>
>;

/** How a person tries an action through the front door, and how it shows that they succeeded. */
export interface Attempt {
  /** The ways in, each with the targets that it can name (all, if not said). */
  ways: Record<string, Way | ParticularWay>;
  /** What must be there before, put there behind the bot's back. */
  ready?(stage: Stage, aim: Aim): unknown;
  /** Fails unless it was done, or waits for its second person. `told`: all that the visitor was told. */
  done(stage: Stage, aim: Aim, told: string): unknown;
  /** What a refusal says, where it is not what the check says of the action itself. */
  refusal?(stage: Stage, aim: Aim): string | RegExp;
}

const absent = {
  account: { sid: AccountSid.parse('0badcafe-0000-4000-8000-00000000beef'), name: 'Absent Tele' },
  provider: { sid: ProviderSid.parse('0badcafe-0000-4000-8000-0000000000b0'), name: 'Absentees' },
};

/** The targets of an action: what its row of the table is `on`. */
export function targetsOf(action: Action): TargetName[] {
  const { on } = permission(action);
  if (on === 'account') return ['own', 'sibling', 'foreign', 'missing'];
  return on === 'provider' ? ['own', 'foreign', 'missing'] : ['itself'];
}

export function aimAt(stage: Stage, action: Action, target: TargetName): Aim {
  const named = { own: stage.own, itself: stage.own, sibling: stage.sibling, foreign: stage.alien };
  const account = target === 'missing' ? absent.account : named[target];
  const provider = target === 'missing' ? absent.provider : named[target].provider;
  const { on } = permission(action);
  const check: Target =
    on === 'account'
      ? { kind: on, accountSid: account.sid, providerSid: provider.sid }
      : on === 'provider'
        ? { kind: on, providerSid: provider.sid }
        : { kind: on };
  return { target, account, provider, check };
}

/** Waits until what the visitor tried is answered, as it always must be. */
export async function heard(stage: Stage): Promise<string> {
  const patience = { interval: 4, timeout: 30_000, message: 'an answer' };
  await expect.poll(() => stage.answer(), patience).not.toBe('');
  return stage.answer();
}

/** Fills in the fields that the visitor is shown, and submits; nothing where no form opened. */
export async function fillsIn(stage: Stage, fields: Record<string, string>): Promise<void> {
  const { visitor } = stage;
  if (stage.reachable) await heard(stage);
  if (!visitor.modal) return;
  // What opens first may only say that it is loading; a refusal has no fields either.
  const { submit, fields: labels } = await visitor.waitsForModal(/\[.+\]$|Reference/);
  if (!submit) return;
  const shown = Object.entries(fields).filter(([label]) => labels.includes(label));
  await visitor.fills(Object.fromEntries(shown));
  await visitor.submits();
}

/** Submits a form that an Admin filled in, as if it had been drawn for the visitor. */
export async function forges(
  { house, visitor }: Stage,
  filledIn: (ada: Person) => Promise<unknown>,
  swaps: [from: string, to: string][] = [],
): Promise<void> {
  const { ada } = house;
  await filledIn(ada);
  await ada.waitsForModal(/\[.+\]$/);
  const form = drawnFor(house, visitor, swapped(openForm(ada), swaps));
  await ada.closes({ all: true });
  await submitsForged(house, visitor, form);
}

export function clicks({ house, visitor, card }: Stage, action: string, value: string) {
  return clicksForged(house, visitor, action, value, card);
}

let made = 0;

/** Answers of "Create account" that were never given before. */
export function freshAccount(): Record<string, string> {
  made += 1;
  return {
    'Account name': `Fresh ${made}`,
    'SIP Realm': `fresh-${made}.example.com`,
    Reason: 'a pilot',
  };
}

/** A request for an account by an Account-scope person of the aim's tenant. Gives its id. */
export async function requested(stage: Stage, { target }: Aim): Promise<string> {
  noRequests(stage);
  const { house, own, alien, voiceOps } = { ...stage, ...stage.house };
  const asker = house.workspace.addPerson({ name: `asker${made}` });
  voiceOps.members.add(asker.id);
  hold(house, asker, { scope: 'account', account: target === 'foreign' ? alien : own });
  await asker.types('/vg account create', { in: voiceOps });
  await asker.fills(freshAccount());
  await asker.submits();
  const [request] = house.rows<{ id: string }>("SELECT id FROM changes WHERE state = 'waiting'");
  if (!request) throw new Error(`nothing was asked for:\n${asker.sees()}`);
  return request.id;
}

/** Ends behind the bot's back what waits, so that one attempt does not stand in the way of the next. */
export function noRequests({ house }: Stage): void {
  write(house, "UPDATE changes SET state = 'withdrawn' WHERE state = 'waiting'");
}

export function unmapsHire(stage: Stage): void {
  noRequests(stage);
  write(stage.house, 'DELETE FROM grants WHERE user_id = ?', stage.hire.id);
}

export async function cachePrompts({ house }: Stage, { account, target }: Aim): Promise<void> {
  if (target !== 'missing') await house.gateway.stock.cachePrompts(account.sid, 2);
}

/** A webhook at an address that nothing is sent to. */
export async function setWebhook({ house }: Stage, { account, target }: Aim): Promise<void> {
  if (target === 'missing') return;
  const hook = {
    url: 'https://127.0.0.1/',
    method: 'POST',
    username: null,
    password: null,
  } as const;
  await house.gateway.stock.configure(account.sid, { registrationWebhook: hook });
}

/** Who tested webhooks last, as the audit has it. */
export function lastTested({ house }: Stage): string | undefined {
  const [entry] = house.rows<{ who: string }>(
    "SELECT actor_user AS who FROM audit_entries WHERE result = 'tested' ORDER BY seq DESC LIMIT 1",
  );
  return entry?.who;
}

/** The Webhook Secret as it is before the attempt. */
export async function keepSecret({ house }: Stage, { account }: Aim): Promise<string | undefined> {
  return (await house.gateway.account(account.sid))?.webhookSecret.reveal();
}

/** Kind and state of the newest change that the visitor asked for. */
export function lastChange({ house, visitor }: Stage): string[] {
  const [row] = house.rows<{ kind: string; state: string }>(
    'SELECT kind, state FROM changes WHERE actor_user = ? ORDER BY seq DESC LIMIT 1',
    visitor.id,
  );
  return row ? [row.kind, row.state] : [];
}

export function stateOf({ house }: Stage, id: string | undefined): string | undefined {
  return house.rows<{ state: string }>('SELECT state FROM changes WHERE id = ?', id)[0]?.state;
}

export function nameAskedFor({ house }: Stage, id: string): string {
  const [row] = house.rows<{ name: string }>(
    "SELECT json_extract(input, '$.name') AS name FROM changes WHERE id = ?",
    id,
  );
  return row?.name ?? id;
}

/** The account of the newest creation that was asked for, where it is there. */
export async function lastCreated({ house }: Stage): Promise<Account | null> {
  const [row] = house.rows<{ realm: string }>(
    `SELECT json_extract(input, '$.sipRealm') AS realm FROM changes
      WHERE kind = 'account create' ORDER BY seq DESC LIMIT 1`,
  );
  const summary = row && (await house.gateway.accountWithRealm(row.realm));
  return summary ? house.gateway.account(summary.sid) : null;
}

export function scopesOfHire({ house, hire }: Stage): string[] {
  return house
    .rows<{ scope: string }>(
      'SELECT scope FROM grants WHERE user_id = ? AND ended_at IS NULL',
      hire.id,
    )
    .map(({ scope }) => scope);
}

export function isAdmin({ actor }: Stage): boolean {
  return !actor.isGuest && actor.grants.some(({ scope }) => scope === 'admin');
}

/** What the check itself says of it. */
export function refused({ actor }: Stage, action: Action, { check }: Aim): string {
  try {
    requireRight(actor, action, check);
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    return said.startsWith('I find no') ? 'I find no' : said;
  }
  return 'I find no';
}

/** One text or the other, whichever is said. */
export function either(...texts: string[]): RegExp {
  return new RegExp(texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));
}
