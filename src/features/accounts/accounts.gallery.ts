import {
  accounts,
  applicationSid,
  COMMAND,
  daysAhead,
  now,
  numbered,
  providers,
} from '../../gallery/cast.ts';
import { answered, type GallerySection } from '../../gallery/specimen.ts';
import { Secret } from '../../secret.ts';
import type { Account, AccountContents } from './account.ts';
import { accountCard, cardActions } from './account-card.view.ts';
import { accountList, emptyList, firstPage } from './account-list.view.ts';
import { quoted, whichAccount, whichAccountOf } from './which-account.view.ts';

const { nordic, iberia } = providers;

/** Every secret in here has “canary” in it, which no view may show. */
export const acme: Account = {
  ...accounts.acme,
  limits: { unit: 'sessions', maximum: 5000, licensedSessions: 1200 },
  webhookSecret: new Secret('wh_secret_canary_7c1e'),
  deviceApplication: { sid: applicationSid('IVR'), name: 'Main menu IVR' },
  siprecApplication: { sid: applicationSid('SIPREC'), name: 'Compliance recorder' },
  registrationWebhook: {
    url: 'https://hooks.acme.example/sip/register',
    method: 'POST',
    username: 'switchboard',
    password: new Secret('canary-of-a-hook-b8d2'),
  },
  queueEventWebhook: {
    url: 'https://hooks.acme.example/queues',
    method: 'GET',
    username: null,
    password: null,
  },
  recording: {
    enabled: true,
    format: 'mp3',
    allCalls: true,
    bucket: {
      vendor: 'aws_s3',
      name: 'acme-calls',
      region: 'eu-central-1',
      accessKeyId: 'AKIA2VOICEGATEWAY7XQ',
      secretAccessKey: new Secret('canary-of-a-bucket-5c1e'),
      tags: [{ name: 'team', value: 'voice' }],
    },
  },
  createdAt: new Date('2026-05-04T08:30:00Z'),
};

export const contents: AccountContents = {
  applications: {
    count: 7,
    names: ['Main menu IVR', 'Compliance recorder', 'Callback', 'Voicemail', 'Survey'],
  },
  carriers: { count: 2, names: ['Telia Trunk', 'Backup Trunk'] },
  speechServices: { count: 1, names: ['Azure, Sweden Central'] },
};

/** An account that was just created, as the gateway makes it. */
const fresh: Account = {
  ...acme,
  ...accounts.umbrella,
  limits: { unit: 'minutes', maximum: null, licensedSessions: null },
  deviceApplication: null,
  siprecApplication: null,
  registrationWebhook: null,
  queueEventWebhook: null,
  recording: null,
  createdAt: now,
};

const none = { count: 0, names: [] };

/** The card of somebody whose settings are as long as a gateway may hold them. */
const longest: Account = {
  ...acme,
  ...accounts.longest,
  provider: { ...nordic, name: `${'The Very Long Telephone Company of '.repeat(8)}Wales` },
  registrationWebhook: {
    url: `https://switchboard:canary-in-an-address@hooks.example/${'register/'.repeat(60)}`,
    method: 'POST',
    username: 'a-user-name-that-goes-on-and-on-'.repeat(6),
    password: new Secret('canary-of-another-hook'),
  },
  recording: {
    enabled: false,
    format: 'wav',
    allCalls: false,
    bucket: {
      vendor: 's3_compatible',
      name: 'a-bucket-with-a-name-of-all-sixty-three-characters-that-it-may-',
      endpoint: 'https://objects.storage.example',
      region: null,
      accessKeyId: 'an-access-key-id',
      secretAccessKey: new Secret('canary-of-another-bucket'),
      tags: [],
    },
  },
};

/** Finding accounts, and seeing one. */
export function accountsGallery(): GallerySection {
  const { acmeNorth, globex, initech, umbrella, rightToLeft, odd } = accounts;
  return {
    feature: 'accounts',
    title: 'Accounts',
    specimens: [
      answered('An account’s card, for an Admin', accountCard, {
        account: acme,
        contents,
        cachedPrompts: 4812,
        apiKeys: { count: 2, nextEnd: daysAhead(32) },
        may: cardActions,
      }),
      answered('The card of an account that was just created', accountCard, {
        account: fresh,
        contents: { applications: none, carriers: none, speechServices: none },
        cachedPrompts: 0,
        apiKeys: { count: 0, nextEnd: null },
        may: ['account edit', 'realm edit', 'webhooks edit', 'tts clear'],
      }),
      answered('A card without what the gateway did not say in time', accountCard, {
        account: acme,
        contents: null,
        cachedPrompts: null,
        may: [],
      }),
      answered('The card of an account with a name from right to left', accountCard, {
        account: { ...fresh, ...rightToLeft },
        contents,
        cachedPrompts: 1,
        apiKeys: { count: 1, nextEnd: null },
        may: ['tts clear'],
      }),
      answered('A card with the longest settings', accountCard, {
        account: longest,
        contents: {
          ...contents,
          carriers: { count: 900, names: Array<string>(5).fill(`Trunk ${'of many '.repeat(12)}`) },
        },
        cachedPrompts: 123_456_789,
        may: cardActions,
      }),
      answered('A list’s first page, with more behind it', accountList, {
        items: Array.from({ length: 10 }, (_, index) => numbered(index)),
        place: firstPage('', null),
        next: 'cursor-of-page-2',
        provider: null,
      }),
      answered('A list’s last page, of one Service Provider', accountList, {
        items: [initech, umbrella, rightToLeft],
        place: { ...firstPage('', iberia), after: 'cursor-of-page-3', back: ['cursor-of-page-2'] },
        next: null,
        provider: iberia,
      }),
      answered('What a search found', accountList, {
        items: [accounts.acme, acmeNorth],
        place: firstPage('acme', null),
        next: null,
        provider: null,
      }),
      answered('A list of names that are hard to show', accountList, {
        items: [rightToLeft, odd, accounts.longest],
        place: firstPage('', null),
        next: null,
        provider: null,
      }),
      answered('A page on which nothing is left, between others', accountList, {
        items: [],
        place: { ...firstPage('acme', null), after: 'cursor-of-page-2', back: [] },
        next: 'cursor-of-page-3',
        provider: null,
      }),
      answered('No account yet, for whoever may create one', emptyList, {
        command: COMMAND,
        text: '',
        provider: null,
        mayCreate: true,
      }),
      answered('No account yet, for on-call', emptyList, {
        command: COMMAND,
        text: '',
        provider: null,
        mayCreate: false,
      }),
      answered('A search that found nothing', emptyList, {
        command: COMMAND,
        text: 'contoso',
        provider: nordic,
        mayCreate: true,
      }),
      answered('No account named: a picker', whichAccount, {
        question: 'Which account do you want to see?',
        actionId: 'account.show',
        matches: null,
      }),
      answered('An ambiguous name: its matches', whichAccount, {
        question: `Several accounts match ${quoted('acme')}. Which one do you mean?`,
        actionId: 'account.show',
        matches: [accounts.acme, acmeNorth],
      }),
      answered('Several named, one to be chosen', whichAccount, {
        question: 'Which of these do you want to see?',
        actionId: 'account.show',
        matches: [globex, umbrella, odd, accounts.longest],
      }),
      answered(
        'An ambiguous name among several: the rest of the line comes along',
        whichAccountOf,
        {
          ambiguous: [accounts.acme, acmeNorth],
          typed: 'acme',
          others: [globex, umbrella],
          unclear: ['north'],
        },
        { question: (typed) => `Which account is ${typed}?`, actionId: 'tts.clear' },
      ),
    ],
  };
}
