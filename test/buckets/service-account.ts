import { generateKeyPairSync } from 'node:crypto';

/** Half as long as Google's, since every test signs. */
const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/** The key pair of the tests' service account, and one that nobody knows. */
export const keyPair = pair();
export const otherKeyPair = pair();

export const clientEmail = 'recorder@acme-voice.iam.gserviceaccount.com';

/** A service account's key, as Google gives it out. */
export function serviceAccount(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'service_account',
    project_id: 'acme-voice',
    private_key_id: 'f0e1d2c3b4a5968778695a4b3c2d1e0f01234567',
    private_key: keyPair.privateKey,
    client_email: clientEmail,
    client_id: '104857600000000000000',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: 'https://oauth2.googleapis.com/token',
    auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
    client_x509_cert_url:
      'https://www.googleapis.com/robot/v1/metadata/x509/recorder%40acme-voice.iam.gserviceaccount.com',
    universe_domain: 'googleapis.com',
    ...more,
  };
}

/** What stands between the markers of a private key: no word of it may ever be seen. */
export function wordsOf(privateKey: string): string[] {
  return privateKey.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'));
}
