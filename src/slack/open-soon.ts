import type { ModalView } from '@slack/types';
import { BotError } from '../errors.ts';
import { modal } from './blocks.ts';
import { errorBlocks } from './error.view.ts';
import type { DrawnModal, Interaction } from './interaction.ts';
import { loading } from './loading.view.ts';
import { explain } from './show-error.ts';

/** How long a modal waits for what it shows before a loading view opens in its place, in milliseconds. */
const AT_ONCE = 700;
/** After this long, in milliseconds, what has not arrived is given up. */
const GIVEN_UP = 15_000;

/**
 * Opens a modal that shows something which may be slow: at once where that comes soon, else as a loading view that
 * is redrawn when it has come, or says why it did not. A trigger lives 3 seconds (docs: modals).
 */
export async function openSoon<Loaded>(
  it: Interaction,
  place: { id: string; title: string },
  loads: Promise<Loaded>,
  draw: (loaded: Loaded) => DrawnModal,
): Promise<void> {
  const loaded = loads.then((value) => ({ value }));
  const soon = await Promise.race([loaded, after(AT_ONCE)]);
  if (soon) {
    await it.open(draw(soon.value));
    return;
  }
  const opening = it.open({ view: loading(place.id, place.title) });
  // Awaited below; until then a failure is not unhandled.
  loaded.catch(() => {});
  const opened = await opening;
  try {
    const late = await Promise.race([loaded, after(GIVEN_UP)]);
    if (!late) throw noAnswer();
    await opened.redraw(draw(late.value));
  } catch (error) {
    const { shown, reference } = explain(error, it.log);
    await opened.redraw({ view: problem(place, shown, reference) });
  }
}

/** A modal that holds nothing but an error. */
function problem(
  { id, title }: { id: string; title: string },
  error: BotError,
  reference: string,
): ModalView {
  return modal({ id, title, close: 'Close', blocks: errorBlocks(error, reference) });
}

function noAnswer(): BotError {
  return new BotError('unavailable', 'The Voice Gateway does not answer.', {
    why: 'What this form shows comes from there.',
    now: 'Try again in a minute. Nothing was changed.',
  });
}

function after(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null).unref());
}
