import type { Account } from '../accounts/account.ts';

/** What is known of an account that says how well it is kept. */
export interface Kept {
  account: Pick<Account, 'recording'>;
  /** Whether calls of any of its applications are to be recorded. */
  records: boolean;
  /** Since when it has its present Webhook Secret, as far as anybody knows. */
  secretSince: Date;
  keys: readonly {
    /** `null`: it was made elsewhere. */
    label: string | null;
    expiresAt: Date | null;
    /** Whether whoever owns it is not there any more. */
    ownerLeft: boolean;
  }[];
}

/** What somebody should see to. */
export type Concern =
  | { is: 'no bucket' }
  | { is: 'recording paused' }
  | { is: 'old secret' }
  | { is: 'key expires'; label: string | null; at: Date }
  | { is: 'owner left'; label: string | null };

/** How well an account is kept: the age of its Webhook Secret in days, and what is to be seen to. */
export interface Posture {
  secretDays: number;
  concerns: Concern[];
}

const DAY = 24 * 60 * 60_000;
/** A key that expires within so many days expires soon: its owner has had the first reminder. */
const SOON = 14;
/** After so many days a Webhook Secret is old. */
const OLD = 365;

/** Looks at what is known of an account. */
export function postureOf({ account, records, secretSince, keys }: Kept, now: Date): Posture {
  const secretDays = Math.floor((now.getTime() - secretSince.getTime()) / DAY);
  const soon = now.getTime() + SOON * DAY;
  return {
    secretDays,
    concerns: [
      ...(records && account.recording === null ? [{ is: 'no bucket' } as const] : []),
      // Somebody's own decision, and easily forgotten.
      ...(records && account.recording?.enabled === false
        ? [{ is: 'recording paused' } as const]
        : []),
      ...keys.flatMap(({ label, expiresAt, ownerLeft }): Concern[] => [
        ...(expiresAt && expiresAt.getTime() <= soon
          ? [{ is: 'key expires', label, at: expiresAt } as const]
          : []),
        ...(ownerLeft ? [{ is: 'owner left', label } as const] : []),
      ]),
      ...(secretDays > OLD ? [{ is: 'old secret' } as const] : []),
    ],
  };
}
