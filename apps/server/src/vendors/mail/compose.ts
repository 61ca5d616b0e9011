/** A mail as the bytes that travel (RFC 5322), made by nodemailer. */
import type { OutgoingMail } from './port.ts';

export interface ComposedMail {
  envelope: { from: string | false; to: string[] };
  message: Buffer;
}

/** @param newline `windows` on the wire, `unix` in files */
export async function composeMail(
  from: string,
  { to, ...mail }: OutgoingMail,
  newline: 'windows' | 'unix',
): Promise<ComposedMail> {
  const { createTransport } = await import('nodemailer');
  const composer = createTransport({
    streamTransport: true,
    buffer: true,
    newline,
    // A message is one mail, not a way to read this machine's files or to call other hosts.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // As an object the address is one address: as text it would be read as a list of them.
  const { envelope, message } = await composer.sendMail({
    from,
    to: { name: '', address: to },
    ...mail,
  });
  // `buffer: true` above makes it a buffer; the type tells of streams too.
  return { envelope, message: message as Buffer };
}
