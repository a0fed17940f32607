import type { Origin } from '../../changes/change.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Kinds } from '../../changes/kinds.ts';
import type { Policy } from '../../changes/needs.ts';
import { waitingOf } from '../../changes/requests.store.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import { type Id, idSchema, newId } from '../../ids.ts';
import { inTime } from '../../in-time.ts';
import type { Secret } from '../../secret.ts';
import type { Message } from '../../slack/blocks.ts';
import type { DrawnFrom } from '../../slack/interaction.ts';
import type { Listeners } from '../../slack/listeners.ts';
import { mention, mrkdwn, shortened } from '../../slack/mrkdwn.ts';
import { personAlone, personIn } from '../../slack/named-person.ts';
import type { Choice } from '../../slack/objects.ts';
import type { AccountSummary, AccountsGateway } from '../accounts/account.ts';
import { accountAt, accountsIn, type Line } from '../accounts/which-account.ts';
import { whichAccount } from '../accounts/which-account.view.ts';
import { type GrantRow, grantById, grantsOf, grantsSeen, identityOf } from './access.store.ts';
import { type Actor, decide, isAdmin, reachOf, requireRight } from './access.ts';
import { accessList, myself, revokeChoices, type ShownGrant } from './access.view.ts';
import { grantTarget, mappingOf, revokeAction, scopeOn } from './grant.ts';
import { scopeIn, textOf } from './grant-line.slack.ts';
import { grantsNamed } from './grants-named.ts';
import type { People } from './people.ts';
import { rightsOf } from './permissions.ts';
import { namedByOperator } from './revoke-change.ts';
import { isTerminal, type PersonId, type Scope } from './scope.ts';

interface Needs {
  on: Listeners;
  changes: Changes;
  gateway: AccountsGateway;
  journal: Journal;
  people: People;
  kinds: Kinds;
  clock: Clock;
  policy: Policy;
  command: string;
}

/** How many grants a message shows; the rest is behind "More". */
const PAGE = 20;

/** How many of their open requests somebody is shown, newest first. */
const REQUESTS_SHOWN = 50;

/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** Looking at who holds what, and taking it back. */
export function registerAccess(needs: Needs): void {
  const { on, changes, gateway, journal, people, kinds, clock, policy, command } = needs;

  on.command(
    {
      words: 'access list',
      usage: 'access list [account|@user]',
      summary: 'who is mapped to what',
      looks: true,
    },
    async (it) => {
      requireRight(it.actor, 'access list', { kind: 'nothing' });
      const userId = personAlone(it.line.words);
      if (userId) return it.answer(...page(it.actor, { userId }, 0));
      if (it.line.rest === '') return it.answer(...page(it.actor, {}, 0));
      const one: Line = { rest: it.line.rest, names: [it.line.rest], one: true };
      const meant = await inTime(GIVEN_UP, accountsIn(one, it.actor, 'access list', gateway));
      const [account, ...several] = 'found' in meant ? meant.found : [];
      if (account && several.length === 0) return it.answer(...page(it.actor, { account }, 0));
      const matches = 'ambiguous' in meant ? meant.ambiguous : [];
      const question = 'Of which account do you want to see the access?';
      await it.answer(...whichAccount({ question, actionId: 'access.list', matches }));
    },
  );
  on.action('access.list', async (it) => {
    const account = await inTime(GIVEN_UP, accountAt(it.value, it.actor, 'access list', gateway));
    await it.answer(...page(it.actor, { account }, 0));
  });

  on.action('access.more', async (it) => {
    requireRight(it.actor, 'access list', { kind: 'nothing' });
    const [offset = '0', of = '', id = ''] = it.value.split(':');
    const account =
      of === 'account'
        ? await inTime(GIVEN_UP, accountAt(id, it.actor, 'access list', gateway))
        : null;
    const what = { ...(account && { account }), ...(of === 'person' && { userId: id }) };
    await it.answer(...page(it.actor, what, Number.parseInt(offset, 10) || 0));
  });

  on.command(
    {
      words: 'access revoke',
      usage: 'access revoke @user [target]',
      summary: 'take a grant back',
    },
    async (it) => {
      requireRight(it.actor, 'access revoke account', { kind: 'nothing' });
      const { userId, others } = personIn(it.line.words);
      if (!userId) throw nobodyNamed(textOf(others));
      const person = { teamId: policy.teamId, userId };
      await people.refresh(person);
      const mine = revocable(it.actor, person);
      const named = isAdmin(it.actor) && policy.adminUsers.includes(userId);
      const { scope, rest } = scopeIn(others);
      const meant = grantsNamed(mine, textOf(others), scope, textOf(rest));
      const meansAdmin = others.length === 0 ? mine.length === 0 : scope === 'admin';
      if (named && meansAdmin && meant.length === 0) throw namedByOperator(nameOf(person));
      const [grant] = meant;
      if (!grant) throw noSuchGrant();
      if (meant.length === 1) return revoke(it.actor, grant, { ...it, once: newId('frm') });
      const choices = meant.map((row) => shown(it.actor, row));
      await it.answer(revokeChoices(userId, choices, named), { asksBack: meant.map(asChoice) });
    },
  );

  on.action('access.revoke', async (it) => {
    const [grantId, frm] = it.value.split(':');
    const id = idSchema('grt').safeParse(grantId);
    const once = idSchema('frm').safeParse(frm);
    const row = id.success ? grantById(journal.db, id.data) : undefined;
    if (!row || !once.success || !mayRevoke(it.actor, row)) {
      requireRight(it.actor, 'access revoke account', { kind: 'nothing' });
      throw noSuchGrant();
    }
    await revoke(it.actor, row, { ...it, once: once.data });
  });

  on.command(
    { words: 'me', usage: 'me', summary: 'what you hold and where it comes from' },
    async (it) => {
      const { actor } = it;
      const { person } = actor;
      const now = clock.now();
      const open = waitingOf(journal.db, person, REQUESTS_SHOWN);
      const grants = actor.shutOut ? [] : grantsOf(journal.db, person, now);
      const requests = open.map((change) => ({
        change,
        what: kinds.told(change, now).description.what,
      }));
      const atTerminal = isTerminal(person);
      const may = rightsOf(countingScopes(actor), {
        decides: !atTerminal,
        widened: actor.widened,
      });
      const me = myself({
        command,
        grants: grants.map(notRevocable),
        named: policy.adminUsers.includes(person.userId),
        atTerminal,
        isGuest: actor.isGuest,
        identityKnown: actor.identityKnown,
        requests,
        may,
      });
      const waiting = requests.map(({ change, what }) => ({ id: change.id, what }));
      const { grants: held } = actor;
      await it.answer(me, { data: { person, grants: held, requests: waiting, may } });
    },
  );

  function page(
    actor: Actor,
    { account, userId }: { account?: AccountSummary; userId?: string },
    offset: number,
  ): [Message, DrawnFrom] {
    const within = reachOf(actor, 'access list');
    const rows = grantsSeen(journal.db, clock.now(), {
      within,
      ...(userId && { person: { teamId: policy.teamId, userId } }),
      ...(account && { covering: { accountSid: account.sid, providerSid: account.provider.sid } }),
      offset,
      limit: PAGE + 1,
    });
    const of = account ? `account:${account.sid}` : userId ? `person:${userId}` : '';
    const listed = rows.slice(0, PAGE);
    const operators = within.everything && offset === 0 ? policy.adminUsers : [];
    const named = userId ? operators.filter((one) => one === userId) : operators;
    const message = accessList({
      title: account
        ? mrkdwn`Access to ${shortened(account.name, 100)}`
        : userId
          ? mrkdwn`Access of ${mention(userId)}`
          : mrkdwn`Access`,
      named,
      grants: listed.map((row) => shown(actor, row)),
      more: rows.length > PAGE ? `${offset + PAGE}:${of}` : null,
    });
    return [message, { data: { adminUsers: named, grants: listed, more: rows.length > PAGE } }];
  }

  /** The grants of a person that the actor may revoke. */
  function revocable(actor: Actor, person: PersonId): GrantRow[] {
    return grantsOf(journal.db, person, clock.now()).filter((row) => mayRevoke(actor, row));
  }

  function shown(actor: Actor, row: GrantRow): ShownGrant {
    const operators = row.scope === 'admin' && policy.adminUsers.includes(row.userId);
    const may = !operators && mayRevoke(actor, row);
    return { ...row, revoke: may ? `${row.id}:${newId('frm')}` : null };
  }

  async function revoke(
    actor: Actor,
    row: GrantRow,
    how: { origin: Origin; once: Id<'frm'>; replyUrl: Secret | null },
  ): Promise<void> {
    const person = { teamId: row.teamId, userId: row.userId };
    await changes.ask(actor.person, {
      kind: 'access revoke',
      input: { ...mappingOf(row, person, nameOf(person)), grantId: row.id },
      origin: how.origin,
      once: how.once,
      ...(how.replyUrl && { replyUrl: how.replyUrl }),
    });
  }

  function nameOf(person: PersonId): string {
    return identityOf(journal.db, person)?.name ?? person.userId;
  }
}

function mayRevoke(actor: Actor, row: GrantRow): boolean {
  const held = mappingOf(row, { teamId: row.teamId, userId: row.userId }, '');
  return decide(actor, revokeAction(row.scope), grantTarget(held)).allowed;
}

/** The scopes that count for this person now. */
function countingScopes({ grants, isGuest }: Actor): Scope[] {
  const scopes = grants.map(({ scope }) => scope);
  return isGuest ? scopes.filter((scope) => scope === 'account') : scopes;
}

/** A grant as what to type behind its person to name it: its target's SID, else its scope. */
function asChoice(row: GrantRow): Choice {
  return { text: scopeOn(row), value: row.accountSid ?? row.providerSid ?? row.scope };
}

function notRevocable(row: GrantRow): ShownGrant {
  return { ...row, revoke: null };
}

function nobodyNamed(typed: string): BotError {
  return new BotError('invalid', 'Whose grant is to be revoked?', {
    why: typed === '' ? undefined : `“${typed}” names nobody whom Slack knows.`,
    now: 'Type @ and pick the person from Slack’s list: `access revoke @ann Acme`.',
  });
}

/** The same words for grants that are not there and grants out of reach. */
function noSuchGrant(): BotError {
  return new BotError('not_found', 'I find no such grant in your reach.', {
    why: 'They do not hold it, or it is not yours to revoke.',
    now: 'See who holds what with `access list`.',
    askForAccess: true,
  });
}
