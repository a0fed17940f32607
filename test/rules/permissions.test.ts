import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Actor,
  decide,
  type Grant,
  mayEver,
  reachOf,
  within,
} from '../../src/features/access/access.ts';
import {
  type Action,
  actions,
  permission,
  rightsOf,
  Widening,
} from '../../src/features/access/permissions.ts';
import { Scope, type Target } from '../../src/features/access/scope.ts';
import { AccountSid, ProviderSid } from '../../src/ids.ts';

const sid = (digit: number) => `0000000${digit}-0000-4000-8000-000000000000`;
const [own, foreign] = [1, 2].map((digit) => ProviderSid.parse(sid(digit))) as [
  ProviderSid,
  ProviderSid,
];
const [mine, beside, elsewhere] = [3, 4, 5].map((digit) => AccountSid.parse(sid(digit))) as [
  AccountSid,
  AccountSid,
  AccountSid,
];

/** Everything that can be acted on: one's account, its neighbour, another tenant's, the providers, all. */
const targets: Record<string, Target> = {
  mine: { kind: 'account', accountSid: mine, providerSid: own },
  beside: { kind: 'account', accountSid: beside, providerSid: own },
  elsewhere: { kind: 'account', accountSid: elsewhere, providerSid: foreign },
  'own provider': { kind: 'provider', providerSid: own },
  'foreign provider': { kind: 'provider', providerSid: foreign },
  everything: { kind: 'everything' },
};

const grant = (scope: Scope, on: { provider?: ProviderSid; account?: AccountSid } = {}): Grant => ({
  id: 'grt',
  scope,
  providerSid: on.provider ?? null,
  accountSid: on.account ?? null,
  targetName: null,
  until: null,
});

const holders: Record<string, Grant> = {
  admin: grant('admin'),
  service_provider: grant('service_provider', { provider: own }),
  account: grant('account', { provider: own, account: mine }),
  'on_call, one provider': grant('on_call', { provider: own }),
  'on_call, all': grant('on_call'),
};

function actor(grants: Grant[], more: Partial<Actor> = {}): Actor {
  return {
    person: { teamId: 'T1', userId: 'U1' },
    name: 'ann',
    grants,
    isGuest: false,
    shutOut: null,
    identityKnown: true,
    widened: [],
    ...more,
  };
}

/** The targets that make sense for an action; all of them are asked about. */
const tenant = ['mine', 'beside', 'own provider'];
const all = Object.keys(targets);
const nobody: string[] = [];

/** Design §2 written out: for each action, on which targets each holder may. */
const table: Record<Action, Record<keyof typeof holders, string[]>> = {
  ...everybody('help', 'me', 'access request', 'approvals mine'),
  ...each(['account list', 'account show', 'apps list', 'tts show', 'tts clear', 'webhooks test'], {
    admin: all,
    service_provider: tenant,
    account: ['mine'],
    'on_call, one provider': tenant,
    'on_call, all': all,
  }),
  ...each(['calls', 'keys list', 'recording test'], {
    admin: all,
    service_provider: tenant,
    account: ['mine'],
    'on_call, one provider': tenant,
    'on_call, all': all,
  }),
  ...each(['account create'], {
    admin: all,
    service_provider: tenant,
    account: ['mine', 'own provider'],
  }),
  ...each(
    [
      'limits edit',
      'keys add --never',
      'access grant admin',
      'access grant service_provider',
      'access grant on_call',
      'access revoke admin',
      'access revoke service_provider',
      'access revoke on_call',
      'audit verify',
    ],
    { admin: all },
  ),
  ...each(
    [
      'access grant account',
      'access revoke account',
      'account delete',
      'approvals decide',
      'calls listen',
      'calls delete',
    ],
    {
      admin: all,
      service_provider: tenant,
    },
  ),
  ...each(
    [
      'account edit',
      'realm edit',
      'webhooks edit',
      'recording edit',
      'recording off',
      'apps add',
      'apps edit',
      'apps remove',
      'keys add',
      'keys rotate',
      'keys extend',
      'keys revoke',
    ],
    {
      admin: all,
      service_provider: tenant,
      account: ['mine'],
    },
  ),
  ...each(['access list', 'can', 'approvals', 'audit', 'secret show', 'secret rotate'], {
    admin: all,
    service_provider: tenant,
    account: ['mine'],
  }),
  ...each(['tts clear --all', 'recording mute', 'status'], {
    admin: all,
    'on_call, one provider': tenant,
    'on_call, all': all,
  }),
} as Record<Action, Record<string, string[]>>;

function each(names: Action[], may: Record<string, string[]>) {
  const row = Object.fromEntries(Object.keys(holders).map((who) => [who, may[who] ?? nobody]));
  return Object.fromEntries(names.map((name) => [name, row]));
}

function everybody(...names: Action[]) {
  return each(names, Object.fromEntries(Object.keys(holders).map((who) => [who, all])));
}

describe('the permission table', () => {
  test('is written out here whole', () => {
    expect(Object.keys(table).toSorted()).toEqual(actions.toSorted());
  });

  test.for(actions)('%s', (action) => {
    const may = Object.fromEntries(
      Object.entries(holders).map(([who, held]) => [
        who,
        all.filter((name) => decide(actor([held]), action, targets[name] as Target).allowed),
      ]),
    );
    expect(may).toEqual(table[action]);
  });

  test('the operator may let Account scope listen, which changes nothing else', () => {
    const widened = ['LISTEN=account'] as const;
    const account = holders.account as Grant;
    const may = (action: Action, wide: Partial<Actor>) =>
      all.filter((name) => decide(actor([account], wide), action, targets[name] as Target).allowed);
    for (const action of actions) {
      const listens = action === 'calls listen' || action === 'calls delete';
      expect(may(action, { widened })).toEqual(listens ? ['mine'] : may(action, {}));
    }
    expect(rightsOf(['account'])).not.toContain(permission('calls listen').does);
    expect(rightsOf(['account'], { widened })).toContain(permission('calls listen').does);
    const rule = (wide: Partial<Actor>) =>
      decide(actor([account], wide), 'calls listen', targets.elsewhere as Target);
    expect(rule({}).rule).toMatch(/^Admin and Service Provider scopes may listen/);
    expect(rule({ widened }).rule).toMatch(/^Admin, Service Provider and Account scopes/);
    expect(rule({ widened })).toMatchObject({ because: 'target' });
  });

  test('clearing every account is for Admins and those on call for all', () => {
    const may = (who: Grant) => decide(actor([who]), 'tts clear --all', { kind: 'everything' });
    const able = Object.entries(holders).filter(([, held]) => may(held).allowed);
    expect(able.map(([who]) => who)).toEqual(['admin', 'on_call, all']);
  });

  test('a person without grants may do what is for everyone', () => {
    const may = actions.filter((action) => decide(actor([]), action, { kind: 'nothing' }).allowed);
    expect(may).toEqual(['help', 'me', 'access request', 'approvals mine']);
  });
});

describe('whoever they are', () => {
  const scope = fc.constantFrom(...Scope.options);
  const anyGrant = fc
    .record({
      scope,
      provider: fc.constantFrom(own, foreign),
      account: fc.constantFrom(mine, beside),
      all: fc.boolean(),
    })
    .map(({ scope: name, provider, account, all: wide }) => {
      if (name === 'admin') return grant(name);
      if (name === 'account') return grant(name, { provider: own, account });
      return name === 'on_call' && wide ? grant(name) : grant(name, { provider });
    });
  const someGrants = fc.array(anyGrant, { maxLength: 4 });
  const anyWidening = fc.subarray(Widening.options);
  const anyAction = fc.constantFrom(...actions);
  const anyTarget = fc.constantFrom<Target>({ kind: 'nothing' }, ...Object.values(targets));

  test('one more grant never takes a right away', () => {
    fc.assert(
      fc.property(someGrants, anyGrant, anyAction, anyTarget, (grants, more, action, target) => {
        if (!decide(actor(grants), action, target).allowed) return;
        expect(decide(actor([...grants, more]), action, target).allowed).toBe(true);
        expect(decide(actor([more, ...grants]), action, target).allowed).toBe(true);
      }),
    );
  });

  test('a guest, or somebody whom Slack does not confirm, never may more than a member', () => {
    fc.assert(
      fc.property(someGrants, anyAction, anyTarget, (grants, action, target) => {
        const member = decide(actor(grants), action, target).allowed;
        for (const less of [{ isGuest: true }, { identityKnown: false }]) {
          if (decide(actor(grants, less), action, target).allowed) expect(member).toBe(true);
        }
      }),
    );
  });

  test('a guest decides nothing and holds nothing but Account scope', () => {
    fc.assert(
      fc.property(someGrants, anyAction, anyTarget, (grants, action, target) => {
        const guest = actor(grants, { isGuest: true });
        const decision = decide(guest, action, target);
        if (action === 'approvals decide') expect(decision.allowed).toBe(false);
        if (decision.allowed && decision.grant) expect(decision.grant.scope).toBe('account');
      }),
    );
  });

  test('somebody who is shut out may nothing', () => {
    const shutOut = fc.constantFrom('other organisation', 'bot', 'deactivated');
    fc.assert(
      fc.property(someGrants, shutOut, anyAction, anyTarget, (grants, why, action, target) => {
        const barred = actor(grants, { shutOut: why as NonNullable<Actor['shutOut']> });
        expect(decide(barred, action, target).allowed).toBe(false);
      }),
    );
  });

  test('while Slack does not say who they are, no change is allowed', () => {
    fc.assert(
      fc.property(someGrants, anyAction, anyTarget, (grants, action, target) => {
        const unknown = actor(grants, { identityKnown: false });
        if (permission(action).changes) {
          expect(decide(unknown, action, target).allowed).toBe(false);
        }
      }),
    );
  });

  test('the reach that searches are held to is what the check allows, for accounts', () => {
    const onAccounts = actions.filter((action) => permission(action).on === 'account');
    fc.assert(
      fc.property(
        someGrants,
        fc.boolean(),
        fc.constantFrom(...onAccounts),
        fc.constantFrom('mine', 'beside', 'elsewhere'),
        anyWidening,
        (grants, isGuest, action, name, widened) => {
          const who = actor(grants, { isGuest, widened });
          const target = targets[name] as Target & { kind: 'account' };
          const account = { sid: target.accountSid, provider: { sid: target.providerSid } };
          const reached = within(reachOf(who, action), account);
          expect(reached).toBe(decide(who, action, target).allowed);
        },
      ),
    );
  });

  test('what the help offers is what some target allows', () => {
    fc.assert(
      fc.property(
        someGrants,
        fc.boolean(),
        anyAction,
        anyWidening,
        (grants, isGuest, action, widened) => {
          const who = actor(grants, { isGuest, widened });
          const somewhere = [{ kind: 'nothing' } as Target, ...Object.values(targets)].some(
            (target) => decide(who, action, target).allowed,
          );
          expect(mayEver(who, action)).toBe(somewhere);
        },
      ),
    );
  });
});
