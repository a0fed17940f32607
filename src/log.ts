import { type DestinationStream, type Logger, pino } from 'pino';
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
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    name,
    message,
    code,
    stack,
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}
