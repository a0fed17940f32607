import net from 'node:net';
import tls from 'node:tls';
import type { Stage, Timing, TlsSeen } from '../features/webhooks/webhook-test.ts';
import { type AllowedAddresses, isAddress, type Judgement } from '../outbound/addresses.ts';
import { pinnedTo, type Resolver, resolveAllowed } from '../outbound/resolve.ts';
import { CallFault, certificateFault } from './faults.ts';

/** What is known of a call so far. */
export interface Call {
  readonly signal: AbortSignal;
  stage: Stage;
  readonly timing: Omit<Timing, 'total'>;
  tls: TlsSeen | null;
}

export interface ConnectNeeds {
  allowed: AllowedAddresses;
  resolve?: Resolver | undefined;
  /** Authorities that are trusted in place of the usual ones. */
  authorities?: string | undefined;
}

const refusals = {
  private: 'private address',
  metadata: 'metadata address',
  'not routable': 'address not routable',
  'no address': 'no address',
} as const satisfies Record<Exclude<Judgement, 'allowed'> | 'no address', string>;

/**
 * A connection to the URL's host: resolved once, its addresses checked, and connected to one of just those. Over TLS
 * its certificate is checked before anything is sent. Throws `CallFault`, or what the network says.
 */
export async function connect(
  url: URL,
  call: Call,
  { allowed, resolve, authorities }: ConnectNeeds,
): Promise<net.Socket> {
  const host = await timed(call, 'DNS', 'dns', () =>
    aborting(call.signal, resolveAllowed(url.hostname.replace(/^\[|\]$/g, ''), allowed, resolve)),
  );
  if ('refused' in host) throw new CallFault(refusals[host.refused]);
  const secure = /^(https|wss):$/.test(url.protocol);
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const plain = await timed(call, 'connect', 'connect', () => {
    const socket = net.connect({
      host: host.host,
      port,
      lookup: pinnedTo(host.addresses),
      autoSelectFamily: true,
      noDelay: true,
    });
    return ready(socket, 'connect', call.signal);
  });
  if (!secure) return plain;
  return timed(call, 'TLS', 'tls', () => secured(plain, host.host, call, authorities));
}

/** The check of the certificate is told, which a handshake that fails on it would not. Nothing is sent before it. */
async function secured(
  plain: net.Socket,
  host: string,
  call: Call,
  authorities: string | undefined,
): Promise<net.Socket> {
  const socket = tls.connect({
    socket: plain,
    host,
    ...(!isAddress(host) && { servername: host }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
    ...(authorities !== undefined && { ca: authorities }),
  });
  await ready(socket, 'secureConnect', call.signal);
  const { issuer, valid_to } = socket.getPeerCertificate();
  call.tls = {
    protocol: socket.getProtocol(),
    issuer: String(issuer?.O ?? issuer?.CN ?? 'an issuer without a name'),
    validTo: new Date(valid_to),
  };
  if (socket.authorized) return socket;
  socket.destroy();
  throw new CallFault(certificateFault(String(socket.authorizationError)));
}

/** The socket once it has this event; destroyed where it fails, or the time is up. */
async function ready<S extends net.Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<S> {
  const opened = new Promise<void>((resolve, reject) => {
    socket.once(event, resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new CallFault('closed')));
  });
  // What goes wrong later is told to whoever uses it then; unheard, it would end the process.
  socket.on('error', () => {});
  try {
    await aborting(signal, opened);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The work's result; rejects at once where the signal aborts it. */
export function aborting<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new CallFault('timeout'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.finally(() => signal.removeEventListener('abort', abort)).then(resolve, reject);
  });
}

async function timed<Result>(
  call: Call,
  stage: Stage,
  part: keyof Call['timing'],
  work: () => Promise<Result>,
): Promise<Result> {
  call.stage = stage;
  const began = performance.now();
  const result = await work();
  call.timing[part] = performance.now() - began;
  return result;
}
