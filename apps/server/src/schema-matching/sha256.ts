/**
 * SHA-256 (FIPS 180-4) of a text in UTF-8, as 64 hex digits.
 *
 * Its own, because this library imports nothing, not even from the runtime, so that it runs the
 * same in a worker, a browser or a test. It makes keys; it guards no secrets.
 */

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) {
    if (number % divisor === 0) return false;
  }
  return true;
}

/** First 32 bits of the fractional part. */
function fraction(value: number): number {
  return Math.floor((value - Math.floor(value)) * 4_294_967_296) | 0;
}

const primes: number[] = [];
for (let number = 2; primes.length < 64; number += 1) if (isPrime(number)) primes.push(number);

/** Section 4.2.2: from the cube roots of the first 64 primes. */
const roundConstants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
/** Section 5.3.3: from the square roots of the first 8 primes. */
const initialState = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** Section 5.1.1: a one bit, zeros, and the length in bits, to whole blocks of 64 bytes. */
function padded(message: Uint8Array): DataView {
  const blocks = Math.ceil((message.length + 9) / 64);
  const bytes = new Uint8Array(blocks * 64);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(bytes.length - 4, message.length << 3);
  return view;
}

function fillSchedule(words: Int32Array, view: DataView, block: number): void {
  for (let index = 0; index < 16; index += 1) words[index] = view.getInt32(block + index * 4);
  const at = (index: number): number => words[index] ?? 0;
  for (let index = 16; index < 64; index += 1) {
    const early = at(index - 15);
    const late = at(index - 2);
    const small = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const large = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words[index] = at(index - 16) + small + at(index - 7) + large;
  }
}

/** Section 6.2.2: 64 rounds over one block. */
function compress(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const second = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const mixed = h + first + choice + at(roundConstants, round) + at(words, round);
    h = g;
    g = f;
    f = e;
    e = (d + mixed) | 0;
    d = c;
    c = b;
    b = a;
    a = (mixed + second + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = at(state, index) + word;
  });
}

function at(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

const encoder = new TextEncoder();

export function sha256(text: string): string {
  const view = padded(encoder.encode(text));
  const state = initialState.slice();
  const words = new Int32Array(64);
  for (let block = 0; block < view.byteLength; block += 64) {
    fillSchedule(words, view, block);
    compress(state, words);
  }
  return [...state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
