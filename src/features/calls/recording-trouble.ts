import { BotError } from '../../errors.ts';
import type { BucketTrouble } from '../recording/bucket-client.ts';
import type { Absence } from './calls-gateway.ts';

/** What a store, or the way to it, said, in fixed words: never its own, which may quote the credential. */
const words: Record<BucketTrouble, string> = {
  'credential unusable': 'The credential of the bucket cannot be used.',
  'endpoint unusable': 'The endpoint of the bucket cannot be used.',
  'access denied': 'The store says that access is denied.',
  'key unknown': 'The store does not know the key.',
  'signature wrong': 'The store says that the secret does not belong to the key.',
  'key expired': 'The store says that the key has expired.',
  'clock skewed': 'The store says that the clock here is wrong.',
  'bucket missing': 'The store says that there is no such bucket.',
  'wrong region': 'The store says that the bucket is in another region.',
  'object missing': 'The store says that there is no such object.',
  'object protected': 'The store says that the object is protected: it must be kept.',
  'account disabled': 'The store says that its account is disabled.',
  'too many requests': 'The store says that it is asked too often.',
  'store broken': 'The store is broken at the moment.',
  'private address': 'The endpoint of the bucket has a private address, which may not be reached.',
  'metadata address': 'The endpoint of the bucket is the metadata service of a cloud.',
  'address not routable': 'The endpoint of the bucket has an address that leads nowhere.',
  'name not found': 'The name of the endpoint was not found.',
  refused: 'The endpoint refused the connection.',
  unreachable: 'The endpoint cannot be reached.',
  closed: 'The endpoint closed the connection before it answered.',
  'certificate refused': 'The certificate of the endpoint is not accepted.',
  'no TLS': 'The endpoint speaks no TLS that could be used.',
  'not this protocol': 'What the endpoint answered is not what such a store says.',
  timeout: 'The store did not answer in time.',
  stopped: 'It was stopped.',
  other: 'The store refused, and I do not know why.',
};

export function troubleInWords(trouble: BucketTrouble): string {
  return words[trouble];
}

/** What a trouble says of an object that was looked for. Stores deny access to what is missing, too. */
export function absenceIn(trouble: BucketTrouble): Absence {
  if (trouble === 'object missing') return 'missing';
  return trouble === 'access denied' ? 'missing or unreadable' : 'unreadable';
}

/** Troubles after which nobody knows whether what was asked for happened. */
const unsure: ReadonlySet<BucketTrouble> = new Set([
  'closed',
  'timeout',
  'stopped',
  'store broken',
  'other',
]);

/** The refusal where there is no recording to be had; `null` absence where the store was found and refused later. */
export function noRecording(absence: Absence, why: string | null): BotError {
  const details = {
    ...(why !== null && { why }),
    now: 'Test the bucket with `recording test`, and look at the lifecycle rules of the bucket.',
  };
  return absence === 'missing'
    ? new BotError('not_found', 'The recording of this call is not there.', details)
    : new BotError(
        'unavailable',
        absence === 'unreadable'
          ? 'I could not look at the recording of this call.'
          : 'The recording of this call is missing, or cannot be read.',
        { ...details, didNothing: true },
      );
}

/** A store did not do what was asked of it with a recording that is there. */
export function notDone(trouble: BucketTrouble, cause: unknown): BotError {
  const mayHaveHappened = unsure.has(trouble);
  return new BotError('unavailable', 'The store did not do it.', {
    why: troubleInWords(trouble),
    now: 'Test the bucket with `recording test`: it says what is missing, and what mends it.',
    mayHaveHappened,
    didNothing: !mayHaveHappened,
    cause,
  });
}
