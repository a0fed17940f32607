import { actors } from '../../gallery/actors.ts';
import { accounts, COMMAND, cast, now, numbered } from '../../gallery/cast.ts';
import { atHome, type GallerySection } from '../../gallery/specimen.ts';
import { askingForAccess, creation } from '../../gallery/told.ts';
import type { Actor } from '../access/access.ts';
import { shortcuts } from '../help/help.ts';
import { type HomeShown, homeTab, strangersHome } from './home.view.ts';

const nothingWaits = { requests: [], more: false };

/** What anybody's tab has, before what is theirs. */
function of(actor: Actor, shown: Partial<HomeShown>): HomeShown {
  return {
    command: COMMAND,
    grants: actor.grants,
    shortcuts: shortcuts(actor),
    waiting: nothingWaits,
    own: [],
    accounts: { items: [], more: false },
    at: now,
    ...shown,
  };
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
          accounts: { items: [acme, acmeNorth, globex, rightToLeft, odd, longest], more: true },
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
          accounts: { items: [acme], more: false },
        }),
      }),
      atHome(
        'Home of whoever is on call, full',
        homeTab,
        of(actors.olu, {
          accounts: {
            items: Array.from({ length: 10 }, (_, index) => numbered(index)),
            more: true,
          },
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
