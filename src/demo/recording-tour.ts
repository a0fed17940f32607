import type { BucketServer } from '../bucket-server/server.ts';
import type { TourStep } from '../emulator/model.ts';
import { demoWorld } from '../gateway/embedded/seed/world.ts';
import { demoBucket } from './bucket.ts';
import type { PlacedCall } from './place-call.ts';
import { clicked, submitted, typed } from './tour.ts';
import { cast, channelIds } from './world.ts';

const { acmeTelecom } = demoWorld.accounts;
const { voiceOps, ops } = channelIds;
const { ada, sam } = cast;

interface Needs {
  bucket: BucketServer;
  /** Places a call to the account that the tour is about. */
  placeCall(): Promise<PlacedCall>;
}

/** What to try with call recording: into the bucket that comes along, with calls that are placed here. */
export function recordingTour({ bucket, placeCall }: Needs): TourStep[] {
  const { name, region, accessKeyId, secretAccessKey } = demoBucket;
  return [
    {
      id: 'recording',
      as: sam.id,
      title: 'Record calls, and prove that it works',
      how: `Choose S3-compatible and the demo’s own bucket: Endpoint ${bucket.url}, Region ${region}, Bucket Name ${name}, Access key ID ${accessKeyId}, Secret access key ${secretAccessKey}. Record all calls. Test says of each step what came of it, then Save.`,
      types: `/vg recording edit ${acmeTelecom}`,
      in: voiceOps,
      done: (delivery) => submitted(delivery)?.startsWith('recording.') ?? false,
    },
    {
      id: 'listen',
      as: sam.id,
      title: 'Place a call, and listen to it',
      how: `${acmeTelecom} answers, and the gateway records as its settings say. Listen makes a link for Sam alone, for five minutes, and the audit has it.`,
      makes: {
        label: `Place a call to ${acmeTelecom}`,
        happen: async () => inWords(await placeCall()),
      },
      types: `/vg calls ${acmeTelecom}`,
      in: voiceOps,
      done: (delivery) => clicked(delivery) === 'calls.listen',
    },
    {
      id: 'heartbeat',
      as: ada.id,
      title: 'Lose recordings, and be told',
      how: 'Take the right to write away from the bucket’s key and place another call. Within half a minute (in the demo: it takes two looks, which are five minutes apart elsewhere) a card in #ops says that its recording is missing; Test names the permission. Give it back, place a call: the card turns green.',
      makes: {
        label: 'Take s3:PutObject away, or give it back',
        happen: async () => toggled(bucket),
      },
      in: ops,
      done: (delivery) =>
        clicked(delivery) === 'recording.test' ||
        clicked(delivery) === 'recording.mute' ||
        (typed(delivery)?.startsWith('recording test') ?? false),
    },
  ];
}

function inWords({ seconds, recording }: PlacedCall): string {
  const call = `A call of ${seconds} s is over.`;
  switch (recording) {
    case 'uploaded':
      return `${call} Its recording is in the bucket.`;
    case 'lost':
      return `${call} Its recording was lost: the gateway says so in its log alone.`;
    case 'not recorded':
      return `${call} It was not to be recorded.`;
  }
}

function toggled({ deny }: BucketServer): string {
  if (deny.delete('s3:PutObject')) return 'The key may write again.';
  deny.add('s3:PutObject');
  return 'The key may not write any more.';
}
