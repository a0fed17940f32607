import { accounts, rooms } from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  refusalOf,
  refused,
} from '../../gallery/specimen.ts';
import { requireNameTyped } from './delete-account.ts';
import { deleteForm, deleteModal, deletionWaits } from './delete-account.view.ts';

const { acme, odd, rightToLeft, umbrella, longest } = accounts;
const contained = {
  applications: 0,
  liveApiKeys: 0,
  carriers: 2,
  speechServices: 1,
  cachedPrompts: 4812,
};
const empty = { applications: 0, liveApiKeys: 0, carriers: 0, speechServices: 0, cachedPrompts: 0 };
const another = { decidedBy: 'another Admin' };

/** Deleting an account. */
export function deleteAccountGallery(): GallerySection {
  return {
    feature: 'accounts',
    title: 'Deleting an account',
    specimens: [
      opened('Delete account, where another Admin decides', deleteModal, {
        account: acme,
        contained,
        afterwards: another,
      }),
      opened('Delete account, by the only Admin', deleteModal, {
        account: umbrella,
        contained: empty,
        afterwards: { announcedIn: rooms.approvals },
      }),
      opened('Delete account of the longest name, its prompts not counted', deleteModal, {
        account: longest,
        contained: { ...contained, cachedPrompts: null },
        afterwards: { decidedBy: 'an Admin' },
      }),
      refused(
        opened('Delete account, with another name typed', deleteModal, {
          account: odd,
          contained,
          afterwards: another,
        }),
        deleteForm,
        refusalOf(() => requireNameTyped('Fox', odd.name)),
      ),
      answered(
        'A deletion waits for its second person',
        deletionWaits,
        rightToLeft.name,
        'an Admin',
      ),
    ],
  };
}
