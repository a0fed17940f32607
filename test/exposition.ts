import type { Bot } from '../src/bot.ts';

/** One line of what Prometheus is given. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What `/metrics` says. */
export async function exposition({ bot }: { bot: Bot }): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${bot.metricsPort}/metrics`);
  if (!response.ok) throw new Error(`/metrics answers ${response.status}`);
  return response.text();
}

/** The samples of an exposition (prometheus.io: text-based format). */
export function samplesIn(text: string): Sample[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name, labels = '', value] = /^([a-z_0-9]+)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? [];
    if (name === undefined) throw new Error(`no sample: ${line}`);
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return {
      name,
      labels: Object.fromEntries(pairs.map(([, key = '', of = '']) => [key, of])),
      value: value === 'Nan' ? Number.NaN : Number(value),
    };
  });
}

/** The value of the one sample with this name and these labels among others; `undefined` where there is none. */
export function valueIn(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === `switchboard_${name}` &&
      Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  if (found.length > 1) throw new Error(`${found.length} samples are ${name}`);
  return found[0]?.value;
}
