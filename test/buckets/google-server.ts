import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { certificate } from '../webhook-sender/receiver.ts';
import { clientEmail, keyPair } from './service-account.ts';

// A Google Cloud Storage as far as a recorder and its test need it: the token exchange, the JSON API and signed links,
// as Google's libraries speak them, with the errors that Google answers. Nothing in it is ours.

export type Permission = `storage.objects.${'create' | 'get' | 'list' | 'update' | 'delete'}`;

interface StoredObject {
  content: Buffer;
  contentType: string;
  metadata: Record<string, string>;
  generation: number;
}

interface Session {
  bucket: string;
  name: string;
  contentType: string;
  content: Buffer;
}

/** What is wrong with the store at the moment. */
export interface Faults {
  /** By how many seconds its clock is ahead of this machine's. */
  clockAhead: number;
  /** Permissions that the account lacks. */
  lacking: Permission[];
  /** What the token exchange answers in place of a token. */
  token: { status: number; error: string; description: string } | null;
  /** Answers every call of the API so. */
  api: { status: number; reason: string; message: string; headers?: Record<string, string> } | null;
  /** Objects may not be deleted or overwritten. */
  retention: boolean;
  /** Which calls are never answered: those whose method and path match. */
  hangs: RegExp | null;
  /** Which answers begin and do not end. */
  stalls: RegExp | null;
  /** Where an upload is told to go on. */
  sessionsAt: string | null;
  /** Answers a checksum that is not the content's. */
  wrongChecksum: boolean;
}

const noFaults: Faults = {
  clockAhead: 0,
  lacking: [],
  token: null,
  api: null,
  retention: false,
  hangs: null,
  stalls: null,
  sessionsAt: null,
  wrongChecksum: false,
};

export interface GoogleServer extends AsyncDisposable {
  port: number;
  /** Of this server, without a slash. */
  url: string;
  buckets: Map<string, Map<string, StoredObject>>;
  /** Accounts by their address, with their public keys. */
  accounts: Map<string, string>;
  sessions: Map<string, Session>;
  /** Sessions that were given up. */
  cancelled: string[];
  /** Method and path of each request. */
  requests: string[];
  faults: Faults;
  /** As it was when it started, with an empty bucket `calls`. */
  reset(): void;
  /** Connections that are open. */
  connections(): number;
}

const TOKEN_AUDIENCE = 'https://oauth2.googleapis.com/token';

/** An answer that is an error. */
class Failure extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Record<string, string>;

  constructor(status: number, body: object, headers: Record<string, string> = {}) {
    super('failure');
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

function failure(status: number, reason: string, message: string, headers = {}): Failure {
  const errors = [{ message, domain: 'global', reason }];
  return new Failure(status, { error: { code: status, message, errors } }, headers);
}

const noBucket = () => failure(404, 'notFound', 'The specified bucket does not exist.');

/** Starts one; over TLS where it is given a certificate. */
export async function startGoogleServer(tls?: string): Promise<GoogleServer> {
  const tokens = new Set<string>();
  const sockets = new Set<Socket>();
  const state: GoogleServer = {
    port: 0,
    url: '',
    buckets: new Map(),
    accounts: new Map(),
    sessions: new Map(),
    cancelled: [],
    requests: [],
    faults: { ...noFaults },
    connections: () => sockets.size,
    reset() {
      state.buckets = new Map([['calls', new Map()]]);
      state.accounts = new Map([[clientEmail, keyPair.publicKey]]);
      state.sessions.clear();
      state.cancelled.length = 0;
      state.requests.length = 0;
      state.faults = { ...noFaults };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  state.reset();
  const now = () => Date.now() + state.faults.clockAhead * 1000;

  function token(form: URLSearchParams): object {
    const { token: fault } = state.faults;
    const grant = (description: string) =>
      new Failure(400, { error: 'invalid_grant', error_description: description });
    if (fault) {
      const body = { error: fault.error, error_description: fault.description };
      throw new Failure(fault.status, body);
    }
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
      throw new Failure(400, { error: 'unsupported_grant_type' });
    }
    const [head = '', payload = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      iss: string;
      aud: string;
      iat: number;
      exp: number;
      scope: string;
    };
    const publicKey = state.accounts.get(claims.iss);
    if (!publicKey) throw grant('Invalid grant: account not found');
    const signed = Buffer.from(`${head}.${payload}`);
    const signedBy = Buffer.from(signature, 'base64url');
    if (!verify('RSA-SHA256', signed, createPublicKey(publicKey), signedBy)) {
      throw grant('Invalid JWT Signature.');
    }
    const seconds = now() / 1000;
    const skewed = claims.iat > seconds + 300 || claims.exp < seconds - 300;
    if (skewed || claims.exp - claims.iat > 3600) {
      throw grant(
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
      );
    }
    if (claims.aud !== TOKEN_AUDIENCE && claims.aud !== `${state.url}/token`) {
      throw grant('Invalid JWT: Failed audience check.');
    }
    if (!claims.scope.includes('devstorage')) throw grant('Invalid OAuth scope.');
    const access_token = `ya29.${randomBytes(24).toString('base64url')}`;
    tokens.add(access_token);
    return { access_token, token_type: 'Bearer', expires_in: 3599 };
  }

  function authorize(request: IncomingMessage): void {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (!bearer || !tokens.has(bearer)) throw failure(401, 'authError', 'Invalid Credentials');
  }

  function permit(permission: Permission): void {
    if (!state.faults.lacking.includes(permission)) return;
    throw failure(
      403,
      'forbidden',
      `${clientEmail} does not have ${permission} access to the Google Cloud Storage object. Permission '${permission}' denied on resource (or it may not exist).`,
    );
  }

  function objectsOf(bucket: string): Map<string, StoredObject> {
    const objects = state.buckets.get(bucket);
    if (!objects) throw noBucket();
    return objects;
  }

  function objectIn(bucket: string, name: string, { isReading = false } = {}): StoredObject {
    const object = objectsOf(bucket).get(name);
    // Who may not list is not told what there is.
    if (!object && isReading) permit('storage.objects.list');
    if (!object) throw failure(404, 'notFound', `No such object: ${bucket}/${name}`);
    return object;
  }

  function resource(bucket: string, name: string, object: StoredObject): object {
    const { content, contentType, metadata, generation } = object;
    return {
      kind: 'storage#object',
      id: `${bucket}/${name}/${generation}`,
      name,
      bucket,
      generation: String(generation),
      metageneration: '1',
      contentType,
      size: String(content.length),
      md5Hash: createHash('md5').update(content).digest('base64'),
      crc32c: crc32c(state.faults.wrongChecksum ? Buffer.from('else') : content),
      ...(Object.keys(metadata).length > 0 && { metadata }),
    };
  }

  function put(bucket: string, name: string, content: Buffer, contentType: string): object {
    const objects = objectsOf(bucket);
    if (objects.has(name)) protect(bucket, name);
    const object = { content, contentType, metadata: {}, generation: Date.now() };
    objects.set(name, object);
    return resource(bucket, name, object);
  }

  function protect(bucket: string, name: string): void {
    if (!state.faults.retention) return;
    throw failure(
      403,
      'retentionPolicyNotMet',
      `Object '${bucket}/${name}' is subject to bucket's retention policy or object retention and cannot be deleted or overwritten until 2036-01-01T00:00:00.000Z`,
    );
  }

  async function upload(request: IncomingMessage, url: URL, response: ServerResponse) {
    const session = url.searchParams.get('upload_id');
    if (session !== null) return resumed(request, session, response);
    authorize(request);
    const bucket = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/.exec(url.pathname)?.[1] ?? '';
    const name = url.searchParams.get('name') ?? '';
    objectsOf(bucket);
    permit('storage.objects.create');
    if (url.searchParams.get('uploadType') === 'resumable') {
      await buffer(request);
      const id = randomBytes(16).toString('hex');
      const contentType = String(
        request.headers['x-upload-content-type'] ?? 'application/octet-stream',
      );
      state.sessions.set(id, { bucket, name, contentType, content: Buffer.alloc(0) });
      url.searchParams.set('upload_id', id);
      const at = state.faults.sessionsAt ?? state.url;
      return void response.writeHead(200, { Location: `${at}${url.pathname}${url.search}` }).end();
    }
    const { metadata, content, contentType } = multipart(request, await buffer(request));
    const written = put(bucket, name || String(metadata.name), content, contentType);
    json(response, 200, written);
  }

  /** A session is its own authorization. */
  async function resumed(request: IncomingMessage, id: string, response: ServerResponse) {
    const session = state.sessions.get(id);
    if (!session) throw failure(410, 'gone', 'The requested session is gone.');
    if (request.method === 'DELETE') {
      state.sessions.delete(id);
      state.cancelled.push(session.name);
      return void response.writeHead(499).end();
    }
    const content = await buffer(request);
    const range = /^bytes (\d+|\*)(?:-(\d+|\*))?\/(\d+|\*)$/.exec(
      String(request.headers['content-range'] ?? 'bytes 0-*/*'),
    );
    if (!range || (range[1] !== '*' && Number(range[1]) !== session.content.length)) {
      throw failure(400, 'badRequest', 'Invalid request. The range does not follow.');
    }
    session.content = Buffer.concat([session.content, content]);
    const total =
      range[3] === '*' ? (range[2] === '*' ? session.content.length : null) : Number(range[3]);
    if (total !== session.content.length) {
      const last = session.content.length - 1;
      return void response.writeHead(308, last < 0 ? {} : { Range: `bytes=0-${last}` }).end();
    }
    state.sessions.delete(id);
    json(response, 200, put(session.bucket, session.name, session.content, session.contentType));
  }

  function media(request: IncomingMessage, response: ServerResponse, object: StoredObject) {
    const { content, contentType } = object;
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = range ? Number(range[1]) : 0;
    if (range && start >= content.length) {
      throw failure(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable');
    }
    const end = range?.[2] ? Math.min(Number(range[2]) + 1, content.length) : content.length;
    response.writeHead(range ? 206 : 200, {
      'Content-Type': contentType,
      'Content-Length': end - start,
      'X-Goog-Hash': `crc32c=${crc32c(content)},md5=${createHash('md5').update(content).digest('base64')}`,
      'X-Goog-Stored-Content-Encoding': 'identity',
    });
    response.end(content.subarray(start, end));
  }

  /** A link's signature, as its version 4 is made. */
  function signedLink(request: IncomingMessage, url: URL, response: ServerResponse) {
    const query = [...url.searchParams].filter(([name]) => name !== 'X-Goog-Signature');
    const encode = (text: string) =>
      encodeURIComponent(text).replace(
        /[!'()*]/g,
        (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
      );
    const pairs = query.map(([name, value]) => [encode(name), encode(value)] as const);
    const canonicalQuery = pairs
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const canonical = [
      request.method,
      url.pathname,
      canonicalQuery,
      `host:${host}\n`,
      'host',
      'UNSIGNED-PAYLOAD',
    ];
    const hash = createHash('sha256').update(canonical.join('\n')).digest('hex');
    const [email = '', ...scope] = (url.searchParams.get('X-Goog-Credential') ?? '').split('/');
    const date = url.searchParams.get('X-Goog-Date') ?? '';
    const toSign = ['GOOG4-RSA-SHA256', date, scope.join('/'), hash].join('\n');
    const signature = Buffer.from(url.searchParams.get('X-Goog-Signature') ?? '', 'hex');
    const publicKey = state.accounts.get(email);
    if (
      !publicKey ||
      !verify('RSA-SHA256', Buffer.from(toSign), createPublicKey(publicKey), signature)
    ) {
      return void response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
    }
    const signedAt = Date.parse(
      date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
    );
    const ends = signedAt + Number(url.searchParams.get('X-Goog-Expires')) * 1000;
    if (now() > ends)
      return void response.writeHead(400).end('<Error><Code>ExpiredToken</Code></Error>');
    permit('storage.objects.get');
    const [, bucket = '', ...name] = url.pathname.split('/').map(decodeURIComponent);
    const object = objectIn(bucket, name.join('/'));
    const contentType = url.searchParams.get('response-content-type') ?? object.contentType;
    media(request, response, { ...object, contentType });
  }

  async function objects(request: IncomingMessage, url: URL, response: ServerResponse) {
    authorize(request);
    const [, bucket = '', encoded] =
      /^\/storage\/v1\/b\/([^/]+)\/o(?:\/(.+))?$/.exec(url.pathname) ?? [];
    const all = objectsOf(bucket);
    if (encoded === undefined) {
      permit('storage.objects.list');
      const prefix = url.searchParams.get('prefix') ?? '';
      const names = [...all.keys()].filter((name) => name.startsWith(prefix)).toSorted();
      const items = names.map((name) => resource(bucket, name, objectIn(bucket, name)));
      const most = Number(url.searchParams.get('maxResults') ?? 1000);
      return json(response, 200, {
        kind: 'storage#objects',
        ...(items.length > 0 && { items: items.slice(0, most) }),
        ...(items.length > most && { nextPageToken: 'more' }),
      });
    }
    const name = decodeURIComponent(encoded);
    if (request.method === 'PATCH') {
      permit('storage.objects.update');
      const object = objectIn(bucket, name);
      const { metadata = {} } = JSON.parse(
        (await buffer(request)).toString(),
      ) as Partial<StoredObject>;
      Object.assign(object.metadata, metadata);
      return json(response, 200, resource(bucket, name, object));
    }
    if (request.method === 'DELETE') {
      permit('storage.objects.delete');
      objectIn(bucket, name);
      protect(bucket, name);
      all.delete(name);
      return void response.writeHead(204).end();
    }
    permit('storage.objects.get');
    const object = objectIn(bucket, name, { isReading: true });
    if (url.searchParams.get('alt') === 'media') return media(request, response, object);
    json(response, 200, resource(bucket, name, object));
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', state.url);
    const line = `${request.method} ${url.pathname}`;
    state.requests.push(line);
    if (state.faults.hangs?.test(line)) return;
    if (state.faults.stalls?.test(line)) {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1000 });
      return void response.write('{');
    }
    if (url.pathname === '/token') {
      const form = new URLSearchParams((await buffer(request)).toString());
      return json(response, 200, token(form));
    }
    const { api } = state.faults;
    if (api) throw failure(api.status, api.reason, api.message, api.headers);
    if (url.pathname.startsWith('/upload/')) return upload(request, url, response);
    if (url.pathname.startsWith('/storage/v1/')) return objects(request, url, response);
    // Whoever follows a link holds no connection for the next.
    response.setHeader('Connection', 'close');
    if (url.searchParams.has('X-Goog-Signature')) return signedLink(request, url, response);
    throw failure(404, 'notFound', 'Not Found');
  }

  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown) {
    if (!(error instanceof Failure)) return void response.writeHead(500).end(String(error));
    const { status, body, headers } = error;
    const isMedia = request.url?.includes('alt=media') ?? false;
    // Of content, errors are told in plain words alone.
    if (isMedia && 'error' in body && status !== 416) {
      const { message } = body.error as { message: string };
      return void response
        .writeHead(status, { ...dated(), 'Content-Type': 'text/html', ...headers })
        .end(message);
    }
    json(response, status, body, headers);
  }

  const dated = () => ({ Date: new Date(now()).toUTCString() });
  function json(response: ServerResponse, status: number, body: object, headers = {}): void {
    response
      .writeHead(status, {
        ...dated(),
        'Content-Type': 'application/json; charset=UTF-8',
        ...headers,
      })
      .end(JSON.stringify(body));
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => refuse(request, response, error));
  };
  const server = tls
    ? createTlsServer({ key: certificate('server.key'), cert: certificate(tls) }, listener)
    : createServer(listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.port = (server.address() as AddressInfo).port;
  state.url = `${tls ? 'https' : 'http'}://${tls ? 'localhost' : '127.0.0.1'}:${state.port}`;
  return state;
}

/** What is related in one body: the object's description, and its content. */
function multipart(request: IncomingMessage, body: Buffer) {
  const boundary = /boundary="?([^";]+)/.exec(String(request.headers['content-type']))?.[1] ?? '';
  const [, first = '', second = ''] = body.toString('latin1').split(`--${boundary}`);
  const contentOf = (part: string) => part.slice(part.indexOf('\r\n\r\n') + 4, -2);
  return {
    metadata: JSON.parse(contentOf(first)) as { name?: string },
    content: Buffer.from(contentOf(second), 'latin1'),
    contentType: /content-type: *([^\r]+)/i.exec(second)?.[1] ?? 'application/octet-stream',
  };
}

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** The checksum that Google gives of everything: CRC-32C, big-endian, in base64. */
function crc32c(content: Buffer): string {
  let crc = 0xffffffff;
  for (const byte of content) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return bytes.toString('base64');
}
