import { WebClient } from '@slack/web-api';
import { list, type Obj, obj, parseJson, str } from '../src/emulator/json.ts';
import type { Delivery, PersonInit } from '../src/emulator/model.ts';
import type { Person } from '../src/emulator/person/person.ts';
import type { Message } from '../src/emulator/person/see.ts';
import type { Actor } from '../src/features/access/access.ts';
import type { AccountSummary, ServiceProvider } from '../src/features/accounts/account.ts';
import { type House, openHouse } from './bot.ts';
import { asGrant, type Holds, hold } from './grants.ts';
import { memoryStore } from './memory-store.ts';

/** What is there before anybody tries anything: two tenants, two accounts in the first, one in the other. */
export interface Place {
  house: House;
  provider: ServiceProvider;
  otherProvider: ServiceProvider;
  /** Of the first provider; Account scope in the cast is on this one. */
  own: AccountSummary;
  sibling: AccountSummary;
  /** Of the other provider. */
  alien: AccountSummary;
}

/** Somebody of the cast: who they are in Slack, what they hold, and what the design makes of it. */
interface Role {
  is?: Omit<PersonInit, 'name'>;
  holds?(place: Place): Holds[];
  /** What becomes of them after they were mapped, before they try anything. */
  becomes?(place: Place, person: Person): unknown;
  /** How the check must see them; what they hold counts unless it says otherwise. */
  counts?: Partial<Pick<Actor, 'isGuest' | 'shutOut'>> & { holdsNothing?: true };
}

const admin: Holds = { scope: 'admin' };
const soon = ({ house }: Place) => new Date(house.clock.now().getTime() + 1000);
const wide = ({ provider }: Place): Holds[] => [
  { scope: 'service_provider', provider },
  { scope: 'on_call', provider },
];

/** Every kind of person that the design tells apart. */
export const cast = {
  'an Admin': { holds: () => [admin] },
  'a Service Provider': { holds: ({ provider }) => [{ scope: 'service_provider', provider }] },
  'an Account-scope person': { holds: ({ own }) => [{ scope: 'account', account: own }] },
  'on-call for one provider': { holds: ({ provider }) => [{ scope: 'on_call', provider }] },
  'on-call for all': { holds: () => [{ scope: 'on_call' }] },
  'a guest with Account scope': {
    is: { guest: true },
    holds: ({ own }) => [{ scope: 'account', account: own }],
    counts: { isGuest: true },
  },
  'a member turned guest, once of wider scopes': {
    holds: (place) => [admin, ...wide(place)],
    becomes: turnsGuest,
    counts: { isGuest: true },
  },
  'a member turned guest, once a Service Provider': {
    holds: wide,
    becomes: turnsGuest,
    counts: { isGuest: true },
  },
  'an Admin until a second ago': {
    holds: (place) => [{ ...admin, until: soon(place) }],
    becomes: ({ house }) => house.clock.forward({ seconds: 2 }),
    counts: { holdsNothing: true },
  },
  nobody: {},
  'a deactivated Admin': {
    holds: () => [admin],
    becomes: ({ house }, person) => house.workspace.update(person, { deactivated: true }),
    counts: { shutOut: 'deactivated' },
  },
  'a Slack Connect stranger': {
    is: { otherTeam: 'T0STRANGERS' },
    holds: () => [admin],
    counts: { shutOut: 'other organisation' },
  },
  'a bot': { is: { bot: true }, holds: () => [admin], counts: { shutOut: 'bot' } },
} satisfies Record<string, Role>;

export type Character = keyof typeof cast;

/** A house in which one of the cast tries everything. */
export interface Stage extends Place, AsyncDisposable {
  visitor: Person;
  /** The visitor as the check must see them: from the cast, not from what the bot believes. */
  actor: Actor;
  /** Somebody whom the visitor may map or revoke. */
  hire: Person;
  /** A message of the bot's that the visitor has before them: what forged clicks are said to come from. */
  card: Obj;
  /** Whether they can be written to: bots and those who have left cannot, so a click of theirs is not answered. */
  reachable: boolean;
  /** Types a command as the visitor; a deactivated one's client is no hindrance. */
  types(text: string): Promise<Delivery>;
  /** From now on `told` is about what comes. */
  listens(): void;
  /** All that the visitor was told since: messages, the open form, the answers to what was sent for them. */
  told(): string;
  /** The part of it that answers what was just tried, and no receipt of something earlier that comes late. */
  answer(): string;
}

export async function openStage(character: Character): Promise<Stage> {
  const house = await openHouse({ unmapped: true, store: memoryStore() });
  const place = await furnish(house);
  const role: Role = cast[character];
  const visitor = house.workspace.addPerson({ name: 'vic', ...role.is });
  const hire = house.workspace.addPerson({ name: 'hire' });
  house.voiceOps.members.add(visitor.id);
  const held = role.holds?.(place) ?? [];
  for (const one of held) hold(house, visitor, one);
  // The bot learns who they are while they are still what they were.
  const types = (text: string) =>
    character === 'a deactivated Admin'
      ? house.workspace.forge({ by: visitor, kind: 'slash_command', payload: { text } })
      : visitor.types(`/vg ${text}`, { in: house.voiceOps });
  await types('me');
  await role.becomes?.(place, visitor);
  await house.settled();
  const { holdsNothing, isGuest = false, shutOut = null } = role.counts ?? {};
  const card = await cardFor(house, visitor);
  return {
    ...place,
    visitor,
    hire,
    card: card ?? {},
    reachable: card !== null,
    actor: {
      person: { teamId: house.workspace.teamId, userId: visitor.id },
      name: 'vic',
      grants: holdsNothing || shutOut ? [] : held.map(asGrant),
      isGuest,
      shutOut,
      identityKnown: true,
      widened: house.config.widened,
    },
    types,
    ...ears(house, visitor),
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

/** Has the bot write to somebody: where a forged click of theirs is said to come from. `null`: nothing can be written to them. */
export async function cardFor({ workspace }: House, { id }: Person): Promise<Obj | null> {
  const client = new WebClient(workspace.botToken, { slackApiUrl: workspace.apiUrl });
  const posted = await client.chat.postMessage({ channel: id, text: 'A card.' }).catch(() => null);
  if (!posted) return null;
  const { channel: channel_id, ts: message_ts } = posted;
  return { container: { type: 'message', channel_id, message_ts, is_ephemeral: false } };
}

/** Hears what this person is told. */
export function ears(house: House, visitor: Person): Pick<Stage, 'listens' | 'told' | 'answer'> {
  const { workspace } = house;
  let seen = new Set<string>();
  let sent = 0;
  const known = ({ ts, plain }: Message) => `${ts} ${plain}`;
  const messages = () =>
    visitor
      .messages()
      .filter((message) => !seen.has(known(message)))
      .map(({ text, plain }) => (plain.includes(text) ? plain : `${text}\n${plain}`));
  const answers = () =>
    workspace.deliveries
      .slice(sent)
      .filter(({ payload }) => JSON.stringify(payload).includes(visitor.id))
      .map(({ ackBody }) => said(ackBody));
  const joined = (texts: string[]) => texts.filter((text) => text !== '').join('\n');
  return {
    listens() {
      seen = new Set(visitor.messages().map(known));
      sent = workspace.deliveries.length;
    },
    told: () => joined([...messages(), visitor.modal?.text ?? '', ...answers()]),
    answer() {
      const errors = messages().filter((text) => /Reference ref_/.test(text));
      // A command's ack is a message too.
      return joined([...new Set([...errors, visitor.modal?.text ?? '', ...answers()])]);
    },
  };
}

/** What an ack says to whoever sent the payload: its text, the errors of fields, the error on top of a view. */
function said(ackBody: string): string {
  const ack = obj(parseJson(ackBody));
  const errors = list(obj(ack.view).blocks).filter(({ block_id }) =>
    str(block_id).startsWith('error.'),
  );
  const texts = errors.flatMap((block) => [block.text, ...list(block.elements)]);
  return [
    str(ack.text),
    ...Object.values(obj(ack.errors)).map(str),
    ...texts.map((text) => str(obj(text).text)),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

/** Two providers with accounts, each with cached prompts. */
export async function furnish(house: House): Promise<Place> {
  const own = await house.account('Mine Telecom');
  const sibling = await house.account('Sibling Telecom');
  const alien = await house.account('Alien Telecom', 'Other');
  const place = { house, own, sibling, alien };
  return { ...place, provider: own.provider, otherProvider: alien.provider };
}

function turnsGuest({ house }: Place, person: Person): Promise<Delivery> {
  return house.workspace.update(person, { guest: true });
}
