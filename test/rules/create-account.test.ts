import { expect, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import type { Actor, Grant } from '../../src/features/access/access.ts';
import type { Limits } from '../../src/features/accounts/account.ts';
import {
  authorizeCreation,
  type CreateAccountInput,
  granteeOf,
} from '../../src/features/accounts/create-account.ts';
import { AccountSid, ProviderSid } from '../../src/ids.ts';

const here = ProviderSid.parse('00000000-0000-4000-8000-00000000000a');
const elsewhere = ProviderSid.parse('00000000-0000-4000-8000-00000000000b');
const tiny = AccountSid.parse('00000000-0000-4000-8000-00000000000c');
const limits: Limits = { unit: 'sessions', maximum: 10, licensedSessions: null };

function somebody(userId: string, scope: Grant['scope'] | null, providerSid = here): Actor {
  const wide = scope === 'admin' || scope === null;
  const grant: Grant = {
    id: 'grt_1',
    scope: scope ?? 'admin',
    providerSid: wide ? null : providerSid,
    accountSid: scope === 'account' ? tiny : null,
    targetName: null,
    until: null,
  };
  return {
    person: { teamId: 'T1', userId },
    name: userId,
    grants: scope ? [grant] : [],
    isGuest: false,
    shutOut: null,
    identityKnown: true,
    widened: [],
  };
}

const ada = somebody('ada', 'admin');
const sam = somebody('sam', 'service_provider');
const tia = somebody('tia', 'account');
const olu = somebody('olu', 'on_call');
const eve = somebody('eve', null);
const nora = somebody('nora', 'service_provider', elsewhere);
const twice: Actor = { ...sam, grants: [...sam.grants, ...tia.grants] };

const wanted: CreateAccountInput = {
  name: 'Acme',
  providerSid: here,
  providerName: 'Default',
  sipRealm: 'acme.example.com',
  limits: null,
  grantTo: null,
};
const there = { ...wanted, providerSid: elsewhere, providerName: 'North' };
const limited = { ...wanted, limits };
const toTia = { ...wanted, grantTo: { ...tia.person, name: 'tia' } };

/** What the rule says: `null` where it allows it, else the refusal's code. */
function says(actor: Actor, input: CreateAccountInput, editor: Actor | null): string | null {
  try {
    authorizeCreation(actor, input, editor);
    return null;
  } catch (error) {
    if (error instanceof BotError) return error.code;
    throw error;
  }
}

test.for<[string, Actor, CreateAccountInput, Actor | null, string | null]>([
  ['an Admin creates anywhere', ada, there, null, null],
  ['a Service Provider creates in its provider', sam, wanted, null, null],
  ['a Service Provider creates in no other', sam, there, null, 'forbidden'],
  ['an Account-scope person creates in its provider', tia, wanted, null, null],
  ['an Account-scope person creates in no other', tia, there, null, 'forbidden'],
  ['on-call creates nothing', olu, wanted, null, 'forbidden'],
  ['somebody unmapped creates nothing', eve, wanted, null, 'forbidden'],
  ['an Admin sets limits', ada, limited, null, null],
  ['a Service Provider sets no limits', sam, limited, null, 'forbidden'],
  ['an Account-scope person sets no limits', tia, limited, null, 'forbidden'],
  ['an Admin sets limits by an edit', tia, limited, ada, null],
  ['a Service Provider sets none by an edit', tia, limited, sam, 'forbidden'],
  ['a Service Provider edits within its provider', tia, wanted, sam, null],
  ['a Service Provider edits nothing of another', tia, wanted, nora, 'forbidden'],
  ['an edit moves nothing to where the asker may not', tia, there, ada, 'forbidden'],
  ['an Account-scope person edits nothing', sam, wanted, tia, 'forbidden'],
  ['the Account-scope asker is granted it', tia, toTia, null, null],
  ['nobody else is granted it by a Service Provider', sam, toTia, null, 'forbidden'],
  ['nobody else is granted it by an Admin', ada, toTia, ada, 'forbidden'],
  [
    'a Service Provider is not granted it',
    sam,
    { ...toTia, grantTo: { ...sam.person, name: 's' } },
    null,
    'forbidden',
  ],
])('%s', ([, actor, input, editor, expected]) => {
  expect(says(actor, input, editor)).toBe(expected);
});

test.for<[string, Actor, string | null]>([
  ['an Account-scope person', tia, 'tia'],
  ['a Service Provider', sam, null],
  ['an Admin', ada, null],
  ['a Service Provider with Account scope besides', twice, null],
  ['somebody of another provider', nora, null],
])('a creation also grants the account to the asker: %s', ([, asker, expected]) => {
  expect(granteeOf(asker, here)?.name ?? null).toBe(expected);
});
