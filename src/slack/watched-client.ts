import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import type { Secret } from '../secret.ts';
import type { SlackOutcome } from '../watching/metrics.ts';
import type { Watch } from '../watching/watch.ts';

/** Slack's client, each of whose calls is told to whoever watches, by its method. */
export class WatchedClient extends WebClient {
  readonly #watch: Watch;

  constructor(token: Secret, options: WebClientOptions, watch: Watch) {
    super(token.reveal(), options);
    this.#watch = watch;
  }

  /** All the methods, `chat.postMessage` and so on, end up here. */
  override apiCall(...call: Parameters<WebClient['apiCall']>): ReturnType<WebClient['apiCall']> {
    return this.#watch.slackCall(call[0], async (went) => {
      try {
        return await super.apiCall(...call);
      } catch (error) {
        went(outcomeOf(error));
        throw error;
      }
    });
  }
}

function outcomeOf(error: unknown): SlackOutcome {
  if (error instanceof WebAPIRateLimitedError) return 'rate_limited';
  if (error instanceof WebAPIPlatformError) {
    return error.data.error === 'ratelimited' ? 'rate_limited' : 'refused';
  }
  if (error instanceof WebAPIHTTPError) return error.statusCode < 500 ? 'refused' : 'no_answer';
  return error instanceof WebAPIRequestError ? 'no_answer' : 'broke';
}
