import { describe, expect, test } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';
import {
  accessList,
  type Myself,
  myself,
  revokeChoices,
  type ShownGrant,
} from '../../src/features/access/access.view.ts';
import { requestModal } from '../../src/features/access/access-request.view.ts';
import { canAnswer } from '../../src/features/access/can.view.ts';
import { grantModal } from '../../src/features/access/grant.view.ts';
import { Scope } from '../../src/features/access/scope.ts';
import { welcome } from '../../src/features/access/welcome.view.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';

const shown = (more: Partial<ShownGrant> = {}): ShownGrant => ({
  id: 'grt_00000000000000000001',
  userId: 'U0EVE',
  scope: 'account',
  targetName: 'Acme',
  until: new Date('2027-02-01T00:00:00Z'),
  grantedBy: 'U0ADA',
  createdAt: new Date('2026-11-03T09:00:00Z'),
  revoke: 'grt_00000000000000000001:frm_00000000000000000001',
  ...more,
});

/** A name that would ping a channel and break the layout, and one as long as names get. */
const nasty = '<!channel> *Acme* & `Söhne`\n> quoted';
const long = '𝒜'.repeat(64);

const me: Myself = {
  command: '/vg',
  grants: [shown({ revoke: null })],
  named: false,
  isGuest: false,
  identityKnown: true,
  requests: [],
  may: ["see an account's settings", "clear an account's TTS cache"],
};

describe('lists of grants', () => {
  test('show who holds what, until when and by whom, with a button where it may be revoked', () => {
    const list = accessList({
      title: mrkdwn`Access to ${nasty}`,
      named: ['U0ADA'],
      grants: [shown(), shown({ scope: 'on_call', targetName: null, until: null, revoke: null })],
      more: '20:',
    });
    expect(validateMessage(list)).toEqual([]);
    expect(list).toMatchSnapshot();
  });

  test('say so where there is nobody', () => {
    const list = accessList({ title: mrkdwn`Access`, named: [], grants: [], more: null });
    expect(validateMessage(list)).toEqual([]);
    expect(list.text).toBe('*Access*\nNobody is mapped here, as far as you may see.');
  });

  test('hold a full page of the longest names, and fifty Admins of the operator’s', () => {
    const list = accessList({
      title: mrkdwn`Access`,
      named: Array.from({ length: 50 }, (_, index) => `U0ADMIN${index}`),
      grants: Array.from({ length: 20 }, () => shown({ targetName: long })),
      more: '20:',
    });
    expect(validateMessage(list)).toEqual([]);
  });

  test('ask which grant is to be revoked', () => {
    const choices = revokeChoices('U0EVE', [shown({ targetName: nasty }), shown()], true);
    expect(validateMessage(choices)).toEqual([]);
    expect(choices).toMatchSnapshot();
  });
});

describe('whatever there is of it', () => {
  const worst = '&'.repeat(300);
  const many = Array.from({ length: 1000 }, () => shown({ targetName: worst }));

  test('fits: grants to be revoked, of which some are offered and the rest is counted', () => {
    const choices = revokeChoices('U0EVE', many, true);
    expect(validateMessage(choices)).toEqual([]);
    expect(JSON.stringify(choices.blocks)).toContain('…and 980 more. Name the target');
  });

  test('fits: what somebody holds and has asked for', () => {
    const change = { id: 'chg_00000000000000000001', expiresAt: null } as const;
    const requests = Array.from({ length: 1000 }, () => ({ change, what: worst }));
    const message = myself({ ...me, grants: many, named: true, requests, isGuest: true });
    expect(validateMessage(message)).toEqual([]);
  });

  test('fits: what somebody asks for, beside the form that maps them', () => {
    const request = { from: 'U0EVE', needs: '&'.repeat(300), reason: '&\n'.repeat(250) };
    const modal = grantModal({ scope: null }, Scope.options, { request, note: worst });
    expect(validateView(modal)).toEqual([]);
  });
});

describe('what somebody holds', () => {
  test('each grant with where it comes from, and open requests', () => {
    const change = {
      id: 'chg_00000000000000000001',
      expiresAt: new Date('2026-11-10T09:00:00Z'),
    } as const;
    const message = myself({
      ...me,
      named: true,
      requests: [{ change, what: `create account ${nasty}` }],
    });
    expect(validateMessage(message)).toEqual([]);
    expect(message).toMatchSnapshot();
  });

  test('a guest, unconfirmed', () => {
    const message = myself({ ...me, isGuest: true, identityKnown: false });
    expect(validateMessage(message)).toEqual([]);
    expect(message).toMatchSnapshot();
  });

  test('nothing', () => {
    const message = myself({ ...me, grants: [], may: [] });
    expect(validateMessage(message)).toEqual([]);
    expect(message).toMatchSnapshot();
  });
});

describe('Grant access', () => {
  test.for([null, ...Scope.options])('asks for what %s takes', (scope) => {
    const modal = grantModal({ scope }, Scope.options);
    expect(validateView(modal)).toEqual([]);
    expect(modal).toMatchSnapshot();
  });

  test('is filled with what is known, and shows what was asked for', () => {
    const modal = grantModal(
      {
        person: 'U0EVE',
        scope: 'account',
        account: { value: 'a-sid', text: long },
        until: '2027-01-31',
      },
      ['account'],
      {
        request: { from: 'U0EVE', needs: `${nasty}${'x'.repeat(270)}`, reason: '🙂'.repeat(500) },
        note: `Several match “${nasty}”: pick the one you mean.`,
      },
    );
    expect(validateView(modal)).toEqual([]);
    expect(modal).toMatchSnapshot();
  });
});

test('Ask for access', () => {
  const modal = requestModal();
  expect(validateView(modal)).toEqual([]);
  expect(modal).toMatchSnapshot();
});

describe('may they?', () => {
  const rule = 'Admin and on-call scopes may clear the TTS cache of every account.';
  const grant = {
    id: 'grt_00000000000000000001',
    scope: 'account' as const,
    providerSid: null,
    accountSid: null,
    targetName: nasty,
    until: null,
  };

  test('yes, by which rule and grant', () => {
    const message = canAnswer({
      userId: 'U0EVE',
      does: "clear an account's TTS cache",
      target: nasty,
      verdict: { allowed: true, rule, by: [grant], because: null, needed: 'alone' },
      whole: true,
      others: [],
      deciders: null,
    });
    expect(validateMessage(message)).toEqual([]);
    expect(message).toMatchSnapshot();
  });

  test.for([
    ['no grant', 'Nobody has mapped them.'],
    ['scope', 'None of their scopes has this right.'],
    ['target', 'None of their grants covers this.'],
    ['guest', 'They are a guest: guests hold Account scope only, and never decide.'],
    ['shut out', 'They are deactivated, a bot, or of another organisation.'],
    ['identity unknown', 'Slack does not confirm who they are right now, and changes need that.'],
  ] as const)('no, because: %s', ([because, why]) => {
    const message = canAnswer({
      userId: 'U0EVE',
      does: 'clear the TTS cache of every account',
      target: null,
      verdict: { allowed: false, rule, by: [], because, needed: null },
      whole: true,
      others: ['U0ADA', 'U0BEN'],
      deciders: null,
    });
    expect(validateMessage(message)).toEqual([]);
    expect(message.text).toBe(
      [
        '*No.* <@U0EVE> may not clear the TTS cache of every account.',
        `*Rule:* ${rule}`,
        `*Why not:* ${why}`,
        '*Who could:* <@U0ADA>, <@U0BEN>',
      ].join('\n'),
    );
  });

  test('whoever sees but a part is told the same for a grant that is missing and one elsewhere', () => {
    const texts = (['no grant', 'scope', 'target'] as const).map(
      (because) =>
        canAnswer({
          userId: 'U0EVE',
          does: 'clear it',
          target: 'Acme',
          verdict: { allowed: false, rule, by: [], because, needed: null },
          whole: false,
          others: [],
          deciders: null,
        }).text,
    );
    expect(new Set(texts).size).toBe(1);
  });
});

test('the welcome of an Admin', () => {
  const message = welcome('/vg', 'C0APPROVALS');
  expect(validateMessage(message)).toEqual([]);
  expect(message).toMatchSnapshot();
});
