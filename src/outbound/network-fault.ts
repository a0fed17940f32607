/** What goes wrong between here and a server, in the product's words. */
export type NetworkFault =
  | 'name not found'
  | 'refused'
  | 'unreachable'
  | 'closed'
  | 'timeout'
  | 'certificate expired'
  | 'certificate not yet valid'
  | 'certificate self-signed'
  | 'certificate of unknown issuer'
  | 'certificate of another host'
  | 'no TLS'
  | 'no HTTP';

const byCode = new Map<string, NetworkFault>(
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
  } as const satisfies Record<string, NetworkFault>),
);

/** What a code of Node, or of OpenSSL for certificates, says; `null` where it is none of the network's. */
export function networkFault(code: string): NetworkFault | null {
  const known = byCode.get(code);
  if (known) return known;
  if (code.startsWith('HPE_') || code === 'ERR_INVALID_HTTP_TOKEN') return 'no HTTP';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return 'no TLS';
  }
  return null;
}

/** The code that an error carries; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
