import type { Clock } from '../clock.ts';
import type { Keyring } from '../db/keyring.ts';
import type { Widening } from '../features/access/permissions.ts';
import type { PersonId } from '../features/access/scope.ts';
import type { FourEyes } from '../features/approvals/approvals.ts';
import type { Step } from './change.ts';
import type { Journal } from './journal.ts';
import type { Kinds } from './kinds.ts';
import type { Recorder } from './recorder.ts';
import type { Teller } from './telling.ts';

/** The operator's settings that decide who must agree. */
export interface Policy {
  fourEyes: FourEyes;
  requestDays: number;
  adminUsers: string[];
  /** What it lets scopes do beside what is theirs anyway. */
  widened: readonly Widening[];
  teamId: string;
}

/** What the journal's ways are built from. */
export interface Needs {
  journal: Journal;
  keyring: Keyring;
  kinds: Kinds;
  teller: Teller;
  recorder: Recorder;
  policy: Policy;
  clock: Clock;
  observe(step: Step): void;
  /** Makes sure that who somebody is was read lately: askers may have asked days ago. */
  refresh(person: PersonId): Promise<void>;
  /** Called when something may have become ready to be carried out, or to be told. */
  wake(): void;
}
