/**
 * A small memory for what is costly to make: keeps the entries that were used last and forgets the
 * others. Several callers who ask for the same at once share one making; a failed one is forgotten.
 */
export interface Memory<Value> {
  recall(key: string, make: () => Promise<Value>): Promise<Value>;
}

/** @param size how many entries are kept */
export function createMemory<Value>(size: number): Memory<Value> {
  // A map keeps its order of insertion, so that the first entry is the one unused for longest.
  const entries = new Map<string, Promise<Value>>();

  function forget(key: string, entry: Promise<Value>): void {
    if (entries.get(key) === entry) entries.delete(key);
  }

  return {
    recall(key, make) {
      const known = entries.get(key);
      const entry = known ?? make();
      entries.delete(key);
      entries.set(key, entry);
      if (!known) entry.catch(() => forget(key, entry));
      const [oldest] = entries.keys();
      if (entries.size > size && oldest !== undefined) entries.delete(oldest);
      return entry;
    },
  };
}
