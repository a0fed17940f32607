import { type House, type HouseOptions, openHouse } from './bot.ts';
import { type Faults, faulty } from './gateway/faulty.ts';

/** A house whose gateway can be told to go wrong. */
export async function openFragileHouse(
  options: Omit<HouseOptions, 'parts'> = {},
): Promise<{ house: House; faults: Faults }> {
  const made: Faults[] = [];
  const house = await openHouse({
    ...options,
    parts: {
      gateway(real) {
        const gateway = faulty(real);
        made.push(gateway);
        return gateway;
      },
    },
  });
  const [faults] = made;
  if (!faults) throw new Error('the bot opened no gateway');
  return { house, faults };
}
