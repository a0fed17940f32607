import type { ModalView } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import { BotError } from '../errors.ts';
import type { PersonId } from '../features/access/scope.ts';
import type { Id } from '../ids.ts';
import type { SlackClients } from './clients.ts';
import type { Drawer, Memory } from './drawn.ts';
import { errorBlocks } from './error.view.ts';
import type { DrawnModal, OpenModal } from './interaction.ts';
import { plain, within } from './objects.ts';
import type { ViewPayload } from './payloads.ts';

/** Whose modal it is, and from where. */
export interface Owner {
  person: PersonId;
  at: Memory['at'];
  once?: Id<'frm'>;
}

/** Opens and redraws modals, their memory bound to their person. */
export interface Views {
  bound(modal: DrawnModal, owner: Owner): { view: ModalView; once: Id<'frm'> };
  /** `push`: on top of the modal in which it was asked for. Rejects with `unavailable` where the trigger has expired. */
  open(
    modal: DrawnModal,
    owner: Owner,
    trigger: string,
    how: 'open' | 'push',
  ): Promise<Omit<OpenModal, 'fail'>>;
  redraw(modal: DrawnModal, owner: Owner, viewId: string): Promise<void>;
  /** Shows a modal, bound already, in the place of another. False where the person was faster. */
  update(view: ModalView, viewId: string): Promise<boolean>;
  /** Shows an error above what the person has typed, which stays. False where the modal has moved on. */
  showError(view: ViewPayload, error: BotError, reference: string): Promise<boolean>;
}

/** What Slack says when the person was faster: closed it, or did something else in it. */
const overtaken = new Set(['not_found', 'hash_conflict', 'view_not_found']);
const tooLate = new Set([
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
]);

export function openViews(clients: SlackClients, drawer: Drawer): Views {
  const bound = (modal: DrawnModal, { person, at, once }: Owner) => {
    const form = modal.view.callback_id ?? '';
    const own = modal.remembers;
    const memory = drawer.draw({ person, form, at, own, ...(once && { once }) });
    const metadata = within(JSON.stringify(memory), 3000, 'modal memory');
    return { view: { ...modal.view, private_metadata: metadata }, once: memory.once };
  };

  async function update(viewId: string, view: ModalView, hash?: string): Promise<boolean> {
    try {
      await clients.patient.views.update({ view_id: viewId, view, ...(hash && { hash }) });
      return true;
    } catch (error) {
      if (error instanceof WebAPIPlatformError && overtaken.has(error.data.error)) return false;
      throw error;
    }
  }

  return {
    bound,
    async open(modal, owner, trigger, how) {
      const { view, once } = bound(modal, owner);
      try {
        const opened = await clients.triggered.views[how]({ trigger_id: trigger, view });
        const id = opened.view?.id ?? '';
        return {
          once,
          async redraw(next) {
            await update(id, bound(next, { ...owner, once }).view);
          },
        };
      } catch (cause) {
        throw cannotOpen(cause);
      }
    },
    async redraw(modal, owner, viewId) {
      await update(viewId, bound(modal, owner).view);
    },
    update: (view, viewId) => update(viewId, view),
    showError: (view, error, reference) =>
      update(view.id, withError(view, error, reference), view.hash),
  };
}

/** The same modal with an error on top. Its inputs keep their ids, so Slack keeps what was typed in them. */
export function withError(view: ViewPayload, error: BotError, reference: string): ModalView {
  const told = errorBlocks(error, reference).map((block, index) => ({
    ...block,
    block_id: `error.${index}`,
  }));
  const kept = view.blocks.filter(({ block_id }) => !block_id?.startsWith('error.'));
  return {
    type: 'modal',
    callback_id: view.callback_id,
    title: view.title ?? plain('Switchboard', 24, 'modal title'),
    ...(view.submit && { submit: view.submit }),
    ...(view.close && { close: view.close }),
    private_metadata: view.private_metadata,
    ...(view.notify_on_close && { notify_on_close: true }),
    blocks: [...told, ...kept].slice(0, 100),
  };
}

function cannotOpen(cause: unknown): BotError {
  const code = cause instanceof WebAPIPlatformError ? cause.data.error : null;
  const expired =
    (code !== null && tooLate.has(code)) ||
    (cause instanceof Error && /trigger_id.{0,3} expired/.test(cause.message));
  return new BotError('unavailable', 'Slack could not open the form.', {
    why: expired ? 'It took too long, or was clicked twice.' : 'Slack did not take it.',
    now: 'Try again. Nothing was changed.',
    cause,
  });
}
