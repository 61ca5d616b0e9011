/** Grey lines in place of what is being loaded. */
export function Skeleton({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div role="status" className="grid animate-pulse gap-3 py-1">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} aria-hidden className="h-4 rounded bg-sunken even:w-4/5 nth-[3n]:w-3/5" />
      ))}
    </div>
  );
}
