import type { Limits, Webhook } from '../../../features/accounts/account.ts';
import type { ApplicationSettings } from '../../../features/applications/applications-gateway.ts';
import type { AccountSid, ProviderSid } from '../../../ids.ts';
import { Secret } from '../../../secret.ts';
import type { AccountSettings } from '../account-settings.ts';
import type { StockedAccount } from '../stock.ts';
import { apiKeysOf } from './api-keys.ts';
import { callsOf } from './calls.ts';
import { type Dice, diceFor } from './dice.ts';
import { recordingOf } from './recording.ts';
import { applicationSid, createdAt } from './sids.ts';

/** An account's place in the seed, and what it is called. */
export interface Named {
  index: number;
  sid: AccountSid;
  name: string;
  sipRealm: string;
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** How many applications, carriers and speech services an account has: most have few. */
const APPLICATIONS = [1, 1, 1, 1, 2, 2, 2, 3, 4, 5];
const CARRIERS = [0, 1, 1, 1, 1, 1, 2, 2, 3];
const SPEECH_SERVICES = [1, 1, 1, 1, 2, 2, 3];

const MAIN = 'Main IVR';
const SIPREC = 'SIPREC compliance';
const OTHERS = [
  'Support bot',
  SIPREC,
  'Appointment bot',
  'Callback',
  'Night service',
  'Order hotline',
  'Outbound reminders',
  'Customer survey',
  'Agent assist',
  'Voicemail to ticket',
];

/** Carriers that jambonz knows, and those of many countries. */
const CARRIER_NAMES = [
  'Twilio',
  'Twilio Elastic SIP',
  'Telnyx',
  'Bandwidth',
  'Voxbone',
  'Vonage',
  'Simwood',
  'SignalWire',
  'TelecomsXChange',
  'Deutsche Telekom SIP trunk',
  'BT Wholesale',
  'Orange Business',
  'Swisscom',
  'Telia',
  'NTT',
  'Telefónica',
  'Session border controller',
];

/** Speech services by the vendor names of jambonz, with labels as people give them. */
const SPEECH = [
  { vendor: 'google', name: 'Google' },
  { vendor: 'google', name: 'Google EU' },
  { vendor: 'microsoft', name: 'Azure West Europe' },
  { vendor: 'microsoft', name: 'Azure East US' },
  { vendor: 'microsoft', name: 'Azure custom voice' },
  { vendor: 'aws', name: 'Amazon Polly Frankfurt' },
  { vendor: 'aws', name: 'Amazon Transcribe' },
  { vendor: 'deepgram', name: 'Deepgram Nova' },
  { vendor: 'elevenlabs', name: 'ElevenLabs' },
  { vendor: 'nuance', name: 'Nuance Mix' },
  { vendor: 'ibm', name: 'Watson' },
  { vendor: 'nvidia', name: 'Riva on premises' },
  { vendor: 'assemblyai', name: 'AssemblyAI' },
  { vendor: 'speechmatics', name: 'Speechmatics' },
];

/** Everything about an account; `full`: with each setting set, as a tour wants to show it. */
export function stockedAccount(
  { index, sid, name, sipRealm }: Named,
  providerSid: ProviderSid,
  full: boolean,
): StockedAccount {
  const dice = diceFor(`account ${index}`);
  const applications = some(dice, full ? [5] : APPLICATIONS, OTHERS, [MAIN]).map((one, nth) => ({
    sid: applicationSid(index, nth),
    ...settingsOf(one, index + nth, sipRealm),
  }));
  const likely = (percent: number) => dice.chance(percent) || full;
  const sidOf = (wanted: string) => applications.find((one) => one.name === wanted)?.sid ?? null;
  const settings: AccountSettings = {
    deviceApplication: likely(75) ? sidOf(MAIN) : null,
    siprecApplication: likely(90) ? sidOf(SIPREC) : null,
    registrationWebhook: likely(55) ? webhook(dice, sipRealm, 'registrations', likely(40)) : null,
    queueEventWebhook: likely(35) ? webhook(dice, sipRealm, 'queue-events', likely(25)) : null,
    recording: likely(12) ? recordingOf(dice, sipRealm) : null,
  };
  return {
    sid,
    name,
    sipRealm,
    providerSid,
    webhookSecret: new Secret(`wh_secret_${dice.text(LETTERS, 22)}`),
    limits: limitsOf(dice, likely),
    settings,
    createdAt: createdAt(index),
    applications,
    carriers: some(dice, full ? [2] : CARRIERS, CARRIER_NAMES),
    speechServices: some(dice, full ? [3] : SPEECH_SERVICES, SPEECH),
    apiKeys: apiKeysOf(index, full),
    calls: callsOf(index, full),
  };
}

/** What a bot's makers would have entered in the portal. */
function settingsOf(name: string, nth: number, sipRealm: string): ApplicationSettings {
  const url = `https://bots.${sipRealm}/${name.toLowerCase().replaceAll(' ', '-')}`;
  return {
    name,
    callingWebhook: { url, method: 'POST' },
    callStatusWebhook: { url: `${url}/status`, method: nth % 5 === 0 ? 'GET' : 'POST' },
    recordAllCalls: nth % 6 === 0,
  };
}

/** Some of a list, no one twice, those that every account has first. */
function some<Item>(
  dice: Dice,
  counts: readonly number[],
  list: readonly Item[],
  always: readonly Item[] = [],
): Item[] {
  const count = dice.pick(counts);
  const chosen = new Set(always);
  while (chosen.size < count) chosen.add(dice.pick(list));
  return [...chosen];
}

function limitsOf(dice: Dice, likely: (percent: number) => boolean): Limits {
  const unit = dice.chance(80) ? 'sessions' : 'minutes';
  const size = dice.pick([5, 10, 10, 25, 25, 50, 100, 250, 500, 1000]);
  const maximum = unit === 'sessions' ? size : size * 1000;
  return {
    unit,
    maximum: likely(70) ? maximum : null,
    licensedSessions: likely(60) ? size : null,
  };
}

function webhook(dice: Dice, sipRealm: string, about: string, secured: boolean): Webhook {
  return {
    url: `https://hooks.${sipRealm}/voice/${about}`,
    method: dice.chance(85) ? 'POST' : 'GET',
    username: secured ? dice.pick(['voice', 'switchboard', 'gateway', 'webhooks']) : null,
    password: secured ? new Secret(dice.text(LETTERS, 24)) : null,
  };
}
