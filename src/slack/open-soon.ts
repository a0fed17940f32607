import { inTime, inTimeOrNull } from '../in-time.ts';
import type { DrawnModal, Interaction, OpenModal } from './interaction.ts';
import { loading } from './loading.view.ts';

/** How long a modal waits for what it shows before a loading view opens in its place, in milliseconds. */
const AT_ONCE = 700;
/** After this long, in milliseconds, what has not arrived is given up. */
const GIVEN_UP = 15_000;

/**
 * Opens a modal that shows something which may be slow: at once where that comes within `soon` milliseconds, else
 * as a loading view that is redrawn when it has come, or says why it did not. A trigger lives 3 seconds (docs:
 * modals). Gives the modal with what is drawn in it, `null` where that never came.
 */
export async function openSoon<Loaded>(
  it: Interaction,
  place: { id: string; title: string },
  loads: Promise<Loaded>,
  draw: (loaded: Loaded) => DrawnModal,
  soon = AT_ONCE,
): Promise<{ opened: OpenModal; loaded: Loaded } | null> {
  const settled = loads.then(
    () => true,
    () => true,
  );
  if (await inTimeOrNull(soon, settled)) {
    const loaded = await loads;
    return { opened: await it.open(draw(loaded)), loaded };
  }
  const opened = await it.open({ view: loading(place.id, place.title) });
  try {
    const loaded = await inTime(GIVEN_UP, loads);
    await opened.redraw(draw(loaded));
    return { opened, loaded };
  } catch (error) {
    await opened.fail(error);
    return null;
  }
}
