import { useEffect, useRef } from 'react';
import type { Obj } from '../json.ts';
import { plainOf } from './context.ts';

/** Slack's question before an element acts. The browser's own dialog holds the focus and knows Escape. */
export function Confirm({ ask, onEnd }: { ask: Obj; onEnd: (yes: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const danger = ask.style === 'danger';
  return (
    <dialog
      ref={dialog}
      className="confirm"
      aria-label={plainOf(ask.title) || 'Are you sure?'}
      onCancel={() => onEnd(false)}
    >
      <h2>{plainOf(ask.title) || 'Are you sure?'}</h2>
      <p>{plainOf(ask.text)}</p>
      <div className="dialog-buttons">
        <button type="button" onClick={() => onEnd(false)}>
          {plainOf(ask.deny) || 'No'}
        </button>
        <button type="button" className={danger ? 'danger' : 'primary'} onClick={() => onEnd(true)}>
          {plainOf(ask.confirm) || 'Yes'}
        </button>
      </div>
    </dialog>
  );
}
