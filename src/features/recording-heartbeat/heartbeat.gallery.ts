import { accounts, callSid, cast, hoursAgo, idOf, now, numbered } from '../../gallery/cast.ts';
import { type GallerySection, opened, posted } from '../../gallery/specimen.ts';
import {
  alarmCard,
  alarmedAccount,
  muteModal,
  type ShownAlarm,
  type ShownAlarmed,
} from './alarm.view.ts';
import { THE_GATEWAY } from './heartbeat.ts';

const { acme, globex, odd, rightToLeft } = accounts;

const missing = (
  { sid, name, provider }: typeof acme,
  more: Partial<ShownAlarmed> = {},
): ShownAlarmed => ({
  accountSid: sid,
  accountName: name,
  providerName: provider.name,
  state: 'missing',
  missed: [
    { callSid: callSid(`${name} 1`), verdict: 'missing' },
    { callSid: callSid(`${name} 2`), verdict: 'empty' },
  ],
  ...more,
});

const alarm: ShownAlarm = {
  id: idOf('alm', 's3'),
  cause: 'aws_s3 s3.eu-west-1.amazonaws.com',
  openedAt: hoursAgo(1),
  endedAt: null,
  accounts: [missing(acme)],
  muted: null,
  unmuting: idOf('frm', 'unmute'),
};
const several = [missing(acme), missing(globex, { state: 'recovered' }), missing(odd)];
const over = (state: ShownAlarmed['state']) => ({
  ...alarm,
  endedAt: now,
  accounts: [missing(acme, { state }), missing(globex, { state: 'set aside' })],
});

/** What those who operate are told of missing recordings. */
export function heartbeatGallery(): GallerySection {
  return {
    feature: 'recording-heartbeat',
    title: 'Recordings that are missing',
    specimens: [
      posted('One account', alarmCard, alarm),
      posted('Several, one of them recovered', alarmCard, { ...alarm, accounts: several }),
      posted('More than a thread tells', alarmCard, {
        ...alarm,
        cause: 'azure acmerecordings.blob.core.windows.net',
        accounts: Array.from({ length: 130 }, (_, index) => missing(numbered(index))),
      }),
      posted('Muted', alarmCard, {
        ...alarm,
        cause: 'google storage.googleapis.com',
        accounts: [missing(rightToLeft)],
        muted: { until: new Date(now.getTime() + 8 * 3_600_000), by: cast.ada.userId },
      }),
      posted('The Voice Gateway does not answer', alarmCard, {
        ...alarm,
        cause: THE_GATEWAY,
        accounts: [missing(acme, { missed: [] })],
      }),
      posted('The Voice Gateway does not even say which accounts record', alarmCard, {
        ...alarm,
        cause: THE_GATEWAY,
        accounts: [],
      }),
      posted('It says so again', alarmCard, {
        ...alarm,
        cause: THE_GATEWAY,
        endedAt: now,
        accounts: [],
      }),
      posted('There again', alarmCard, over('recovered')),
      posted('Nobody records there any more', alarmCard, over('set aside')),
      posted('An account in the thread', alarmedAccount, missing(acme)),
      posted('One whose bucket says little', alarmedAccount, {
        ...missing(odd),
        missed: [
          { callSid: callSid('a'), verdict: 'unreadable' },
          { callSid: callSid('b'), verdict: 'missing or unreadable' },
          { callSid: callSid('c'), verdict: 'no audio' },
        ],
      }),
      posted('One that has recovered', alarmedAccount, missing(globex, { state: 'recovered' })),
      posted('One that was changed', alarmedAccount, missing(globex, { state: 'set aside' })),
      posted(
        'One of a gateway that does not answer',
        alarmedAccount,
        missing(acme, { missed: [] }),
      ),
      opened('For how long it is muted', muteModal, alarm),
    ],
  };
}
