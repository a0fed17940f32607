import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { promisify } from 'node:util';
import { BucketError } from '../features/recording/bucket-client.ts';
import { judge, publicOnly } from '../outbound/addresses.ts';
import { pin, type Reaching } from './reaching.ts';

/**
 * Connections to the URL's host and port alone, at the addresses that were checked. With `privateOnly` an address of
 * the Internet is refused. Rejects with `BucketError`, naming this call.
 */
export async function pinnedAgent(
  url: URL,
  call: string,
  reaching: Reaching,
  { privateOnly = false } = {},
): Promise<Agent> {
  const secure = url.protocol === 'https:';
  const lookup = await pin(url.hostname, call, reaching, { secure });
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (privateOnly) {
    const addresses = await promisify(lookup)(host, { all: true });
    const isPublic = [addresses].flat().some((one) => {
      return judge(typeof one === 'string' ? one : one.address, publicOnly) === 'allowed';
    });
    if (isPublic) throw new BucketError('endpoint unusable', { call });
  }
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const options = { keepAlive: true, maxSockets: 20, lookup };
  const { authorities: ca } = reaching;
  const agent = secure
    ? new TlsAgent({ ...options, ...(ca !== undefined && { ca }) })
    : new Agent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (given, done) => {
    // An address in place of a name is not looked up: libraries that follow an answer elsewhere end here.
    const wanted = String(given.host).replace(/^\[|\]$/g, '');
    if (wanted !== host || Number(given.port) !== port) {
      throw new BucketError('address not routable', { call });
    }
    return connect({ ...given, host }, done);
  };
  return agent;
}
