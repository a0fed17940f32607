import { type ReactNode, useId, useState } from 'react';
import type { Obj } from '../json.ts';
import { Confirm } from './confirm.tsx';
import { type At, listOf, objOf, plainOf, textOf, useClient } from './context.ts';
import { Overflow } from './overflow.tsx';
import { Select } from './select.tsx';
import { TextInput } from './text-input.tsx';

interface ElementProps {
  at: At;
  blockId: string;
  element: Obj;
  /** Its state: what was chosen or typed. */
  held: Obj | undefined;
  /** What it is called where it has no text of its own. */
  label: string;
  /** Ids of the elements that describe it: its hint, its error. */
  describedBy?: string | undefined;
  invalid?: boolean;
  /** Set where a visible label names it by this id. */
  id?: string | undefined;
}

/** One element that people click, choose from or type into. */
export function Element(props: ElementProps) {
  const { at, blockId, element, held, label } = props;
  const { act } = useClient();
  const { guarded, dialog } = useConfirm(element);
  const actionId = textOf(element.action_id);
  const place = { at, blockId, actionId };
  const fill = (value: string | string[] | null) =>
    guarded(() => act('fills', { ...place, with: value }));
  const type = textOf(element.type);
  const named = {
    id: props.id,
    'aria-describedby': props.describedBy,
    'aria-invalid': props.invalid || undefined,
  };

  function drawn(): ReactNode {
    switch (type) {
      case 'button':
        return <Button element={element} onClick={() => guarded(() => act('clicks', place))} />;
      case 'overflow':
        return (
          <Overflow
            options={listOf(element.options)}
            onChoose={(option) => guarded(() => act('clicks', { ...place, option }))}
          />
        );
      case 'checkboxes':
      case 'radio_buttons':
        return (
          <Boxes
            element={element}
            held={held}
            name={`${blockId}/${actionId}`}
            label={label}
            onFill={fill}
          />
        );
      case 'datepicker':
      case 'timepicker':
        return (
          <input
            {...named}
            className="input"
            type={type === 'datepicker' ? 'date' : 'time'}
            aria-label={props.id ? undefined : label}
            value={textOf(held?.[type === 'datepicker' ? 'selected_date' : 'selected_time'])}
            onChange={(event) => fill(event.target.value || null)}
          />
        );
      case 'plain_text_input':
      case 'email_text_input':
      case 'url_text_input':
      case 'number_input':
        return (
          <TextInput element={element} value={textOf(held?.value)} named={named} onFill={fill} />
        );
      default:
        return type.endsWith('_select') ? (
          <Select
            place={place}
            element={element}
            held={held}
            label={label}
            named={named}
            onFill={fill}
          />
        ) : (
          <p className="not-drawn">An element of type “{type}” is not drawn here.</p>
        );
    }
  }

  return (
    <>
      {drawn()}
      {dialog}
    </>
  );
}

interface InputProps {
  at: At;
  block: Obj;
  element: Obj;
  held: Obj | undefined;
  error: string | undefined;
}

/** An input block: its label, the element, its hint and what is wrong with it. */
export function Input({ at, block, element, held, error }: InputProps) {
  const id = useId();
  const label = plainOf(block.label);
  const hint = plainOf(block.hint);
  const grouped = /^(checkboxes|radio_buttons)$/.test(textOf(element.type));
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const inner = (
    <>
      <Element
        at={at}
        blockId={textOf(block.block_id)}
        element={element}
        held={held}
        label={label}
        id={grouped ? undefined : id}
        describedBy={described || undefined}
        invalid={error !== undefined}
      />
      {error && (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
  const called = (
    <>
      {label}
      {block.optional === true && <span className="optional"> (optional)</span>}
    </>
  );
  if (grouped) {
    return (
      <fieldset className="field" aria-describedby={described || undefined}>
        <legend>{called}</legend>
        {inner}
      </fieldset>
    );
  }
  return (
    <div className={error ? 'field refused' : 'field'}>
      <label htmlFor={id}>{called}</label>
      {inner}
    </div>
  );
}

function Button({ element, onClick }: { element: Obj; onClick: () => void }) {
  const style = textOf(element.style);
  const url = textOf(element.url);
  const label = textOf(element.accessibility_label) || undefined;
  return (
    <button
      type="button"
      className={`button ${style}`}
      aria-label={label}
      onClick={() => {
        if (url) window.open(url, '_blank', 'noopener');
        onClick();
      }}
    >
      {plainOf(element.text)}
    </button>
  );
}

interface BoxesProps {
  element: Obj;
  held: Obj | undefined;
  name: string;
  label: string;
  onFill: (value: string | string[] | null) => void;
}

function Boxes({ element, held, name, label, onFill }: BoxesProps) {
  const single = element.type === 'radio_buttons';
  const chosen = single ? [objOf(held?.selected_option)] : listOf(held?.selected_options);
  const values = chosen.map(({ value }) => textOf(value)).filter((value) => value !== '');
  return listOf(element.options).map((option) => {
    const value = textOf(option.value);
    const ticked = values.includes(value);
    const others = values.filter((one) => one !== value);
    return (
      <label className="box" key={value}>
        <input
          type={single ? 'radio' : 'checkbox'}
          name={name}
          checked={ticked}
          onChange={() => onFill(single ? value : ticked ? others : [...others, value])}
        />
        <span>
          {plainOf(option.text) || label}
          {plainOf(option.description) && <small>{plainOf(option.description)}</small>}
        </span>
      </label>
    );
  });
}

/** Asks first where the element wants that. */
function useConfirm(element: Obj): {
  guarded: (act: () => Promise<unknown>) => Promise<unknown> | undefined;
  dialog: ReactNode;
} {
  const [asked, setAsked] = useState<{ act: () => Promise<unknown> } | null>(null);
  const end = (yes: boolean) => {
    setAsked(null);
    if (yes) void asked?.act();
  };
  return {
    guarded(act) {
      if (!element.confirm) return act();
      setAsked({ act });
      return undefined;
    },
    dialog: asked && <Confirm ask={objOf(element.confirm)} onEnd={end} />,
  };
}
