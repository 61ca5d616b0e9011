import { type UIEvent, useLayoutEffect, useRef, useState } from 'react';

interface Shown {
  scrollTop: number;
  height: number;
}

/** Rows kept beyond both edges, so that scrolling and tabbing never meet an empty spot. */
const spareRows = 12;

/**
 * Which rows of a long list have to be in the page: those in sight and some more.
 * @param rowHeight in pixels, the same for all
 */
export function useWindow<Container extends HTMLElement>(rowCount: number, rowHeight: number) {
  const container = useRef<Container>(null);
  const [shown, setShown] = useState<Shown>({ scrollTop: 0, height: 0 });
  useLayoutEffect(() => {
    const element = container.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() =>
      setShown({ scrollTop: element.scrollTop, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const onScroll = ({ currentTarget }: UIEvent<Container>): void =>
    setShown({ scrollTop: currentTarget.scrollTop, height: currentTarget.clientHeight });
  return { container, onScroll, ...rowWindow(rowCount, rowHeight, shown) };
}

/** First row, the row after the last, and the space of the rows left out above and below. */
export function rowWindow(rowCount: number, rowHeight: number, { scrollTop, height }: Shown) {
  const firstSeen = Math.min(Math.floor(scrollTop / rowHeight), rowCount);
  const start = Math.max(0, firstSeen - spareRows);
  const end = Math.min(rowCount, Math.ceil((scrollTop + height) / rowHeight) + spareRows);
  return {
    start,
    end,
    above: start * rowHeight,
    below: Math.max(0, rowCount - end) * rowHeight,
  };
}
