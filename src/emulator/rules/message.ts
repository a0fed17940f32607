import { list, type Obj, str } from '../json.ts';
import { checkBlocks } from './blocks.ts';
import { faultsOf } from './check.ts';

/** Everything wrong with a message: what Slack refuses, then what this workspace does not accept. */
export function validateMessage(payload: object): string[] {
  const message: Obj = { ...payload };
  return [...refusedBlocks(message.blocks), ...houseFaults(message)];
}

/** What Slack refuses about a message's blocks, with JSON pointers. */
export function refusedBlocks(blocks: unknown): string[] {
  if (blocks === undefined) return [];
  return faultsOf((report) => checkBlocks(blocks, 'message', '/blocks', report));
}

/**
 * Slack accepts these, people lose by them: screen readers and notifications read the top-level
 * text and never the blocks, so it must be there and say everything.
 */
export function houseFaults(message: Obj): string[] {
  const faults: string[] = [];
  if (list(message.blocks).length > 0 && str(message.text).trim() === '')
    faults.push('blocks without top-level text: screen readers and notifications would be silent');
  if (str(message.text).length > 40_000)
    faults.push('text over 40,000 characters would be truncated');
  return faults;
}
