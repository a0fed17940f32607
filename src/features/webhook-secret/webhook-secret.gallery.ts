import { accounts } from '../../gallery/cast.ts';
import { answered, type GallerySection, opened } from '../../gallery/specimen.ts';
import { Secret } from '../../secret.ts';
import { revealedAtTerminal, revealModal, rotateModal } from './webhook-secret.view.ts';

const { acme, longest } = accounts;
const secret = new Secret('wh_secret_5Hk2vQm8TzR1nXc7LpY4bD');

/** Seeing a Webhook Secret, and rotating it. */
export function webhookSecretGallery(): GallerySection {
  return {
    feature: 'webhook-secret',
    title: 'Webhook Secret',
    specimens: [
      opened('Revealed, to be copied', revealModal, acme, secret),
      opened('Revealed, of an account with the longest name', revealModal, longest, secret),
      answered('Revealed at a terminal', revealedAtTerminal, acme, secret),
      opened('Before it is rotated', rotateModal, acme, secret),
    ],
  };
}
