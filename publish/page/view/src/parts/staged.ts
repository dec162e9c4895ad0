import { useEffect, useState } from "preact/hooks";

let isDone = false;

/**
 * False until what the page is first opened with has been painted, then true for good: the rows of a table need not hold up the map beside it.
 * Only the first view of a load is in two stages; what comes later is there at once.
 */
export function useStaged(): boolean {
  const [isThere, set] = useState(isDone);
  useEffect(() => {
    // Effects run behind the next frame, or soon, where a page in the background has none.
    isDone = true;
    set(true);
  }, []);
  return isThere;
}
