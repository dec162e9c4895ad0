import { useEffect, useState } from "preact/hooks";

let isDone = false;

/**
 * False until what the page is first opened with has been painted, then true for good: the rows of a table need not hold up the map beside it.
 * Only the first view of a load is in two stages; what comes later is there at once.
 */
export function useStaged(): boolean {
  const [isThere, set] = useState(isDone);
  useEffect(() => {
    if (isDone) return;
    // A task behind the next frame: that frame has been handed to the compositor by then. A page in the background has no frames and needs none.
    const go = (): void => {
      isDone = true;
      set(true);
    };
    if (document.visibilityState === "hidden") go();
    else requestAnimationFrame(() => setTimeout(go));
  }, []);
  return isThere;
}
