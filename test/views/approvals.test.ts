import { describe, expect, test } from 'vitest';
import type { ChangeState, Deciding } from '../../src/changes/change.ts';
import { changeStates } from '../../src/db/schema.ts';
import { validateMessage } from '../../src/emulator/rules/message.ts';
import { validateView } from '../../src/emulator/rules/view.ts';
import {
  denyModal,
  ownRequestCard,
  reminder,
  requestCard,
} from '../../src/features/approvals/approvals.view.ts';
import { ownRequests, waitingRequests } from '../../src/features/approvals/request-lists.view.ts';
import { COMMAND, cast } from '../../src/gallery/cast.ts';
import { creation, decided, failed, troubles } from '../../src/gallery/told.ts';
import type { Message } from '../../src/slack/blocks.ts';

const hostile = '<!channel> *bold* `code` \u202Eevil & <@U1>';
const approving: Deciding = { approve: 'Approve', editable: true };
const mapping: Deciding = { approve: 'Map…', editable: false };

/** What a person reads, and the buttons that they have. */
function shown(message: Message): { text: string; buttons: string[] } {
  expect(validateMessage(message)).toEqual([]);
  const buttons = message.blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((element) => ('text' in element && element.text?.text) || element.type)
      : [],
  );
  return { text: message.text, buttons };
}

test('a request for access is answered by mapping the person', () => {
  expect(shown(requestCard(creation(), mapping)).buttons).toEqual(['Map…', 'Deny']);
});

test('an edited request says by whom, and its buttons carry the new revision', () => {
  const request = creation({ revision: 2, authors: [cast.tia.userId, cast.ada.userId] });
  const card = requestCard(request, approving);
  expect(shown(card).text).toContain(`Edited by <@${cast.ada.userId}>`);
  expect(JSON.stringify(card.blocks)).toContain(`"value":"${request.change.id}:2"`);
});

describe('in every state a request says how it stands, and offers what can still be done', () => {
  const { ada, ben } = cast;
  const again = ['Edit and ask again'];
  const states: Record<ChangeState, [said: string, own: string[]]> = {
    waiting: ['Waiting for a decision, until 2026-11-30 10:00 UTC.', ['Withdraw']],
    ready: [`Approved by <@${ada.userId}>. Carrying it out…`, []],
    applying: [`Approved by <@${ada.userId}>. Carrying it out…`, []],
    verified: [`Approved by <@${ada.userId}>. Done and verified: created account Acme North.`, []],
    failed: ['It failed, and nothing is done: This account cannot be created.', again],
    unknown: ['I do not know whether it happened: This account cannot be created.', []],
    denied: [`Denied by <@${ben.userId}>: The contract for it is not signed yet.`, again],
    withdrawn: [`Withdrawn by <@${cast.tia.userId}>.`, []],
    expired: ['Expired: nobody decided in time.', again],
    stopped: ['Stopped before it began.', []],
  };

  test.each(changeStates)('%s', (state) => {
    const { decidedBy } = decided.approved;
    const how = state === 'denied' ? decided.denied : { ...failed(troubles.realmTaken), decidedBy };
    const request = creation({ ...how, state });
    const [said, own] = states[state];
    const card = shown(requestCard(request, approving));
    expect(card.text).toContain(`\n${said}`);
    expect(card.buttons).toEqual(state === 'waiting' ? ['Approve', 'Edit & approve', 'Deny'] : []);
    const asker = shown(ownRequestCard(request, approving));
    expect(asker.text).toContain(`\n${said}`);
    expect(asker.buttons).toEqual(own);
  });
});

test('what cannot be edited is not asked again from its card', () => {
  expect(shown(ownRequestCard(creation(decided.denied), mapping)).buttons).toEqual([]);
});

const list = {
  requests: [],
  decided: null,
  decides: true,
  own: 2,
  next: null,
  first: null,
  command: COMMAND,
};

test.each([
  [true, 0, 'Nothing waits for your decision.\nNone of your own requests waits.'],
  [true, 1, '1 request of your own waits: `/vg approvals mine`'],
  [false, 0, 'You decide no requests'],
])('an empty list, deciding: %s, own: %d', (decides, own, said) => {
  const message = waitingRequests({ ...list, decides, own });
  expect(shown(message).text).toContain(said);
  expect(shown(message).buttons).toEqual([]);
});

test('whatever people typed pings nobody, breaks nothing and fits', () => {
  const long = creation(
    { reason: `${hostile} ${'&'.repeat(3000)}` },
    { name: `${hostile} ${'<'.repeat(250)}` },
  );
  const many = Array.from({ length: 5 }, () => ({ told: long, deciding: approving }));
  const modal = denyModal(long);
  expect(validateView(modal)).toEqual([]);
  const messages = [
    requestCard(long, approving),
    ownRequestCard(long, approving),
    reminder(long),
    waitingRequests({ ...list, requests: many, decided: long, next: '9', first: '0' }),
    ownRequests({ requests: many, older: '1', newest: '1' }),
  ];
  for (const message of messages) expect(validateMessage(message)).toEqual([]);
  for (const drawn of [...messages, modal]) {
    // A button's label is plain text, in which nothing is markup.
    const read = JSON.stringify(drawn, (key, value: unknown) =>
      key === 'accessibility_label' ? undefined : value,
    );
    expect(read).not.toMatch(/<!channel>|<@U1>|\u202E/);
  }
});
