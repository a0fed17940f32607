import { BotError } from '../errors.ts';
import {
  noAccountAtAll,
  noSuchAccount,
  requireAdmission,
  requireRight,
} from '../features/access/access.ts';
import { requestForm, requestModal } from '../features/access/access-request.view.ts';
import { actor, actors, grants } from '../gallery/actors.ts';
import { COMMAND, cast, idOf } from '../gallery/cast.ts';
import {
  answered,
  atHome,
  type GallerySection,
  opened,
  refusalOf,
  type Specimen,
} from '../gallery/specimen.ts';
import { errorHome, errorMessage, errorModal, lastResort } from './error.view.ts';
import { loading, waiting } from './loading.view.ts';
import { unknownPerson } from './named-person.ts';
import { asTypedHere } from './show-error.ts';
import { notOurs, unknownThing } from './unknown.ts';
import { withError } from './views.ts';

const everything = { kind: 'everything' } as const;
const nothing = { kind: 'nothing' } as const;

const noAnswer = new BotError('unavailable', 'The Voice Gateway did not answer in time.', {
  why: 'It is slow, or it cannot be reached.',
  now: 'Try again in a minute. Nothing was changed.',
});
const bug = new BotError('unavailable', 'Something broke on our side.', {
  why: 'It is a fault of the bot, not of what you did.',
  now: 'Try again; if it stays, tell whoever runs the bot this reference.',
});
const askedAlready = new BotError(
  'conflict',
  'You have asked for access already, and nobody has decided yet.',
  {
    why: `Your request ${idOf('chg', 'open')} is open.`,
    now: 'Wait for the answer by direct message, or withdraw it there and ask anew.',
  },
);

/** What people are told where something is refused, fails or takes long. */
export function kitGallery(): GallerySection {
  const told = (name: string, error: BotError): Specimen =>
    answered(name, errorMessage, asTypedHere(error, COMMAND), idOf('ref', name));
  const stranger = actor(cast.eve, [], { shutOut: 'other organisation' });
  const unconfirmed = actor(cast.olu, [grants.onCall], { identityKnown: false });
  const place = loading('account.create', 'Create account');
  const onScreen = {
    ...requestModal(),
    id: 'V0ASK',
    callback_id: requestForm.id,
    private_metadata: '',
    blocks: requestForm.blocks({ initial: { needs: 'Acme Telecom', reason: 'I cover for Tia.' } }),
  };
  return {
    feature: 'slack',
    title: 'Errors and waiting',
    specimens: [
      told(
        'Refused: no scope has this right',
        refusalOf(() => requireRight(actors.tia, 'tts clear --all', everything)),
      ),
      told(
        'Refused: nobody has mapped them',
        refusalOf(() => requireRight(actors.eve, 'account list', nothing)),
      ),
      told(
        'Refused: a guest',
        refusalOf(() =>
          requireRight(
            actor(cast.gus, [grants.account, grants.onCall], { isGuest: true }),
            'tts clear --all',
            everything,
          ),
        ),
      ),
      told(
        'Refused: somebody of another organisation',
        refusalOf(() => requireAdmission(stranger)),
      ),
      told(
        'Refused while Slack does not confirm who they are',
        refusalOf(() => requireRight(unconfirmed, 'tts clear', nothing)),
      ),
      told('An account that is missing or out of reach', noSuchAccount('acme')),
      told('An account that is missing, for an Admin', noAccountAtAll('<!channel> *Contoso*')),
      told('A person where an account belongs', noSuchAccount(`<@${cast.ben.userId}|ben>`)),
      told('A name that is no person', unknownPerson('@ann')),
      told(
        'The longest that somebody may have typed',
        noSuchAccount('مركز & *Söhne* '.repeat(180)),
      ),
      told('The gateway does not answer', noAnswer),
      told('A fault of the bot', bug),
      told('A button of an earlier version', unknownThing('button')),
      told('Another slash command', notOurs('/vg-test', COMMAND)),
      answered('An error that could not be told in its own words', lastResort, idOf('ref', 'last')),
      opened(
        'An error above a form, whose answers stay',
        withError,
        onScreen,
        askedAlready,
        idOf('ref', 'asked already'),
      ),
      opened(
        'An error in the place of a form',
        errorModal,
        place,
        noAnswer,
        idOf('ref', 'in place'),
      ),
      atHome(
        'An error in the Home tab',
        errorHome,
        refusalOf(() => requireAdmission(actor(cast.eve, [], { shutOut: 'other organisation' }))),
        idOf('ref', 'at home'),
      ),
      opened('While something slow is fetched', loading, 'account.create', 'Create account'),
      opened('A form whose answer takes longer than Slack waits', waiting),
    ],
  };
}
