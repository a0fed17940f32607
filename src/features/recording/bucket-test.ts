import { randomUUID } from 'node:crypto';
import { type BucketClient, BucketError, type OpenBucket } from './bucket-client.ts';
import { diagnose } from './diagnosis.ts';
import type { Bucket } from './recording.ts';
import { shortWav } from './short-wav.ts';

/** What a test does to a bucket, in this order. */
export const testSteps = ['write', 'read back', 'metadata', 'list', 'delete', 'gone'] as const;
export type TestStep = (typeof testSteps)[number];

/** Why a step is not ok, and what to do about it, by name. */
export interface Diagnosis {
  cause: string;
  fix: string;
  /** A policy that grants what is missing, to copy. */
  policy?: string;
}

/** What came of a step. */
export interface StepResult {
  step: TestStep;
  /** `warning`: what the gateway itself does not need. */
  state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** How long it took, in milliseconds; `null` where it was skipped. */
  ms: number | null;
  diagnosis: Diagnosis | null;
}

export interface BucketTestResult {
  steps: StepResult[];
  /** True where whoever asked closed it before its end. */
  stopped: boolean;
  /** The key of the object that is left in the bucket, because it could not be deleted. */
  left: string | null;
}

/** Says why a vendor refused a step, and what mends it; `null` where the vendor has nothing special to say. */
export type Diagnose<B extends Bucket> = (
  bucket: B,
  step: TestStep,
  error: BucketError,
) => Diagnosis | null;

/** Recordings are made without these: the gateway itself only writes and reads. */
const beyondTheGateway = new Set<TestStep>(['list', 'delete', 'gone']);

export interface TestNeeds {
  open: OpenBucket;
  /** What the gateway would know of the call, in place of what is made up. */
  metadata?: Partial<CallMetadata>;
  /** A clock that only goes forward, in milliseconds. */
  now: () => number;
  /** Is told each step when it has ended. */
  onStep?: (result: StepResult) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Does to a bucket what the gateway does with a recording, and what people then do with it, and deletes it again: also
 * where it is stopped, or where the store did not say whether it has written. Never rejects for what a bucket does.
 */
export async function testBucket(bucket: Bucket, needs: TestNeeds): Promise<BucketTestResult> {
  const steps = stepsOf(bucket, needs);
  const opened = await openedIn(bucket, needs);
  if (opened instanceof BucketError) {
    await steps.take('write', () => Promise.reject(opened));
    return { ...steps.end(), left: null };
  }
  try {
    const left = await walk(opened, objectFor(bucket, needs.metadata), steps, needs.signal);
    return { ...steps.end(), left };
  } finally {
    opened.close();
  }
}

/** What is written by a test. */
interface TestObject {
  key: string;
  content: Uint8Array;
  metadata: Record<string, string>;
}

/** Takes the steps that need a bucket: the key of what is left in it. */
async function walk(
  client: BucketClient,
  { key, content, metadata }: TestObject,
  { take }: Steps,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  let left: string | null = null;
  const isWritten = await take(
    'write',
    async () => {
      await client.write(key, content, metadata, signal);
      return null;
    },
    async (error, diagnosis) => {
      if (!mayHaveWritten.has(error.trouble) && !error.told.left) return diagnosis;
      const presence = await removed(client, key);
      const isStopped = error.trouble === 'stopped';
      if (presence === 'there' || (isStopped && presence === 'unknown')) left = key;
      return presence === 'unknown' ? withDoubt(diagnosis, key) : diagnosis;
    },
  );
  if (!isWritten) return left;
  await take('read back', async () => {
    const came = await client.read(key, { ...(signal && { signal }) });
    return Buffer.compare(content, came) === 0 ? null : found.otherContent;
  });
  await take('metadata', async () => {
    const head = await client.head(key, signal);
    return head.bytes === content.length ? lost(metadata, head.metadata) : found.otherSize;
  });
  await take('list', async () =>
    (await client.list(key, signal)).includes(key) ? null : found.notListed,
  );
  if (signal?.aborted) return (await removed(client, key)) === 'gone' ? null : key;
  // Not broken off: whatever was written goes.
  const isDeleted = await take('delete', async () => {
    await client.remove(key);
    return null;
  });
  if (!isDeleted) return (await presenceOf(client, key)) === 'gone' ? null : key;
  await take('gone', async () => {
    if ((await client.head(key, signal).catch(missingAsNull)) === null) return null;
    left = key;
    return found.stillThere;
  });
  return left;
}

type Presence = 'there' | 'gone' | 'unknown';

/** Deletes what may be there, whoever wants to stop. */
async function removed(client: BucketClient, key: string): Promise<Presence> {
  try {
    await client.remove(key);
    return 'gone';
  } catch {
    return presenceOf(client, key);
  }
}

async function presenceOf(client: BucketClient, key: string): Promise<Presence> {
  try {
    return (await client.head(key).catch(missingAsNull)) === null ? 'gone' : 'there';
  } catch {
    return 'unknown';
  }
}

function missingAsNull(error: unknown): null {
  if (error instanceof BucketError && error.trouble === 'object missing') return null;
  throw error;
}

type Steps = ReturnType<typeof stepsOf>;

/** Takes steps one after the other, and keeps what came of each. */
function stepsOf(bucket: Bucket, { now, onStep, signal }: TestNeeds) {
  const taken: StepResult[] = [];

  return {
    /** Whether it came off. The work says what it found wrong; errors are diagnosed, and may be looked into. */
    async take(
      step: TestStep,
      work: () => Promise<Diagnosis | null>,
      lookInto = async (_error: BucketError, diagnosis: Diagnosis) => diagnosis,
    ): Promise<boolean> {
      if (signal?.aborted && step !== 'write') return false;
      const state = beyondTheGateway.has(step) ? 'warning' : 'failed';
      const began = now();
      const ms = () => Math.max(0, Math.round(now() - began));
      const result = await work().then(
        (diagnosis): StepResult => ({ step, state: diagnosis ? state : 'ok', ms: ms(), diagnosis }),
        async (error: unknown): Promise<StepResult> => {
          if (!(error instanceof BucketError)) throw error;
          const took = ms();
          const diagnosis = await lookInto(error, diagnose(bucket, step, error));
          if (error.trouble === 'stopped') return skipped(step);
          return { step, state, ms: took, diagnosis };
        },
      );
      taken.push(result);
      onStep?.(result);
      return result.state === 'ok';
    },
    /** All of them, those among them that were not taken. */
    end(): Pick<BucketTestResult, 'steps' | 'stopped'> {
      const steps = [...taken, ...testSteps.slice(taken.length).map(skipped)];
      const stopped = signal?.aborted === true && steps.some(({ state }) => state === 'skipped');
      return { steps, stopped };
    },
  };
}

function skipped(step: TestStep): StepResult {
  return { step, state: 'skipped', ms: null, diagnosis: null };
}

/** The bucket, or why it could not be opened. */
async function openedIn(
  bucket: Bucket,
  { open, signal }: TestNeeds,
): Promise<BucketClient | BucketError> {
  try {
    const client = await open(bucket);
    if (!signal?.aborted) return client;
    client.close();
    return new BucketError('stopped', { call: 'open' });
  } catch (error) {
    if (error instanceof BucketError) return error;
    throw error;
  }
}

/** After these a store may have written what it did not confirm. */
const mayHaveWritten = new Set<BucketError['trouble']>([
  'timeout',
  'stopped',
  'closed',
  'unreachable',
  'store broken',
  'not this protocol',
  'other',
]);

/** What the gateway writes into the metadata of a recording, apart from the tags. */
export interface CallMetadata {
  accountSid: string;
  callSid: string;
  direction: string;
  from: string;
  to: string;
  callId: string;
  applicationSid: string;
  originatingSipIp: string;
  originatingSipTrunkName: string;
  sampleRate: string;
}

/** An object as the gateway would write it, of a call between numbers and addresses that are nobody's. */
function objectFor({ tags }: Bucket, given: Partial<CallMetadata> = {}): TestObject {
  const id = randomUUID();
  const call: CallMetadata = {
    accountSid: id,
    callSid: id,
    direction: 'inbound',
    from: '+12025550100',
    to: '+12025550101',
    callId: id,
    applicationSid: id,
    originatingSipIp: '192.0.2.1',
    originatingSipTrunkName: 'switchboard-test',
    sampleRate: '8000',
    ...given,
  };
  return {
    key: `switchboard-test/${id}.wav`,
    content: shortWav(),
    // As the gateway does it, a tag of the same name wins.
    metadata: { ...call, ...Object.fromEntries(tags.map(({ name, value }) => [name, value])) },
  };
}

/** Which of the metadata came back otherwise, or not at all. */
function lost(written: Record<string, string>, came: Record<string, string>): Diagnosis | null {
  const names = Object.keys(written).filter((name) => came[name.toLowerCase()] !== written[name]);
  if (names.length === 0) return null;
  return {
    cause: `The store did not keep the metadata as it was written: ${names.join(', ')}.`,
    fix: 'Take out tags with letters that not every store keeps, and look whether a proxy before the store changes headers that begin with x-amz-meta-, x-goog-meta- or x-ms-meta-.',
  };
}

function withDoubt(diagnosis: Diagnosis, key: string): Diagnosis {
  const doubt = `Whether the test’s object was written is not known: look for ${key} in the bucket, and delete it.`;
  return { ...diagnosis, fix: `${diagnosis.fix} ${doubt}` };
}

/** What steps find that no store refuses. */
const found = {
  otherContent: {
    cause: 'What was read back is not what was written.',
    fix: 'Look for a proxy or a gateway before the store that changes what passes through it.',
  },
  otherSize: {
    cause: 'The store tells another size than was written.',
    fix: 'Look for a proxy or a gateway before the store that changes what passes through it.',
  },
  notListed: {
    cause: 'The object was written, and the list of the bucket does not name it.',
    fix: 'Nothing, if the store lists new objects late; the gateway lists nothing. Else ask who runs the store.',
  },
  stillThere: {
    cause: 'The store said that the object was deleted, and still has it.',
    fix: 'Look whether the bucket keeps versions or copies, and delete the object there.',
  },
} satisfies Record<string, Diagnosis>;
