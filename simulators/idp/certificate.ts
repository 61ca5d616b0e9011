/** A self-signed X.509 certificate, written in DER by hand (RFC 5280): enough for an IdP's key. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface KeyWithCertificate {
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** PEM. */
  certificate: string;
}

const sequence = 0x30;
const sha256WithRsa = Buffer.from('06092a864886f70d01010b0500', 'hex');
const commonName = Buffer.from('0603550403', 'hex');
const day = 24 * 3600_000;

export function createKeyWithCertificate(name: string, modulusLength = 2048): KeyWithCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  const algorithm = der(sequence, sha256WithRsa);
  const subject = der(
    sequence,
    der(0x31, der(sequence, commonName, der(0x0c, Buffer.from(name, 'utf8')))),
  );
  const now = Date.now();
  const body = der(
    sequence,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    subject,
    der(sequence, time(now - day), time(now + 365 * day)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('RSA-SHA256', body, privateKey);
  const whole = der(sequence, body, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const certificate = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { privateKey, publicKey, certificate };
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80
      ? Buffer.from([length])
      : length < 0x100
        ? Buffer.from([0x81, length])
        : Buffer.from([0x82, length >> 8, length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), size, content]);
}

/** UTCTime, good until 2049. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`, 'ascii'));
}
