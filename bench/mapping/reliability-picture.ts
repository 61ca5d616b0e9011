/** The reliability diagram as SVG, drawn by hand: how often a confidence came true. */
import type { Bin } from './metrics.ts';

const size = 320;
const margin = 46;

function place({ x, y }: { x: number; y: number }): string {
  return `${(margin + x * size).toFixed(1)},${(margin + (1 - y) * size).toFixed(1)}`;
}

function text(x: number, y: number, anchor: string, words: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
}

function axes(): string {
  const marks = [0, 0.25, 0.5, 0.75, 1].flatMap((value) => [
    text(margin + value * size, margin + size + 18, 'middle', String(value)),
    text(margin - 8, margin + (1 - value) * size + 4, 'end', String(value)),
  ]);
  return [
    `<rect x="${margin}" y="${margin}" width="${size}" height="${size}" fill="none" stroke="#8a8f98"/>`,
    `<polyline points="${place({ x: 0, y: 0 })} ${place({ x: 1, y: 1 })}" stroke="#8a8f98" stroke-dasharray="4 4" fill="none"/>`,
    ...marks,
    text(margin + size / 2, margin + size + 38, 'middle', 'confidence said'),
    `<text transform="translate(14 ${margin + size / 2}) rotate(-90)" text-anchor="middle">share that was right</text>`,
  ].join('\n');
}

/** A dot a tenth, as large as many suggestions lie in it; on the dashed line it is honest. */
export function reliabilityPicture(bins: readonly Bin[], caption: string): string {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const dots = bins.map(({ meanConfidence, right, count }) => {
    const [x, y] = place({ x: meanConfidence, y: right }).split(',');
    const radius = (3 + 9 * Math.sqrt(count / most)).toFixed(1);
    return `<circle cx="${x}" cy="${y}" r="${radius}" fill="#2f6fdf" fill-opacity="0.75"><title>${count} suggestions</title></circle>`;
  });
  const width = size + 2 * margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${width + 14}" width="${width}" height="${width + 14}" font-family="system-ui, sans-serif" font-size="12" fill="#3c4149">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(width / 2, 26, 'middle', caption)}
${axes()}
${dots.join('\n')}
</svg>
`;
}
