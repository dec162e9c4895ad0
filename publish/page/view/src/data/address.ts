// The state of the page is its address (the part behind #): a view can be sent, and the browser's back button works.
import { useEffect, useState } from "preact/hooks";

export type View = "map" | "place" | "edition" | "compare" | "data";
/** A view, what it is about, and its settings. */
export type Address = { view: View; about: string; settings: { [name: string]: string } };

const VIEWS: View[] = ["map", "place", "edition", "compare", "data"];

export function parse(hash: string): Address {
  const [path = "", query = ""] = hash.replace(/^#\/?/u, "").split("?", 2);
  const [view = "", about = ""] = path.split("/", 2);
  let name = about;
  try {
    name = decodeURIComponent(about);
  } catch {
    // An address that was cut in the middle of a character still opens its view.
  }
  return { view: VIEWS.find((known) => known === view) ?? "map", about: name, settings: Object.fromEntries(new URLSearchParams(query)) };
}

export function format({ view, about, settings }: Address): string {
  const kept = Object.entries(settings).filter(([, value]) => value !== "");
  const query = new URLSearchParams(kept).toString();
  return `#/${view}${about ? `/${encodeURIComponent(about)}` : ""}${query ? `?${query}` : ""}`;
}

/** Settings that a reader takes along from one view to another. */
const LASTING = ["lang"];

const lasting = (address: Address): Address["settings"] =>
  Object.fromEntries(Object.entries(address.settings).filter(([name]) => LASTING.includes(name)));

/** The address of another view. */
export function to(here: Address, view: View, about = "", settings: Address["settings"] = {}): string {
  return format({ view, about, settings: { ...lasting(here), ...settings } });
}

/** The address of this view with other settings. */
export function withSettings(here: Address, settings: Address["settings"]): string {
  return format({ ...here, settings: { ...here.settings, ...settings } });
}

/** Settings change often while one looks around: they replace the entry in the browser's history, and do not add to it. */
export function replace(hash: string): void {
  history.replaceState(null, "", hash);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

export function useAddress(): Address {
  const [address, set] = useState(() => parse(location.hash));
  useEffect(() => {
    const follow = (): void => set(parse(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return address;
}
