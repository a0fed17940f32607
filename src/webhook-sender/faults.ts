import type { Fault } from '../features/webhooks/webhook-test.ts';

const byCode = new Map<string, Fault>(
  Object.entries({
    ENOTFOUND: 'name not found',
    ENODATA: 'name not found',
    EAI_AGAIN: 'name not found',
    EAI_FAIL: 'name not found',
    EAI_NODATA: 'name not found',
    ECONNREFUSED: 'refused',
    EHOSTUNREACH: 'unreachable',
    ENETUNREACH: 'unreachable',
    EADDRNOTAVAIL: 'unreachable',
    EACCES: 'unreachable',
    EPERM: 'unreachable',
    ETIMEDOUT: 'timeout',
    ECONNRESET: 'closed',
    EPIPE: 'closed',
    CERT_HAS_EXPIRED: 'certificate expired',
    CERT_NOT_YET_VALID: 'certificate not yet valid',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate self-signed',
    SELF_SIGNED_CERT_IN_CHAIN: 'certificate of unknown issuer',
    UNABLE_TO_GET_ISSUER_CERT: 'certificate of unknown issuer',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate of unknown issuer',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate of unknown issuer',
    ERR_TLS_CERT_ALTNAME_INVALID: 'certificate of another host',
  } as const satisfies Record<string, Fault>),
);

/** A network error in the product's words. Codes are Node's, and OpenSSL's for certificates. */
export function faultOf(error: unknown): Fault {
  const code = codeOf(error);
  const known = byCode.get(code);
  if (known) return known;
  if (code.startsWith('HPE_') || code === 'ERR_INVALID_HTTP_TOKEN') return 'no HTTP';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return 'no TLS';
  }
  return 'other';
}

/** The fault of a certificate that was not accepted, by OpenSSL's code. */
export function certificateFault(code: string): Fault {
  return byCode.get(code) ?? 'certificate refused';
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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
