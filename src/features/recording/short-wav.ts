const RATE = 8000;
const CHANNELS = 2;
const BYTES = 2;

/**
 * Half a second of a quiet tone, as the gateway records: WAV, 16 bits, two channels. It goes in parts as every
 * recording does, and is one part: all but the last have 5 MB, which would make each test long and prove nothing more.
 */
export function shortWav(): Uint8Array {
  const frames = RATE / 2;
  const size = frames * CHANNELS * BYTES;
  const wav = Buffer.alloc(44 + size);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + size, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(CHANNELS, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * CHANNELS * BYTES, 28);
  wav.writeUInt16LE(CHANNELS * BYTES, 32);
  wav.writeUInt16LE(8 * BYTES, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(size, 40);
  for (let frame = 0; frame < frames; frame++) {
    const sample = Math.round(2000 * Math.sin((2 * Math.PI * 440 * frame) / RATE));
    for (let channel = 0; channel < CHANNELS; channel++) {
      wav.writeInt16LE(sample, 44 + (frame * CHANNELS + channel) * BYTES);
    }
  }
  return wav;
}
