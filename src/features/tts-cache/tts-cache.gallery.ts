import { accounts, numbered } from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  refusalOf,
  refused,
} from '../../gallery/specimen.ts';
import type { AccountSummary } from '../accounts/account.ts';
import { accountChoices } from '../accounts/which-account.view.ts';
import {
  type Count,
  clearAllForm,
  clearAllModal,
  clearForm,
  clearModal,
  countMessage,
} from './tts-cache.view.ts';

const { acme, acmeNorth, globex, rightToLeft, odd, longest } = accounts;

/** The form with these accounts and their counts. */
function choosing(counts: readonly [AccountSummary, Count][], note?: string) {
  return {
    picked: accountChoices(counts.map(([account]) => account)),
    chosen: counts.map(([{ name, provider }, prompts]) => ({
      name,
      provider: provider.name,
      prompts,
    })),
    note,
  };
}

/** Counting and clearing cached prompts. */
export function ttsCacheGallery(): GallerySection {
  const many = Array.from({ length: 60 }, (_, index) => numbered(index));
  return {
    feature: 'tts-cache',
    title: 'TTS cache',
    specimens: [
      answered('How many prompts are cached', countMessage, [
        { account: acme, prompts: 4812, mayClear: true },
      ]),
      answered('Several accounts, one of them not counted', countMessage, [
        { account: acmeNorth, prompts: 1, mayClear: true },
        { account: rightToLeft, prompts: 0, mayClear: true },
        { account: odd, prompts: null, mayClear: true },
        { account: longest, prompts: 1_204_311, mayClear: true },
      ]),
      answered('A count, for whoever may not clear it', countMessage, [
        { account: globex, prompts: 37, mayClear: false },
      ]),
      answered(
        'More accounts than one answer lists',
        countMessage,
        many.map((account, index) => ({ account, prompts: 100 * index, mayClear: true })),
      ),
      opened('Clear TTS cache, before an account is chosen', clearModal, choosing([])),
      opened('Clear TTS cache of one account', clearModal, choosing([[acme, 4812]])),
      opened(
        'Clear several, while they are counted',
        clearModal,
        choosing([
          [acme, 4812],
          [acmeNorth, 'counting'],
          [rightToLeft, 'counting'],
        ]),
      ),
      opened('Clear what could not be counted', clearModal, {
        picked: accountChoices([odd]),
        chosen: [{ name: odd.name, provider: null, prompts: 'not counted' }],
      }),
      opened(
        'Clear fifty accounts',
        clearModal,
        choosing(
          many.slice(0, 50).map((account) => [account, 1033]),
          'The message names 60 accounts. These are the first 50.',
        ),
      ),
      opened(
        'An ambiguous name: why nothing is chosen',
        clearModal,
        choosing([], 'Several accounts match “acme”. Pick the one that you mean.'),
      ),
      refused(
        opened('Clear, with no account chosen', clearModal, choosing([])),
        clearForm,
        refusalOf(() => clearForm.parse({})),
      ),
      opened('Clear every TTS cache, while it is counted', clearAllModal, 'counting'),
      opened('Clear every TTS cache', clearAllModal, 1_204_311),
      opened('Clear every TTS cache, which is empty', clearAllModal, 0),
      refused(
        opened(
          'Clear every TTS cache, uncounted, without the phrase',
          clearAllModal,
          'not counted',
        ),
        clearAllForm,
        refusalOf(() => clearAllForm.parse({})),
      ),
    ],
  };
}
