/** Keeps the simulators' state in one JSON file, written whole or not at all. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Something whose state outlives the process. */
export interface Persistent {
  snapshot(): unknown;
  restore(state: unknown): void;
}

export class StateFile {
  readonly #path: string | undefined;
  #parts: Readonly<Record<string, Persistent>> = {};

  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** Hands each part what was saved under its name, if anything was. */
  load(parts: Readonly<Record<string, Persistent>>): void {
    this.#parts = parts;
    const saved = this.#read();
    for (const [name, part] of Object.entries(parts)) {
      if (saved[name] !== undefined) part.restore(saved[name]);
    }
  }

  /**
   * Written at once and in order, before the answer that tells of the change leaves: a client that
   * holds a new refresh token must find it alive after a restart.
   */
  save(): void {
    if (this.#path === undefined) return;
    const state = Object.fromEntries(
      Object.entries(this.#parts).map(([name, part]) => [name, part.snapshot()]),
    );
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.new`;
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
    renameSync(draft, this.#path);
  }

  #read(): Record<string, unknown> {
    if (this.#path === undefined) return {};
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch {
      return {}; // no state yet
    }
    const state: unknown = JSON.parse(text);
    return isRecord(state) ? state : {};
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
