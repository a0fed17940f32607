import { expect } from 'vitest';
import type { Action } from '../src/features/access/permissions.ts';
import type { Scope } from '../src/features/access/scope.ts';
import { newId } from '../src/ids.ts';
import { type Holds, hold } from './grants.ts';
import {
  type Aim,
  type Attempt,
  clicks,
  either,
  forges,
  lastChange,
  refused,
  scopesOfHire,
  unmapsHire,
} from './trying.ts';

/** Mapping somebody to a scope. */
export function granting(scope: Scope, name: (aim: Aim) => string): Attempt {
  const action: Action = `access grant ${scope}`;
  return {
    ready: unmapsHire,
    ways: {
      'by command': (stage, aim) => stage.types(`access grant @hire ${scope} ${name(aim)}`),
      'by a forged form': (stage, { account, provider }) =>
        forges(
          stage,
          async (ada) => {
            await ada.types('/vg access grant');
            await ada.picks('Scope', scopeLabels[scope]);
            // The form follows: what it remembers then names the scope.
            const follows = new RegExp(`"scope":"${scope}"`);
            await expect.poll(() => ada.modal?.view.private_metadata).toMatch(follows);
            await ada.fills({ Person: stage.hire });
            if (scope === 'account') await ada.fills({ Account: stage.own.name });
            if (scope === 'service_provider') {
              await ada.fills({ 'Service Provider': stage.provider.name });
            }
          },
          [
            [stage.own.sid, account.sid],
            [stage.provider.sid, provider.sid],
          ],
        ),
    },
    // Whoever may map nobody at all is told that, not which scope they may not grant.
    refusal: (stage, aim) =>
      either(refused(stage, action, aim), refused(stage, 'access grant account', aim)),
    done(stage) {
      const waits = scope === 'admin';
      expect(lastChange(stage)).toEqual(['access grant', waits ? 'waiting' : 'verified']);
      expect(scopesOfHire(stage)).toEqual(waits ? [] : [scope]);
    },
  };
}

/** Taking a scope back. */
export function revoking(scope: Scope, held: (aim: Aim) => Omit<Holds, 'scope'>): Attempt {
  return {
    ready(stage, aim) {
      unmapsHire(stage);
      if (aim.target === 'missing') return newId('grt');
      return hold(stage.house, stage.hire, { scope, ...held(aim) });
    },
    ways: {
      'by command': (stage, aim) => {
        const { account, provider } = held(aim);
        return stage.types(`access revoke @hire ${(account ?? provider)?.name ?? scope}`);
      },
      'by a forged button': (stage, { made }) =>
        clicks(stage, 'access.revoke', `${made}:${newId('frm')}`),
    },
    refusal: () => /I find no such grant|You may not revoke|As a guest|You have no access yet/,
    done(stage) {
      expect(lastChange(stage)).toEqual(['access revoke', 'verified']);
      expect(scopesOfHire(stage)).toEqual([]);
    },
  };
}

const scopeLabels: Record<Scope, string> = {
  admin: 'Admin',
  service_provider: 'Service Provider',
  account: 'Account',
  on_call: 'On-call',
};
