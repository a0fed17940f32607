import type { BucketError } from './bucket-client.ts';
import type { Bucket } from './recording.ts';

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
