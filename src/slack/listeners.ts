import type { App } from '@slack/bolt';
import type { Actor } from '../features/access/access.ts';
import { Secret } from '../secret.ts';
import { unwatched } from '../watching/watch.ts';
import { type Ack, openAcks } from './ack.ts';
import { listenToClosing } from './closing.ts';
import { type CommandRoute, type Resolved, resolve } from './commands.ts';
import { type DeskNeeds, openDesk } from './desk.ts';
import { heldFor } from './http-receiver.ts';
import type {
  ActionInteraction,
  CommandInteraction,
  DrawnModal,
  HomeDrawing,
  Interaction,
  RememberedModal,
  ShortcutInteraction,
  SubmissionInteraction,
  SuggestionInteraction,
  Suggestions,
} from './interaction.ts';
import { waiting } from './loading.view.ts';
import {
  ActionPayload,
  CommandPayload,
  EventPayload,
  HomeOpened,
  ShortcutPayload,
  SubmissionPayload,
} from './payloads.ts';
import { explain } from './show-error.ts';
import type { AnyForm, SubmissionAnswer } from './submission-error.ts';
import { listenToOptions } from './suggestions.ts';
import { emptyLine, notOurs, unknownThing } from './unknown.ts';

export interface CommandHandlers {
  /** What was typed was no command with an account and options. */
  otherwise(
    it: CommandInteraction,
    found: Exclude<Resolved<CommandRoute>, { kind: 'route' }>,
  ): Promise<void>;
}

/**
 * Registers what the features listen to, by ids that can be searched for. Around each handler stand the same
 * things: who is it, may they be here, ack in time and once, errors shown where the person looks, refusals
 * audited, redeliveries dropped. What nobody registered is answered too.
 */
export interface Listeners {
  command(route: CommandRoute, handler: (it: CommandInteraction) => Promise<void>): void;
  action(id: string, handler: (it: ActionInteraction) => Promise<void>): void;
  /** A form that is submitted; its own field errors find their fields. */
  view(form: AnyForm, handler: (it: SubmissionInteraction) => Promise<void>): void;
  closed(form: string, handler: (it: RememberedModal & { actor: Actor }) => Promise<void>): void;
  options(id: string, handler: (it: SuggestionInteraction) => Promise<Suggestions>): void;
  shortcut(id: string, handler: (it: ShortcutInteraction) => Promise<void>): void;
  /** An event; Bolt has acked it before it comes here. `team`: whose workspace it happened in. */
  event(type: string, handler: (event: unknown, team: string) => Promise<void>): void;
  /** Somebody wrote to the bot. */
  message(handler: (it: Interaction) => Promise<void>): void;
  /** Draws somebody's Home tab: when they open it, and after they clicked something in it. */
  home(draw: HomeDrawing): void;
  /** Runs a command as if it had been typed so. */
  run(words: string, it: CommandInteraction): Promise<void>;
  /** Starts listening: after everything is registered. */
  listen(handlers: CommandHandlers): void;
  /** Resolves when nobody is being served: acks are sent before that, answers may come after them. */
  idle(): Promise<void>;
  readonly routes: readonly CommandRoute[];
  /** Everything that was registered, for the tests that hold the manifest and the README equal. */
  readonly registered: Registered;
}

/** What the bot listens to, by id; commands as they are typed. */
export interface Registered {
  commands: string[];
  /** The same with what each does, for those who complete what is typed. */
  usages: Pick<CommandRoute, 'words' | 'usage' | 'summary'>[];
  shortcuts: string[];
  events: string[];
  actions: string[];
}

type Handler<It> = (it: It) => Promise<void>;

export function openListeners(app: App, needs: DeskNeeds): Listeners {
  const desk = openDesk(needs);
  const { watch = unwatched } = needs;
  const acks = openAcks(needs.log, watch, needs.answers);
  const routes: CommandRoute[] = [];
  const commands = new Map<string, Handler<CommandInteraction>>();
  const actions = new Map<string, Handler<ActionInteraction>>();
  const views = new Map<string, { form: AnyForm; handler: Handler<SubmissionInteraction> }>();
  const closings = new Map<string, Handler<RememberedModal & { actor: Actor }>>();
  const suggestions = new Map<string, (it: SuggestionInteraction) => Promise<Suggestions>>();
  const shortcuts = new Map<string, Handler<ShortcutInteraction>>();
  const events: string[] = [];
  let drawHome: HomeDrawing | null = null;

  function listenToCommand(otherwise: CommandHandlers['otherwise']): void {
    // Whatever command the app's manifest has: silence would be Slack's “dispatch_failed”.
    app.command(/.*/, async ({ body, ack, context }) => {
      const payload = CommandPayload.parse(body);
      const late = { response_type: 'ephemeral' as const, text: 'Working on it…' };
      const asked = { kind: 'command', id: payload.trigger_id } as const;
      const guarded = acks.guard(asked, ack, { late, held: heldFor(context) });
      if (!guarded) return;
      const person = { teamId: payload.team_id, userId: payload.user_id };
      const origin = { surface: 'command' as const, channel: payload.channel_id };
      const replyUrl = new Secret(payload.response_url);
      await desk.serve({
        kind: 'command',
        person,
        origin,
        action: needs.command,
        replyUrl,
        triggerId: payload.trigger_id,
        // A command's answer is its ack, where that is still to come.
        acked: (message) => guarded.once(message && { response_type: 'ephemeral', ...message }),
        async work(it) {
          if (payload.command !== needs.command) throw notOurs(payload.command, needs.command);
          const found = resolve(routes, payload.text, needs.command);
          if (found.kind !== 'route') return otherwise({ ...it, line: emptyLine(found) }, found);
          it.doing(found.route.words);
          await commands.get(found.route.words)?.({ ...it, line: found.line });
        },
      });
    });
  }

  function listenToActions(): void {
    app.action(/.*/, async ({ body, ack, context }) => {
      const payload = ActionPayload.parse(body);
      const clicked = payload.actions[0];
      const id = payload.trigger_id ?? `${clicked?.action_id}/${clicked?.action_ts}`;
      const held = heldFor(context);
      const guarded = acks.guard({ kind: 'button', id }, () => ack(), { held });
      if (!guarded || !clicked) return;
      const person = desk.personOf(payload);
      const { container, view } = payload;
      const channel = container.channel_id;
      const surface = view?.type === 'home' ? 'home' : 'button';
      const origin = { surface, ...(channel && { channel }) } as const;
      const handler = actions.get(clicked.action_id);
      await desk.serve({
        kind: 'button',
        person,
        origin,
        action: clicked.action_id,
        replyUrl: payload.response_url ? new Secret(payload.response_url) : null,
        ...(payload.trigger_id && { triggerId: payload.trigger_id }),
        ...(view && { view }),
        acked: onlyAcks(guarded),
        async work(it) {
          if (!handler) throw unknownThing('button');
          it.doing(clicked.action_id);
          const memory = view?.type === 'modal' ? desk.remembered(view, person) : null;
          await handler({
            ...it,
            value: clicked.value ?? clicked.selected_option?.value ?? '',
            view: view ? { memory, values: view.state?.values ?? {} } : null,
            message:
              channel === undefined
                ? null
                : {
                    channel,
                    ts: container.message_ts ?? null,
                    ephemeral: container.is_ephemeral ?? false,
                  },
            replace: (message) => desk.replace(payload, message),
            redraw: (modal) => desk.redraw(modal, person, origin, view),
          });
        },
      });
      if (view?.type === 'home' && drawHome) await desk.publishHome(person, drawHome, false);
    });
  }

  function listenToViews(): void {
    app.view({ callback_id: /.*/, type: 'view_submission' }, async ({ body, ack, context }) => {
      const payload = SubmissionPayload.parse(body);
      const late: SubmissionAnswer = { response_action: 'update', view: waiting() };
      const id = payload.trigger_id ?? `${payload.view.id}/${payload.view.hash}`;
      // Bolt's type of an ack is a union by callback; ours is one of its members.
      const guarded = acks.guard<SubmissionAnswer>(
        { kind: 'form', id },
        (response) => ack(response as never),
        { late, held: heldFor(context) },
      );
      if (!guarded) return;
      const person = desk.personOf(payload);
      const { view } = payload;
      const found = views.get(view.callback_id);
      await desk.serve({
        kind: 'form',
        person,
        origin: desk.originOf(view),
        action: view.callback_id,
        replyUrl: desk.replyUrlOf(view, person),
        ...(payload.trigger_id && { triggerId: payload.trigger_id }),
        view,
        ...(found && { form: found.form }),
        submission: { answer: (answer) => guarded.once(answer), acked: () => guarded.done },
        acked: onlyAcks(guarded),
        async work(it) {
          if (!found) throw unknownThing('form');
          it.doing(view.callback_id);
          const memory = desk.memoryOf(view, person);
          await found.handler({
            ...it,
            origin: memory.origin,
            replyUrl: memory.replyUrl,
            once: memory.once,
            own: memory.own,
            values: view.state?.values ?? {},
            async replaceBy(modal) {
              const bound = (one: DrawnModal) => desk.bound(one, person, memory.origin);
              const first = bound(modal);
              const answered = await guarded.once({ response_action: 'update', view: first });
              // Too late for the ack: what says so is replaced.
              if (!answered) await desk.update(view, first);
              return { redraw: (next) => desk.update(view, bound(next)) };
            },
            replaceOpener: (message) => desk.replaceOpener(memory.replyUrl, message),
            async close() {
              await guarded.once();
            },
          });
        },
      });
    });
  }

  function listenToShortcuts(): void {
    app.shortcut(/.*/, async ({ body, ack, context }) => {
      const payload = ShortcutPayload.parse(body);
      const asked = { kind: 'shortcut', id: payload.trigger_id } as const;
      const guarded = acks.guard(asked, () => ack(), { held: heldFor(context) });
      if (!guarded) return;
      const handler = shortcuts.get(payload.callback_id);
      const { channel, message } = payload;
      const ts = message?.ts ?? payload.message_ts;
      const thread = message?.thread_ts ?? ts;
      await desk.serve({
        kind: 'shortcut',
        person: desk.personOf(payload),
        origin: channel
          ? { surface: 'message shortcut', channel: channel.id, ...(thread && { thread }) }
          : { surface: 'shortcut' },
        action: payload.callback_id,
        replyUrl: payload.response_url ? new Secret(payload.response_url) : null,
        triggerId: payload.trigger_id,
        acked: onlyAcks(guarded),
        async work(it) {
          if (!handler) throw unknownThing('shortcut');
          it.doing(payload.callback_id);
          await handler({
            ...it,
            message: message && ts ? { text: message.text ?? '', ts } : null,
          });
        },
      });
    });
  }

  return {
    command(route, handler) {
      routes.push(route);
      commands.set(route.words, handler);
    },
    action: (id, handler) => void actions.set(id, handler),
    view: (form, handler) => void views.set(form.id, { form, handler }),
    closed: (form, handler) => void closings.set(form, handler),
    options: (id, handler) => void suggestions.set(id, handler),
    shortcut: (id, handler) => void shortcuts.set(id, handler),
    event(type, handler) {
      events.push(type);
      app.event(type, async ({ event, body }) => {
        const { event_id, team_id } = EventPayload.parse(body);
        const first = acks.guard({ kind: 'event', id: event_id }, async () => {}, { held: 0 });
        if (!first) return;
        await first.once();
        const handled = watch.interaction('event', (noting) => {
          noting.runs(type);
          return handler(event, team_id).catch((error: unknown) =>
            noting.showed(error, explain(error, needs.log).reference),
          );
        });
        await desk.during(handled);
      });
    },
    message(handler) {
      this.event('message', async (event, team) => {
        const asked = desk.directMessage(event, team);
        if (asked) await desk.serve({ ...asked, work: handler });
      });
    },
    home(draw) {
      drawHome = draw;
      this.event('app_home_opened', async (event, teamId) => {
        const opened = HomeOpened.parse(event);
        const person = { teamId, userId: opened.user };
        if (opened.tab === 'home') await desk.publishHome(person, draw, true);
      });
    },
    async run(words, it) {
      await commands.get(words)?.(it);
    },
    listen({ otherwise }) {
      listenToCommand(otherwise);
      listenToActions();
      listenToViews();
      listenToClosing(app, desk, closings, { log: needs.log, watch });
      listenToOptions(app, desk, suggestions, watch);
      listenToShortcuts();
    },
    idle: () => desk.idle(),
    routes,
    get registered() {
      return {
        commands: routes.flatMap(({ usage, hidden }) => (hidden ? [] : usage)),
        usages: routes.filter(({ hidden }) => !hidden),
        shortcuts: [...shortcuts.keys()],
        events,
        actions: [...actions.keys()],
      };
    },
  };
}

/** Acks without a message: what is answered here goes another way. */
function onlyAcks(guarded: Ack<never>): () => Promise<false> {
  return async () => {
    await guarded.once();
    return false;
  };
}
