import {
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { seal, unseal } from '../../db/sealing.ts';
import type { Id } from '../../ids.ts';
import { Secret } from '../../secret.ts';

// A terminal beside a running bot asks it for a key, and the only way between the two is the database, in which no
// key may be found. So the terminal makes a key pair that ends with its process, and the bot encrypts to it: what is
// on the disk can be read by nobody, whatever else they hold, once the terminal has gone.

/** The terminal's side: what it asks with, and how it reads what it is given. */
export interface Handover {
  /** The public key, in base64, as it stands in what is asked for. */
  readonly to: string;
  open(sealed: Buffer, id: Id<'key'>): Secret;
}

/** Makes a key pair for one key to be handed over. */
export function openHandover(): Handover {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    to: exported(publicKey),
    open(sealed, id) {
      const [length = 0] = sealed;
      const from = imported(sealed.subarray(1, 1 + length).toString('base64'));
      const shared = sharedKey(privateKey, from, id);
      return new Secret(unseal(shared, sealed.subarray(1 + length), placeOf(id)).toString());
    },
  };
}

/** Encrypts a key to whoever asked for it. Layout: the length of a public key of its own, that key, and what `seal` makes. */
export function handOver(to: string, key: Secret, id: Id<'key'>): Buffer {
  const own = generateKeyPairSync('x25519');
  const shared = sharedKey(own.privateKey, imported(to), id);
  const from = Buffer.from(exported(own.publicKey), 'base64');
  const sealed = seal(shared, Buffer.from(key.reveal()), placeOf(id));
  return Buffer.concat([Buffer.from([from.length]), from, sealed]);
}

function sharedKey(privateKey: KeyObject, publicKey: KeyObject, id: Id<'key'>): Buffer {
  const secret = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', secret, '', placeOf(id), 32));
}

function placeOf(id: Id<'key'>): string {
  return `api_keys/${id}/handover`;
}

function exported(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

function imported(key: string): KeyObject {
  return createPublicKey({ key: Buffer.from(key, 'base64'), type: 'spki', format: 'der' });
}
