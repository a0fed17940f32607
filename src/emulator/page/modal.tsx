import {
  type FormEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { ShownView } from '../window/shown.ts';
import { Blocks } from './blocks.tsx';
import { useClient } from './context.ts';
import { tellTyped } from './text-input.tsx';

/** The open modals: the top one is drawn, with the way back to the one below it. */
export function Modals({ stack }: { stack: ShownView[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { act } = useClient();
  const top = stack.at(-1);
  const isOpen = top !== undefined;

  const topId = top?.id;

  // Before the form's own effects: the browser then focuses the ×, and the form what is to be filled in.
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  // Escape is ours, wherever the focus is: an open list in the form, or a question on top of it, takes it first.
  useEffect(() => {
    if (topId === undefined) return;
    const onKey = (event: KeyboardEvent) => {
      const isTaken = event.defaultPrevented || document.querySelector('dialog.confirm[open]');
      if (event.key === 'Escape' && !isTaken) void act('closes', { view: topId, all: false });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [topId, act]);

  if (!top) return <dialog ref={dialog} aria-label="No form is open" />;
  const close = (all: boolean) => void act('closes', { view: top.id, all });
  return (
    <dialog
      ref={dialog}
      className="modal"
      aria-label={top.title}
      closedby="none"
      onCancel={(event) => event.preventDefault()}
    >
      <ModalForm key={top.id} view={top} depth={stack.length} onClose={close} />
    </dialog>
  );
}

interface FormProps {
  view: ShownView;
  depth: number;
  onClose: (all: boolean) => void;
}

function ModalForm({ view, depth, onClose }: FormProps) {
  const { act } = useClient();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [notSent, setNotSent] = useState<string | null>(null);

  const hasFields = view.blocks.some(({ type }) => type === 'input');
  useEffect(() => {
    const fields = hasFields ? ':is(input, textarea)' : ':is(input, textarea, button)';
    const first = form.current?.querySelector<HTMLElement>(`.modal-body ${fields}`);
    (first ?? form.current?.querySelector<HTMLElement>('.dialog-buttons button'))?.focus();
  }, [hasFields]);
  const refused = Object.keys(view.errors).join();
  useEffect(() => {
    if (refused) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [refused]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!view.submit || busy) return;
    setBusy(true);
    await tellTyped();
    const { error } = await act('submits', { view: view.id });
    setBusy(false);
    // Fields that Slack's client itself finds wrong say so under them.
    setNotSent(error && !/Slack does not submit/.test(error) ? error : null);
  }

  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      <Frame
        view={view}
        depth={depth}
        busy={busy}
        trouble={view.trouble ?? notSent}
        onClose={onClose}
      >
        <Blocks
          at={{ view: view.id }}
          blocks={view.blocks}
          values={view.values}
          errors={view.errors}
        />
      </Frame>
    </form>
  );
}

interface FrameProps {
  view: Pick<ShownView, 'title' | 'submit' | 'close'>;
  depth?: number;
  busy?: boolean;
  trouble?: string | null;
  onClose?: (all: boolean) => void;
  children: ReactNode;
}

/** What Slack draws around a modal's blocks. */
export function Frame({ view, depth = 1, busy, trouble, onClose, children }: FrameProps) {
  const { title, submit, close } = view;
  return (
    <>
      <header className="modal-head">
        <h2>{title}</h2>
        <button type="button" aria-label="Close all" onClick={() => onClose?.(true)}>
          ×
        </button>
      </header>
      <div className="modal-body">
        {trouble && (
          <p className="trouble" role="alert">
            {trouble}
          </p>
        )}
        {children}
      </div>
      <footer className="dialog-buttons">
        <button type="button" onClick={() => onClose?.(false)}>
          {depth > 1 ? `‹ ${close}` : close}
        </button>
        {submit && (
          <button type="submit" className="primary" aria-disabled={busy}>
            {submit}
          </button>
        )}
      </footer>
    </>
  );
}
