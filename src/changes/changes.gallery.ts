import { accounts, cast, idOf, numbered } from '../gallery/cast.ts';
import { answered, type GallerySection, posted } from '../gallery/specimen.ts';
import {
  carriedOut,
  clearing,
  clearingEvery,
  creation,
  decided,
  failed,
  granting,
  noticeOfGrant,
  noticeOfRevocation,
  onEverything,
  revoking,
  rotating,
  troubles,
  unknown,
} from '../gallery/told.ts';
import {
  batchAnnouncement,
  batchCard,
  batchOutcome,
  batchPointer,
  nothingToStop,
} from './batch.view.ts';
import { glassBroken } from './break-glass.view.ts';
import { notice, stillUnderWay } from './notice.view.ts';
import {
  announcement,
  auditLine,
  knownOutcome,
  postedReceipt,
  receipt,
  type Told,
  unknownOutcome,
} from './receipts.view.ts';

const { acme, acmeNorth, globex, initech, umbrella, rightToLeft, odd, longest } = accounts;
const alone = { by: cast.ada, needsSecond: false, announced: true };
const postable = { postable: true };
const direct = { postable: false };
const brokenGlass = {
  state: 'applying',
  by: { ...cast.ada, userId: 'terminal:ada' },
  breakGlass: 'Slack is down, and Acme goes live in an hour.',
} as const;
const howToLook =
  'See whether the account with this SIP Realm is there, with “account show” or in the Voice Gateway portal; then press Look again.';

/** What whoever asked for a change is told, and those who look after the bot. */
export function changesGallery(): GallerySection {
  return {
    feature: 'changes',
    title: 'Receipts',
    specimens: [
      answered(
        'A receipt of a secret, which shows masks',
        receipt,
        rotating(acme, carriedOut),
        postable,
      ),
      answered('A receipt with a difference', receipt, clearing(acme, carriedOut), postable),
      answered(
        'A receipt where calls have cached new prompts meanwhile',
        receipt,
        clearing(acme, carriedOut, { before: null, after: 37 }),
        postable,
      ),
      answered(
        'The receipt of an account that was created',
        receipt,
        creation({ ...alone, ...carriedOut }),
        postable,
      ),
      answered('A receipt with Undo', receipt, granting(carriedOut), postable),
      answered(
        'The receipt of an end that was moved, before → after',
        receipt,
        granting(carriedOut, { endedBefore: '2026-12-31' }),
        postable,
      ),
      answered('The receipt of a grant that was revoked', receipt, revoking(carriedOut), postable),
      posted(
        'Failed, with why and what to do',
        receipt,
        creation(failed(troubles.realmTaken)),
        direct,
      ),
      posted('Nobody knows whether it happened', receipt, clearing(acme, unknown()), direct),
      posted('Denied, told to whoever asked', receipt, creation(decided.denied), direct),
      posted(
        'Approved and done, told to whoever asked',
        receipt,
        creation(decided.verified),
        direct,
      ),
      answered(
        'Still under way after the form has closed',
        stillUnderWay,
        `clearing the TTS cache of ${acme.name}`,
      ),
      posted('A receipt as its owner posted it', postedReceipt, clearingEvery(carriedOut)),
      posted(
        'An Admin’s own change, announced',
        announcement,
        creation({ ...alone, ...carriedOut }),
      ),
      posted(
        'An announced change whose outcome is unknown',
        announcement,
        creation({ ...alone, ...unknown() }),
      ),
      posted(
        'A change that ended well, for the audit channel',
        auditLine,
        clearing(acme, carriedOut),
      ),
      posted(
        'A change that failed, for the audit channel',
        auditLine,
        clearing(globex, failed(troubles.noEffect)),
      ),
      posted('Glass that was broken, while it is carried out', glassBroken, [
        creation({ ...alone, ...brokenGlass }),
      ]),
      posted('Glass that was broken for several', glassBroken, [
        clearing(acme, { ...brokenGlass, ...carriedOut }),
        clearing(globex, { ...brokenGlass, ...failed(troubles.noEffect) }),
      ]),
      posted('Outcome unknown, for the operators', unknownOutcome, creation(unknown()), howToLook),
      posted('The same once somebody has looked again', knownOutcome, creation(decided.verified)),
      posted('Told to whoever is granted a scope', notice, noticeOfGrant(), []),
      posted(
        'Told to a new Admin',
        notice,
        noticeOfGrant({ scope: 'admin', until: undefined, ...onEverything }),
        [],
      ),
      posted(
        'Told to whoever’s grant ends on another day',
        notice,
        noticeOfGrant({}, '2026-12-31'),
        [],
      ),
      posted('Told to whoever’s grant was revoked', notice, noticeOfRevocation(), []),
    ],
  };
}

const BATCH = idOf('bat', 'clearing several');
const inBatch = { batch: BATCH };
const done = { ...inBatch, ...carriedOut };

/** Several at once, each in the state that its neighbour left it. */
function several(): { running: Told[]; stopped: Told[]; over: Told[]; troubled: Told[] } {
  const one = clearing(acme, done);
  const other = clearing(acmeNorth, done, { before: 1033, after: 12 });
  return {
    running: [
      one,
      other,
      clearing(globex, { ...inBatch, state: 'applying' }),
      clearing(initech, inBatch),
      clearing(rightToLeft, inBatch),
      clearing(odd, inBatch),
    ],
    stopped: [
      one,
      clearing(globex, { ...inBatch, state: 'applying' }),
      clearing(initech, { ...inBatch, state: 'stopped' }),
    ],
    over: [one, other, clearing(umbrella, done, { before: 0, after: 0 })],
    troubled: [
      one,
      clearing(globex, { ...inBatch, ...failed(troubles.noEffect) }),
      clearing(initech, { ...inBatch, ...unknown() }),
      clearing(longest, { ...inBatch, state: 'stopped' }),
    ],
  };
}

/** Clearing several caches at once. */
export function batchGallery(): GallerySection {
  const { running, stopped, over, troubled } = several();
  const fifty = Array.from({ length: 50 }, (_, index) =>
    clearing(numbered(index), index % 3 > 0 ? { ...inBatch, ...unknown() } : done, {
      before: 1000 + index,
      after: 0,
    }),
  );
  const [first = clearing(acme, inBatch)] = running;
  return {
    feature: 'changes',
    title: 'Several at once',
    specimens: [
      answered(
        'Where several were asked for: where their progress is',
        batchPointer,
        first,
        running.length,
      ),
      posted('Several under way, with Stop', batchCard, BATCH, running),
      posted('Stopped, while what had begun is finished', batchCard, BATCH, stopped),
      posted('Several, all done', batchCard, BATCH, over),
      posted('Several, some of which failed', batchCard, BATCH, troubled),
      posted('Fifty, in short', batchCard, BATCH, fifty),
      posted('What came of those that were not verified', batchOutcome, BATCH, troubled),
      posted('Several of an Admin’s own, announced', batchAnnouncement, BATCH, over),
      answered('Stop, pressed too late', nothingToStop),
    ],
  };
}
