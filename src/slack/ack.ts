import type { AnswersFirst } from '../answers-first.ts';
import type { Log } from '../log.ts';
import type { InteractionKind } from '../watching/metrics.ts';
import type { Watch } from '../watching/watch.ts';

/** Slack waits 3 s (docs: handling user interaction); what no handler has answered by then is answered by us. */
const ANSWER_BY = 2400;
/** For how long a redelivery is recognised, in milliseconds. */
const REMEMBERED = 10 * 60_000;
/** How many answers are kept for one; what is older is acked without, since Slack has shown it long ago. */
const ANSWERS = 100;

/** An ack that happens once, in time, whatever the handler does. */
export interface Ack<Response> {
  /** Acks, unless that has been done. Gives whether this call did it, and it was sent. Never rejects. */
  once(response?: Response): Promise<boolean>;
  readonly done: boolean;
}

type RawAck<Response> = (response?: Response) => Promise<void>;

/** Acks each interaction once. A redelivery (the same trigger or event id) is acked as the first one was, and not handled. */
export interface Acks {
  /**
   * `null` for a redelivery, which is answered here. `late`: the answer where the handler takes too long; `held`: how
   * long Slack has waited already, in milliseconds.
   */
  guard<Response>(
    asked: Asked,
    ack: RawAck<Response>,
    more: { late?: Response; held: number },
  ): Ack<Response> | null;
}

/** What waits for an ack. `id`: the same for what Slack sends once more. */
export interface Asked {
  kind: InteractionKind;
  id: string;
}

/** `answers` is told who waits. */
export function openAcks(log: Log, watch: Watch, answers: Pick<AnswersFirst, 'waits'>): Acks {
  const seen = new Map<string, { at: number; response: Promise<unknown> | null }>();
  /** The ids of those whose answer is kept. */
  let kept: string[] = [];

  function forgetOld(now: number): void {
    for (const [id, { at }] of seen) {
      if (now - at < REMEMBERED) return;
      seen.delete(id);
    }
  }

  function keepAnswer(id: string): void {
    kept.push(id);
    if (kept.length < 2 * ANSWERS) return;
    for (const old of kept.slice(0, ANSWERS)) {
      const first = seen.get(old);
      if (first) first.response = null;
    }
    kept = kept.slice(ANSWERS);
  }

  /** Over Socket Mode the connection may be gone: what the ack says has to go another way. */
  async function sent(acked: Promise<void>): Promise<boolean> {
    try {
      await acked;
      return true;
    } catch (error) {
      log.warn({ err: error }, 'an ack could not be sent');
      return false;
    }
  }

  return {
    guard<Response>(
      { kind, id }: Asked,
      ack: RawAck<Response>,
      { late, held }: { late?: Response; held: number },
    ): Ack<Response> | null {
      const now = performance.now();
      forgetOld(now);
      const first = seen.get(id);
      if (first) {
        watch.redelivered(kind);
        log.info({ kind }, 'a redelivery is answered as the first one was');
        const answer = first.response ?? Promise.resolve(undefined);
        void answer.then((response) => sent(ack(response as Response | undefined)));
        return null;
      }
      const { promise, resolve } = Promise.withResolvers<Response | undefined>();
      seen.set(id, { at: now, response: promise });
      const answered = answers.waits();
      let done = false;
      const once = async (response?: Response) => {
        if (done) return false;
        done = true;
        clearTimeout(timer);
        resolve(response);
        keepAnswer(id);
        const arrived = await sent(ack(response));
        answered();
        // Bolt has acked events before they come here.
        if (kind !== 'event') watch.acked(kind, (performance.now() - now + held) / 1000);
        return arrived;
      };
      const timer = setTimeout(() => {
        log.error({ kind }, 'a handler did not answer Slack in time');
        void once(late);
      }, ANSWER_BY - held);
      return {
        once,
        get done() {
          return done;
        },
      };
    },
  };
}
