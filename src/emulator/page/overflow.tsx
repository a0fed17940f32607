import { useSelect } from 'downshift';
import type { Obj } from '../json.ts';
import { plainOf, textOf } from './context.ts';

interface Props {
  options: Obj[];
  onChoose: (value: string) => void;
}

/** The menu behind `⋯`. */
export function Overflow({ options, onChoose }: Props) {
  const menu = useSelect<Obj>({
    items: options,
    selectedItem: null,
    itemToString: (option) => plainOf(option?.text),
    onSelectedItemChange: ({ selectedItem }) => onChoose(textOf(selectedItem?.value)),
  });
  return (
    <div className="select overflow">
      <button
        type="button"
        className="button"
        {...menu.getToggleButtonProps({
          'aria-label': 'More actions',
          'aria-labelledby': undefined,
        })}
      >
        ⋯
      </button>
      <ul
        className={menu.isOpen ? 'list open' : 'list'}
        {...menu.getMenuProps({ 'aria-label': 'More actions', 'aria-labelledby': undefined })}
      >
        {menu.isOpen &&
          options.map((item, index) => (
            <li
              key={textOf(item.value)}
              className={menu.highlightedIndex === index ? 'highlighted' : undefined}
              {...menu.getItemProps({ item, index })}
            >
              {plainOf(item.text)}
            </li>
          ))}
      </ul>
    </div>
  );
}
