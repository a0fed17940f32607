import { describe, expect, test } from 'vitest';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';
import { held } from '../../src/features/access/access.gallery.ts';
import { accessList, myself, revokeChoices } from '../../src/features/access/access.view.ts';
import { canAnswer } from '../../src/features/access/can.view.ts';
import { grantModal } from '../../src/features/access/grant.view.ts';
import { rightsOf } from '../../src/features/access/permissions.ts';
import { Scope } from '../../src/features/access/scope.ts';
import { cast } from '../../src/gallery/cast.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';

// What cannot be seen in the gallery: the worst that there may be, and every reason.

/** A name that would ping a channel and break the layout, and one as long as names get. */
const nasty = '<!channel> *Acme* & `Söhne`\n> quoted';
const long = '𝒜'.repeat(64);

describe('whatever there is of it', () => {
  const worst = '&'.repeat(300);
  const many = Array.from({ length: 1000 }, () => held(cast.eve, { targetName: worst }));

  test('fits: a full page of the longest names, and fifty Admins of the operator’s', () => {
    const list = accessList({
      title: mrkdwn`Access`,
      named: Array.from({ length: 50 }, (_, index) => `U0ADMIN${index}`),
      grants: Array.from({ length: 20 }, () => held(cast.eve, { targetName: long })),
      more: '20:',
    });
    expect(validateMessage(list)).toEqual([]);
  });

  test('fits: grants to be revoked, of which some are offered and the rest is counted', () => {
    const choices = revokeChoices('U0EVE', many, true);
    expect(validateMessage(choices)).toEqual([]);
    expect(JSON.stringify(choices.blocks)).toContain('…and 980 more. Name the target');
  });

  test('fits: what somebody holds and has asked for', () => {
    const change = { id: 'chg_00000000000000000001', expiresAt: null } as const;
    const requests = Array.from({ length: 1000 }, () => ({ change, what: worst }));
    const message = myself({
      command: '/vg',
      grants: many,
      named: true,
      isGuest: true,
      identityKnown: false,
      requests,
      may: rightsOf(Scope.options),
    });
    expect(validateMessage(message)).toEqual([]);
  });

  test('fits: what somebody asks for, beside the form that maps them', () => {
    const request = { from: 'U0EVE', needs: '&'.repeat(300), reason: '&\n'.repeat(250) };
    const modal = grantModal({ scope: null }, Scope.options, { request, note: worst });
    expect(validateView(modal)).toEqual([]);
  });

  test('fits: a form filled with all that is known, beside the longest request', () => {
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
  });
});

describe('may they?', () => {
  const rule = 'Admin and on-call scopes may clear the TTS cache of every account.';
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
