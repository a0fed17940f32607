import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type BucketClient, BucketError } from '../features/recording/bucket-client.ts';
import { within } from './reaching.ts';
import { notS3 } from './s3-errors.ts';

/** As the gateway: nothing smaller is allowed to any part but the last. */
const PART = 5 * 1024 * 1024;

/** Runs calls of the SDK within the limit of time, and names what becomes of them. */
export type Limited = <Result>(
  call:
    | 's3:PutObject'
    | 's3:GetObject'
    | 's3:ListBucket'
    | 's3:DeleteObject'
    | 's3:AbortMultipartUpload',
  signal: AbortSignal | undefined,
  work: (abortSignal: AbortSignal) => Promise<Result>,
  how?: { isHead?: boolean },
) => Promise<Result>;

interface Needs {
  bucket: string;
  send: S3Client['send'];
  limited: Limited;
  timeLimit: number;
}

/** Uploads in parts, and gives up what does not come to its end. */
export function openUploads({ bucket: Bucket, send, limited, timeLimit }: Needs): {
  write: BucketClient['write'];
  /** Once nothing is being given up any more, after whoever began it was answered. */
  settled(): Promise<unknown> | null;
} {
  const givingUp = new Set<Promise<boolean>>();

  async function begin(Key: string, Metadata: Record<string, string>): Promise<string> {
    return limited('s3:PutObject', undefined, async (abortSignal) => {
      const command = new CreateMultipartUploadCommand({ Bucket, Key, Metadata });
      const { UploadId } = await send(command, { abortSignal });
      if (UploadId === undefined) throw notS3('s3:PutObject');
      return UploadId;
    });
  }

  async function transfer(
    upload: Upload,
    content: Uint8Array,
    abortSignal: AbortSignal,
  ): Promise<void> {
    const Parts = [];
    for (const [index, Body] of partsOf(content).entries()) {
      const PartNumber = index + 1;
      const part = new UploadPartCommand({ ...upload, PartNumber, Body });
      const { ETag } = await send(part, { abortSignal });
      Parts.push({ PartNumber, ETag });
    }
    const complete = { ...upload, MultipartUpload: { Parts } };
    await send(new CompleteMultipartUploadCommand(complete), { abortSignal });
  }

  /** Whether nothing of an upload stays. */
  async function giveUp(Key: string, begun: Promise<string>): Promise<boolean> {
    const UploadId = await begun.catch(() => null);
    if (UploadId === null) return true;
    const command = new AbortMultipartUploadCommand({ Bucket, Key, UploadId });
    try {
      await limited('s3:AbortMultipartUpload', undefined, (abortSignal) =>
        send(command, { abortSignal }),
      );
      return true;
    } catch (error) {
      // It is over already: completed, as it turns out.
      return error instanceof BucketError && error.trouble === 'object missing';
    }
  }

  return {
    async write(Key, content, Metadata, signal) {
      if (signal?.aborted) throw new BucketError('stopped', { call: 's3:PutObject' });
      const until = performance.now() + timeLimit;
      // Not broken off, for its answer is needed to give the upload up.
      const begun = begin(Key, Metadata);
      try {
        await limited('s3:PutObject', signal, async (abortSignal) =>
          transfer({ Bucket, Key, UploadId: await begun }, content, abortSignal),
        );
      } catch (error) {
        const givenUp = giveUp(Key, begun);
        givingUp.add(givenUp);
        void givenUp.finally(() => givingUp.delete(givenUp));
        if (!(error instanceof BucketError)) throw error;
        const { trouble, call, told, cause } = error;
        if (trouble === 'timeout' || trouble === 'stopped') throw error;
        const rest = { call, timeLimit: Math.max(0, until - performance.now()), signal };
        if (await within(rest, () => givenUp).catch(() => false)) throw error;
        throw new BucketError(trouble, { call, told: { ...told, unfinished: true }, cause });
      }
    },
    settled: () => (givingUp.size === 0 ? null : Promise.allSettled(givingUp)),
  };
}

interface Upload {
  Bucket: string;
  Key: string;
  UploadId: string;
}

/** At least one, be it empty. */
function partsOf(content: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(content.length / PART));
  return Array.from({ length: count }, (_, index) =>
    content.subarray(index * PART, (index + 1) * PART),
  );
}
