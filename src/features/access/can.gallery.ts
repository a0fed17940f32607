import { actor, actors, grants } from '../../gallery/actors.ts';
import { accounts, cast } from '../../gallery/cast.ts';
import { answered, type GallerySection } from '../../gallery/specimen.ts';
import { targetOf } from '../accounts/which-account.ts';
import type { Actor } from './access.ts';
import { verdictOn } from './can.ts';
import { type CanAnswer, canAnswer } from './can.view.ts';
import { type Action, permission } from './permissions.ts';
import type { Target } from './scope.ts';

const admins = [cast.ada.userId, cast.ben.userId];
const policy = { fourEyes: 'others', adminCount: () => admins.length } as const;

/** What the check itself says of this, as an Admin is told. */
function about(
  who: Actor,
  action: Action,
  on: { target: Target; name: string } | null,
  more: Partial<CanAnswer> = {},
): CanAnswer {
  const { on: kind, does } = permission(action);
  const plain = kind === 'nothing' || kind === 'everything' ? { kind } : null;
  const verdict = verdictOn(who, action, on?.target ?? plain, policy);
  return {
    userId: who.person.userId,
    does,
    target: on?.name ?? null,
    verdict,
    whole: true,
    others: verdict.allowed ? [] : admins,
    deciders: verdict.needed === 'second person' ? admins : null,
    ...more,
  };
}

/** `/vg can`: yes or no, and why. */
export function canGallery(): GallerySection {
  const acme = { target: targetOf(accounts.acme), name: accounts.acme.name };
  const initech = { target: targetOf(accounts.initech), name: accounts.initech.name };
  const nordic = accounts.acme.provider;
  const there = {
    target: { kind: 'provider', providerSid: nordic.sid },
    name: nordic.name,
  } as const;
  const stranger = actor(cast.eve, [], { shutOut: 'other organisation' });
  const unconfirmed = actor(cast.olu, [grants.onCall], { identityKnown: false });
  return {
    feature: 'access',
    title: 'May they?',
    specimens: [
      answered('Yes, by a grant', canAnswer, about(actors.tia, 'tts clear', acme)),
      answered('Yes, on what their grants name', canAnswer, about(actors.sam, 'tts clear', null)),
      answered(
        'Yes, and a second person is needed',
        canAnswer,
        about(actors.sam, 'account create', there),
      ),
      answered(
        'Yes, alone and announced',
        canAnswer,
        about(actors.ada, 'access grant service_provider', there),
      ),
      answered('Yes, like everyone', canAnswer, about(actors.eve, 'access request', null)),
      answered(
        'Yes, but nobody could decide',
        canAnswer,
        about(actors.ada, 'access grant admin', null, { deciders: [] }),
      ),
      answered('No, nobody has mapped them', canAnswer, about(actors.eve, 'tts clear', acme)),
      answered('No, not by their scope', canAnswer, about(actors.tia, 'tts clear --all', null)),
      answered('No, not there', canAnswer, about(actors.tia, 'account show', initech)),
      answered(
        'No, as a Service Provider is told',
        canAnswer,
        about(actors.eve, 'tts clear', acme, { whole: false, others: [cast.sam.userId] }),
      ),
      answered(
        'No, because they are a guest',
        canAnswer,
        about(
          actor(cast.gus, [grants.account, grants.onCall], { isGuest: true }),
          'tts clear --all',
          null,
        ),
      ),
      answered(
        'No, because they belong to another organisation',
        canAnswer,
        about(stranger, 'account show', acme),
      ),
      answered(
        'No, while Slack does not confirm who they are',
        canAnswer,
        about(unconfirmed, 'tts clear', acme),
      ),
    ],
  };
}
