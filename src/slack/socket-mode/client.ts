import { SocketModeClient } from '@slack/socket-mode';

/** What Slack sends over a connection. */
interface Frame {
  type?: string;
  reason?: string;
  num_connections?: number;
  payload?: { event?: unknown } | null;
}

/** What a client emits beside the library's own. */
export type Heard = {
  /** Slack is about to close the connection, and says why. */
  leaving: (reason: string) => void;
  /** How many connections of the app Slack counts. */
  counted: (connections: number) => void;
  /** The library could not make anything of a frame. */
  misread: (error: unknown) => void;
};

/** The type under which an Events API envelope without an event is handed on. */
export const EVENTLESS = 'eventless';

/**
 * The library's client for the length of one connection. Where version 3.1.0 would lose something or end the process,
 * it is stopped at the source:
 * - it reconnects by itself, leaves a gap of seconds, and rejects where nobody listens: it does not reconnect here;
 * - at `disconnect` it closes at once, although acks are still to be sent: here it says so and stays;
 * - an envelope without an event (`app_rate_limited`) throws where nobody listens: such a frame is handed on as it is.
 */
export class OneConnectionClient extends SocketModeClient {
  protected override async onWebSocketMessage(
    data: string | ArrayBuffer,
    isBinary: boolean,
  ): Promise<void> {
    const frame = isBinary || typeof data !== 'string' ? {} : read(data);
    if (frame.type === 'disconnect') {
      this.emit('leaving', frame.reason ?? 'no reason');
      return;
    }
    if (frame.type === 'hello') this.emit('counted', frame.num_connections ?? 0);
    const eventless = frame.type === 'events_api' && !frame.payload?.event;
    try {
      await super.onWebSocketMessage(
        eventless ? JSON.stringify({ ...frame, type: EVENTLESS }) : data,
        isBinary,
      );
    } catch (error) {
      this.emit('misread', error);
    }
  }
}

/** The frame; an empty one where it is no JSON object, which the library passes over. */
function read(data: string): Frame {
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
