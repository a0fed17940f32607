import { actors } from '../../gallery/actors.ts';
import { COMMAND, cast } from '../../gallery/cast.ts';
import { answered, type GallerySection } from '../../gallery/specimen.ts';
import type { Actor } from '../access/access.ts';
import { listed, shortcuts } from './help.ts';
import {
  helpMessage,
  menu,
  noSuchTopic,
  strangersMenu,
  topicOutOfReach,
  unknownCommand,
} from './help.view.ts';

/** The commands as the features register them, in their order. A test holds them equal to what the bot answers. */
const commands = [
  {
    words: 'account list',
    usage: 'account list [search] [provider:x]',
    summary: 'the accounts in your reach',
  },
  { words: 'account show', usage: 'account show [account]', summary: "an account's settings" },
  {
    words: 'account create',
    usage: 'account create [name]',
    summary: 'create an account, or ask for one',
  },
  {
    words: 'account delete',
    usage: 'account delete [account]',
    summary: 'delete an account, or ask for it',
  },
  {
    words: 'account edit',
    usage: 'account edit [account]',
    summary: 'change the name and the applications',
  },
  {
    words: 'limits',
    usage: 'limits [account]',
    summary: 'Unit, its maximum and Licensed sessions',
    right: 'account show',
  },
  { words: 'limits edit', usage: 'limits edit [account]', summary: 'change the limits' },
  {
    words: 'realm',
    usage: 'realm [account]',
    summary: 'the SIP Realm',
    right: 'account show',
  },
  { words: 'realm edit', usage: 'realm edit [account]', summary: 'change the SIP Realm' },
  { words: 'webhooks edit', usage: 'webhooks edit [account]', summary: 'change the webhooks' },
  {
    words: 'webhooks show',
    right: 'account show',
    usage: 'webhooks show [account]',
    summary: "an account's webhooks",
  },
  {
    words: 'webhooks test',
    usage: 'webhooks test [account]',
    summary: "send a signed test event to an account's webhooks",
  },
  {
    words: 'secret show',
    usage: 'secret show [account]',
    summary: 'the Webhook Secret of an account, audited',
  },
  {
    words: 'secret rotate',
    usage: 'secret rotate [account]',
    summary: 'replace the Webhook Secret of an account by a new one',
  },
  { words: 'apps list', usage: 'apps list [account]', summary: 'the applications of an account' },
  {
    words: 'apps add',
    usage: 'apps add [account]',
    summary: 'add an application to an account',
  },
  {
    words: 'apps edit',
    usage: 'apps edit [account]',
    summary: 'change an application of an account',
  },
  {
    words: 'apps remove',
    usage: 'apps remove [account]',
    summary: 'remove an application of an account',
  },
  { words: 'tts show', usage: 'tts show [account]', summary: 'how many prompts are cached' },
  {
    words: 'tts clear',
    usage: 'tts clear [accounts] [--all]',
    summary: 'clear the TTS cache of accounts, or of all',
  },
  {
    words: 'recording show',
    right: 'account show',
    usage: 'recording show [account]',
    summary: 'the call recording of an account',
  },
  {
    words: 'recording edit',
    usage: 'recording edit [account]',
    summary: 'configure call recording: its bucket, format and tags',
  },
  {
    words: 'recording test',
    usage: 'recording test [account]',
    summary: 'test the bucket: write, read, list, delete; each fault with its fix',
  },
  {
    words: 'recording off',
    usage: 'recording off [account] [--remove]',
    summary: 'pause call recording, or remove its credential',
  },
  {
    words: 'calls',
    usage: 'calls [account]',
    summary: 'the recent calls of an account, with their recordings',
  },
  {
    words: 'calls listen',
    usage: 'calls listen [account]',
    summary: 'a link to the recording of a call, audited',
  },
  {
    words: 'calls delete',
    usage: 'calls delete [account]',
    summary: 'delete the recording of a call',
  },
  { words: 'keys list', usage: 'keys list [account]', summary: 'the API keys of an account' },
  { words: 'keys add', usage: 'keys add [account]', summary: 'make an API key' },
  {
    words: 'keys rotate',
    usage: 'keys rotate [account]',
    summary: 'replace an API key by a new one',
  },
  {
    words: 'keys extend',
    usage: 'keys extend [account]',
    summary: 'let an API key expire later',
  },
  { words: 'keys revoke', usage: 'keys revoke [account]', summary: 'revoke an API key' },
  {
    words: 'access grant',
    usage: 'access grant @user <scope> [target] [until 2027-01-31]',
    summary: 'map somebody to a scope',
  },
  {
    words: 'access list',
    usage: 'access list [account|@user]',
    summary: 'who is mapped to what',
  },
  {
    words: 'access revoke',
    usage: 'access revoke @user [target]',
    summary: 'take a grant back',
  },
  { words: 'me', usage: 'me', summary: 'what you hold and where it comes from' },
  { words: 'access request', usage: 'access request', summary: 'ask for access' },
  { words: 'approvals', usage: 'approvals', summary: 'the requests that wait' },
  { words: 'approvals mine', usage: 'approvals mine', summary: 'your own requests' },
  {
    words: 'can',
    usage: 'can @user <a command’s own words> [account]',
    summary: 'whether somebody may do something, and why',
  },
  { words: 'audit', usage: 'audit [account | @user]', summary: 'who did what, newest first' },
  { words: 'audit verify', usage: 'audit verify', summary: 'check that the audit is whole' },
  { words: 'status', usage: 'status', summary: "the bot's and the gateway's state" },
  { words: 'help', usage: 'help [topic]', summary: 'what you can do' },
];

/** Help and menu, whose words depend on who asks. */
export function helpGallery(): GallerySection {
  const { ada, sam, tia, olu, eve } = actors;
  const menuFor = (name: string, who: Actor) =>
    answered(name, menu, COMMAND, listed(who, commands), shortcuts(who));
  const helpFor = (name: string, who: Actor, topic?: string) => {
    const about = commands.filter(({ words }) => topic === undefined || words.startsWith(topic));
    return answered(name, helpMessage, COMMAND, listed(who, about), topic);
  };
  const topics = [
    'account',
    'limits',
    'realm',
    'webhooks',
    'secret',
    'apps',
    'tts',
    'recording',
    'keys',
    'access',
    'me',
    'approvals',
    'can',
    'audit',
    'status',
    'help',
  ];
  const instead = { suggestions: [], usages: [], mayAsk: false };
  const usageOf = (words: string) =>
    commands.flatMap((one) => (one.words === words ? one.usage : []));
  return {
    feature: 'help',
    title: 'Help and menu',
    specimens: [
      menuFor('The menu of an Admin', ada),
      menuFor('The menu of a Service Provider', sam),
      menuFor('The menu of an Account-scope person', tia),
      menuFor('The menu of whoever is on call', olu),
      answered('The menu of whom nobody has mapped', strangersMenu, COMMAND),
      helpFor('Help for an Admin', ada),
      helpFor('Help for a Service Provider', sam),
      helpFor('Help for an Account-scope person', tia),
      helpFor('Help for whoever is on call', olu),
      helpFor('Help for whom nobody has mapped', eve),
      helpFor('Help on a topic', ada, 'tts'),
      answered('No such topic, and the nearest', noSuchTopic, COMMAND, 'acess', {
        topics,
        nearest: 'access',
      }),
      answered('No such topic', noSuchTopic, COMMAND, 'billing <!channel> *now*', {
        topics,
        nearest: null,
      }),
      answered('A topic that is out of reach', topicOutOfReach, COMMAND, 'tts'),
      answered('A slip, and what was meant', unknownCommand, COMMAND, 'tts claer acme', {
        ...instead,
        suggestions: ['tts clear acme'],
        usages: usageOf('tts clear'),
      }),
      answered('A verb without its noun', unknownCommand, COMMAND, 'show globex', {
        ...instead,
        suggestions: ['account show globex', 'tts show globex'],
      }),
      answered('A verb that a noun lacks', unknownCommand, COMMAND, 'account delete', {
        ...instead,
        usages: [
          ...usageOf('account list'),
          ...usageOf('account show'),
          ...usageOf('account create'),
        ],
      }),
      answered(
        'A person where a command belongs',
        unknownCommand,
        COMMAND,
        `<@${cast.ben.userId}>`,
        {
          ...instead,
          suggestions: [`access list <@${cast.ben.userId}>`, `can <@${cast.ben.userId}> …`],
        },
      ),
      answered('No command, from whom nobody has mapped', unknownCommand, COMMAND, 'sudo !!', {
        ...instead,
        mayAsk: true,
      }),
    ],
  };
}
