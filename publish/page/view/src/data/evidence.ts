// Evidence is loaded when it is asked for, by a <script> element: that works from file://, where fetch does not.
import { useEffect, useState } from "preact/hooks";
import type { Evidence } from "./core";

type Policy = { createScriptURL(url: string): unknown };
type Factory = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy };

const NAME = /^[A-Za-z0-9_-]+$/;
const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
// The one address that a script may be loaded from: the page's own folder of evidence.
const policy = factory?.createPolicy("iljari", {
  createScriptURL: (url) => {
    if (!/^data\/evidence\/[A-Za-z0-9_-]+\.js$/.test(url)) throw new TypeError(`not a file of evidence: ${url}`);
    return url;
  },
});

const loading = new Map<string, Promise<Evidence[]>>();

function insert(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = (policy ? policy.createScriptURL(url) : url) as string;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`cannot be loaded: ${url}`));
    document.head.append(script);
    script.addEventListener("load", () => script.remove());
    script.addEventListener("error", () => script.remove());
  });
}

/** All evidence of a municipality. Rejects where its file is missing; asks again at the next call. */
export function evidenceOf(municipality: string): Promise<Evidence[]> {
  if (!NAME.test(municipality)) return Promise.reject(new Error(`not a municipality's id: ${municipality}`));
  const known = loading.get(municipality);
  if (known) return known;
  const core = globalThis.iljari;
  if (core) core.evidence ??= {};
  const promise = insert(`data/evidence/${municipality}.js`).then(() => core?.evidence?.[municipality] ?? []);
  promise.catch(() => loading.delete(municipality));
  loading.set(municipality, promise);
  return promise;
}

export type Loaded = { state: "loading" } | { state: "failed" } | { state: "here"; items: Evidence[] };

/** The evidence of a municipality, as it comes; of none it is always on its way. */
export function useEvidence(municipality: string | null): Loaded {
  const [loaded, set] = useState<Loaded>({ state: "loading" });
  useEffect(() => {
    let isWanted = true;
    set({ state: "loading" });
    if (municipality === null) return;
    evidenceOf(municipality).then(
      (items) => isWanted && set({ state: "here", items }),
      () => isWanted && set({ state: "failed" }),
    );
    return () => {
      isWanted = false;
    };
  }, [municipality]);
  return loaded;
}
