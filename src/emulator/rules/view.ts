import { isObj, list, type Obj } from '../json.ts';
import { checkBlocks } from './blocks.ts';
import { bool, type Check, faultsOf, shape, string } from './check.ts';
import { plainText } from './text.ts';

const largest = 250_000;
const common = {
  private_metadata: string(3000),
  callback_id: string(255),
  external_id: string(255),
};
const blocksLater: Check = () => {};
const modal = shape(
  { title: plainText(24), blocks: blocksLater },
  {
    ...common,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: bool,
    notify_on_close: bool,
    submit_disabled: bool,
  },
);
const home = shape({ blocks: blocksLater }, common);

/** Everything that Slack refuses about a modal or Home view, with JSON pointers below /view. */
export function validateView(view: unknown): string[] {
  if (isObj(view) && isTooLarge(view)) return ['[ERROR] view_too_large [json-pointer:/view]'];
  return faultsOf((report) => {
    if (!isObj(view)) return report('/view', 'must be an object');
    if (view.type !== 'modal' && view.type !== 'home')
      return report('/view/type', `unsupported type: ${String(view.type)}`);
    (view.type === 'modal' ? modal : home)(view, '/view', report);
    checkBlocks(view.blocks, view.type, '/view/blocks', report);
    if (view.type === 'modal' && hasInput(view) && view.submit === undefined)
      report('/view', 'missing required field: submit');
  });
}

export function isTooLarge(view: Obj): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > largest;
}

function hasInput(view: Obj): boolean {
  return list(view.blocks).some((block) => block.type === 'input');
}
