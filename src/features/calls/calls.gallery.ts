import { accounts, callSid, hoursAgo, idOf, now } from '../../gallery/cast.ts';
import { answered, type GallerySection, opened } from '../../gallery/specimen.ts';
import { Secret } from '../../secret.ts';
import type { RecordingState } from './calls.ts';
import {
  callList,
  deleteModal,
  type ListedCall,
  listenLink,
  listenLinkAtTerminal,
  listenModal,
} from './calls.view.ts';
import type { Call } from './calls-gateway.ts';

const { acme, longest, odd } = accounts;

function call(name: string, hours: number, more: Partial<Call> = {}): Call {
  const attemptedAt = hoursAgo(hours);
  const after = (seconds: number) => new Date(attemptedAt.getTime() + seconds * 1000);
  return {
    sid: callSid(name),
    direction: 'inbound',
    from: '+4930555012345',
    to: '+4989555067890',
    attemptedAt,
    answeredAt: after(4),
    endedAt: after(131),
    sipStatus: 200,
    terminationReason: 'caller hungup',
    recorded: true,
    ...more,
  };
}

const listed = (one: Call, recording: RecordingState = 'kept'): ListedCall => ({
  call: one,
  recording,
  deletion: idOf('frm', one.sid),
});

const unanswered = { answeredAt: null, recorded: false };
const calls: ListedCall[] = [
  listed(call('first', 1)),
  listed(call('going on', 1, { endedAt: null, direction: 'outbound' }), 'none'),
  listed(
    call('busy', 2, { ...unanswered, sipStatus: 486, terminationReason: 'Busy Here' }),
    'none',
  ),
  listed(call('long', 5, { endedAt: hoursAgo(3), from: 'anonymous', terminationReason: null })),
  listed(call('an extension', 26, { from: '4711', to: 'sip:front-desk@acme.example' }), 'deleted'),
  listed(
    call('nobody', 27, { ...unanswered, from: '', sipStatus: 487, terminationReason: null }),
    'none',
  ),
];
const page = { account: acme, calls, masked: true, first: true, next: null };
const all = { listen: true, delete: true };
const none = { listen: false, delete: false };
const recorded = calls.filter(({ recording }) => recording === 'kept').map((one) => one.call);
const link = {
  address: new Secret(
    'https://acme-recordings.s3.eu-west-1.amazonaws.example/2026/11/23/call.wav?X-Amz-Expires=300&X-Amz-Signature=5f1d',
  ),
  until: new Date(now.getTime() + 5 * 60_000),
  masked: true,
};

/** An account's calls, and their recordings. */
export function callsGallery(): GallerySection {
  const first = calls[0]?.call ?? call('first', 1);
  return {
    feature: 'calls',
    title: 'Calls',
    specimens: [
      answered('Recent calls, for whoever may listen', callList, { ...page, may: all }),
      answered('For whoever may only see them', callList, { ...page, may: none }),
      answered('With numbers, where the operator shows them', callList, {
        ...page,
        may: none,
        masked: false,
      }),
      answered('A full page, and more', callList, {
        ...page,
        account: longest,
        calls: Array.from({ length: 10 }, (_, nth) => listed(call(`call ${nth}`, nth + 1))),
        may: all,
        first: false,
        next: '1795000000000.4711',
      }),
      answered('None yet', callList, { ...page, account: odd, calls: [], may: all }),
      answered('None on a page', callList, { ...page, calls: [], may: all, first: false }),
      answered('A link to a recording', listenLink, acme, first, link),
      answered('The same at a terminal', listenLinkAtTerminal, acme, first, link),
      opened('Which recording to listen to', listenModal, {
        account: acme,
        calls: recorded,
        masked: true,
      }),
      opened('The only recording there is', listenModal, {
        account: longest,
        calls: recorded.slice(0, 1),
        masked: true,
      }),
      opened('Which recording to delete', deleteModal, {
        account: odd,
        calls: recorded,
        masked: true,
      }),
    ],
  };
}
