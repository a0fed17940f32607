import { startBare } from './bare.ts';

// What any bot pays: Bolt as it comes, which answers every command with the same words.

await startBare(async (ack) => {
  await ack('pong');
});
