import { type File, Storage } from '@google-cloud/storage';
import { GoogleAuth, JWT } from 'google-auth-library';
import { BotError } from '../errors.ts';
import { type BucketClient, BucketError } from '../features/recording/bucket-client.ts';
import type { GoogleBucket } from '../features/recording/recording.ts';
import { readServiceKey, type ServiceKey } from '../features/recording/service-key.ts';
import { isAddress } from '../outbound/addresses.ts';
import { Secret } from '../secret.ts';
import { firstBytes, LONGEST_ANSWER, lowerCased } from './answers.ts';
import { GIVING_UP, openGivingUp } from './giving-up.ts';
import { googleError } from './google-errors.ts';
import { type RequestOptions, requestsBy } from './google-requests.ts';
import { pinnedAgent } from './pinned-agent.ts';
import { bare, type Reaching, within } from './reaching.ts';

/** What the key is used for: Google asks for the whole where metadata is written. */
const SCOPE = 'https://www.googleapis.com/auth/devstorage.full_control';
const TOKENS = 'https://oauth2.googleapis.com/token';
const API = 'https://storage.googleapis.com';
/** In what pieces an upload goes; a multiple of 256 KiB. */
const PART = 5 * 1024 * 1024;

type Permission =
  | 'storage.objects.create'
  | 'storage.objects.update'
  | 'storage.objects.get'
  | 'storage.objects.list'
  | 'storage.objects.delete';

/** Opens a bucket of Google Cloud Storage. */
export async function open(bucket: GoogleBucket, reaching: Reaching): Promise<BucketClient> {
  const { clock, timeLimit } = reaching;
  const { storage, auth, api, destroy } = await connected(bucket, reaching);
  const givingUp = openGivingUp();

  /** The bucket as this call alone uses it: its requests end with the signal. */
  const bucketUntil = (signal: AbortSignal) => {
    const used = storage.bucket(bucket.name);
    used.interceptors.push({
      request: (options) => Object.assign(options as RequestOptions, { signal }),
    });
    return used;
  };

  function limited<Result>(
    call: Permission,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Result>,
    limit = timeLimit,
  ): Promise<Result> {
    const errorOf = (error: unknown) => googleError(error, call);
    return within({ call, timeLimit: limit, signal }, work, errorOf);
  }

  /** True where nothing of it is left. */
  async function giveUp(key: string, begun: { session: string | null; written: boolean }) {
    const { session, written } = begun;
    if (!written && session === null) return true;
    try {
      await limited(
        'storage.objects.delete',
        undefined,
        async (signal) => {
          if (written) await bucketUntil(signal).file(key).delete();
          else if (session !== null) await auth.request({ url: session, method: 'DELETE', signal });
        },
        Math.min(timeLimit, GIVING_UP),
      );
      return true;
    } catch (error) {
      // A session that was cancelled answers 499.
      return !written && error instanceof BucketError && error.trouble === 'other';
    }
  }

  return {
    async write(key, content, metadata, signal) {
      const until = performance.now() + timeLimit;
      const begun: { session: string | null; written: boolean } = { session: null, written: false };
      try {
        await limited('storage.objects.create', signal, async (stopping) => {
          const file = bucketUntil(stopping).file(key);
          await uploaded(file, content, stopping, (session) => {
            begun.session = session;
          });
          begun.written = true;
          // As the gateway: once the object is there.
          await file.setMetadata({ metadata }).catch((error: unknown) => {
            throw googleError(error, 'storage.objects.update');
          });
        });
      } catch (error) {
        await givingUp.fail(error, giveUp(key, begun), { until, signal });
      }
    },

    read(key, { first, signal } = {}) {
      return limited('storage.objects.get', signal, async (stopping) => {
        const stream = bucketUntil(stopping)
          .file(key)
          .createReadStream(first === undefined ? {} : { start: 0, end: first - 1 });
        stopping.addEventListener('abort', () => void stream.destroy(), { once: true });
        try {
          const came = await firstBytes(stream, first ?? LONGEST_ANSWER + 1);
          if (came.length <= LONGEST_ANSWER) return came;
          throw new BucketError('not this protocol', { call: 'answer' });
        } catch (error) {
          // Of an empty object there is no first byte.
          if (googleError(error, '').told.code === 'requestedRangeNotSatisfiable') {
            return new Uint8Array();
          }
          throw error;
        } finally {
          stream.destroy();
        }
      });
    },

    head(key, signal) {
      return limited('storage.objects.get', signal, async (stopping) => {
        const [{ size, metadata }] = await bucketUntil(stopping).file(key).getMetadata();
        return { bytes: Number(size ?? 0), metadata: lowerCased(metadata ?? {}) };
      });
    },

    list(prefix, signal) {
      return limited('storage.objects.list', signal, async (stopping) => {
        const options = { prefix, maxResults: 1000, autoPaginate: false };
        const [files] = await bucketUntil(stopping).getFiles(options);
        return files.map(({ name }) => name);
      });
    },

    async remove(key, signal) {
      try {
        await limited('storage.objects.delete', signal, (stopping) =>
          bucketUntil(stopping).file(key).delete(),
        );
      } catch (error) {
        if (!(error instanceof BucketError) || error.trouble !== 'object missing') throw error;
      }
    },

    link(key, until, type) {
      return limited('storage.objects.get', undefined, async () => {
        const [url] = await storage.bucket(bucket.name).file(key).getSignedUrl({
          version: 'v4',
          action: 'read',
          host: api.origin,
          accessibleAt: clock.now(),
          expires: until,
          responseType: type,
          responseDisposition: 'inline',
        });
        return new Secret(url);
      });
    },

    close() {
      givingUp.whenDone(destroy);
    },
  };
}

/** Resumable, as the gateway uploads, whatever its length. `begun` tells the address of the upload's session. */
function uploaded(
  file: File,
  content: Uint8Array,
  signal: AbortSignal,
  begun: (session: string) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const parts = content.length > PART ? { chunkSize: PART } : {};
    const upload = file.createWriteStream({ resumable: true, ...parts });
    upload.on('uri', begun);
    upload.on('error', reject);
    upload.on('finish', resolve);
    signal.addEventListener('abort', () => void upload.destroy(), { once: true });
    upload.end(content);
  });
}

/** A client that reaches the hosts of this key and no other, and holds this key and no other. */
async function connected(bucket: GoogleBucket, reaching: Reaching) {
  const key = keyOf(bucket);
  const { tokens, api, foreign } = placesOf(key, reaching);
  const agents = await agentsOf([tokens, api], reaching, foreign);
  const jwt = new JWT({
    email: key.clientEmail,
    key: key.privateKey.reveal(),
    ...(key.keyId !== null && { keyId: key.keyId }),
    scopes: [SCOPE],
    ...(tokens.href !== TOKENS && foreign && { additionalClaims: { aud: tokens.href } }),
    transporterOptions: {
      // Given for every request, and so never one of the environment's proxies.
      agent: (url) => {
        const agent = agents.get(url.origin);
        if (!agent) throw new BucketError('address not routable', { call: 'open' });
        return agent;
      },
    },
  });
  jwt.transporter.interceptors.request.add({
    resolved: async (options) => {
      // The library knows Google's addresses alone: it would upload to others without its credential.
      if (options.url.href === TOKENS) options.url = tokens;
      if (options.url.origin === API)
        options.url = new URL(options.url.href.replace(API, api.origin));
      return Object.assign(options, {
        retry: false,
        retryConfig: { retry: 0, noResponseRetries: 0 },
        redirect: 'manual',
        size: LONGEST_ANSWER,
      });
    },
  });
  const auth = new GoogleAuth({ authClient: jwt, projectId: key.projectId ?? 'none' });
  // Whom a link is signed by: without it the metadata service is asked.
  auth.jsonContent = { client_email: key.clientEmail };
  const storage = new Storage({
    authClient: auth,
    projectId: key.projectId ?? 'none',
    retryOptions: { autoRetry: false, maxRetries: 0 },
  });
  // The environment may have put an emulator in its place.
  storage.apiEndpoint = API;
  storage.baseUrl = `${API}/storage/v1`;
  storage.makeAuthenticatedRequest = requestsBy(auth, storage.makeAuthenticatedRequest);
  const destroy = () => {
    for (const agent of agents.values()) agent.destroy();
  };
  return { storage, auth, api, destroy };
}

function keyOf({ serviceKey }: GoogleBucket): ServiceKey {
  try {
    return readServiceKey(serviceKey.reveal());
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    throw new BucketError('credential unusable', { call: 'open', cause: bare(error) });
  }
}

/** Where tokens are given out and where the buckets are: a key that leads away from Google leads to a private cloud. */
function placesOf(
  { foreignTokenUri, foreignUniverse }: ServiceKey,
  { standIns }: Reaching,
): { tokens: URL; api: URL; foreign: boolean } {
  const foreign = foreignTokenUri !== null || foreignUniverse !== null;
  if (!foreign) {
    const instead = standIns?.google;
    if (instead === undefined) return { tokens: new URL(TOKENS), api: new URL(API), foreign };
    return { tokens: new URL('/token', instead), api: new URL(instead), foreign };
  }
  const tokens = new URL(foreignTokenUri ?? TOKENS);
  if (foreignUniverse === null) return { tokens, api: new URL(API), foreign };
  const host = foreignUniverse.replace(/:\d+$/, '');
  const named = isAddress(host) ? foreignUniverse : `storage.${foreignUniverse}`;
  return { tokens, api: new URL(`${tokens.protocol}//${named}`), foreign };
}

/** Google's own hosts are reached on the Internet; another cloud's on private addresses alone. */
async function agentsOf(urls: URL[], reaching: Reaching, foreign: boolean) {
  const google = new Set([new URL(TOKENS).origin, new URL(API).origin]);
  const origins = [...new Set(urls.map(({ origin }) => origin))];
  const entries = origins.map(async (origin) => {
    const privateOnly = foreign && !google.has(origin);
    const agent = await pinnedAgent(new URL(origin), 'open', reaching, { privateOnly });
    return [origin, agent] as const;
  });
  return new Map(await Promise.all(entries));
}
