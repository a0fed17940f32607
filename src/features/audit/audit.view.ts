import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import {
  actions,
  button,
  context,
  type Message,
  message,
  section,
  sections,
} from '../../slack/blocks.ts';
import {
  bold,
  channelLink,
  code,
  dateTime,
  join,
  type Mrkdwn,
  mention,
  mrkdwn,
  number,
  shortened,
} from '../../slack/mrkdwn.ts';
import type { Anchor, AuditEntry, Break, Verdict } from './audit.ts';

/** A page of entries, newest first, with the values that the buttons to its neighbours carry. */
export interface AuditPage {
  /** What it is narrowed to: "of Acme", "by or about <@U…>". */
  about: Mrkdwn | null;
  entries: readonly AuditEntry[];
  older: string | null;
  newer: string | null;
}

const VALUE_SHOWN = 150;
const FACTS_SHOWN = 8;

/** What happened, newest first: when, who, what, to what, with which result, and the differences. */
export function auditMessage({ about, entries, older, newer }: AuditPage): Message {
  const turns = [
    ...(newer === null ? [] : [button('Newer', 'audit.newer', { value: newer })]),
    ...(older === null ? [] : [button('Older', 'audit.older', { value: older })]),
  ];
  const title = about ? mrkdwn`${bold('Audit')} ${about}` : bold('Audit');
  const none = mrkdwn`Nothing is recorded here that you may see.`;
  return message(
    section(entries.length > 0 ? title : mrkdwn`${title}: ${none}`),
    ...entries.flatMap(entryBlocks),
    ...(turns.length > 0 ? [actions(...turns)] : []),
  );
}

/** What stands where a long audit is being walked. */
export function verifying(entries: number): Message {
  return message(section(mrkdwn`Checking ${number(entries)} audit entries…`));
}

/** Whether the audit is whole, where it is not, and how far anybody outside vouches for it. */
export function verdictMessage(
  verdict: Verdict,
  channel: string | null,
  /** The conversations in which the last anchor stands. */
  stands: readonly string[],
): Message {
  const { entries, since, breaks, unnamed, unvouched } = verdict;
  const counted = since
    ? mrkdwn`${number(entries)} ${entries === 1 ? 'entry' : 'entries'} since ${time(since)}`
    : mrkdwn`no entry is left`;
  if (entries === 0 && breaks.length === 0) {
    return message(section(mrkdwn`The audit holds no entry yet.`));
  }
  const found =
    breaks.length === 0
      ? mrkdwn`${bold('The audit is whole')}: ${counted}, each as it was written.`
      : mrkdwn`${bold('The audit was tampered with')}: ${counted}.`;
  return message(
    section(found),
    ...sections([
      ...breaks.map(breakLine),
      ...(unnamed > 0 ? [mrkdwn`…and ${number(unnamed)} more places.`] : []),
    ]),
    section(vouched(verdict, channel, stands)),
    ...(unvouched > 0 && channel
      ? [context(mrkdwn`The head of the audit is posted once a day.`)]
      : []),
  );
}

/** The head of the chain, posted where nobody can rewrite it. */
export function anchorMessage({ seq, mac, at }: Anchor): Message {
  return message(
    section(mrkdwn`${bold('Audit anchor')}: entry ${seq}, ${dateTime(at)}`),
    section(code(mac)),
    context(mrkdwn`While this message stands, no entry up to ${seq} can be changed unnoticed.`),
  );
}

function vouched(
  { lastAnchor, unvouched }: Verdict,
  channel: string | null,
  stands: readonly string[],
): Mrkdwn {
  const many = unvouched === 1 ? mrkdwn`1 entry` : mrkdwn`${number(unvouched)} entries`;
  const beyond = mrkdwn`${many} cannot be vouched for: whoever owns the database and its key could have rewritten or cut off what was not posted yet.`;
  if (!lastAnchor) {
    const how = channel
      ? mrkdwn`No head was posted yet`
      : mrkdwn`No head is ever posted, because ${code('AUDIT_CHANNEL')} is not set`;
    return mrkdwn`${how}. ${beyond}`;
  }
  const there = stands.filter((place) => /^[CG]/.test(place)).map(channelLink);
  const where =
    there.length > 0
      ? mrkdwn` in ${join(there, ', ')}`
      : mrkdwn` in direct messages of Admins, since the channel did not take it,`;
  const anchor = mrkdwn`Last anchor: entry ${lastAnchor.seq}, posted${where} on ${time(lastAnchor.at)}. Compare it with what stands there: ${code(lastAnchor.mac)}.`;
  const after = unvouched === 0 ? mrkdwn`There is no entry after it.` : mrkdwn`After it, ${beyond}`;
  return mrkdwn`${anchor} ${after}`;
}

function breakLine({ from, to, what }: Break): Mrkdwn {
  const several = to > from;
  const where = several ? mrkdwn`Entries ${from} to ${to}` : mrkdwn`Entry ${from}`;
  switch (what) {
    case 'changed':
      return mrkdwn`• ${bold(where)} ${several ? 'do' : 'does'} not fit: changed, inserted or swapped.`;
    case 'missing':
      return mrkdwn`• ${bold(where)} ${several ? 'are' : 'is'} missing: deleted.`;
    case 'unchecked':
      return mrkdwn`• ${bold(where)} cannot be checked: its predecessor is gone.`;
    case 'cut off':
      return mrkdwn`• ${bold(where)}: cut off from the end, though an anchor was posted for entry ${to}.`;
    case 'replaced':
      return mrkdwn`• ${bold(where)}: replaced, since entry ${to} is not the one that was posted.`;
  }
}

function entryBlocks(entry: AuditEntry): KnownBlock[] {
  const { seq, at, actorUser, action, target, result } = entry;
  const head = join([mrkdwn`${bold(`#${seq}`)}`, time(at), mention(actorUser)], ' · ');
  // What a refusal was tried on is not always known.
  const on = target === '—' ? [] : [shortened(target, VALUE_SHOWN)];
  const what = mrkdwn`${bold(result)}: ${join([action, ...on], ', ')}`;
  return sections([head, what, ...detailLines(entry.detail)], 3);
}

const Fact = z.object({ label: z.string(), value: z.string(), was: z.string().optional() });
const Detail = z.object({
  facts: z.array(Fact).optional(),
  reason: z.string().optional(),
  breakGlass: z.string().optional(),
  decidedBy: z.string().optional(),
  decisionReason: z.string().optional(),
  why: z.string().nullish(),
  code: z.string().optional(),
  because: z.string().nullish(),
  failure: z.object({ message: z.string(), why: z.string().optional() }).optional(),
});

/** Why something was refused, by what the refusal says of itself; else by its code. */
const refusals = new Map([
  ['shut out', 'People like them are not served here.'],
  ['no grant', 'Nobody has mapped them to a scope.'],
  ['scope', 'None of their scopes has this right.'],
  ['target', 'It does not exist, or none of their grants covers it.'],
  ['guest', 'They are a guest.'],
  ['terminal', 'They were at a terminal, where nobody decides.'],
  ['identity unknown', 'Slack did not confirm who they are.'],
  ['own request', 'It was their own request.'],
  ['author', 'They are one of its authors.'],
  ['asker not entitled', 'Whoever asked for it may not have it any more.'],
  ['edited meanwhile', 'It was edited after they had looked.'],
  ['forbidden', 'It is not theirs to do.'],
  ['not_found', 'It does not exist, or is out of their reach.'],
]);

function detailLines(detail: unknown): Mrkdwn[] {
  const parsed = Detail.safeParse(detail);
  if (!parsed.success) return [mrkdwn`Its details cannot be read.`];
  const { facts = [], reason, breakGlass, decidedBy, decisionReason } = parsed.data;
  const { failure, code, because } = parsed.data;
  const why = parsed.data.why ?? refusals.get(because ?? '') ?? refusals.get(code ?? '');
  const said = (label: string, text: string | null | undefined) =>
    text ? [mrkdwn`${label}: ${shortened(text, VALUE_SHOWN)}`] : [];
  return [
    ...facts.slice(0, FACTS_SHOWN).map(({ label, value, was }) => {
      const shown = shortened(value, VALUE_SHOWN);
      return was === undefined
        ? mrkdwn`${label}: ${shown}`
        : mrkdwn`${label}: ${shortened(was, VALUE_SHOWN)} → ${shown}`;
    }),
    ...(facts.length > FACTS_SHOWN ? [mrkdwn`…and ${facts.length - FACTS_SHOWN} more`] : []),
    ...said('Break glass', breakGlass),
    ...said('Reason', reason),
    ...(decidedBy ? [mrkdwn`Decided by ${mention(decidedBy)}`] : []),
    ...said('Their reason', decisionReason),
    ...said('Why', why),
    ...said('Failure', failure && [failure.message, failure.why].filter(Boolean).join(' ')),
  ];
}

/** A moment; tampering may have left something that is none. */
function time(at: Date): Mrkdwn {
  return Number.isNaN(at.getTime()) ? mrkdwn`at no valid time` : dateTime(at);
}
