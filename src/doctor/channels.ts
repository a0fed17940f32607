import { z } from 'zod';
import type { Identity } from '../features/access/access.store.ts';
import { grantScopes } from '../slack/scopes.ts';
import { type Finding, fail, ok, skipped, warn } from './finding.ts';
import { codeOf, type SlackSession, slackTrouble } from './slack-session.ts';
import type { Surroundings } from './surroundings.ts';

const Conversation = z.object({
  name: z.string().default(''),
  is_archived: z.boolean().default(false),
  is_private: z.boolean().default(false),
  is_member: z.boolean().default(false),
  is_shared: z.boolean().default(false),
  is_ext_shared: z.boolean().default(false),
  is_org_shared: z.boolean().default(false),
  is_pending_ext_shared: z.boolean().default(false),
});

/** How many members are looked at, page by page. */
const LOOKED_AT = 200;

/** What was found of the channels, and who is in the one for approvals, where that is known. */
export interface Channels {
  findings: Finding[];
  inApprovals: ReadonlySet<string> | null;
}

/** Whether the bot can post in its channels, and who else is in them. */
export async function checkChannels(
  { channels }: Pick<Surroundings, 'channels'>,
  session: SlackSession | null,
): Promise<Channels> {
  const { approvals, ops, audit } = channels;
  const named = [
    { variable: 'APPROVALS_CHANNEL', id: approvals },
    ...(ops === approvals ? [] : [{ variable: 'OPS_CHANNEL', id: ops }]),
    ...(audit === null || audit === approvals || audit === ops
      ? []
      : [{ variable: 'AUDIT_CHANNEL', id: audit }]),
  ];
  const looked = await Promise.all(
    named.map(async ({ variable, id }) => {
      if (id === '') return { findings: [skipped(variable, 'It is not set.')], members: null };
      if (!session) return { findings: [skipped(variable, NO_SLACK)], members: null };
      // Where requests are decided nobody else may read along (design §3).
      return look(session, id, variable, variable === 'APPROVALS_CHANNEL' ? fail : warn);
    }),
  );
  return {
    findings: looked.flatMap(({ findings }) => findings),
    inApprovals: looked[0]?.members ?? null,
  };
}

export const NO_SLACK = 'It takes a token that Slack takes.';

type Verdict = typeof fail;

async function look(
  session: SlackSession,
  channel: string,
  variable: string,
  verdict: Verdict,
): Promise<{ findings: Finding[]; members: ReadonlySet<string> | null }> {
  const closed = (finding: Finding) => ({ findings: [finding], members: null });
  let conversation: z.infer<typeof Conversation>;
  try {
    const info = await session.client.conversations.info({ channel });
    conversation = Conversation.parse(info.channel);
  } catch (error) {
    return closed(notRead(error, session, channel, variable, verdict));
  }
  const name = `#${conversation.name}`;
  const faults = faultsOf(conversation, name, variable, verdict);
  if (!conversation.is_member) return { findings: faults, members: null };
  try {
    const members = await membersOf(session, channel);
    const people = await Promise.all(members.ids.map((id) => session.whoIs(id)));
    faults.push(...peopleFaults(people, name, variable, verdict));
    if (members.more) {
      const found = `${name} has more than ${LOOKED_AT} members, and only those were looked at.`;
      faults.push(warn(variable, found, 'Take a channel of Admins alone.'));
    }
    const active = people.filter((one) => one !== null && !one.isBot && !one.isDeactivated).length;
    const well = ok(
      variable,
      `${name} is ${conversation.is_private ? 'private' : 'public'}, with the bot and ${active === 1 ? '1 person' : `${active} people`}; no guests, not shared.`,
    );
    return {
      findings: faults.length > 0 ? faults : [well],
      members: new Set(members.ids),
    };
  } catch (error) {
    const { found, fix } = missingRight(session) ?? slackTrouble(error);
    return {
      findings: [
        ...faults,
        skipped(variable, `Who is in ${name} was not looked at. ${found}`, fix),
      ],
      members: null,
    };
  }
}

function missingRight({ scopes }: SlackSession): { found: string; fix: string } | null {
  const lacks = ['groups:read', 'users:read'].filter((one) => scopes && !scopes.includes(one));
  if (lacks.length === 0) return null;
  return { found: `That takes ${lacks.join(' and ')}.`, fix: grantScopes(lacks) };
}

/** Slack shows private channels to their members alone, and public ones to whoever may read those. */
function notRead(
  error: unknown,
  { scopes }: SlackSession,
  channel: string,
  variable: string,
  verdict: Verdict,
): Finding {
  const code = codeOf(error);
  if (code === 'channel_not_found') {
    return fail(
      variable,
      `Slack shows the bot no channel ${channel}: there is none, or the bot is not in it.`,
      'Invite the bot there (/invite with its name); else set the id of another private channel.',
    );
  }
  if (code !== 'missing_scope') {
    const { found, fix } = slackTrouble(error);
    return fail(variable, found, fix);
  }
  if (!scopes?.includes('groups:read')) {
    const found = `${channel} was not looked at: that takes groups:read.`;
    return skipped(variable, found, grantScopes(['groups:read']));
  }
  // Private channels the app may read, so it is none.
  const found = `${channel} is public: whoever is in the workspace can read along.`;
  const fix =
    'Make it private, or set another. To have a public one looked at, add channels:read to the app.';
  return verdict === fail ? fail(variable, found, fix) : warn(variable, found, fix);
}

function faultsOf(
  conversation: z.infer<typeof Conversation>,
  name: string,
  variable: string,
  verdict: Verdict,
): Finding[] {
  const { is_archived, is_member, is_private } = conversation;
  const { is_shared, is_ext_shared, is_org_shared, is_pending_ext_shared } = conversation;
  const shared = is_shared || is_ext_shared || is_org_shared || is_pending_ext_shared;
  return [
    ...(is_archived
      ? [fail(variable, `${name} is archived.`, 'Unarchive it, or set another.')]
      : []),
    ...(is_member
      ? []
      : [fail(variable, `The bot is not in ${name}.`, 'Invite it there: /invite with its name.')]),
    ...(is_private
      ? []
      : [
          verdict(
            variable,
            `${name} is public: whoever is in the workspace can read along.`,
            'Make it private, or set another.',
          ),
        ]),
    ...(shared
      ? [
          verdict(
            variable,
            `${name} is shared: people of another organisation or workspace can read along.`,
            'Stop sharing it, or set another.',
          ),
        ]
      : []),
  ];
}

async function membersOf(
  { client }: SlackSession,
  channel: string,
): Promise<{ ids: string[]; more: boolean }> {
  const ids: string[] = [];
  for (let cursor = ''; ; ) {
    const page = await client.conversations.members({
      channel,
      limit: LOOKED_AT,
      ...(cursor !== '' && { cursor }),
    });
    ids.push(...(page.members ?? []));
    cursor = page.response_metadata?.next_cursor ?? '';
    if (cursor === '' || ids.length >= LOOKED_AT) {
      return { ids: ids.slice(0, LOOKED_AT), more: cursor !== '' || ids.length > LOOKED_AT };
    }
  }
}

function peopleFaults(
  people: readonly (Identity | null)[],
  name: string,
  variable: string,
  verdict: Verdict,
): Finding[] {
  const known = people.filter((one) => one !== null);
  const active = known.filter(({ isDeactivated, isBot }) => !isDeactivated && !isBot);
  const guests = active.filter(({ isGuest }) => isGuest);
  const strangers = active.filter(({ isForeign }) => isForeign);
  return [
    ...(active.length === 0
      ? [verdict(variable, `Nobody who is active is in ${name}.`, 'Invite the Admins.')]
      : []),
    ...(guests.length > 0
      ? [verdict(variable, `Guests are in ${name}: ${names(guests)}.`, 'Take them out of it.')]
      : []),
    ...(strangers.length > 0
      ? [
          verdict(
            variable,
            `People of other organisations are in ${name}: ${names(strangers)}.`,
            'Take them out of it.',
          ),
        ]
      : []),
  ];
}

/** How many are named. */
const NAMED = 5;

function names(people: readonly Identity[]): string {
  const named = people.slice(0, NAMED).map((one) => one.name);
  return people.length > NAMED
    ? `${named.join(', ')} and ${people.length - NAMED} more`
    : named.join(', ');
}
