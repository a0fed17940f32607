import type { Delivery, TourStep } from '../emulator/model.ts';
import { demoWorld } from '../gateway/embedded/seed/world.ts';
import { cast, channelIds } from './world.ts';

const { acmeTelecom } = demoWorld.accounts;
const { voiceOps, approvals } = channelIds;
const { ada, ben, sam, tia, olu, gus, eve } = cast;

/** The words behind the slash command, lower case. */
export function typed({ kind, payload }: Delivery): string | null {
  return kind === 'slash_command' ? String(payload.text).trim().toLowerCase() : null;
}

/** The id of the button that was clicked. */
export function clicked({ kind, payload }: Delivery): string | null {
  if (kind !== 'block_actions') return null;
  const [action] = payload.actions as { action_id?: string }[];
  return action?.action_id ?? null;
}

/** The id of the form that was submitted and taken. */
export function submitted({ kind, payload, ackBody }: Delivery): string | null {
  if (kind !== 'view_submission' || ackBody.includes('response_action')) return null;
  return (payload.view as { callback_id?: string }).callback_id ?? null;
}

/** What to try, in an order that makes sense. */
export const tour: readonly TourStep[] = [
  {
    id: 'ask',
    as: tia.id,
    title: 'Ask for an account',
    how: `Tia holds Account scope on ${acmeTelecom}. She opens the form with the command, gives a name and a SIP Realm (try a bad one first), and asks.`,
    types: '/vg account create',
    in: voiceOps,
    done: (delivery, by) => submitted(delivery) === 'account.create' && by === tia.id,
  },
  {
    id: 'approve',
    as: ada.id,
    title: 'Approve it',
    how: 'The card is in #approvals: it shows exactly what will happen. Approve it, or Edit & approve. Tia gets the verified result by direct message.',
    in: approvals,
    done: (delivery) => clicked(delivery) === 'approvals.approve',
  },
  {
    id: 'card',
    as: sam.id,
    title: 'See an account',
    how: 'Sam runs Northwind Voice and sees its accounts only. Two accounts begin with Acme, so the bot asks which one.',
    types: '/vg acme',
    in: voiceOps,
    done: (delivery, by) =>
      by === sam.id && (typed(delivery)?.includes('acme') || clicked(delivery) === 'account.show'),
  },
  {
    id: 'clear',
    as: olu.id,
    title: 'Clear a TTS cache at 3 a.m.',
    how: 'Olu is on call. The form counts the cached prompts, asks before it acts, and the receipt says what was verified.',
    types: `/vg tts clear ${acmeTelecom}`,
    in: voiceOps,
    done: (delivery, by) => submitted(delivery) === 'tts.clear' && by === olu.id,
  },
  {
    id: 'key',
    as: tia.id,
    title: 'Make an API key',
    how: 'Tia gives it a label. The key is shown once, in a field to copy from, and opens the account over the embedded gateway’s REST API. Close it without “Stored it”, and the bot asks.',
    types: '/vg keys add',
    in: voiceOps,
    done: (delivery) => submitted(delivery) === 'keys.reveal',
  },
  {
    id: 'realm',
    as: tia.id,
    title: 'Change a setting, and undo it',
    how: 'The form says what saving does, and refuses a realm that is taken or malformed under its field. The receipt shows the difference, with Undo for 24 hours.',
    types: '/vg realm edit',
    in: voiceOps,
    done: (delivery, by) => submitted(delivery) === 'settings.realm' && by === tia.id,
  },
  {
    id: 'refused',
    as: eve.id,
    title: 'Be refused, and ask for access',
    how: 'Nobody mapped Eve. She is told so, with a button: Ask for access.',
    types: `/vg tts clear ${acmeTelecom}`,
    in: voiceOps,
    done: (delivery, by) => submitted(delivery) === 'access.request' && by === eve.id,
  },
  {
    id: 'map',
    as: ada.id,
    title: 'Map Eve to a scope',
    how: 'The request’s card is in #approvals, with Map…: choose a scope and its target. Eve is told.',
    in: approvals,
    done: (delivery, by) => submitted(delivery) === 'access.grant' && by === ada.id,
  },
  {
    id: 'guest',
    as: gus.id,
    title: 'Be a guest',
    how: 'Gus is a guest and holds one account. What he may do, and where it comes from, he reads here.',
    types: '/vg me',
    in: voiceOps,
    done: (delivery, by) => typed(delivery) === 'me' && by === gus.id,
  },
  {
    id: 'why',
    as: ben.id,
    title: 'Ask why',
    how: 'Every yes and no can be explained before anybody tries.',
    types: '/vg can @Tia tts clear --all',
    in: voiceOps,
    done: (delivery) => typed(delivery)?.startsWith('can ') ?? false,
  },
  {
    id: 'wrong',
    as: sam.id,
    title: 'Type it wrong',
    how: 'Unknown words get the nearest command; curly quotes and long dashes from a phone count as what was meant.',
    types: '/vg acount lsit',
    in: voiceOps,
    done: (delivery) => typed(delivery)?.includes('acount') ?? false,
  },
  {
    id: 'audit',
    as: ada.id,
    title: 'Look back',
    how: 'Who did what, refusals included. Then /vg audit verify walks the chain.',
    types: '/vg audit',
    in: voiceOps,
    done: (delivery) => typed(delivery)?.startsWith('audit') ?? false,
  },
];
