import { type FocusEvent, useEffect, useRef } from 'react';

interface LastFocus {
  element: Element;
  list: Element | null;
  index: number;
}

/** A dialog that closes gives the focus back first, a moment after it has gone. */
const patienceMilliseconds = 40;

/**
 * Keeps keyboard users in place: when the control that has the focus goes away with its list item,
 * the item that takes its place gets the focus, else the heading of the container.
 * @returns what the container takes as its properties
 */
export function useFocusKeeper<Container extends HTMLElement>() {
  const container = useRef<Container>(null);
  const last = useRef<LastFocus | null>(null);
  // After every drawing: any of them may have taken the control away.
  useEffect(() => {
    const timer = setTimeout(() => moveOn(container.current, last.current), patienceMilliseconds);
    return () => clearTimeout(timer);
  });
  function onFocus({ target }: FocusEvent): void {
    // React tells of dialogs in front too, which are not part of the container.
    if (!container.current?.contains(target)) return;
    const item = target.closest('li');
    const list = item?.parentElement ?? null;
    last.current = { element: target, list, index: item && list ? indexIn(list, item) : 0 };
  }
  return { ref: container, onFocus };
}

function indexIn(list: Element, item: Element): number {
  return [...list.children].indexOf(item);
}

function moveOn(container: HTMLElement | null, last: LastFocus | null): void {
  if (!container || !last || last.element.isConnected) return;
  if (document.activeElement !== document.body) return;
  const { list, index } = last;
  const successor = list?.isConnected ? (list.children[index] ?? list.lastElementChild) : null;
  const next = successor?.querySelector<HTMLElement>('button') ?? container.querySelector('h2');
  next?.focus();
}
