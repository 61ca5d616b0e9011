/**
 * A strict reader for the XML of SAML messages, beside the library's own parser.
 *
 * It knows elements, attributes and text. Whatever else XML has (DOCTYPE, entities of one's own,
 * comments, CDATA, processing instructions) is refused before any parser sees it: in these messages
 * it serves attacks alone. Two parsers that must agree are harder to fool than one.
 */
import { SsoFailure } from './port.ts';

export interface XmlElement {
  /** Without its prefix. */
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: readonly XmlElement[];
  /** All text directly inside. */
  text: string;
}

interface Growing {
  tag: string;
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  text: string;
}

const maximumBytes = 256 * 1024;
const maximumDepth = 40;
const nameToken = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const attributePattern = new RegExp(`\\s+(${nameToken})\\s*=\\s*("[^"<]*"|'[^'<]*')`, 'y');
const openingPattern = new RegExp(`<(${nameToken})`, 'y');
const closingPattern = new RegExp(`</(${nameToken})\\s*>`, 'y');
const namedEntities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** @throws SsoFailure for anything but plain, well-formed elements within the budget */
export function readXml(xml: string): XmlElement {
  if (Buffer.byteLength(xml) > maximumBytes) throw refused('too_large');
  const body = xml.replace(/^\uFEFF?<\?xml [^<>?]*\?>/, '').trim();
  if (body.includes('<!')) throw refused('declaration_or_comment');
  if (body.includes('<?')) throw refused('processing_instruction');
  return new Reader(body).read();
}

class Reader {
  readonly #xml: string;
  #at = 0;
  readonly #open: Growing[] = [];
  #root: XmlElement | null = null;

  constructor(xml: string) {
    this.#xml = xml;
  }

  read(): XmlElement {
    while (this.#at < this.#xml.length) this.#step();
    if (this.#root === null || this.#open.length > 0) throw refused('malformed');
    return this.#root;
  }

  #step(): void {
    if (this.#xml[this.#at] !== '<') return this.#readText();
    const closing = this.#match(closingPattern);
    if (closing) return this.#close(closing[1] ?? '');
    const opening = this.#match(openingPattern);
    if (!opening || this.#root !== null) throw refused('malformed');
    this.#openElement(opening[1] ?? '');
  }

  #readText(): void {
    const end = this.#xml.indexOf('<', this.#at);
    const raw = this.#xml.slice(this.#at, end === -1 ? undefined : end);
    const inside = this.#open.at(-1);
    if (inside) inside.text += decode(raw);
    else if (raw.trim() !== '') throw refused('malformed');
    this.#at += raw.length;
  }

  #openElement(tag: string): void {
    if (this.#open.length >= maximumDepth) throw refused('too_deep');
    const attributes = new Map<string, string>();
    for (let found = this.#match(attributePattern); found; found = this.#match(attributePattern)) {
      const [, name = '', quoted = ''] = found;
      if (attributes.has(name)) throw refused('malformed');
      attributes.set(name, decode(quoted.slice(1, -1)));
    }
    const end = this.#match(/\s*(\/?)>/y);
    if (!end) throw refused('malformed');
    this.#open.push({ tag, name: localName(tag), attributes, children: [], text: '' });
    if (end[1] === '/') this.#close(tag);
  }

  #close(tag: string): void {
    const element = this.#open.pop();
    if (element?.tag !== tag) throw refused('malformed');
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else this.#root = element;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#xml);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1);
}

function decode(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{1,8}));|&/g,
    (_, hex, dec, named) => {
      const number = hex ? Number.parseInt(String(hex), 16) : dec ? Number(dec) : null;
      if (number !== null) return characterOf(number);
      const known = named ? namedEntities[String(named)] : undefined;
      if (known === undefined) throw refused('entity');
      return known;
    },
  );
}

function characterOf(number: number): string {
  const surrogate = number >= 0xd800 && number <= 0xdfff;
  if (number === 0 || number > 0x10ffff || surrogate) throw refused('entity');
  return String.fromCodePoint(number);
}

function refused(reason: string): SsoFailure {
  return new SsoFailure('invalid', `xml_${reason}`);
}

/** Every element of the tree, the root first. */
export function* everyElement(root: XmlElement): Generator<XmlElement> {
  yield root;
  for (const child of root.children) yield* everyElement(child);
}

/** The children of that name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The one child of that name. @throws SsoFailure when there is none, or more */
export function onlyChild(element: XmlElement, name: string): XmlElement {
  const [found, second] = childrenOf(element, name);
  if (!found || second) throw new SsoFailure('invalid', `xml_not_one_${name.toLowerCase()}`);
  return found;
}
