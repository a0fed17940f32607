import type { Fault } from '../features/webhooks/webhook-test.ts';
import { codeOf, networkFault } from '../outbound/network-fault.ts';

/** A network error in the product's words. */
export function faultOf(error: unknown): Fault {
  return networkFault(codeOf(error)) ?? 'other';
}

/** The fault of a certificate that was not accepted, by OpenSSL's code. */
export function certificateFault(code: string): Fault {
  const fault = networkFault(code);
  return fault?.startsWith('certificate ') ? fault : 'certificate refused';
}

/** Thrown where a call cannot go on for a reason that is known. */
export class CallFault extends Error {
  override readonly name = 'CallFault';
  readonly fault: Fault;

  constructor(fault: Fault, cause?: unknown) {
    super(fault, { cause });
    this.fault = fault;
  }
}
