import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { Journal } from '../../changes/journal.ts';
import type { Policy } from '../../changes/needs.ts';
import { BotError } from '../../errors.ts';
import { inTime } from '../../in-time.ts';
import { personIn } from '../../slack/named-person.ts';
import type { TerminalCommands, TerminalInteraction } from '../../terminal/terminal-commands.ts';
import { reachOf, requireRight } from '../access/access.ts';
import type { AccountsGateway } from '../accounts/account.ts';
import { accountsIn } from '../accounts/which-account.ts';
import { quoted, whichAccount } from '../accounts/which-account.view.ts';
import { type AuditFilter, auditPage } from './audit.store.ts';
import type { AuditEntry } from './audit.ts';

interface Needs {
  terminal: TerminalCommands;
  journal: Journal;
  gateway: AccountsGateway;
  policy: Policy;
}

/** How many entries are read at a time. */
const SLICE = 500;
/** After this long, in milliseconds, the gateway counts as not answering. */
const GIVEN_UP = 10_000;

/** `audit export`: the audit as JSON lines, oldest first, for whoever keeps it elsewhere. */
export function registerAuditExport({ terminal, journal, gateway, policy }: Needs): void {
  terminal.command(
    {
      words: 'audit export',
      right: 'audit verify',
      usage: 'audit export [account | @user] [--since 2027-01-31]',
      summary: 'the audit as JSON lines, oldest first',
      flags: ['since'],
    },
    async (it) => {
      requireRight(it.actor, 'audit verify', { kind: 'everything' });
      if (it.json) throw linesAlready();
      const since = dayIn(it.flag('since'));
      const filter = await filterFor(it);
      if (!filter) return;
      for (let after = 0; ; await nextTurn()) {
        const slice = auditPage(journal.db, filter, { after }, SLICE).toReversed();
        const lines = slice.filter(({ at }) => since === null || at >= since).map(exportedLine);
        await it.write(lines.join(''));
        after = slice.at(-1)?.seq ?? after;
        if (slice.length < SLICE) return;
      }
    },
  );

  /** What it is narrowed to; `null` where that has to be asked back. */
  async function filterFor({
    actor,
    line,
    answer,
  }: TerminalInteraction): Promise<AuditFilter | null> {
    const whole: AuditFilter = { within: reachOf(actor, 'audit'), viewer: actor.person };
    const { userId, others } = personIn(line.words);
    if (userId !== null && others.length > 0) throw oneOfBoth();
    if (userId !== null) return { ...whole, person: { teamId: policy.teamId, userId } };
    if (line.rest === '') return whole;
    const meant = await inTime(GIVEN_UP, accountsIn(line, actor, 'audit', gateway));
    if ('found' in meant) return { ...whole, accounts: meant.found.map(({ sid }) => sid) };
    if ('open' in meant) return whole;
    const question = `Which ${quoted(meant.typed)} do you mean?`;
    const matches = meant.ambiguous;
    await answer(...whichAccount({ question, actionId: 'audit.account', matches }));
    return null;
  }
}

/** Every column that its MAC covers, and the MAC, so that the chain can be walked elsewhere. */
function exportedLine(entry: AuditEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

function dayIn(typed: string | undefined): Date | null {
  if (typed === undefined) return null;
  const day = z.iso.date().safeParse(typed.trim());
  if (day.success) return new Date(day.data);
  throw new BotError('invalid', `“${typed.slice(0, 100)}” is not a day.`, {
    now: 'Write it like this: --since 2027-01-31. The day begins at midnight, UTC.',
  });
}

function linesAlready(): BotError {
  return new BotError('invalid', 'This export is JSON already, a line for each entry.', {
    now: 'Leave --json out.',
  });
}

function oneOfBoth(): BotError {
  return new BotError('invalid', 'Name an account or a person, not both.', {
    now: 'Leave one of them out.',
  });
}
