import type { AudioFormat } from '../features/recording/recording.ts';

/** A steady tone of so many seconds, as the gateway keeps recordings: WAV with 16 bits, or MP3 with 128 kbit/s, in stereo. */
export function tone(format: AudioFormat, seconds: number): Uint8Array {
  return format === 'wav' ? wavTone(seconds) : mp3Tone(seconds);
}

const RATE = 8000;
const CHANNELS = 2;
const SAMPLE = 2;
const PITCH = 440;

function wavTone(seconds: number): Uint8Array {
  const frames = RATE * seconds;
  const bytes = frames * CHANNELS * SAMPLE;
  const wav = Buffer.alloc(44 + bytes);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + bytes, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(CHANNELS, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * CHANNELS * SAMPLE, 28);
  wav.writeUInt16LE(CHANNELS * SAMPLE, 32);
  wav.writeUInt16LE(8 * SAMPLE, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(bytes, 40);
  for (let frame = 0; frame < frames; frame += 1) {
    const level = Math.round(6000 * Math.sin((2 * Math.PI * PITCH * frame) / RATE));
    for (let channel = 0; channel < CHANNELS; channel += 1) {
      wav.writeInt16LE(level, 44 + (frame * CHANNELS + channel) * SAMPLE);
    }
  }
  return wav;
}

/**
 * One frame of a steady tone, as LAME encodes it: 12 periods in its 1,152 samples at 44.1 kHz, and nothing kept in
 * other frames, so that it can be repeated. What is left of its 417 bytes is zero.
 */
const FRAME = Buffer.concat(
  [
    Buffer.from(
      '//uQBAAP8UtRwoLgFCApajhQXAKEBS1HCguAUIClqOFBcAoQ+EebgGDsHhEBKBgJP62/q//gxvT////6P/6Df+o//x//j///+g3/' +
        'yP2/CPNwDB2DwiAlAwEn9bf1f/wY3p////9H/9Bv/Uf/4//x////Qb/5H7fhHm4Bg7B4RASgYCT+tv6v/4Mb0////+j/+g3/qP/8' +
        'f/4////oN/8j9vwjzcAwdg8IgJQMBJ/W39X/8GN6f////R//Qb/1H/+P/8f///0G/+R+1MQU1FAwAJCAAEA=',
      'base64',
    ),
  ],
  417,
);
const FRAMES_A_SECOND = 44_100 / 1152;

function mp3Tone(seconds: number): Uint8Array {
  const frames = Math.ceil(seconds * FRAMES_A_SECOND);
  return Buffer.concat(Array.from({ length: frames }, () => FRAME));
}
