import { useCombobox } from 'downshift';
import { useRef, useState } from 'react';
import type { Obj } from '../json.ts';
import { type At, listOf, objOf, plainOf, textOf, useClient } from './context.ts';

interface Props {
  place: { at: At; blockId: string; actionId: string };
  element: Obj;
  held: Obj | undefined;
  label: string;
  named: { id: string | undefined; 'aria-describedby': string | undefined };
  onFill: (value: string | string[] | null) => void;
}

interface Option {
  value: string;
  text: string;
  description?: string;
}

/** Every kind of select: one that is typed into, with what fits below it. */
export function Select({ place, element, held, label, named, onFill }: Props) {
  const { shown, act } = useClient();
  const [options, setOptions] = useState<Option[]>([]);
  const [told, setTold] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const type = textOf(element.type);
  const many = type.startsWith('multi_');
  const external = type.endsWith('external_select');
  const chosen = chosenIn(held, (id) => nameOf(shown, id));
  const least = Number(element.min_query_length ?? 3);
  const [first] = chosen;

  async function look(text: string): Promise<void> {
    if (!external) return setOptions(matching(offered(element, type, shown), text));
    if (text.length < least) {
      setOptions([]);
      return setTold(`Type ${least} characters or more`);
    }
    setTold('Loading…');
    const { options: found = [], error } = await act('searches', { ...place, text });
    setOptions(found.map(asOption));
    setTold(found.length > 0 ? '' : (error ?? 'No results'));
  }

  const box = useCombobox<Option>({
    items: options,
    itemToString: (option) => option?.text ?? '',
    selectedItem: many ? null : (first ?? null),
    ...(named.id !== undefined && { inputId: named.id }),
    onInputValueChange: ({ inputValue, type: how }) => {
      if (how === useCombobox.stateChangeTypes.InputChange) void look(inputValue);
    },
    onIsOpenChange: ({ isOpen }) => {
      if (isOpen) void look('');
    },
    onStateChange: ({ type: how, selectedItem }) => {
      const picks =
        how === useCombobox.stateChangeTypes.ItemClick ||
        how === useCombobox.stateChangeTypes.InputKeyDownEnter;
      if (!picks || !selectedItem) return;
      const { value } = selectedItem;
      if (many) onFill([...new Set([...chosen.map((one) => one.value), value])]);
      else onFill(value);
    },
    stateReducer: (_state, { type: how, changes }) => {
      const closes =
        how === useCombobox.stateChangeTypes.InputBlur ||
        how === useCombobox.stateChangeTypes.InputKeyDownEscape;
      if (many && (closes || changes.selectedItem)) return { ...changes, inputValue: '' };
      // Leaving what was half typed chooses nothing: what was chosen stays.
      if (closes) return { ...changes, selectedItem: first ?? null, inputValue: first?.text ?? '' };
      return changes;
    },
  });

  const describedBy = named['aria-describedby'];
  return (
    <div className="select">
      {many && (
        <ul className="chips" aria-label={`${label}: chosen`}>
          {chosen.map(({ value, text }) => (
            <li key={value}>
              {text}
              <button
                type="button"
                aria-label={`Remove ${text}`}
                onClick={() => {
                  onFill(chosen.map((one) => one.value).filter((one) => one !== value));
                  // The button goes with what it took away.
                  input.current?.focus();
                }}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        className="input"
        placeholder={plainOf(element.placeholder) || 'Select an item'}
        {...box.getInputProps({
          ref: input,
          ...(named.id === undefined && { 'aria-label': label || plainOf(element.placeholder) }),
          'aria-labelledby': undefined,
          ...(describedBy && { 'aria-describedby': describedBy }),
          onKeyDown: (event) => {
            // The first Escape closes the list, not the form around it.
            if (event.key === 'Escape' && box.isOpen) event.preventDefault();
          },
        })}
      />
      {!many && first && element.type !== 'static_select' && (
        <button
          type="button"
          className="clear"
          aria-label={`Clear ${label}`}
          onClick={() => onFill(null)}
        >
          ×
        </button>
      )}
      <ul
        className={box.isOpen ? 'list open' : 'list'}
        {...box.getMenuProps({ 'aria-label': label || 'Options', 'aria-labelledby': undefined })}
      >
        {box.isOpen &&
          options.map((item, index) => (
            <li
              key={item.value}
              className={box.highlightedIndex === index ? 'highlighted' : undefined}
              {...box.getItemProps({ item, index })}
            >
              {item.text}
              {item.description && <small>{item.description}</small>}
            </li>
          ))}
      </ul>
      {box.isOpen && options.length === 0 && (
        <p className="list open told" role="status">
          {told || 'No results'}
        </p>
      )}
    </div>
  );
}

type ShownNames = ReturnType<typeof useClient>['shown'];

/** What a select offers by itself. */
function offered(element: Obj, type: string, shown: ShownNames): Option[] {
  if (type.endsWith('users_select')) {
    return shown.people.map(({ id, name, realName }) => ({
      value: id,
      text: name,
      description: realName,
    }));
  }
  if (/(conversations|channels)_select$/.test(type)) {
    return shown.channels
      .filter(({ kind }) => kind !== 'im')
      .map(({ id, name }) => ({ value: id, text: `#${name}` }));
  }
  const groups = listOf(element.option_groups).flatMap(({ options }) => listOf(options));
  return [...listOf(element.options), ...groups].map(asOption);
}

function matching(options: Option[], typed: string): Option[] {
  const wanted = typed.toLowerCase();
  return options.filter(({ text, description = '' }) =>
    `${text} ${description}`.toLowerCase().includes(wanted),
  );
}

function asOption({ value, text, description }: Obj): Option {
  const more = plainOf(description);
  return { value: textOf(value), text: plainOf(text), ...(more && { description: more }) };
}

/** What the element holds, whichever member its type has for that. */
function chosenIn(held: Obj | undefined, name: (id: string) => string): Option[] {
  const { type: _type, ...members } = held ?? {};
  return Object.values(members)
    .flat()
    .filter((one) => one !== null && one !== undefined)
    .map((one) =>
      typeof one === 'string' ? { value: one, text: name(one) } : asOption(objOf(one)),
    );
}

function nameOf({ people, channels }: ShownNames, id: string): string {
  const channel = channels.find((one) => one.id === id);
  return people.find((one) => one.id === id)?.name ?? (channel ? `#${channel.name}` : id);
}
