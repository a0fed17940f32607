import { App, LogLevel, type Receiver } from '@slack/bolt';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { clientOptions, slackLogger } from './clients.ts';
import type { HttpReceiver } from './http-receiver.ts';
import { openSocketMode } from './socket-mode/socket-mode.ts';

export interface SlackApp {
  app: App;
  /** Resolves when Slack can reach us; where Slack is away, it tries until `stopping`. */
  start(stopping: AbortSignal): Promise<void>;
  /** Whether Slack can reach us now: always over HTTP, as far as we know; while a socket is open over Socket Mode. */
  connected(): boolean;
  /** Acks what came, and takes nothing more. `served` resolves when nobody is being served. */
  stop(served: () => Promise<void>): Promise<void>;
}

/** Who the bot is in Slack, from `auth.test`. */
export interface BotIdentity {
  teamId: string;
  botUserId: string;
  botId: string;
}

/** Bolt over HTTP (where there is its receiver) or Socket Mode. It asks Slack nothing by itself: `identity` is known. */
export function openApp(
  { slack }: Pick<Config, 'slack'>,
  identity: BotIdentity,
  http: HttpReceiver | null,
  log: Log,
): SlackApp {
  const logger = slackLogger(log);
  const token = slack.botToken.reveal();
  const app = (receiver: Receiver) =>
    new App({
      receiver,
      authorize: async () => ({ botToken: token, ...identity }),
      logger,
      logLevel: LogLevel.INFO,
      clientOptions: clientOptions(slack.apiUrl, log),
      convoStore: false,
    });
  if (slack.receive.kind === 'socket') {
    const { receiver, ...socketMode } = openSocketMode(slack.receive.appToken, slack.apiUrl, log);
    return {
      app: app(receiver),
      ...socketMode,
      async stop(served) {
        // Nobody can be acked without the socket.
        await served();
        await socketMode.stop();
      },
    };
  }
  if (!http) throw new Error('Slack over HTTP needs its receiver.');
  return {
    app: app(http),
    async start() {
      await http.start();
    },
    connected: () => true,
    stop: () => http.stop(),
  };
}
