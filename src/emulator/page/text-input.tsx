import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Obj } from '../json.ts';
import { plainOf } from './context.ts';

interface Props {
  element: Obj;
  /** What the workspace holds for it. */
  value: string;
  named: object;
  onFill: (value: string | null) => Promise<unknown> | undefined;
}

/** How long typing may pause before the workspace is told, in milliseconds. */
const pause = 200;

/** Everything that was typed and is not yet told, and what is being told: submitting waits for both. */
const untold = new Set<() => void>();
const telling = new Set<Promise<unknown>>();

/** Tells the workspace what is still only in the page. */
export async function tellTyped(): Promise<void> {
  for (const tell of untold) tell();
  await Promise.all(telling);
}

/** A text input. What is typed stays here and is told to the workspace a moment later. */
export function TextInput({ element, value, named, onFill }: Props) {
  const [typed, setTyped] = useState(value);
  const known = useRef(value);
  const pending = useRef<{ tell: () => void; timer: ReturnType<typeof setTimeout> }>(null);

  // The view was drawn anew with something else in it.
  useEffect(() => {
    if (value !== known.current && !pending.current) setTyped(value);
    known.current = value;
  }, [value]);

  useEffect(() => () => forget(pending), []);

  function change(text: string): void {
    forget(pending);
    setTyped(text);
    const tell = () => {
      forget(pending);
      known.current = text;
      const told: Promise<unknown> = Promise.resolve(onFill(text || null));
      telling.add(told);
      void told.finally(() => telling.delete(told));
    };
    untold.add(tell);
    pending.current = { tell, timer: setTimeout(tell, pause) };
  }

  const shared = {
    ...named,
    className: 'input',
    value: typed,
    placeholder: plainOf(element.placeholder) || undefined,
    onChange: (event: { target: { value: string } }) => change(event.target.value),
  };
  return element.multiline === true ? (
    <textarea {...shared} rows={4} />
  ) : (
    <input
      {...shared}
      type="text"
      inputMode={element.type === 'number_input' ? 'numeric' : undefined}
      autoComplete="off"
    />
  );
}

/** What was typed before is told no more: newer text takes its place, or nobody needs it. */
function forget(
  pending: RefObject<{ tell: () => void; timer: ReturnType<typeof setTimeout> } | null>,
): void {
  if (!pending.current) return;
  clearTimeout(pending.current.timer);
  untold.delete(pending.current.tell);
  pending.current = null;
}
