import type { AccountSummary } from '../../src/features/accounts/account.ts';
import type { BotUnderLoad } from './bench.ts';
import { byTurns } from './by-turns.ts';
import type { Request } from './load.ts';
import { command, submission, suggestions } from './requests.ts';
import type { Slack } from './slack.ts';

/** What people do, each call one request of somebody else about something else. */
export type Traffic = Record<
  'help' | 'me' | 'card' | 'calls' | 'list' | 'picker' | 'clear' | 'opensClear' | 'opensCreate',
  () => Request
>;

/** A message for whoever asked, which says this and refuses nothing. */
export function tells(...words: readonly string[]): Request['expects'] {
  return (body) =>
    body.startsWith('{"response_type":"ephemeral"') &&
    !body.includes('Reference ref_') &&
    (words.length === 0 || words.some((one) => body.includes(one)));
}

/** An ack without a word, as where a form opens. */
const isEmpty: Request['expects'] = (body) => body === '';

/** How lists and picker searches begin: with what accounts are called, in whole and in part, and with what none is. */
function searches(accounts: readonly AccountSummary[]): string[] {
  const parts = accounts.slice(0, 100).flatMap(({ sid, name, sipRealm }) => {
    const [word = ''] = name.split(' ');
    const [first = ''] = word;
    return [first, word.slice(0, 3), word, sid.slice(0, 8), sipRealm?.slice(0, 6) ?? first];
  });
  return ['x', 'nobody is called so', ...parts.filter((one) => /^[\p{L}\p{N}]/u.test(one))];
}

/** The requests of many people who ask this bot. */
export function trafficOf({ world, stock }: BotUnderLoad, { url }: Slack): Traffic {
  const { onCall, serviceProviders, adminUsers } = world;
  const { accounts } = stock;
  const callers = byTurns(onCall);
  // Most see everything, some what is their provider's.
  const lookers = byTurns([...onCall.slice(0, 40), ...serviceProviders.slice(0, 40)].toSorted());
  const admins = byTurns(adminUsers);
  const targets = byTurns(accounts);
  const typed = byTurns(searches(accounts));
  const next = <Value>(turns: Generator<Value, never>) => turns.next().value;
  const types = (userId: string, text: string, expects: Request['expects']) =>
    command(userId, text, { replyTo: url, expects });
  return {
    help: () => types(next(callers), 'help', tells('tts clear')),
    me: () => types(next(callers), 'me', tells('on-call')),
    card() {
      const { sid } = next(targets);
      return types(next(callers), `account show ${sid}`, tells(sid));
    },
    calls: () => types(next(callers), `calls ${next(targets).sid}`, tells('alls')),
    list: () =>
      types(next(lookers), `account list ${next(typed)}`, tells('Accounts: “', 'No account in')),
    picker: () =>
      suggestions(next(lookers), 'account.show', next(typed), (body) =>
        body.startsWith('{"options":['),
      ),
    clear() {
      const userId = next(callers);
      return submission(userId, world.formToClear(userId, next(targets)));
    },
    opensClear: () => types(next(callers), `tts clear ${next(targets).sid}`, isEmpty),
    opensCreate: () => types(next(admins), 'account create', isEmpty),
  };
}

/** Of twenty requests of a working day, how many are what. */
const shares: Record<keyof Traffic, number> = {
  help: 2,
  me: 2,
  card: 3,
  calls: 2,
  list: 4,
  picker: 4,
  clear: 1,
  opensClear: 1,
  opensCreate: 1,
};

/** Mixed work, so many requests of it, without what is left out. */
export function mixed(traffic: Traffic, count: number, without?: keyof Traffic): Request[] {
  const kinds = byTurns(spread().filter((one) => one !== without));
  return Array.from({ length: count }, () => traffic[kinds.next().value]());
}

/** Each kind as often as its share says, evenly among the others. */
function spread(): (keyof Traffic)[] {
  return (Object.keys(shares) as (keyof Traffic)[])
    .flatMap((kind) => {
      const share = shares[kind];
      return Array.from({ length: share }, (_, nth) => ({ kind, at: (nth + 0.5) / share }));
    })
    .toSorted((one, other) => one.at - other.at)
    .map(({ kind }) => kind);
}
