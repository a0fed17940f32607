import type { Actor, Grant } from '../features/access/access.ts';
import { accounts, cast, idOf, type Person, providers } from './cast.ts';

const nothing = { providerSid: null, accountSid: null, targetName: null, until: null };

/** Grants by which the gallery's people hold what they hold. */
export const grants = {
  admin: { ...nothing, id: null, scope: 'admin' },
  serviceProvider: {
    ...nothing,
    id: idOf('grt', 'sam'),
    scope: 'service_provider',
    providerSid: providers.nordic.sid,
    targetName: providers.nordic.name,
  },
  account: {
    ...nothing,
    id: idOf('grt', 'tia'),
    scope: 'account',
    providerSid: accounts.acme.provider.sid,
    accountSid: accounts.acme.sid,
    targetName: accounts.acme.name,
    until: new Date('2027-02-01T00:00:00Z'),
  },
  onCall: { ...nothing, id: idOf('grt', 'olu'), scope: 'on_call' },
} satisfies Record<string, Grant>;

/** Somebody with these grants; `more`: what Slack says of them. */
export function actor(
  { teamId, userId, name }: Person,
  held: readonly Grant[],
  more: Partial<Actor> = {},
): Actor {
  return {
    person: { teamId, userId },
    name,
    grants: [...held],
    isGuest: false,
    shutOut: null,
    identityKnown: true,
    widened: [],
    ...more,
  };
}

export const actors = {
  ada: actor(cast.ada, [grants.admin]),
  ben: actor(cast.ben, [grants.admin]),
  sam: actor(cast.sam, [grants.serviceProvider]),
  tia: actor(cast.tia, [grants.account]),
  olu: actor(cast.olu, [grants.onCall]),
  eve: actor(cast.eve, []),
  gus: actor(cast.gus, [grants.account], { isGuest: true }),
};
