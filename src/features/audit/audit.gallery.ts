import {
  accounts,
  cast,
  digestOf,
  hoursAgo,
  idOf,
  now,
  type Person,
  rooms,
} from '../../gallery/cast.ts';
import { answered, type GallerySection, posted } from '../../gallery/specimen.ts';
import { creation, troubles } from '../../gallery/told.ts';
import { mention, mrkdwn } from '../../slack/mrkdwn.ts';
import type { AuditEntry, Verdict } from './audit.ts';
import { anchorMessage, auditMessage, verdictMessage, verifying } from './audit.view.ts';

const { acme, acmeNorth, globex } = accounts;

/** An entry of the audit, a quarter of an hour after the one before it. */
export function entry(seq: number, by: Person, more: Partial<AuditEntry>): AuditEntry {
  return {
    seq,
    at: hoursAgo((1240 - seq) / 4),
    actorTeam: by.teamId,
    actorUser: by.userId,
    actorName: by.name,
    surface: 'command',
    action: 'tts clear',
    result: 'verified',
    changeId: idOf('chg', `audited ${seq}`),
    providerSid: null,
    accountSid: null,
    subject: null,
    target: acme.name,
    detail: {},
    mac: digestOf(`audited ${seq}`),
    ...more,
  };
}

/** The bot itself: what it does by the clock. */
const itself = { teamId: cast.ada.teamId, userId: 'switchboard', name: 'Switchboard' };

const atTerminal = { ...cast.ada, userId: 'terminal:ada' };

const page: AuditEntry[] = [
  entry(1234, cast.olu, {
    detail: { facts: [{ label: 'Cached prompts', was: '4,812', value: '37, refilling' }] },
  }),
  entry(1233, cast.eve, {
    result: 'refused',
    target: '—',
    detail: { code: 'forbidden', because: 'no grant' },
  }),
  entry(1232, cast.tia, {
    action: 'account create',
    target: acmeNorth.name,
    detail: {
      facts: creation().description.facts,
      reason: 'A second site goes live on December 1.',
      decidedBy: cast.ada.userId,
    },
  }),
  entry(1231, cast.tia, {
    action: 'account create',
    result: 'denied',
    target: 'Acme Test',
    detail: {
      decidedBy: cast.ben.userId,
      decisionReason: 'The contract for it is not signed yet. Ask again in December.',
    },
  }),
  entry(1230, itself, { action: 'account create', result: 'expired', target: 'Acme West' }),
  entry(1229, cast.sam, {
    action: 'account create',
    result: 'failed',
    target: 'Acme South',
    detail: { failure: troubles.realmTaken },
  }),
  entry(1228, cast.olu, {
    result: 'unknown',
    target: globex.name,
    detail: { failure: troubles.noAnswer },
  }),
  entry(1227, cast.tia, {
    action: 'approvals decide',
    result: 'refused',
    target: acmeNorth.name,
    detail: { because: 'own request' },
  }),
];

/** As much as an entry may hold, and of what people should not type. */
const longest: Partial<AuditEntry> = {
  action: 'account create',
  target: `<!channel> *Acme* ${'& Söhne '.repeat(60)}`,
  detail: {
    facts: Array.from({ length: 30 }, (_, index) => ({
      label: `Setting ${index + 1}`,
      was: 'مركز '.repeat(100),
      value: '<>&'.repeat(500),
    })),
    reason: 'Because. '.repeat(100),
  },
};

const mac = digestOf('the last anchor');

const whole: Verdict = {
  entries: 1234,
  since: hoursAgo(90 * 24),
  head: { seq: 1234, mac: digestOf('the head'), at: now },
  breaks: [],
  unnamed: 0,
  lastAnchor: { seq: 1200, mac, at: hoursAgo(10) },
  unvouched: 34,
};

/** Who did what, and whether that is whole. */
export function auditGallery(): GallerySection {
  const channel = rooms.audit;
  return {
    feature: 'audit',
    title: 'Audit',
    specimens: [
      answered('A page of the audit', auditMessage, {
        about: null,
        entries: page,
        older: '{"before":1227}',
        newer: '{"after":1234}',
      }),
      answered('The audit of one account', auditMessage, {
        about: mrkdwn`of ${acme.name}`,
        entries: page.slice(0, 1),
        older: null,
        newer: null,
      }),
      answered('What was done by breaking the glass', auditMessage, {
        about: null,
        entries: [
          entry(1226, atTerminal, {
            surface: 'terminal',
            action: 'account create',
            target: acmeNorth.name,
            detail: { breakGlass: 'Slack is down, and Acme goes live in an hour.' },
          }),
        ],
        older: null,
        newer: null,
      }),
      answered('A page of the longest entries', auditMessage, {
        about: mrkdwn`by or about ${mention(cast.noa.userId)}`,
        entries: Array.from({ length: 8 }, (_, index) => entry(1234 - index, cast.noa, longest)),
        older: null,
        newer: null,
      }),
      answered('An entry that was tampered with', auditMessage, {
        about: null,
        entries: [entry(8, cast.ada, { at: new Date(Number.NaN), detail: 'nothing' })],
        older: null,
        newer: null,
      }),
      answered('Nothing recorded that one may see', auditMessage, {
        about: mrkdwn`by or about ${mention(cast.eve.userId)}`,
        entries: [],
        older: null,
        newer: null,
      }),
      answered('While a long audit is checked', verifying, 120_000),
      answered('The audit is whole', verdictMessage, whole, channel, [channel]),
      answered(
        'Whole, and vouched for to its end',
        verdictMessage,
        { ...whole, unvouched: 0 },
        channel,
        [channel],
      ),
      answered(
        'Whole, its head posted to Admins alone',
        verdictMessage,
        { ...whole, unvouched: 1 },
        channel,
        [cast.ada.userId, cast.ben.userId],
      ),
      answered(
        'Whole, and nothing posted yet',
        verdictMessage,
        { ...whole, entries: 1, lastAnchor: null, unvouched: 1 },
        channel,
        [],
      ),
      answered(
        'Whole, without a channel that could vouch for it',
        verdictMessage,
        { ...whole, lastAnchor: null, unvouched: 1234 },
        null,
        [],
      ),
      answered(
        'The audit was tampered with',
        verdictMessage,
        {
          ...whole,
          breaks: [
            { from: 3, to: 3, what: 'changed' },
            { from: 5, to: 7, what: 'changed' },
            { from: 9, to: 9, what: 'missing' },
            { from: 11, to: 12, what: 'missing' },
            { from: 13, to: 13, what: 'unchecked' },
            { from: 20, to: 30, what: 'replaced' },
            { from: 40, to: 41, what: 'cut off' },
          ],
          unnamed: 3,
        },
        channel,
        [channel],
      ),
      answered(
        'An audit without an entry',
        verdictMessage,
        { ...whole, entries: 0, since: null, head: null, lastAnchor: null, unvouched: 0 },
        channel,
        [],
      ),
      posted('The head of the audit, as it is posted', anchorMessage, { seq: 1200, mac, at: now }),
    ],
  };
}
