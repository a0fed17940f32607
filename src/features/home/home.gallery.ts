import { actors } from '../../gallery/actors.ts';
import { accounts, COMMAND, cast, daysAhead, now, numbered } from '../../gallery/cast.ts';
import { atHome, type GallerySection } from '../../gallery/specimen.ts';
import {
  askingForAccess,
  carriedOut,
  clearing,
  creation,
  decided,
  granting,
} from '../../gallery/told.ts';
import type { Actor } from '../access/access.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { shortcuts } from '../help/help.ts';
import { type AccountsShown, type HomeShown, homeTab, strangersHome } from './home.view.ts';
import type { Posture } from './posture.ts';

const nothingWaits = { requests: [], more: false };

/** What anybody's tab has, before what is theirs. */
function of(actor: Actor, shown: Partial<HomeShown>): HomeShown {
  return {
    command: COMMAND,
    grants: actor.grants,
    shortcuts: shortcuts(actor),
    waiting: nothingWaits,
    own: [],
    accounts: page([]),
    last: [],
    at: now,
    ...shown,
  };
}

/** A page of accounts, the first of them as well kept as `posture` says. */
function page(
  accounts: readonly AccountSummary[],
  { behind = false, before = false, postures = [] as Posture[] } = {},
): AccountsShown {
  const items = accounts.map((account, index) => ({
    account,
    posture: postures[index] ?? { secretDays: 40 + index, concerns: [] },
  }));
  return { items, before, behind };
}

const { acme, acmeNorth, globex, rightToLeft, odd, longest } = accounts;
const waiting = [
  {
    told: creation({ needsSecond: true, reason: 'Their contact centre moves to us in December.' }),
    deciding: { approve: 'Approve', editable: true } as const,
  },
  {
    told: askingForAccess({ by: cast.eve, needsSecond: true }),
    deciding: { approve: 'Map…', editable: false } as const,
  },
];

/** The Home tab. */
export function homeGallery(): GallerySection {
  return {
    feature: 'home',
    title: 'Home',
    specimens: [
      atHome('Home of an Admin for whom requests wait', homeTab, {
        ...of(actors.ada, {
          waiting: { requests: waiting, more: true },
          accounts: page([acme, acmeNorth, globex, rightToLeft, odd, longest], {
            behind: true,
            postures: [
              { secretDays: 412, concerns: [{ is: 'no bucket' }, { is: 'old secret' }] },
              { secretDays: 12, concerns: [{ is: 'recording paused' }] },
              {
                secretDays: 1,
                concerns: [
                  { is: 'key expires', label: 'CRM', at: daysAhead(3) },
                  { is: 'owner left', label: 'CRM' },
                  { is: 'owner left', label: null },
                  { is: 'key expires', label: null, at: daysAhead(9) },
                  { is: 'key expires', label: 'Reports', at: daysAhead(11) },
                ],
              },
            ],
          }),
          last: [clearing(acme, carriedOut), granting(carriedOut), creation(decided.denied)],
        }),
      }),
      atHome('Home of a Service Provider without accounts yet', homeTab, of(actors.sam, {})),
      atHome('Home of an Account-scope person who has asked for something', homeTab, {
        ...of(actors.tia, {
          own: [
            {
              told: creation({ needsSecond: true }),
              deciding: { approve: 'Approve', editable: true },
            },
          ],
          accounts: page([acme]),
        }),
      }),
      atHome(
        'Home of whoever is on call, full',
        homeTab,
        of(actors.olu, {
          accounts: page(
            Array.from({ length: 10 }, (_, index) => numbered(index)),
            { before: true, behind: true },
          ),
        }),
      ),
      atHome(
        'Home while the gateway does not answer',
        homeTab,
        of(actors.olu, { accounts: 'unavailable' }),
      ),
      atHome('Home of somebody without access', strangersHome, { command: COMMAND, asked: false }),
      atHome('Home of somebody who has asked for access', strangersHome, {
        command: COMMAND,
        asked: true,
      }),
    ],
  };
}
