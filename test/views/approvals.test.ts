import { describe, expect, test } from 'vitest';
import type { Change, ChangeState, Deciding } from '../../src/changes/change.ts';
import type { Told } from '../../src/changes/receipts.view.ts';
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
import type { Message } from '../../src/slack/blocks.ts';

const hostile = '<!channel> *bold* `code` \u202Eevil & <@U1>';
const creation: Deciding = { approve: 'Approve', editable: true };
const mapping: Deciding = { approve: 'Map…', editable: false };

function told(more: Partial<Change> = {}, name = 'Acme'): Told {
  const change: Change = {
    seq: 7,
    id: 'chg_0123456789abcdef0123',
    kind: 'account create',
    state: 'waiting',
    lane: 'provider/x',
    batch: null,
    actor: { teamId: 'T1', userId: 'UTIA' },
    actorName: 'tia',
    providerSid: null,
    accountSid: null,
    subject: null,
    input: {},
    origin: { surface: 'command' },
    reason: 'A new customer',
    revision: 1,
    digest: '0123456789abcdef',
    authors: ['UTIA'],
    announced: false,
    needsSecond: true,
    expiresAt: new Date('2026-11-30T10:00:00Z'),
    remindAt: null,
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    requestedAt: new Date('2026-11-23T10:00:00Z'),
    startedAt: null,
    endedAt: null,
    attempts: 0,
    dueAt: null,
    before: null,
    after: null,
    failure: null,
    ...more,
  };
  const facts = [
    { label: 'Account name', value: name },
    { label: 'SIP Realm', value: 'acme.example.com' },
  ];
  const done = change.state === 'verified';
  return {
    change,
    description: { what: `create account ${name}`, target: name, facts },
    outcome: done ? { did: `created account ${name}`, facts } : null,
    noUndo: null,
    undoable: false,
  };
}

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

test('the card of a request says what will happen, who asks and why', () => {
  const message = requestCard(told(), creation);
  expect(validateMessage(message)).toEqual([]);
  expect(message).toMatchSnapshot();
});

test('a request for access is answered by mapping the person', () => {
  expect(shown(requestCard(told(), mapping)).buttons).toEqual(['Map…', 'Deny']);
});

test('an edited request says by whom, and its buttons carry the new revision', () => {
  const card = requestCard(told({ revision: 2, authors: ['UTIA', 'UADA'] }), creation);
  expect(shown(card).text).toContain('Edited by <@UADA>');
  expect(JSON.stringify(card.blocks)).toContain('"value":"chg_0123456789abcdef0123:2"');
});

const decided = {
  decidedBy: 'UADA',
  decisionReason: 'Not now',
  failure: { message: 'The realm is taken.', reference: 'ref_1' },
};

describe('every state of a request', () => {
  test.each(changeStates)('%s', (state: ChangeState) => {
    const request = told({ state, ...decided });
    const card = shown(requestCard(request, creation));
    const own = shown(ownRequestCard(request, creation));
    expect(card.buttons.length > 0).toBe(state === 'waiting');
    expect({ standing: card.text.split('\n')[4], own: own.buttons }).toMatchSnapshot();
  });
});

test('what cannot be edited is not asked again from its card', () => {
  expect(shown(ownRequestCard(told({ state: 'denied' }), mapping)).buttons).toEqual([]);
});

test('a reminder shows the request on a click', () => {
  const message = reminder(told());
  expect(shown(message)).toMatchInlineSnapshot(`
    {
      "buttons": [
        "Show request",
      ],
      "text": "*Still waiting for a decision:* create account Acme, asked by <@UTIA> on 2026-11-23 10:00 UTC.
    Reference chg_0123456789abcdef0123",
    }
  `);
});

test('the form behind Deny', () => {
  const view = denyModal(told({}, hostile));
  expect(validateView(view)).toEqual([]);
  expect(view).toMatchSnapshot();
});

const list = {
  requests: [
    { told: told(), deciding: creation },
    { told: told({ reason: null }, 'Beta'), deciding: mapping },
  ],
  decided: null,
  decides: true,
  own: 2,
  next: '9',
  first: '0',
  command: '/vg',
};

test('the list of what waits', () => {
  const message = waitingRequests({ ...list, decided: told({ state: 'denied', ...decided }) });
  expect(validateMessage(message)).toEqual([]);
  expect(message).toMatchSnapshot();
});

test.each([
  [true, 0, 'Nothing waits for your decision.\nNone of your own requests waits.'],
  [true, 1, '1 request of your own waits: `/vg approvals mine`'],
  [false, 0, 'You decide no requests'],
])('an empty list, deciding: %s, own: %d', (decides, own, said) => {
  const message = waitingRequests({ ...list, requests: [], decides, own, next: null, first: null });
  expect(shown(message).text).toContain(said);
  expect(shown(message).buttons).toEqual([]);
});

test('the list of one’s own requests', () => {
  const requests = [
    { told: told(), deciding: creation },
    { told: told({ state: 'expired' }, 'Beta'), deciding: creation },
    { told: told({ state: 'verified', ...decided }, 'Gamma'), deciding: creation },
  ];
  const message = ownRequests({ requests, older: '3', newest: null });
  expect(shown(message)).toMatchSnapshot();
  expect(shown(ownRequests({ requests: [], older: null, newest: null })).text).toBe(
    'You have asked for nothing that needs a second person.',
  );
});

test('whatever people typed pings nobody, breaks nothing and fits', () => {
  const long = told({ reason: `${hostile} ${'&'.repeat(3000)}` }, `${hostile} ${'<'.repeat(250)}`);
  const many = Array.from({ length: 5 }, () => ({ told: long, deciding: creation }));
  for (const message of [
    requestCard(long, creation),
    ownRequestCard(long, creation),
    reminder(long),
    waitingRequests({ ...list, requests: many, decided: long }),
    ownRequests({ requests: many, older: '1', newest: '1' }),
  ]) {
    expect(validateMessage(message)).toEqual([]);
    // A button's label is plain text, in which nothing is markup.
    const read = JSON.stringify(message, (key, value: unknown) =>
      key === 'accessibility_label' ? undefined : value,
    );
    expect(read).not.toMatch(/<!channel>|<@U1>|\u202E/);
  }
});
