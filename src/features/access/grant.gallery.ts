import { accounts, cast, providers } from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  refusalOf,
  refused,
} from '../../gallery/specimen.ts';
import { accountChoice } from '../accounts/which-account.view.ts';
import { requireGrantable } from './grant.ts';
import { type GrantDraft, grantForm, grantModal, type RequestAnswered } from './grant.view.ts';
import type { Scope } from './scope.ts';
import { editedGrant, waitsMessage } from './waits.view.ts';

/** The scopes that an Admin may grant, as the form lists them; a Service Provider may grant the first. */
const scopes: readonly Scope[] = ['account', 'service_provider', 'on_call', 'admin'];

const onAcme: GrantDraft = {
  person: cast.eve.userId,
  scope: 'account',
  account: accountChoice(accounts.acme),
  until: '2027-01-31',
};
const onNordic = { value: providers.nordic.sid, text: providers.nordic.name };

const asks: RequestAnswered = {
  from: cast.eve.userId,
  needs: 'Clear the TTS cache of Acme Telecom while I am on the release rota.',
  reason: 'I cover for Tia until the end of January.',
};

const isGuest = { isGuest: true, isDeactivated: false, isBot: false, isForeign: false };

/** Mapping people. */
export function grantGallery(): GallerySection {
  return {
    feature: 'access',
    title: 'Grant access',
    specimens: [
      opened('Grant access, before a scope is chosen', grantModal, { scope: null }, scopes),
      opened('Grant Account scope, filled from the command', grantModal, onAcme, scopes),
      opened(
        'Grant Service Provider scope',
        grantModal,
        { person: cast.sam.userId, scope: 'service_provider', provider: onNordic },
        scopes,
      ),
      opened(
        'Grant on-call scope',
        grantModal,
        { person: cast.olu.userId, scope: 'on_call' },
        scopes,
      ),
      opened(
        'Grant Admin scope, which a second person approves',
        grantModal,
        { person: cast.eve.userId, scope: 'admin', reason: 'Ben is away in December.' },
        scopes,
      ),
      opened('Map whoever asked for access', grantModal, { ...onAcme, account: null }, scopes, {
        request: asks,
      }),
      opened(
        'Map whoever asked, as a Service Provider',
        grantModal,
        { person: cast.noa.userId, scope: 'account' },
        scopes.slice(0, 1),
        {
          request: {
            from: cast.noa.userId,
            needs: 'Every account of the North & its branches. '.repeat(6),
            reason: 'من فضلك <!channel>',
          },
        },
      ),
      opened(
        'An ambiguous target: which one is meant',
        grantModal,
        { ...onAcme, account: null },
        scopes,
        { note: 'Several match “acme”: pick the one you mean.' },
      ),
      opened('Edit & approve a grant', grantModal, { ...onAcme, person: null }, scopes, {
        edits: cast.eve.userId,
      }),
      refused(
        opened(
          'Wider scope for a guest',
          grantModal,
          { person: cast.gus.userId, scope: 'on_call' },
          scopes,
        ),
        grantForm,
        refusalOf(() => requireGrantable({ name: cast.gus.name, ...isGuest }, 'on_call')),
      ),
      answered(
        'A grant that waits, and who decides',
        waitsMessage,
        `grant ${cast.eve.name} Admin scope`,
        'another Admin',
      ),
      answered('A grant that was edited, and who approves it', editedGrant, cast.eve.name),
    ],
  };
}
