import type { Obj } from '../json.ts';

/** How Slack says no: HTTP 200 with ok:false, an error and sometimes more. */
export class Refusal extends Error {
  readonly answer: Obj;
  /** True where only a faulty app would get this answer, so a test should fail over it. */
  readonly violation: boolean;

  constructor(error: string, more: Obj = {}, violation = false) {
    super(error);
    this.answer = { ok: false, error, ...more };
    this.violation = violation;
  }
}

/** A refusal of a faulty payload, with the faults as Slack lists them. */
export function faulty(error: string, messages: string[] = []): Refusal {
  const more = messages.length > 0 ? { response_metadata: { messages } } : {};
  return new Refusal(error, more, true);
}
