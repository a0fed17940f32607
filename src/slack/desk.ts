import type { ModalView } from '@slack/types';
import type { AnswersFirst } from '../answers-first.ts';
import type { Origin } from '../changes/change.ts';
import type { BotError } from '../errors.ts';
import { type Actor, requireAdmission } from '../features/access/access.ts';
import { isTerminal, type PersonId } from '../features/access/scope.ts';
import type { Id } from '../ids.ts';
import { inTimeOrNull } from '../in-time.ts';
import type { Log } from '../log.ts';
import { Secret } from '../secret.ts';
import type { InteractionKind } from '../watching/metrics.ts';
import { type Noting, unwatched, type Watch } from '../watching/watch.ts';
import type { Message } from './blocks.ts';
import type { SlackClients } from './clients.ts';
import { type Drawer, Memory } from './drawn.ts';
import { errorHome, errorMessage, errorModal, lastResort } from './error.view.ts';
import type { DrawnModal, HomeDrawing, Interaction, RememberedModal } from './interaction.ts';
import { asLacking } from './lacking.ts';
import { type ActionPayload, DirectMessage, type ViewPayload } from './payloads.ts';
import { explain, isRefusal, type RefusedInteraction } from './show-error.ts';
import { type AnyForm, type SubmissionAnswer, submissionError } from './submission-error.ts';
import { openViews } from './views.ts';

export interface DeskNeeds {
  /** The slash command, for what people are told to type. */
  command: string;
  homeTeam: string;
  clients: SlackClients;
  drawer: Drawer;
  log: Log;
  watch?: Watch;
  /** Told of those who wait for an answer. */
  answers: Pick<AnswersFirst, 'waits'>;
  /** The person with their rights as of now. */
  actorOf(person: PersonId): Promise<Actor>;
  /** Writes a refusal into the audit. */
  refused(refusal: RefusedInteraction): Promise<void>;
}

/** One interaction to be served. */
interface Request {
  kind: InteractionKind;
  person: PersonId;
  origin: Origin;
  /** What is audited where it is refused. */
  action: string;
  replyUrl: Secret | null;
  triggerId?: string;
  view?: ViewPayload;
  form?: AnyForm;
  submission?: { answer(answer: SubmissionAnswer): Promise<boolean>; acked(): boolean };
  /** Acks now, if that is still to be done. True where the message went with the ack. */
  acked(message?: Message): Promise<boolean>;
  work(it: Interaction & { doing(action: string): void }): Promise<void>;
}

/** How long a response_url answers (docs: 30 minutes), less a margin, in milliseconds. */
const REPLY_URL_LIVES = 28 * 60_000;

export type Desk = ReturnType<typeof openDesk>;

/** The desk at which people are served: who is it, the ways to answer, and what happens when something throws. */
export function openDesk(needs: DeskNeeds) {
  const { clients, drawer, homeTeam, watch = unwatched } = needs;
  const views = openViews(clients, drawer);
  /** The response_url of what opened a form, so that its receipt appears there. Lost at a restart, it is a direct message. */
  const replyUrls = new Map<Id<'frm'>, { url: Secret; at: number }>();

  const underWay = new Set<Promise<void>>();

  /** A log for each thing that can be done and where, made once. */
  const logs = new Map<string, Log>();
  function logOf(action: string, surface: Origin['surface']): Log {
    const name = `${surface}/${action}`;
    const log = logs.get(name) ?? needs.log.child({ action, surface });
    logs.set(name, log);
    return log;
  }

  /** Whoever waits for `idle` waits for this too: for what happens after the ack. */
  async function during(work: Promise<void>): Promise<void> {
    const served = work.finally(() => underWay.delete(served));
    underWay.add(served);
    await served;
  }

  async function attend(request: Request, noting: Noting): Promise<void> {
    const { person, origin, replyUrl, triggerId, view } = request;
    let doing = request.action;
    let log = logOf(doing, origin.surface);
    let actor = unknownActor(person);

    const answer = async (message: Message) => {
      if (await request.acked(message)) return;
      if (replyUrl && (await replied(replyUrl, asAnswer(message)))) return;
      await clients.patient.chat.postMessage({
        channel: person.userId,
        ...message,
        ...notUnfurled,
      });
    };
    const open: Interaction['open'] = async (modal) => {
      await request.acked();
      const how = view?.type === 'modal' ? 'push' : 'open';
      const at = view?.type === 'modal' ? originOf(view) : origin;
      const opened = await views.open(modal, { person, at }, triggerId ?? '', how);
      if (replyUrl) remember(opened.once, replyUrl);
      return {
        ...opened,
        async fail(error) {
          const { shown, reference } = await explained(error);
          await opened.redraw({ view: errorModal(modal.view, shown, reference) });
        },
      };
    };

    try {
      actor = await whoIs(person);
      requireAdmission(actor);
      await request.work({
        actor,
        origin,
        log,
        replyUrl,
        answer,
        open,
        doing(action) {
          doing = action;
          noting.runs(action);
          log = logOf(action, origin.surface);
        },
      });
    } catch (error) {
      await showError(error);
    } finally {
      await request.acked().catch((error: unknown) => log.error({ err: error }, 'ack failed'));
    }

    /** What the person is told of an error; a refusal is audited first. */
    async function explained(error: unknown): Promise<{ shown: BotError; reference: string }> {
      const told = asLacking(error, clients.scopes.missing());
      const { shown, reference } = explain(told, log, needs.command);
      noting.showed(error, reference);
      if (isRefusal(shown)) {
        const { surface } = origin;
        const refusal = { actor, surface, action: doing, error: shown, reference };
        // It is refused all the same: where it cannot be audited, the person is told nevertheless.
        await needs
          .refused(refusal)
          .catch((cause: unknown) => log.error({ err: cause, reference }, 'refusal not audited'));
      }
      return { shown, reference };
    }

    async function showError(error: unknown): Promise<void> {
      const { shown, reference } = await explained(error);
      try {
        if (view && request.submission && !request.submission.acked()) {
          await request.submission.answer(submissionError(view, request.form, shown, reference));
        } else if (view?.type === 'modal' && !request.submission) {
          await request.acked();
          const seen = await views.showError(view, shown, reference);
          if (!seen) await answer(errorMessage(shown, reference));
        } else {
          await answer(errorMessage(shown, reference));
        }
      } catch (unshown) {
        log.error({ err: unshown, reference }, 'an error could not be shown');
        // Nobody is left without an answer: this one needs nothing of what has just failed.
        await answer(lastResort(reference)).catch((cause: unknown) =>
          log.error({ err: cause, reference }, 'nothing could be shown'),
        );
      }
    }
  }

  async function replied(url: Secret, body: object): Promise<boolean> {
    return (await clients.reply(url, body)) === 'taken';
  }

  async function whoIs(person: PersonId): Promise<Actor> {
    const actor = await needs.actorOf(person);
    // What says that it comes from a terminal never came from one.
    const ours = person.teamId === homeTeam && !isTerminal(person);
    return ours ? actor : { ...actor, shutOut: 'other organisation' };
  }

  function remember(once: Id<'frm'>, url: Secret): void {
    const now = performance.now();
    for (const [id, { at }] of replyUrls) {
      if (now - at < REPLY_URL_LIVES) break;
      replyUrls.delete(id);
    }
    replyUrls.set(once, { url, at: now });
  }

  function memoryOf(view: ViewPayload, person: PersonId) {
    const { once, own } = drawer.read(view.private_metadata, person, view.callback_id);
    return { once, own, origin: originOf(view), replyUrl: replyUrls.get(once)?.url ?? null };
  }

  return {
    during,
    /** Serves somebody. */
    serve: (request: Request) =>
      during(watch.interaction(request.kind, (noting) => attend(request, noting))),
    /** Resolves when nobody is being served. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    memoryOf,
    /** The person, with their rights as of now; throws `forbidden` for those who are not served. */
    async admitted(person: PersonId): Promise<Actor> {
      const actor = await whoIs(person);
      requireAdmission(actor);
      return actor;
    },
    /** Draws and publishes somebody's Home tab; where that fails, the tab says so. */
    async publishHome(person: PersonId, draw: HomeDrawing, opened: boolean): Promise<void> {
      const published = watch.interaction('home', async (noting) => {
        const view = await this.admitted(person)
          .then((actor) => draw(actor, { opened }))
          .catch((error: unknown) => {
            const log = logOf('home', 'home');
            const { shown, reference } = explain(error, log, needs.command);
            noting.showed(error, reference);
            return errorHome(shown, reference);
          });
        await clients.patient.views.publish({ user_id: person.userId, view });
      });
      const done = published.catch((error: unknown) =>
        needs.log.warn({ err: error }, 'a Home tab was not published'),
      );
      await during(done);
    },
    /** The response_url of what opened the form; `null` where it is lost, or the form is not this person's. */
    replyUrlOf(view: ViewPayload, person: PersonId): Secret | null {
      try {
        return memoryOf(view, person).replyUrl;
      } catch {
        return null;
      }
    },
    originOf,
    /** The memory of the modal in which something happened; throws `forbidden` where it is not this person's. */
    remembered(view: ViewPayload, person: PersonId): RememberedModal | null {
      if (view.private_metadata === '') return null;
      const { once, own } = drawer.read(view.private_metadata, person, view.callback_id);
      return { once, own };
    },
    bound: (modal: DrawnModal, person: PersonId, at: Origin): ModalView =>
      views.bound(modal, { person, at }).view,
    /** Shows a modal, bound already, in the place of this one. */
    update: (view: ViewPayload, by: ModalView) => views.update(by, view.id),
    async redraw(
      modal: DrawnModal,
      person: PersonId,
      at: Origin,
      view: ViewPayload | undefined,
    ): Promise<void> {
      if (!view) throw new Error('There is no modal to redraw.');
      const { once } = drawer.read(view.private_metadata, person, view.callback_id);
      await views.redraw(modal, { person, at: { ...at, ...originOf(view) }, once }, view.id);
    },
    /** Replaces the message from which a form was opened, where its response_url is still known. */
    async replaceOpener(replyUrl: Secret | null, message: Message): Promise<void> {
      if (replyUrl) await replied(replyUrl, inPlace(message));
    },
    async replace(payload: ActionPayload, message: Message): Promise<void> {
      const { response_url: url, container } = payload;
      const replaced = url !== undefined && (await replied(new Secret(url), inPlace(message)));
      if (replaced || !container.channel_id || !container.message_ts) return;
      await clients.patient.chat.update({
        channel: container.channel_id,
        ts: container.message_ts,
        ...message,
      });
    },
    personOf({ user, team }: Pick<ActionPayload, 'user' | 'team'>): PersonId {
      return { teamId: user.team_id ?? team?.id ?? '', userId: user.id };
    },
    /** What a picker offers, or `null` where it took longer than this many milliseconds or threw. */
    within<Result>(
      limit: number,
      work: (noting: Noting) => Promise<Result>,
    ): Promise<Result | null> {
      const explained = watch.interaction('picker', (noting) =>
        work(noting).catch((error: unknown) => {
          noting.showed(error, explain(error, needs.log).reference);
          return null;
        }),
      );
      return inTimeOrNull(limit, explained);
    },
    /** A message event as a request, `null` where it is not one to answer. */
    directMessage(event: unknown, team: string): Omit<Request, 'work'> | null {
      const message = DirectMessage.safeParse(event);
      if (!message.success) return null;
      const { user, channel, user_team, team: own } = message.data;
      return {
        kind: 'message',
        person: { teamId: user_team ?? own ?? team, userId: user },
        origin: { surface: 'direct message', channel },
        action: 'direct message',
        replyUrl: null,
        acked: async () => false,
      };
    },
  };
}

/** From where the form was opened. Only where an answer goes depends on it, and each place is the person's own. */
function originOf(view: ViewPayload): Origin {
  try {
    const memory = Memory.safeParse(JSON.parse(view.private_metadata));
    if (memory.success) return memory.data.at as Origin;
  } catch {
    // A view without our memory: Home, or one that was forged.
  }
  return { surface: view.type === 'home' ? 'home' : 'button' };
}

function inPlace(message: Message): object {
  return { replace_original: true, ...message };
}

/** Slack fetches nothing that an answer links to: it may be a recording, for whoever has its address. */
const notUnfurled = { unfurl_links: false, unfurl_media: false };

function asAnswer(message: Message): object {
  return { response_type: 'ephemeral', replace_original: false, ...notUnfurled, ...message };
}

function unknownActor(person: PersonId): Actor {
  return {
    person,
    name: person.userId,
    grants: [],
    isGuest: false,
    shutOut: null,
    identityKnown: false,
    widened: [],
  };
}
