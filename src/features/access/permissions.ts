import { z } from 'zod';
import type { Scope } from './scope.ts';

/** How far a scope's right goes: what its grant names, or (an Account's) the whole provider around it. */
type Extent = 'its target' | 'its provider' | 'all of them';

/** What the operator may let scopes do beside what is theirs anyway, as it is configured. */
export const Widening = z.enum(['LISTEN=account']);
export type Widening = z.infer<typeof Widening>;

/** A right that a scope has only where the operator says so. */
interface Widened {
  only: Widening;
  extent: Extent;
}

interface Permission {
  /** What the action is done to; the check wants a target of this kind. */
  on: 'nothing' | 'account' | 'provider' | 'everything';
  /** What it lets a person do, to follow "may" or "may not". */
  does: string;
  /** True for what anyone in the workspace may do, mapped or not. */
  everyone?: true;
  /** True for what changes something: refused while Slack cannot confirm who the person is. */
  changes?: true;
  scopes: Partial<Record<Scope, Extent | Widened>>;
}

/** What changes the API keys of an account: for whoever may set it up, and not for on-call. */
const ofKeys = {
  on: 'account',
  changes: true,
  scopes: { admin: 'all of them', service_provider: 'its target', account: 'its target' },
} as const;

/**
 * Who may do what (design §2), each action named by its command's words. The check, the help, the fields
 * that a form shows, `/vg can` and the README's table are all drawn from here. What is not here is refused.
 */
export const permissions = {
  help: { on: 'nothing', does: 'read the help', everyone: true, scopes: {} },
  me: { on: 'nothing', does: 'see what they hold', everyone: true, scopes: {} },
  'access request': {
    on: 'nothing',
    does: 'ask for access',
    everyone: true,
    changes: true,
    scopes: {},
  },
  'account list': {
    on: 'nothing',
    does: 'list accounts',
    scopes: everyScope(),
  },
  'account show': { on: 'account', does: "see an account's settings", scopes: everyScope() },
  'account create': {
    on: 'provider',
    does: 'create an account, or ask for one',
    changes: true,
    scopes: { admin: 'all of them', service_provider: 'its target', account: 'its provider' },
  },
  'account delete': {
    on: 'account',
    does: 'delete an account, or ask for it',
    changes: true,
    scopes: { admin: 'all of them', service_provider: 'its target' },
  },
  'account edit': {
    on: 'account',
    does: "change an account's name and applications",
    changes: true,
    scopes: itsOwnScopes(),
  },
  'limits edit': {
    on: 'account',
    does: 'set Unit, its maximum and Licensed sessions',
    changes: true,
    scopes: { admin: 'all of them' },
  },
  'realm edit': {
    on: 'account',
    does: 'set the SIP Realm',
    changes: true,
    scopes: itsOwnScopes(),
  },
  'webhooks edit': {
    on: 'account',
    does: 'set the Registration Webhook and the Queue Event Webhook',
    changes: true,
    scopes: itsOwnScopes(),
  },
  'apps list': { on: 'account', does: "see an account's applications", scopes: everyScope() },
  'apps add': {
    on: 'account',
    does: 'add applications',
    changes: true,
    scopes: itsOwnScopes(),
  },
  'apps edit': {
    on: 'account',
    does: 'change applications',
    changes: true,
    scopes: itsOwnScopes(),
  },
  'apps remove': {
    on: 'account',
    does: 'remove applications',
    changes: true,
    scopes: itsOwnScopes(),
  },
  'webhooks test': {
    on: 'account',
    does: "test an account's webhooks",
    scopes: everyScope(),
  },
  'secret show': {
    on: 'account',
    does: "see an account's Webhook Secret",
    scopes: itsOwnScopes(),
  },
  'secret rotate': {
    on: 'account',
    does: "rotate an account's Webhook Secret",
    changes: true,
    scopes: itsOwnScopes(),
  },
  'tts show': { on: 'account', does: 'count the cached prompts', scopes: everyScope() },
  'tts clear': {
    on: 'account',
    does: "clear an account's TTS cache",
    changes: true,
    scopes: everyScope(),
  },
  'tts clear --all': {
    on: 'everything',
    does: 'clear the TTS cache of every account',
    changes: true,
    scopes: { admin: 'all of them', on_call: 'its target' },
  },
  'recording edit': {
    on: 'account',
    does: 'configure call recording',
    changes: true,
    scopes: itsOwnScopes(),
  },
  'recording test': {
    on: 'account',
    does: 'test the bucket of call recording',
    scopes: everyScope(),
  },
  'recording off': {
    on: 'account',
    does: 'turn call recording off, and remove its credential',
    changes: true,
    scopes: itsOwnScopes(),
  },
  calls: { on: 'account', does: "see an account's recent calls", scopes: everyScope() },
  'calls listen': {
    on: 'account',
    does: "listen to recordings of an account's calls",
    scopes: whoListens(),
  },
  'calls delete': {
    on: 'account',
    does: "delete recordings of an account's calls",
    changes: true,
    scopes: whoListens(),
  },
  'recording mute': {
    on: 'everything',
    does: 'mute alarms of missing recordings',
    changes: true,
    scopes: { admin: 'all of them', on_call: 'its target' },
  },
  'keys list': { on: 'account', does: "list an account's API keys", scopes: everyScope() },
  'keys add': { ...ofKeys, does: 'make API keys' },
  'keys add --never': {
    ...ofKeys,
    does: 'make API keys that never expire',
    scopes: { admin: 'all of them' },
  },
  'keys rotate': { ...ofKeys, does: 'rotate API keys' },
  'keys extend': { ...ofKeys, does: 'extend API keys' },
  'keys revoke': { ...ofKeys, does: 'revoke API keys' },
  'access list': {
    on: 'account',
    does: 'see who is mapped',
    scopes: { admin: 'all of them', service_provider: 'its target', account: 'its target' },
  },
  can: {
    on: 'nothing',
    does: 'ask who may do what',
    scopes: { admin: 'all of them', service_provider: 'its target', account: 'its target' },
  },
  'access grant admin': {
    on: 'everything',
    does: 'grant Admin scope',
    changes: true,
    scopes: { admin: 'all of them' },
  },
  'access grant service_provider': {
    on: 'provider',
    does: 'grant Service Provider scope',
    changes: true,
    scopes: { admin: 'all of them' },
  },
  'access grant on_call': {
    on: 'everything',
    does: 'grant on-call scope',
    changes: true,
    scopes: { admin: 'all of them' },
  },
  'access grant account': {
    on: 'account',
    does: 'map people to Account scope',
    changes: true,
    scopes: { admin: 'all of them', service_provider: 'its target' },
  },
  'access revoke admin': {
    on: 'everything',
    does: 'revoke Admin scope',
    changes: true,
    scopes: { admin: 'all of them' },
  },
  'access revoke service_provider': {
    on: 'provider',
    does: 'revoke Service Provider scope',
    changes: true,
    scopes: { admin: 'all of them' },
  },
  'access revoke on_call': {
    on: 'everything',
    does: 'revoke on-call scope',
    changes: true,
    scopes: { admin: 'all of them' },
  },
  'access revoke account': {
    on: 'account',
    does: 'revoke Account scope',
    changes: true,
    scopes: { admin: 'all of them', service_provider: 'its target' },
  },
  approvals: {
    on: 'nothing',
    does: 'see the requests that wait',
    scopes: { admin: 'all of them', service_provider: 'its target', account: 'its target' },
  },
  'approvals mine': {
    on: 'nothing',
    does: 'see their own requests',
    everyone: true,
    scopes: {},
  },
  'approvals decide': {
    on: 'provider',
    does: 'decide requests',
    changes: true,
    scopes: { admin: 'all of them', service_provider: 'its target' },
  },
  audit: {
    on: 'account',
    does: 'read the audit',
    scopes: { admin: 'all of them', service_provider: 'its target', account: 'its target' },
  },
  'audit verify': {
    on: 'everything',
    does: 'verify the audit chain',
    scopes: { admin: 'all of them' },
  },
  status: {
    on: 'nothing',
    does: "see the bot's and the gateway's state",
    scopes: { admin: 'all of them', on_call: 'its target' },
  },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof permissions;

export const actions = Object.keys(permissions) as Action[];

/** The table's row for an action, with its optional parts in reach of the type. */
export function permission(action: Action): Permission {
  return permissions[action];
}

/** Which scopes have the right to an action, and how far, with what the operator lets them do besides. */
export function scopesWith(
  action: Action,
  widened: readonly Widening[],
): Partial<Record<Scope, Extent>> {
  const { scopes } = permission(action);
  return widening.has(action) ? held(scopes, widened) : (scopes as Partial<Record<Scope, Extent>>);
}

/** The actions with a right that depends on the operator: for the others nothing has to be looked at. */
const widening = new Set(
  actions.filter((action) =>
    Object.values(permission(action).scopes).some((extent) => typeof extent === 'object'),
  ),
);

function held(
  scopes: Permission['scopes'],
  widened: readonly Widening[],
): Partial<Record<Scope, Extent>> {
  const rights = Object.entries(scopes).flatMap(([scope, extent]) => {
    if (typeof extent === 'string') return [[scope, extent]];
    return widened.includes(extent.only) ? [[scope, extent.extent]] : [];
  });
  return Object.fromEntries(rights);
}

/** What these scopes let a person do, in the table's words and order; `decides`: where they are somebody who may. */
export function rightsOf(
  scopes: readonly Scope[],
  { decides = true, widened = [] }: { decides?: boolean; widened?: readonly Widening[] } = {},
): readonly string[] {
  const key = [decides, ...new Set(scopes), ...widened].join(' ');
  const known = rights.get(key);
  if (known) return known;
  const found = actions
    .filter((action) => decides || action !== 'approvals decide')
    .filter((action) => scopes.some((scope) => scopesWith(action, widened)[scope]))
    .map((action) => permission(action).does);
  rights.set(key, found);
  return found;
}

/** By the scopes, which are few. */
const rights = new Map<string, readonly string[]>();

/** The scopes that the spec names for nearly every setting. */
function itsOwnScopes() {
  return { admin: 'all of them', service_provider: 'its target', account: 'its target' } as const;
}

/** The spec's "admin" who listens, and whoever else the operator trusts with what callers said. */
function whoListens() {
  return {
    admin: 'all of them',
    service_provider: 'its target',
    account: { only: 'LISTEN=account', extent: 'its target' },
  } as const;
}

function everyScope() {
  return {
    admin: 'all of them',
    service_provider: 'its target',
    account: 'its target',
    on_call: 'its target',
  } as const;
}
