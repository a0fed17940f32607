import type { Identity } from '../features/access/access.store.ts';
import { grantScopes } from '../slack/scopes.ts';
import { NO_SLACK } from './channels.ts';
import { type Finding, fail, ok, skipped, warn } from './finding.ts';
import { type SlackSession, slackTrouble } from './slack-session.ts';
import type { Surroundings } from './surroundings.ts';

const ADMINS = 'Admins';

interface Asked {
  userId: string;
  identity: Identity | null;
}

/**
 * Whether those who are to be Admins can be: by `ADMIN_USERS`, and by grant. `granted`: user ids, `null` where the
 * database does not say.
 */
export async function checkAdmins(
  { adminUsers, fourEyes }: Pick<Surroundings, 'adminUsers' | 'fourEyes'>,
  granted: readonly string[] | null,
  session: SlackSession | null,
  inApprovals: ReadonlySet<string> | null,
): Promise<Finding[]> {
  const ids = [...new Set([...adminUsers, ...(granted ?? [])])];
  if (ids.length === 0) {
    if (granted === null) return [skipped(ADMINS, 'ADMIN_USERS names none.')];
    const fix = 'Set ADMIN_USERS to your own Slack user id (profile, ⋮, “Copy member ID”).';
    return [fail(ADMINS, 'There is none: neither ADMIN_USERS nor a grant names one.', fix)];
  }
  if (!session) return [skipped(ADMINS, NO_SLACK)];
  let people: Asked[];
  try {
    people = await Promise.all(
      ids.map(async (userId) => ({ userId, identity: await session.whoIs(userId) })),
    );
  } catch (error) {
    return [notAsked(error, session)];
  }
  const faults = people.flatMap((one) => faultOf(one, adminUsers.includes(one.userId)));
  const able = people.filter((one) => unableBecause(one.identity) === null);
  const outside = inApprovals ? able.filter(({ userId }) => !inApprovals.has(userId)) : [];
  const findings = [...faults, ...tooFew(able.length, fourEyes)];
  if (outside.length > 0) {
    const found = `${listed(outside)} ${outside.length === 1 ? 'is' : 'are'} not in the channel for approvals.`;
    findings.push(warn(ADMINS, found, 'Invite them there: that is where requests are decided.'));
  }
  return findings.length > 0 ? findings : [ok(ADMINS, `They are ${listed(able)}.`)];
}

function notAsked(error: unknown, { scopes }: SlackSession): Finding {
  if (scopes && !scopes.includes('users:read')) {
    const found = 'Who they are was not looked at: that takes users:read.';
    return skipped(ADMINS, found, grantScopes(['users:read']));
  }
  const { found, fix } = slackTrouble(error);
  return skipped(ADMINS, `Who they are was not looked at. ${found}`, fix);
}

function unableBecause(identity: Identity | null): string | null {
  if (!identity) return 'is nobody in this workspace';
  if (identity.isForeign) return 'belongs to another organisation';
  if (identity.isBot) return 'is a bot';
  if (identity.isDeactivated) return 'is deactivated';
  return identity.isGuest ? 'is a guest' : null;
}

/** A listed id that nobody has is a slip; somebody who has left, or became a guest, has just lost the right. */
function faultOf({ userId, identity }: Asked, isListed: boolean): Finding[] {
  const because = unableBecause(identity);
  if (because === null) return [];
  const who = identity ? `${identity.name} (${userId})` : userId;
  const found = `${who} ${because}, and so no Admin.`;
  if (!isListed) return [warn(ADMINS, found, 'Revoke the grant: access revoke.')];
  const fix = 'Take the id out of ADMIN_USERS, or correct it.';
  return [identity ? warn(ADMINS, found, fix) : fail(ADMINS, found, fix)];
}

function tooFew(able: number, fourEyes: Surroundings['fourEyes']): Finding[] {
  if (able === 0) {
    return [fail(ADMINS, 'Nobody is left who can be one.', 'List somebody else in ADMIN_USERS.')];
  }
  if (fourEyes === 'others' || able > 1) return [];
  const found = 'FOUR_EYES=all needs two Admins, and there is one.';
  return [fail(ADMINS, found, 'List a second user id in ADMIN_USERS, or set FOUR_EYES=others.')];
}

function listed(people: readonly Asked[]): string {
  return people.map(({ userId, identity }) => identity?.name ?? userId).join(', ');
}
