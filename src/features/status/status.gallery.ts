import { cast, hoursAgo, now, rooms } from '../../gallery/cast.ts';
import { answered, type GallerySection } from '../../gallery/specimen.ts';
import { type Status, statusMessage } from './status.view.ts';

const well: Status = {
  version: '1.4.2',
  since: hoursAgo(75),
  gateway: { answers: true },
  database: { answers: true },
  undelivered: { count: 0, oldest: null },
  setAside: [],
  codes: true,
  missingScopes: [],
  changes: { verified: 1204, denied: 3 },
};

const refused = { count: 1, last: hoursAgo(2), worksAgain: false };

/** The bot's and the gateway's state. */
export function statusGallery(): GallerySection {
  return {
    feature: 'status',
    title: 'Status',
    specimens: [
      answered('All is well', statusMessage, well),
      answered('All is well, and requests wait', statusMessage, {
        ...well,
        undelivered: { count: 1, oldest: now },
        changes: { waiting: 2, ready: 1, applying: 1 },
      }),
      answered('No bot is running, seen from a terminal', statusMessage, { ...well, since: null }),
      answered('What is not well, with what to do', statusMessage, {
        ...well,
        gateway: { answers: false, trouble: 'The Voice Gateway did not answer in time.' },
        database: { answers: false, trouble: 'My database has no space left on its disk.' },
        undelivered: { count: 1200, oldest: hoursAgo(30) },
        setAside: [
          { ...refused, conversation: rooms.standup, error: 'not_in_channel', count: 2 },
          {
            ...refused,
            conversation: `${rooms.voiceOps}/1700000000.000100`,
            error: 'is_archived',
            worksAgain: true,
          },
          { ...refused, conversation: cast.eve.userId, error: 'user_disabled' },
          { ...refused, conversation: rooms.audit, error: 'an_error_of_tomorrow' },
        ],
        changes: { waiting: 3, ready: 1, applying: 1, unknown: 2 },
      }),
      answered('The Slack app lacks what it needs', statusMessage, {
        ...well,
        undelivered: { count: 3, oldest: hoursAgo(1) },
        missingScopes: ['chat:write', 'im:history', 'users:read'],
      }),
      answered('Refused messages, as on-call sees them', statusMessage, {
        ...well,
        codes: false,
        setAside: [{ ...refused, conversation: rooms.standup, error: 'restricted_action' }],
      }),
    ],
  };
}
