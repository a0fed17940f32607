import type { Ask } from '../../changes/change.ts';
import type { Changes } from '../../changes/changes.ts';
import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors.ts';
import { newId } from '../../ids.ts';
import type { TerminalCommands, TerminalInteraction } from '../../terminal/terminal-commands.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import { type GrantRow, grantsSeen, heldGrant, identityOf } from './access.store.ts';
import { requireRight } from './access.ts';
import { type Planned, planImport } from './access-import.ts';
import { exported, importDifference } from './access-transfer.view.ts';
import { lastDay } from './grant.ts';
import { asCsv, fromCsv, type GrantRecord, type LineProblem } from './grants-csv.ts';
import { freshIdentity, type People } from './people.ts';

interface Needs {
  terminal: TerminalCommands;
  changes: Changes;
  gateway: AccountsGateway;
  journal: Journal;
  people: People;
  clock: Clock;
  policy: Policy;
}

/** How many grants are read at a time. */
const SLICE = 500;
/** How many changes are asked for at once: they have one message with their results. */
const AT_ONCE = 50;

/** Who holds what, as a file: out, and in again. */
export function registerAccessTransfer(needs: Needs): void {
  const { terminal, changes, gateway, journal, people, clock, policy } = needs;

  terminal.command(
    {
      words: 'access export',
      right: 'access list',
      usage: 'access export',
      summary: 'who is mapped to what, as CSV',
    },
    async (it) => {
      requireRight(it.actor, 'access list', { kind: 'everything' });
      requireNothingElse(it);
      const records = [...everyGrant()].map(asRecord);
      if (!it.json) return it.write(asCsv(records));
      await it.answer(exported(records.length), { data: { grants: records } });
    },
  );

  terminal.command(
    {
      words: 'access import',
      right: 'access grant account',
      usage: 'access import <file> [--dry-run]',
      summary: 'map the people of a CSV file; what it does not list stays',
      options: ['dry-run'],
      changes: true,
    },
    async (it) => {
      requireRight(it.actor, 'access grant account', { kind: 'nothing' });
      if (it.line.rest === '') throw noFile();
      const { lines, problems: broken } = fromCsv(await it.read(it.line.rest));
      const { planned, problems } = await planImport(lines, {
        actor: it.actor,
        gateway,
        teamId: policy.teamId,
        now: clock.now(),
        held: (person, scope, key) => heldGrant(journal.db, person, scope, key, clock.now()),
        identity: (person) => freshIdentity(people, person),
      });
      refuseAll([...broken, ...problems]);
      const dryRun = it.line.options.has('dry-run');
      await it.answer(importDifference(planned, dryRun), { data: { planned } });
      if (!dryRun) await carryOut(it, planned);
    },
  );

  async function carryOut(it: TerminalInteraction, planned: readonly Planned[]): Promise<void> {
    const different = planned.filter(({ does }) => does !== 'nothing');
    for (let from = 0; from < different.length; from += AT_ONCE) {
      const asks = different.slice(from, from + AT_ONCE).map(({ mapping }): Ask => {
        const once = newId('frm');
        return { kind: 'access grant', input: mapping, origin: it.origin, once };
      });
      await changes.ask(it.actor.person, asks);
    }
  }

  function* everyGrant(): Generator<GrantRow> {
    for (let offset = 0; ; offset += SLICE) {
      const filter = { within: { everything: true }, offset, limit: SLICE } as const;
      const rows = grantsSeen(journal.db, clock.now(), filter);
      yield* rows;
      if (rows.length < SLICE) return;
    }
  }

  function asRecord(row: GrantRow): GrantRecord {
    const { teamId, userId, scope, providerSid, accountSid, targetName, until } = row;
    return {
      person_id: userId,
      name: identityOf(journal.db, { teamId, userId })?.name ?? '',
      scope,
      target_sid: accountSid ?? providerSid ?? '',
      target_name: targetName ?? '',
      until: until ? lastDay(until) : '',
    };
  }
}

/** Every line that cannot be accepted, before anything is done. */
function refuseAll(problems: readonly LineProblem[]): void {
  if (problems.length === 0) return;
  const inOrder = problems.toSorted((one, other) => one.line - other.line);
  const lines = Object.groupBy(inOrder, ({ line }) => `line ${line}`);
  const fields = Object.entries(lines).map(([line, found = []]) => {
    return [line, found.map(({ why }) => why).join(' ')] as const;
  });
  throw new BotError('invalid', 'The file cannot be imported as it is, and nothing was done.', {
    fields: Object.fromEntries(fields),
    now: 'Mend these lines, and look at the difference with --dry-run.',
  });
}

function requireNothingElse({ line }: TerminalInteraction): void {
  if (line.rest === '') return;
  throw new BotError('invalid', 'The export is of everybody.', {
    now: 'Leave the rest out, or see one account’s or one person’s grants with access list.',
  });
}

function noFile(): BotError {
  return new BotError('invalid', 'Which file is to be imported?', {
    now: 'Name it: access import people.csv --dry-run. Its header: person_id,name,scope,target_sid,target_name,until.',
  });
}
