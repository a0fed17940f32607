import {
  accounts,
  COMMAND,
  cast,
  daysAhead,
  hoursAgo,
  idOf,
  type Person,
  providers,
  rooms,
} from '../../gallery/cast.ts';
import {
  answered,
  type GallerySection,
  opened,
  posted,
  refusalOf,
  refused,
} from '../../gallery/specimen.ts';
import { creation } from '../../gallery/told.ts';
import { mention, mrkdwn } from '../../slack/mrkdwn.ts';
import { accessList, type Myself, myself, revokeChoices, type ShownGrant } from './access.view.ts';
import type { Planned } from './access-import.ts';
import { requestForm, requestModal } from './access-request.view.ts';
import { exported, importDifference } from './access-transfer.view.ts';
import { endOf } from './grant.ts';
import { rightsOf } from './permissions.ts';
import { waitsMessage } from './waits.view.ts';
import { welcome } from './welcome.view.ts';

const { acme, longest, odd, rightToLeft } = accounts;

const mapping = { person: cast.eve, personName: cast.eve.name, scope: 'account' } as const;

/** The lines of a file as an import means them. */
const planned: Planned[] = [
  { line: 2, mapping: { ...mapping, targetName: acme.name }, does: 'grant', was: null },
  {
    line: 3,
    mapping: { ...mapping, targetName: longest.name, until: '2027-01-31' },
    does: 'change',
    was: '2026-12-31',
  },
  { line: 4, mapping: { ...mapping, targetName: odd.name }, does: 'nothing', was: null },
];

/** Account scope on Acme Telecom, or whatever `more` says, as a list shows it. */
export function held(by: Person, more: Partial<ShownGrant> = {}): ShownGrant {
  const id = idOf('grt', `${by.name} ${more.targetName ?? ''}`);
  return {
    id,
    userId: by.userId,
    scope: 'account',
    targetName: acme.name,
    until: endOf('2027-01-31'),
    grantedBy: cast.ada.userId,
    createdAt: hoursAgo(20 * 24),
    revoke: `${id}:${idOf('frm', id)}`,
    ...more,
  };
}

const samHolds = held(cast.sam, {
  scope: 'service_provider',
  targetName: providers.nordic.name,
  until: null,
});
const oluHolds = held(cast.olu, { scope: 'on_call', targetName: null, until: null });

const me: Myself = {
  command: COMMAND,
  grants: [],
  named: false,
  isGuest: false,
  identityKnown: true,
  requests: [],
  may: [],
};
const fixed = { revoke: null };

const request = { needs: 'Clear the TTS cache of Acme Telecom', reason: 'I cover for Tia.' };

/** Who holds what, taking it back, and asking for it. */
export function accessGallery(): GallerySection {
  const asked = creation({ by: cast.tia, expiresAt: daysAhead(5) });
  const many = Array.from({ length: 30 }, (_, index) =>
    held(cast.ben, { targetName: `Branch Office ${index + 1}` }),
  );
  return {
    feature: 'access',
    title: 'Access',
    specimens: [
      answered('Who is mapped, for an Admin', accessList, {
        title: mrkdwn`Access`,
        named: [cast.ada.userId, cast.ben.userId],
        grants: [
          samHolds,
          held(cast.tia),
          oluHolds,
          held(cast.gus, { grantedBy: cast.sam.userId }),
        ],
        more: null,
      }),
      answered('Access to an account, for its own people', accessList, {
        title: mrkdwn`Access to ${acme.name}`,
        named: [],
        grants: [held(cast.tia, fixed), { ...samHolds, ...fixed }],
        more: null,
      }),
      answered('A full page of the longest names, with more behind it', accessList, {
        title: mrkdwn`Access`,
        named: [cast.ada.userId, cast.ben.userId],
        grants: Array.from({ length: 20 }, (_, index) =>
          held(cast.noa, { targetName: [longest, rightToLeft, odd][index % 3]?.name ?? null }),
        ),
        more: '20:',
      }),
      answered('Somebody who holds nothing', accessList, {
        title: mrkdwn`Access of ${mention(cast.eve.userId)}`,
        named: [],
        grants: [],
        more: null,
      }),
      answered(
        'Which of several grants is to be revoked',
        revokeChoices,
        cast.tia.userId,
        [held(cast.tia), held(cast.tia, { targetName: 'Acme North', until: null })],
        false,
      ),
      answered(
        'More grants than one message offers, of an Admin by ADMIN_USERS',
        revokeChoices,
        cast.ben.userId,
        many,
        true,
      ),
      answered('What an Admin by ADMIN_USERS holds', myself, {
        ...me,
        named: true,
        may: rightsOf(['admin']),
      }),
      answered('What an Account-scope person holds, with an open request', myself, {
        ...me,
        grants: [held(cast.tia, fixed)],
        requests: [{ change: asked.change, what: asked.description.what }],
        may: rightsOf(['account']),
      }),
      answered('What somebody holds at a terminal', myself, {
        ...me,
        atTerminal: true,
        may: rightsOf(['admin']),
      }),
      answered('What a guest holds, whom Slack does not confirm', myself, {
        ...me,
        grants: [held(cast.gus, fixed)],
        isGuest: true,
        identityKnown: false,
        may: rightsOf(['account']),
      }),
      answered('What somebody of many grants holds', myself, {
        ...me,
        grants: [...many, oluHolds].map((grant) => ({ ...grant, ...fixed })),
        may: rightsOf(['account', 'on_call']),
      }),
      answered('Nothing held yet', myself, me),
      answered('What an import would do', importDifference, planned, true),
      answered('What an import does', importDifference, planned.slice(0, 1), false),
      answered('How many grants an export holds', exported, 12),
      opened('Ask for access', requestModal),
      opened('Ask for access again, after a denial', requestModal, request),
      refused(
        opened('Ask for access, with a reason missing', requestModal, { needs: request.needs }),
        requestForm,
        refusalOf(() => requestForm.parse({}, { shown: ['reason'] })),
      ),
      answered('Asked for, and who decides', waitsMessage, 'get access', 'an Admin'),
      posted('The welcome of an Admin', welcome, COMMAND, rooms.approvals),
    ],
  };
}
