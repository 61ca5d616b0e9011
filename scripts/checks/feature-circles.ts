/** One import between two of our files, by path from the project root. */
export interface ImportEdge {
  from: string;
  to: string;
}

const featurePattern = /^apps\/server\/src\/features\/([^/]+)\//;
const testPattern = /\.test\.ts$/;

function featureOf(file: string): string | undefined {
  return testPattern.test(file) ? undefined : featurePattern.exec(file)?.[1];
}

function collectNeighbours(edges: readonly ImportEdge[]): Map<string, Set<string>> {
  const neighbours = new Map<string, Set<string>>();
  for (const edge of edges) {
    const [from, to] = [featureOf(edge.from), featureOf(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    neighbours.set(from, (neighbours.get(from) ?? new Set()).add(to));
  }
  return neighbours;
}

/** The shortest way from one feature back to itself, both ends included; breadth first. */
function findWayBack(
  start: string,
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
): string[] | undefined {
  const seen = new Set<string>();
  const ways = [[start]];
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of neighbours.get(way.at(-1) ?? start) ?? []) {
      if (next === start) return [...way, start];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

/**
 * Circles among features as wholes, each as `a → b → a` beginning with its alphabetically first
 * feature. Two features can need each other although no two of their files do, which a look at
 * files alone never finds. Tests do not count: the harness they use knows every feature.
 */
export function findFeatureCircles(edges: readonly ImportEdge[]): string[] {
  const neighbours = collectNeighbours(edges);
  const circles: string[] = [];
  for (const start of [...neighbours.keys()].sort()) {
    const way = findWayBack(start, neighbours);
    if (way !== undefined && way.every((feature) => feature >= start))
      circles.push(way.join(' → '));
  }
  return circles;
}
