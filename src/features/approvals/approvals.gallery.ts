import type { Deciding } from '../../changes/change.ts';
import { actors } from '../../gallery/actors.ts';
import { accounts, COMMAND, cast, hoursAgo, idOf, providers } from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  posted,
  refusalOf,
  refused,
} from '../../gallery/specimen.ts';
import {
  askingForAccess,
  type Canned,
  creation,
  decided,
  failed,
  granting,
  onEverything,
  troubles,
  unknown,
} from '../../gallery/told.ts';
import { errorMessage } from '../../slack/error.view.ts';
import { requireDecision, requireWaiting } from './approvals.ts';
import {
  denyForm,
  denyModal,
  noLongerYours,
  ownRequestCard,
  reminder,
  requestCard,
} from './approvals.view.ts';
import { ownRequests, waitingRequests } from './request-lists.view.ts';

const approving: Deciding = { approve: 'Approve', editable: true };
const mapping: Deciding = { approve: 'Map…', editable: true };

const { longest, rightToLeft } = accounts;
const grantTo = { teamId: cast.tia.teamId, userId: cast.tia.userId, name: cast.tia.name };
const edited = { revision: 2, authors: [cast.tia.userId, cast.sam.userId] };

/** A grant that takes a second person. */
const newAdmin = () =>
  granting(
    { needsSecond: true, reason: 'Ben is away in December.' },
    { scope: 'admin', until: '2027-01-31', ...onEverything },
  );

/** As long as names and reasons may be, with what people should not type. */
const longestRequest = (canned: Canned = {}) =>
  creation(
    {
      ...canned,
      reason: `<!channel> *Please* & thank you: ${'we need it for the launch, '.repeat(17)}`,
    },
    { name: longest.name, sipRealm: longest.sipRealm ?? '', providerName: longest.provider.name },
  );

/** Cards on which requests are decided, and what is decided there. */
export function approvalsGallery(): GallerySection {
  const limits = { unit: 'sessions', maximum: 5000, licensedSessions: null } as const;
  return {
    feature: 'approvals',
    title: 'Approvals',
    specimens: [
      posted('A request, waiting', requestCard, creation({}, { grantTo }), approving),
      posted(
        'A request that was edited, with limits',
        requestCard,
        creation(edited, { grantTo, limits }),
        approving,
      ),
      posted('A request for access, waiting', requestCard, askingForAccess(), mapping),
      posted('A grant of Admin scope, waiting', requestCard, newAdmin(), approving),
      posted('A request, approved', requestCard, creation(decided.approved), approving),
      posted('A request, done and verified', requestCard, creation(decided.verified), approving),
      posted('A request, denied', requestCard, creation(decided.denied), approving),
      posted('A request, withdrawn', requestCard, creation(decided.withdrawn), approving),
      posted('A request, expired', requestCard, creation(decided.expired), approving),
      posted(
        'A request, approved and failed',
        requestCard,
        creation({ ...decided.approved, ...failed(troubles.realmTaken) }),
        approving,
      ),
      posted(
        'A request, approved, its outcome unknown',
        requestCard,
        creation({ ...decided.approved, ...unknown() }),
        approving,
      ),
      posted('The longest request', requestCard, longestRequest(), approving),
      posted(
        'A request with names from right to left',
        requestCard,
        creation(
          { by: cast.noa, reason: 'مركز جديد في الشمال' },
          { name: rightToLeft.name, providerName: providers.iberia.name },
        ),
        approving,
      ),
      posted('For whoever decides it no longer', noLongerYours, creation()),
      posted('A reminder', reminder, creation({ requestedAt: hoursAgo(24) })),
      posted('The asker’s card, waiting', ownRequestCard, creation({}, { grantTo }), approving),
      posted('The asker’s card, edited', ownRequestCard, creation(edited, { limits }), approving),
      posted('The asker’s card, denied', ownRequestCard, creation(decided.denied), approving),
      posted('The asker’s card, expired', ownRequestCard, creation(decided.expired), approving),
      posted('The asker’s card, done', ownRequestCard, creation(decided.verified), approving),
      posted(
        'The asker’s card of a request for access, answered',
        ownRequestCard,
        askingForAccess(decided.verified),
        mapping,
      ),
      opened('Deny', denyModal, creation()),
      refused(
        opened('Deny without a reason', denyModal, askingForAccess()),
        denyForm,
        refusalOf(() => denyForm.parse({})),
      ),
      ...refusals(),
    ],
  };
}

/** What stands in the way of a decision, in the rule's own words. */
function refusals() {
  const { change } = creation();
  const how = {
    fourEyes: 'others',
    now: hoursAgo(-2),
    nameOf: () => cast.ada.name,
  } as const;
  const deciding = (actor: (typeof actors)['ada'], more = {}) => {
    const seen = { actor, asker: actors.tia, change: { ...change, ...more }, revision: 1 };
    return refusalOf(() => requireDecision(seen, how));
  };
  const reference = (of: string) => idOf('ref', of);
  return [
    answered('Refused: one’s own request', errorMessage, deciding(actors.tia), reference('own')),
    answered(
      'Refused: not theirs to decide',
      errorMessage,
      deciding(actors.olu),
      reference('scope'),
    ),
    answered(
      'Refused: edited since the card was drawn',
      errorMessage,
      deciding(actors.ada, { revision: 2 }),
      reference('edited'),
    ),
    answered(
      'Refused: somebody else was faster',
      errorMessage,
      refusalOf(() => requireWaiting({ ...change, ...decided.verified }, actors.ben, how)),
      reference('faster'),
    ),
  ];
}

/** Lists of requests: those to be decided, and one's own. */
export function requestListsGallery(): GallerySection {
  const waiting = [
    { told: creation({}, { grantTo }), deciding: approving },
    { told: askingForAccess(), deciding: mapping },
    { told: newAdmin(), deciding: approving },
  ];
  const own = [
    { told: creation({}, { grantTo }), deciding: approving },
    { told: creation(decided.denied, { name: 'Acme Test' }), deciding: approving },
    { told: creation(decided.verified, { name: 'Acme South' }), deciding: approving },
    { told: creation(decided.withdrawn, { name: 'Acme West' }), deciding: approving },
    {
      told: askingForAccess(
        { ...decided.verified, reason: 'It is ours too.' },
        cast.tia,
        'Acme North',
      ),
      deciding: mapping,
    },
  ];
  const nothing = {
    requests: [],
    decided: null,
    decides: true,
    own: 0,
    next: null,
    first: null,
    command: COMMAND,
  };
  return {
    feature: 'approvals',
    title: 'Lists of requests',
    specimens: [
      answered('What waits for a decision', waitingRequests, {
        ...nothing,
        requests: waiting,
        own: 2,
        next: '41',
      }),
      answered('The last page, after one was denied', waitingRequests, {
        ...nothing,
        requests: waiting.slice(0, 1),
        decided: creation(decided.denied, { name: 'Acme Test' }),
        first: '0',
      }),
      answered('Five of the longest requests', waitingRequests, {
        ...nothing,
        requests: Array.from({ length: 5 }, () => ({
          told: longestRequest(),
          deciding: approving,
        })),
        decided: longestRequest(decided.denied),
        next: '41',
        first: '0',
      }),
      answered('What waits, seen from a terminal', waitingRequests, {
        ...nothing,
        looksOn: true,
        requests: waiting.slice(1, 2),
      }),
      answered('Nothing waits', waitingRequests, nothing),
      answered('For whoever decides nothing, and waits', waitingRequests, {
        ...nothing,
        decides: false,
        own: 1,
      }),
      answered('One’s own requests', ownRequests, { requests: own, older: '12', newest: null }),
      answered('The oldest of one’s own requests', ownRequests, {
        requests: own.slice(1, 2),
        older: null,
        newest: 'newest',
      }),
      answered('No requests of one’s own', ownRequests, {
        requests: [],
        older: null,
        newest: null,
      }),
    ],
  };
}
