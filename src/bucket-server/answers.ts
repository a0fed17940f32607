import type { OutgoingHttpHeaders } from 'node:http';

/** What S3 answers: its headers are written as they stand here. */
export interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Uint8Array | string;
}

/** The errors of S3 that this server knows: their status and what S3 says. */
const errors = {
  AccessDenied: [403, 'Access Denied'],
  AllAccessDisabled: [403, 'All access to this object has been disabled.'],
  AuthorizationHeaderMalformed: [400, 'The authorization header is malformed.'],
  AuthorizationQueryParametersError: [400, 'Query-string authentication parameters are malformed.'],
  BadDigest: [400, 'The digest or checksum you specified did not match what we received.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed size'],
  ExpiredToken: [400, 'The provided token has expired.'],
  IncompleteBody: [400, 'The request body terminated unexpectedly'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The AWS Access Key Id you provided does not exist in our records.'],
  InvalidArgument: [400, 'Invalid Argument'],
  InvalidPart: [400, 'One or more of the specified parts could not be found.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  InvalidRequest: [400, 'Object is WORM protected and cannot be overwritten'],
  MalformedXML: [400, 'The XML you provided was not well-formed.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The specified upload does not exist.'],
  NotImplemented: [
    501,
    'A header or query you provided implies functionality that is not implemented.',
  ],
  PermanentRedirect: [301, 'The bucket must be addressed using the specified endpoint.'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold'],
  RequestTimeTooSkewed: [
    403,
    'The difference between the request time and the current time is too large.',
  ],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided.',
  ],
  SlowDown: [503, 'Please reduce your request rate.'],
  XAmzContentSHA256Mismatch: [
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
} as const satisfies Record<string, [number, string]>;

export type ErrorCode = keyof typeof errors;

/** A request that S3 refuses. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: ErrorCode;
  /** Further elements of its answer, such as the Region. */
  readonly more: Record<string, string>;
  readonly headers: OutgoingHttpHeaders;

  constructor(
    code: ErrorCode,
    {
      message = errors[code][1],
      more = {},
      headers = {},
    }: { message?: string; more?: Record<string, string>; headers?: OutgoingHttpHeaders } = {},
  ) {
    super(message);
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}

export function errorAnswer({ code, message, more, headers }: S3Error): Answer {
  const [status] = errors[code];
  return {
    status,
    headers,
    body: document('Error', element('Code', code), element('Message', message), ...elements(more)),
  };
}

/** An XML document of S3. */
export function document(name: string, ...content: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content.join('')}</${name}>`;
}

/** An XML element with this text, or around these elements. */
export function element(name: string, content: string | number | string[]): string {
  const inner = Array.isArray(content) ? content.join('') : escaped(String(content));
  return `<${name}>${inner}</${name}>`;
}

function elements(more: Record<string, string>): string[] {
  return Object.entries(more).map(([name, text]) => element(name, text));
}

/** The texts of all elements of this name; for the few documents that clients send, which have no attributes. */
export function textsOf(xml: string, name: string): string[] {
  const found = xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'));
  return [...found].map(([, text = '']) => text);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"\r]/g, (character) => entities[character] ?? character);
}

export function unescaped(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return named[name] ?? whole;
  });
}
