/** Requests as other sites could make a signed-in browser send them: origins × bodies × operations. */
import { newId } from '../../src/kernel/ids.ts';
import { routeSamples } from '../route-samples/index.ts';
import { apiDocument } from '../route-suite.ts';
import { exemptFromOrigin } from './expected.ts';
import { codeOf, type RawAnswer, type RawRequest } from './request.ts';

export interface Forgery {
  name: string;
  operationId: string;
  request: RawRequest;
}

/** What a browser says about where a request comes from. @param own the address of the program */
function origins(own: URL, port: number): Record<string, Record<string, string>> {
  const origin = (value: string) => ({ origin: value });
  return {
    'another site': origin('https://evil.example'),
    'no origin to tell': origin('null'),
    'an empty origin': origin(''),
    'our name without encryption': origin(`http://${own.host}`),
    'our name on another port': origin(`https://${own.hostname}:8443`),
    'our name as a beginning': origin(`https://${own.hostname}.evil.example`),
    'our name as an end': origin(`https://evil-${own.hostname}`),
    'a name below ours': origin(`https://sub.${own.hostname}`),
    'our name as a user': origin(`https://${own.hostname}@evil.example`),
    'our name with a slash': origin(`${own.origin}/`),
    'two origins': origin(`${own.origin}, https://evil.example`),
    'this machine by its port': origin(`http://localhost:${port}`),
    'this machine by its address': origin(`http://127.0.0.1:${port}`),
    'an extension': origin('chrome-extension://abcdefghijklmnop'),
    'no origin, cross-site': { 'sec-fetch-site': 'cross-site' },
    'no origin, same-site': { 'sec-fetch-site': 'same-site' },
    'another site that claims to be ours': {
      origin: 'https://evil.example',
      'sec-fetch-site': 'same-origin',
    },
  };
}

/** The kinds of body that a form or a script of another site can send. */
function bodies(json: string): Record<string, Pick<RawRequest, 'body' | 'headers'>> {
  const typed = (type: string, body: string) => ({ headers: { 'content-type': type }, body });
  const parts = `--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${json}\r\n--x--\r\n`;
  return {
    JSON: typed('application/json', json),
    'JSON as text': typed('text/plain', json),
    'a form': typed('application/x-www-form-urlencoded', `a=${encodeURIComponent(json)}`),
    'a form with parts': typed('multipart/form-data; boundary=x', parts),
    'no type': { headers: {}, body: json },
    'no body': { headers: {}, body: null },
  };
}

/** Every forgery for every operation that changes something. */
export function listForgeries(document: unknown, own: URL, port: number): Forgery[] {
  const forgeries: Forgery[] = [];
  for (const [path, methods] of Object.entries(apiDocument.parse(document).paths)) {
    for (const [method, { operationId }] of Object.entries(methods)) {
      if (method === 'get') continue;
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => placeholder(name));
      for (const [kind, body] of Object.entries(bodies(bodyOf(operationId)))) {
        for (const [from, headers] of Object.entries(origins(own, port))) {
          forgeries.push({
            name: `${operationId} from ${from} with ${kind}`,
            operationId,
            request: {
              method: method.toUpperCase(),
              path: filled,
              ...body,
              headers: { ...body.headers, ...headers },
            },
          });
        }
      }
    }
  }
  return forgeries;
}

function placeholder(name: string): string {
  if (name === 'platform') return 'salesforce';
  return name.endsWith('Id') ? newId() : 'x';
}

function bodyOf(operationId: string): string {
  const sample = routeSamples[operationId]?.({ organizationId: newId() });
  return JSON.stringify(sample?.body ?? {});
}

/** What is wrong with the answer to a forgery; null when it was refused as it must be. */
export function faultOfForgery({ operationId }: Forgery, answer: RawAnswer): string | null {
  const told = `${answer.status} ${codeOf(answer)}`;
  if (answer.headers['set-cookie']) return `${told} and a cookie`;
  if (answer.headers['access-control-allow-origin']) return `${told} and leave to read it`;
  // It may send the browser to the page that tells what went wrong; that no row has changed is held apart.
  if (operationId in exemptFromOrigin) return answer.status < 300 ? told : null;
  return answer.status === 403 && codeOf(answer) === 'forbidden_origin' ? null : told;
}
