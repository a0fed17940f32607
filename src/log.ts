import { type DestinationStream, type Logger, pino } from 'pino';
import { BotError } from './errors.ts';
import { Secret } from './secret.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'> & {
  child(fields: object): Log;
};

/** Members that never reach the log, whatever object they come in: bearer rights and what people typed. */
const withheld = [
  'token',
  'authorization',
  'response_url',
  'trigger_id',
  'private_metadata',
  'text',
];

/** Structured logs, one JSON object a line. Secrets print as their mask; Slack's bearer rights are withheld. */
export function openLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: withheld.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: new Secret('').toString(),
    },
    serializers: { err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error without what libraries hang on it (requests, bodies, headers): its names, words and places. */
function describeError(error: unknown): object {
  if (error instanceof BotError) return { name: error.name, ...ownError(error) };
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    name,
    // What could not be parsed is quoted in it.
    ...(error instanceof SyntaxError ? { at: placeOf(error) } : { message, stack }),
    code,
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}

/**
 * What the log keeps of an error of ours: where it was thrown and what another part said. Its own words may quote
 * what somebody typed; so may its cause, unless that is a part's failure.
 */
export function ownError(error: BotError): object {
  const { code, because, cause } = error;
  return {
    code,
    because,
    at: placeOf(error),
    ...(code === 'unavailable' && cause !== undefined && { cause: describeError(cause) }),
  };
}

/** Where it was thrown, without its words. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const places = stack.slice(stack.indexOf(message) + message.length);
  return places
    .split('\n')
    .find((line) => /^\s+at /.test(line))
    ?.trim();
}
