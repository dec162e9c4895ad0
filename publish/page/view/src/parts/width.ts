import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";

/** Between the margins of A4, in CSS pixels. */
const PAPER = 680;

/** The width of an element in CSS pixels, followed while it changes: charts are drawn for it, so that their type keeps its size, on paper too. */
export function useWidth<T extends Element>(first: number): [RefObject<T | null>, number] {
  const ref = useRef<T>(null);
  const [width, set] = useState(first);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = (): void => set(Math.max(240, Math.round(element.getBoundingClientRect().width)));
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    // Nothing is told of the width of paper: it is the same for all but letters.
    const print = (): void => set(PAPER);
    addEventListener("beforeprint", print);
    addEventListener("afterprint", read);
    return () => {
      observer.disconnect();
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", read);
    };
  }, []);
  return [ref, width];
}
