import type { Change } from '../../changes/change.ts';
import type { Actor } from '../access/access.ts';

/**
 * How requests of one kind are edited: the feature that declares the kind gives the forms, prefilled, and
 * handles their submission. Registered in the root, so that approvals import no feature. `Form`: what Slack's edge opens.
 */
export interface RequestEditor<Form> {
  /** For the decider: submitting it decides the revision that was edited. */
  editForm(change: Change, decider: Actor): Promise<Form>;
  /** For the asker, after a denial, expiry or failure: submitting it asks anew. */
  againForm(change: Change, asker: Actor): Promise<Form>;
}

/** Editors by the kind's words. */
export type Editors<Form> = Record<string, RequestEditor<Form>>;
