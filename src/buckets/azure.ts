import {
  AnonymousCredential,
  BlobSASPermissions,
  type BlockBlobClient,
  ContainerClient,
  generateBlobSASQueryParameters,
  newPipeline,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { BotError } from '../errors.ts';
import { type BucketClient, BucketError } from '../features/recording/bucket-client.ts';
import { type Connection, readConnectionString } from '../features/recording/connection-string.ts';
import type { AzureContainer } from '../features/recording/recording.ts';
import { Secret } from '../secret.ts';
import { firstBytes, LONGEST_ANSWER, lowerCased } from './answers.ts';
import { azureError } from './azure-errors.ts';
import { GIVING_UP, openGivingUp } from './giving-up.ts';
import { pinnedAgent } from './pinned-agent.ts';
import { bare, type Reaching, within } from './reaching.ts';

/** In what pieces a recording is put together. */
const BLOCK = 4 * 1024 * 1024;

/** What is done to a container, as Azure calls it. */
type Operation =
  | 'Put Block'
  | 'Put Block List'
  | 'Set Blob Metadata'
  | 'Get Blob'
  | 'Get Blob Properties'
  | 'List Blobs'
  | 'Delete Blob';

/** Opens a container of Azure Cloud Storage. */
export async function open(container: AzureContainer, reaching: Reaching): Promise<BucketClient> {
  const { timeLimit } = reaching;
  const connection = connectionOf(container);
  const { client, destroy } = await connected(container.name, connection, reaching);
  const givingUp = openGivingUp();

  const errorOf = (call: Operation) => (error: unknown) => azureError(error, call, { connection });

  function limited<Result>(
    call: Operation,
    signal: AbortSignal | undefined,
    work: (abortSignal: AbortSignal) => Promise<Result>,
    limit = timeLimit,
  ): Promise<Result> {
    return within({ call, timeLimit: limit, signal }, work, errorOf(call));
  }

  /** True where nothing is left of it. Blocks that were put together by nobody are not seen, and go by themselves. */
  async function giveUp(blob: BlockBlobClient): Promise<boolean> {
    try {
      await limited(
        'Delete Blob',
        undefined,
        (abortSignal) => blob.deleteIfExists({ abortSignal }),
        Math.min(timeLimit, GIVING_UP),
      );
      return true;
    } catch {
      return false;
    }
  }

  return {
    async write(key, content, metadata, signal) {
      const until = performance.now() + timeLimit;
      const blob = client.getBlockBlobClient(key);
      let committed = false;
      try {
        await limited('Put Block', signal, async (abortSignal) => {
          const blocks: string[] = [];
          for (let at = 0; at < content.length; at += BLOCK) {
            const block = content.subarray(at, at + BLOCK);
            const id = Buffer.from(String(blocks.length).padStart(6, '0')).toString('base64');
            await blob.stageBlock(id, block, block.length, { abortSignal });
            blocks.push(id);
          }
          committed = true;
          await blob.commitBlockList(blocks, { abortSignal }).catch((error: unknown) => {
            const failed = errorOf('Put Block List')(error);
            committed = /^(timeout|stopped|closed|store broken|other)$/.test(failed.trouble);
            throw failed;
          });
          // As the gateway: once the blob is there.
          await blob.setMetadata(metadata, { abortSignal }).catch((error: unknown) => {
            throw errorOf('Set Blob Metadata')(error);
          });
        });
      } catch (error) {
        if (!committed) throw error;
        await givingUp.fail(error, giveUp(blob), { until, signal });
      }
    },

    read(key, { first, signal } = {}) {
      return limited('Get Blob', signal, async (abortSignal) => {
        const options = { abortSignal, maxRetryRequests: 0 };
        try {
          const { readableStreamBody } = await client
            .getBlobClient(key)
            .download(0, first, options);
          if (!readableStreamBody) return new Uint8Array();
          return await firstBytes(readableStreamBody as AsyncIterable<Uint8Array>, first);
        } catch (error) {
          // Of an empty blob there is no first byte.
          if (errorOf('Get Blob')(error).told.code === 'InvalidRange') return new Uint8Array();
          throw error;
        }
      });
    },

    head(key, signal) {
      return limited('Get Blob Properties', signal, async (abortSignal) => {
        const { contentLength = 0, metadata = {} } = await client
          .getBlobClient(key)
          .getProperties({ abortSignal });
        return { bytes: contentLength, metadata: lowerCased(metadata) };
      });
    },

    list(prefix, signal) {
      return limited('List Blobs', signal, async (abortSignal) => {
        const pages = client.listBlobsFlat({ prefix, abortSignal }).byPage({ maxPageSize: 1000 });
        for await (const { segment } of pages) return segment.blobItems.map(({ name }) => name);
        return [];
      });
    },

    async remove(key, signal) {
      try {
        await limited('Delete Blob', signal, (abortSignal) =>
          client.getBlobClient(key).delete({ abortSignal, deleteSnapshots: 'include' }),
        );
      } catch (error) {
        if (!(error instanceof BucketError) || error.trouble !== 'object missing') throw error;
      }
    },

    async link(key, until, type) {
      const { account, credential } = connection;
      // A signature that opens one blob can be made with the account's key alone; the one that was given opens more.
      if (credential.kind !== 'account key') {
        throw new BucketError('credential unusable', { call: 'Service SAS' });
      }
      const blob = client.getBlobClient(key);
      const signed = generateBlobSASQueryParameters(
        {
          containerName: container.name,
          blobName: key,
          permissions: BlobSASPermissions.parse('r'),
          expiresOn: until,
          contentType: type,
          contentDisposition: 'inline',
          ...(blob.url.startsWith('https:') && { protocol: SASProtocol.Https }),
        },
        new StorageSharedKeyCredential(account, credential.accountKey.reveal()),
      );
      return new Secret(`${blob.url}?${signed.toString()}`);
    },

    close() {
      givingUp.whenDone(destroy);
    },
  };
}

function connectionOf({ connectionString }: AzureContainer): Connection {
  try {
    return readConnectionString(connectionString.reveal());
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    throw new BucketError('credential unusable', { call: 'open', cause: bare(error) });
  }
}

/** A client that reaches the account's own host and no other. */
async function connected(name: string, connection: Connection, reaching: Reaching) {
  const { account, endpoint, credential } = connection;
  const agent = await pinnedAgent(new URL(endpoint), 'open', reaching);
  const isKey = credential.kind === 'account key';
  const pipeline = newPipeline(
    isKey
      ? new StorageSharedKeyCredential(account, credential.accountKey.reveal())
      : new AnonymousCredential(),
    { retryOptions: { maxTries: 1 } },
  );
  pipeline.factories.push({
    create: (next) => ({
      sendRequest(request) {
        // Given for every request, and so never one of the environment's proxies.
        request.agent = agent;
        request.onDownloadProgress = ({ loadedBytes }) => {
          if (loadedBytes > LONGEST_ANSWER)
            throw new BucketError('not this protocol', { call: 'answer' });
        };
        return next.sendRequest(request);
      },
    }),
  });
  const query = isKey ? '' : `?${credential.sas.reveal()}`;
  const client = new ContainerClient(`${endpoint}/${encodeURIComponent(name)}${query}`, pipeline);
  return { client, destroy: () => agent.destroy() };
}
