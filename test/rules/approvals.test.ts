import { describe, expect, test } from 'vitest';
import type { Change, ChangeState } from '../../src/changes/change.ts';
import { changeStates } from '../../src/db/schema.ts';
import { BotError } from '../../src/errors.ts';
import type { Actor, Grant } from '../../src/features/access/access.ts';
import type { Scope } from '../../src/features/access/scope.ts';
import {
  mayDecide,
  requestTimes,
  requireBreakGlass,
  requireDecision,
  requireWaiting,
  secondPerson,
} from '../../src/features/approvals/approvals.ts';
import { AccountSid, ProviderSid } from '../../src/ids.ts';

const ours = ProviderSid.parse('00000000-0000-4000-8000-000000000001');
const theirs = ProviderSid.parse('00000000-0000-4000-8000-000000000002');
const tiny = AccountSid.parse('00000000-0000-4000-8000-0000000000a1');

function grant(scope: Scope, providerSid: ProviderSid | null = null): Grant {
  const accountSid = scope === 'account' ? tiny : null;
  return { id: 'grt_1', scope, providerSid, accountSid, targetName: null, until: null };
}

function person(userId: string, grants: Grant[], more: Partial<Actor> = {}): Actor {
  const identity = { isGuest: false, shutOut: null, identityKnown: true, widened: [] };
  return { person: { teamId: 'T1', userId }, name: userId, grants, ...identity, ...more };
}

const admin = person('UADMIN', [grant('admin')]);
const account = person('UACC', [grant('account', ours)]);
const both = person('UBOTH', [grant('account', ours), grant('service_provider', ours)]);
const stranger = person('UNONE', []);
const cast = {
  Admin: admin,
  SP: person('USP', [grant('service_provider', ours)]),
  'SP elsewhere': person('USP2', [grant('service_provider', theirs)]),
  Account: account,
  'Account elsewhere': person('UACC2', [grant('account', theirs)]),
  'SP and Account': both,
  'on-call': person('UCALL', [grant('on_call')]),
  stranger,
  'Admin turned guest': { ...admin, isGuest: true },
  'SP and Account turned guest': { ...both, isGuest: true },
  'Admin whom Slack does not confirm': { ...admin, identityKnown: false },
  'somebody at a terminal': person('terminal:ann', [grant('admin')]),
  'deactivated Admin': { ...admin, grants: [], shutOut: 'deactivated' as const },
};

describe('who needs a second person', () => {
  test.each([
    // action, who, FOUR_EYES, Admins there are, what is needed
    ['account create', 'Admin', 'others', 1, 'announced'],
    ['account create', 'Admin', 'others', 2, 'announced'],
    ['account create', 'Admin', 'all', 2, 'second person'],
    ['account create', 'SP', 'others', 2, 'second person'],
    ['account create', 'Account', 'others', 2, 'second person'],
    ['account delete', 'Admin', 'others', 1, 'announced'],
    ['account delete', 'Admin', 'others', 2, 'second person'],
    ['account delete', 'SP', 'others', 1, 'second person'],
    ['account delete', 'somebody at a terminal', 'others', 2, 'second person'],
    ['access grant service_provider', 'Admin', 'others', 2, 'announced'],
    ['access grant service_provider', 'Admin', 'all', 2, 'second person'],
    ['access grant admin', 'Admin', 'others', 1, 'announced'],
    ['access grant admin', 'Admin', 'others', 2, 'second person'],
    ['access grant admin', 'Admin', 'all', 2, 'second person'],
    ['access grant account', 'SP', 'all', 2, 'alone'],
    ['tts clear', 'on-call', 'all', 2, 'alone'],
    ['access request', 'stranger', 'others', 1, 'second person'],
    ['access request', 'Admin', 'others', 1, 'second person'],
  ] as const)(
    '%s by %s under %s with %d Admins: %s',
    (action, who, fourEyes, adminCount, needed) => {
      expect(secondPerson(action, cast[who], { fourEyes, adminCount: () => adminCount })).toBe(
        needed,
      );
    },
  );

  test('an Admin who is a guest meanwhile stands for nothing alone', () => {
    const guest = { ...admin, isGuest: true };
    const how = { fourEyes: 'others', adminCount: () => 2 } as const;
    expect(secondPerson('account create', guest, how)).toBe('second person');
  });
});

describe('breaking the glass', () => {
  const atTerminal = cast['somebody at a terminal'];
  const reason = 'Ada and Ben are on a plane';

  test('is for whoever sits at a terminal', () => {
    requireBreakGlass(atTerminal, 'account create', reason);
    requireBreakGlass(atTerminal, 'access grant admin', reason);
  });

  test.each(['Admin', 'SP', 'Account', 'on-call', 'stranger'] as const)(
    'is for nobody in Slack: %s',
    (who) => {
      const broken = () => requireBreakGlass(cast[who], 'account create', reason);
      expect(broken).toThrow('Nobody does this alone from Slack.');
    },
  );

  test.each(['', 'because', ` ${'.'.repeat(9)} `, 'x'.repeat(501)])(
    'needs a reason that others understand, and “%s” is none',
    (short) => {
      expect(() => requireBreakGlass(atTerminal, 'account create', short)).toThrow(
        'needs a reason',
      );
    },
  );

  test('maps nobody who asked for access', () => {
    const broken = () => requireBreakGlass(atTerminal, 'access request', reason);
    expect(broken).toThrow(BotError);
  });
});

const asked = new Date('2026-11-23T10:00:00Z');

function request(asker: Actor, more: Partial<Change> = {}): Change {
  return {
    seq: 1,
    id: 'chg_00000000000000000001',
    kind: 'account create',
    state: 'waiting',
    lane: `provider/${ours}`,
    batch: null,
    actor: asker.person,
    actorName: asker.name,
    providerSid: ours,
    accountSid: null,
    subject: null,
    input: {},
    origin: { surface: 'command' },
    reason: null,
    revision: 1,
    digest: 'd',
    authors: [asker.person.userId],
    announced: false,
    needsSecond: true,
    breakGlass: null,
    expiresAt: new Date('2026-11-30T10:00:00Z'),
    remindAt: null,
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    requestedAt: asked,
    startedAt: null,
    endedAt: null,
    attempts: 0,
    dueAt: null,
    before: null,
    after: null,
    failure: null,
    ...more,
  };
}

describe('who may decide', () => {
  test.each([
    // who, whose request, the answer under `others`
    ['Admin', 'Account', 'yes'],
    ['Admin', 'SP', 'yes'],
    ['Admin', 'stranger', 'yes'],
    ['Admin', 'Admin', 'own request'],
    ['SP', 'Account', 'yes'],
    ['SP', 'SP', 'own request'],
    ['SP', 'Admin', 'scope'],
    ['SP', 'SP and Account', 'scope'],
    ['SP', 'Account elsewhere', 'scope'],
    ['SP', 'stranger', 'scope'],
    ['SP elsewhere', 'Account', 'scope'],
    ['Account', 'SP and Account', 'scope'],
    ['on-call', 'Account', 'scope'],
    ['stranger', 'Account', 'scope'],
    ['Admin turned guest', 'Account', 'guest'],
    ['SP and Account turned guest', 'Account', 'guest'],
    ['Admin whom Slack does not confirm', 'Account', 'identity unknown'],
    ['somebody at a terminal', 'Account', 'terminal'],
    ['deactivated Admin', 'Account', 'scope'],
  ] as const)('%s on the request of %s: %s', (who, whose, answer) => {
    const may = mayDecide(cast[who], cast[whose], request(cast[whose]), 'others');
    expect(may.allowed ? 'yes' : may.because).toBe(answer);
  });

  test('another Service Provider decides for Account-scope people of the same tenant', () => {
    const other = person('USP3', [grant('service_provider', ours)]);
    expect(mayDecide(other, account, request(account), 'others').allowed).toBe(true);
  });

  test('an editor is an author: under `all` somebody else approves', () => {
    const edited = request(account, { revision: 2, authors: ['UACC', 'UADMIN'] });
    expect(mayDecide(admin, account, edited, 'others')).toEqual({ allowed: true });
    expect(mayDecide(admin, account, edited, 'all')).toEqual({ allowed: false, because: 'author' });
    const second = person('UADMIN2', [grant('admin')]);
    expect(mayDecide(second, account, edited, 'all')).toEqual({ allowed: true });
  });

  test('a request that belongs to no tenant is for Admins', () => {
    const free = request(stranger, { kind: 'access request', providerSid: null });
    expect(mayDecide(cast.SP, stranger, free, 'others').allowed).toBe(false);
    expect(mayDecide(admin, stranger, free, 'others').allowed).toBe(true);
  });
});

describe('what a decision is told that comes too late', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  const how = { fourEyes: 'others' as const, now, nameOf: (id: string) => id.toLowerCase() };

  function said(change: Change, actor = admin): string {
    try {
      requireWaiting(change, actor, how);
      return 'go on';
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      return `${error.message} ${error.why}`;
    }
  }

  test('every state but waiting is over, in plain words', () => {
    const decided = { decidedBy: 'UBEN', decidedAt: new Date('2026-11-23T11:57:00Z') };
    const words = (state: ChangeState) =>
      said(
        request(account, {
          state,
          ...decided,
          decisionReason: 'No',
          endedAt: new Date('2026-11-23T10:30:00Z'),
        }),
      );
    expect(Object.fromEntries(changeStates.map((state) => [state, words(state)]))).toEqual({
      waiting: 'go on',
      ready: 'This request was approved by uben 3 minutes ago. It is being carried out.',
      applying: 'This request was approved by uben 3 minutes ago. It is being carried out.',
      verified: 'This request was approved by uben 3 minutes ago. It is done and verified.',
      failed: 'This request was approved by uben 3 minutes ago. It failed when it was carried out.',
      unknown: 'This request was approved by uben 3 minutes ago. Whether it happened is not known.',
      denied: 'This request was denied by uben 3 minutes ago. The reason given: No',
      withdrawn: 'This request was withdrawn by uacc 1 hour ago. Whoever asked no longer wants it.',
      expired: 'This request has expired. Nobody decided it in time.',
      stopped: 'This request was stopped. It never began.',
    });
  });

  test('whoever decided it themselves is told so', () => {
    const decided = { decidedBy: 'UADMIN', decidedAt: now };
    expect(said(request(account, { state: 'applying', ...decided }))).toContain(
      'approved by you just now',
    );
  });

  test('a request past its day is over before anybody has tidied up', () => {
    expect(said(request(account, { expiresAt: now }))).toContain('has expired');
    expect(said(request(account, { expiresAt: new Date(now.getTime() + 1) }))).toBe('go on');
  });

  test('the right to decide is checked before anything is told, the revision last', () => {
    const over = request(account, { state: 'denied', revision: 2 });
    const check = (actor: Actor, change: Change, revision: number) => () =>
      requireDecision({ actor, asker: account, change, revision }, how);
    expect(check(stranger, over, 1)).toThrow('You may not decide this request.');
    expect(check(admin, over, 1)).toThrow('was denied');
    expect(check(admin, request(account, { revision: 2 }), 1)).toThrow('was edited since');
    expect(check(admin, request(account, { revision: 2 }), Number.NaN)).toThrow('was edited since');
    expect(check(admin, request(account, { revision: 2 }), 2)).not.toThrow();
  });
});

describe('when a request is reminded of and expires', () => {
  test.each([
    // asked, reminded: once, after a working day
    ['2026-11-23T10:00:00Z', '2026-11-24T10:00:00.000Z'],
    ['2026-11-26T23:59:59Z', '2026-11-27T23:59:59.000Z'],
    ['2026-11-27T10:00:00Z', '2026-11-30T10:00:00.000Z'],
    ['2026-11-28T10:00:00Z', '2026-11-30T10:00:00.000Z'],
    ['2026-11-29T10:00:00Z', '2026-11-30T10:00:00.000Z'],
  ])('asked on %s: reminded on %s', (at, remindAt) => {
    const times = requestTimes(new Date(at), 7);
    expect(times.remindAt.toISOString()).toBe(remindAt);
    expect(times.expiresAt.getTime() - new Date(at).getTime()).toBe(7 * 24 * 60 * 60_000);
  });
});
