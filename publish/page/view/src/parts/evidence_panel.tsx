// Where a number comes from: the sentence with the span marked, its article, and who says otherwise. All text of articles is text, never HTML.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Evidence, Says } from "../data/core";
import { useEvidence } from "../data/evidence";
import { useHere } from "../data/say";
import { Mark, type Ref, closeEvidence } from "./number";
import { CsvButton } from "./csv_button";

const isAbout = (ref: Ref, item: Evidence): boolean =>
  ref.key ? item.key === ref.key : item.kind === ref.kind && item.year >= ref.from && item.year <= (ref.to ?? ref.from);

/** Only addresses that a browser opens as pages: an article's "javascript:" stays text. */
const isWebAddress = (url: string): boolean => /^https?:\/\//iu.test(url);

function Source({ says }: { says: Says }) {
  const { say } = useHere();
  const title = says.title ?? (says.is_compiled ? say.w("compiledRow") : say.w("untitled"));
  const outlet = says.outlet ?? (says.url && isWebAddress(says.url) ? new URL(says.url).hostname.replace(/^www\./u, "") : null);
  return (
    <li class={says.is_compiled ? "says compiled" : "says"}>
      {says.span ? (
        <blockquote lang="ko">
          {says.before}
          <mark>{says.span}</mark>
          {says.after}
        </blockquote>
      ) : (
        <p class="compiled-note">{say.w("compiledRow")}</p>
      )}
      <p class="source">
        {says.title || says.span ? (
          <cite lang="ko">{title}</cite>
        ) : null}
        {outlet ? <span>{outlet}</span> : null}
        <span>{say.day(says.published_on)}</span>
        {says.url && isWebAddress(says.url) ? (
          <a href={says.url} rel="noreferrer noopener" target="_blank">
            {say.w("openArticle")}
            <span aria-hidden="true"> ↗</span>
          </a>
        ) : (
          <span>{says.url ?? say.w("noLink")}</span>
        )}
        {says.certainty ? <span>{say.d(says.certainty)}</span> : null}
        {(says.n_copies ?? 1) > 1 ? (
          <span>
            {say.w("copies")} {say.count(says.n_copies ?? 1)}
          </span>
        ) : null}
        {says.is_compiled && says.span ? <span class="tag">{say.w("compiled")}</span> : null}
        {says.confidence !== null ? (
          <span>
            {say.w("confidence")} {Math.round(says.confidence * 100)}%
          </span>
        ) : null}
      </p>
      {says.why_lost ? (
        <p class="why-lost">
          {say.w("whyLost")}: {say.of(says.why_lost)}
        </p>
      ) : null}
    </li>
  );
}

/** Long lists are shown in steps: a fact can have hundreds of articles. */
const STEP = 20;

function Voices({ title, says, more }: { title: string; says: Says[]; more: number }) {
  const { say } = useHere();
  const [shown, show] = useState(STEP);
  if (!says.length) return null;
  return (
    <>
      <h4>
        {title} <small>{says.length + more}</small>
      </h4>
      <ol class="voices">
        {says.slice(0, shown).map((one, i) => (
          <Source key={i} says={one} />
        ))}
      </ol>
      {says.length > shown ? (
        <button type="button" class="quiet" onClick={() => show(shown + STEP)}>
          + {Math.min(STEP, says.length - shown)}
        </button>
      ) : null}
      {more > 0 && says.length <= shown ? (
        <p class="quiet-text">
          {say.count(more)} {say.w("andMore")}
        </p>
      ) : null}
    </>
  );
}

function Item({ item }: { item: Evidence }) {
  const { say } = useHere();
  return (
    <section class="fact">
      <h3>
        <span class="fact-label">
          {say.year(item.year)} · {say.of(item.label)}
        </span>
        <span class="fact-value">
          {say.of(item.value)}
          <Mark sureness={item.status} />
        </span>
      </h3>
      <p class="fact-counts">
        <span>{say.d(item.status)}</span>
        <span>
          {say.w("articles")} {say.count(item.n_articles)}
        </span>
        <span>
          {say.w("independent")} {say.count(item.n_independent)}
        </span>
        <span>
          {say.w("disagreeing")} {say.count(item.n_disagreeing)}
        </span>
      </p>
      <Voices title={say.w("agree")} says={item.says.filter(({ agrees }) => agrees)} more={item.more?.agrees ?? 0} />
      <Voices title={say.w("disagree")} says={item.says.filter(({ agrees }) => !agrees)} more={item.more?.disagrees ?? 0} />
    </section>
  );
}

export function EvidencePanel({ about }: { about: Ref }) {
  const { data, say } = useHere();
  const dialog = useRef<HTMLDialogElement>(null);
  const municipality = data.municipality(about.id);
  // No file is asked for of a government that an address made up.
  const loaded = useEvidence(municipality ? about.id : null);
  const items =
    loaded.state === "here" ? loaded.items.filter((item) => isAbout(about, item)).sort((a, b) => b.year - a.year || Number(b.is_main) - Number(a.is_main)) : [];
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="evidence"
      aria-labelledby="evidence-title"
      onClose={() => closeEvidence(about)}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="evidence-inside">
        <header>
          <h2 id="evidence-title">
            <small>{say.w("evidence")}</small>
            {municipality ? say.name(municipality) : say.w("notFound")}
          </h2>
          <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
            {say.w("close")}
            <span aria-hidden="true"> ×</span>
          </button>
        </header>
        <div aria-live="polite">
          {municipality && loaded.state === "loading" ? <p>{say.w("loading")}</p> : null}
          {municipality ? null : <p class="failed">{say.w("noSuchPlace")}</p>}
          {loaded.state === "failed" ? <p class="failed">{say.w("evidenceFailed")}</p> : null}
          {loaded.state === "here" && items.length === 0 ? <p>{say.w("evidenceNone")}</p> : null}
        </div>
        {items.map((item) => (
          <Item key={item.key} item={item} />
        ))}
        <p class="print-only">
          {say.w("release")} {data.release.id} · {location.href}
        </p>
        {items.length ? (
          <CsvButton
            rows={() => ({
              name: `evidence_${about.id}_${about.from}`,
              columns: ["fact_key", "year", "label", "value", "status", "agrees", "sentence", "span", "title", "outlet", "published_on", "url", "is_compiled", "confidence", "why_lost"],
              rows: items.flatMap((item) =>
                item.says.map((one) => [
                  item.key, item.year, say.of(item.label), say.of(item.value), item.status, one.agrees, one.before + one.span + one.after, one.span, one.title,
                  one.outlet, one.published_on, one.url, one.is_compiled, one.confidence, one.why_lost ? say.of(one.why_lost) : null,
                ]),
              ),
            })}
          />
        ) : null}
      </div>
    </dialog>
  );
}
