/** One guard to take out. */
export interface Mutation {
  /** The guard, in words. */
  guard: string;
  /** The file that holds it, from the root. */
  file: string;
  /** Exactly as it stands there, once; the suite fails loudly when it is gone. */
  text: string;
  /** What stands there instead. */
  instead: string;
  /** The test files that must notice, from the root; the route matrix when left out. */
  noticedBy?: readonly string[];
}
