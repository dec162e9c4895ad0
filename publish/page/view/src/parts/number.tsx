// A number that opens its evidence, with the mark that says how sure it is.
import { parse, replace, withSettings } from "../data/address";
import type { Data, EvidenceKind, Status } from "../data/core";
import { bestFirst, type MeasureKey } from "../data/measures";
import { useHere } from "../data/say";
import type { ComponentChildren } from "preact";

/** What a panel of evidence is about: a kind and years of a municipality, or one fact by its key. */
export type Ref = { id: string; kind: EvidenceKind; from: number; to?: number; key?: string };

export const encodeRef = ({ id, kind, from, to = from, key = "" }: Ref): string => [id, kind, from, to, key].join("~").replace(/~+$/u, "");

export function decodeRef(text: string): Ref | null {
  const [id = "", kind = "", from = "", to = "", key = ""] = text.split("~");
  if (!id || !["award", "target", "indicator"].includes(kind) || !Number.isInteger(Number(from))) return null;
  return { id, kind: kind as EvidenceKind, from: Number(from), to: Number(to) || Number(from), ...(key ? { key } : {}) };
}

const OPENED = "evidence";

/** Opens the panel of evidence: it is a setting of the view, so that it can be sent. It is a step of its own, so that the way back (on a phone, a gesture) closes it. */
export function openEvidence(ref: Ref): void {
  history.pushState(OPENED, "", withSettings(parse(location.hash), { e: encodeRef(ref) }));
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** Closes the panel, unless the address already speaks of something else: the reader may have gone on while it closed. */
export function closeEvidence(ref: Ref): void {
  const here = parse(location.hash);
  if (here.settings.e !== encodeRef(ref)) return;
  if (history.state === OPENED) history.back();
  else replace(withSettings(here, { e: "" }));
}

export type Sureness = Status | "compiled";

export const surenessOf = (of: { status: Status | null; compiled: boolean }): Sureness | null =>
  of.compiled && of.status !== "disputed" && of.status !== "corrected" ? "compiled" : of.status;

/** How sure a measure's value is: each by its own fact. */
export function surenessAt(data: Data, id: string, year: number, measure: MeasureKey): Sureness | null {
  const cell = data.cell(id, year);
  if (!cell || (cell[measure] ?? null) === null) return null;
  if (measure === "grade" || measure === "streak") {
    const best = [...data.awardsOf(id, year)].sort(bestFirst)[0];
    return surenessOf(best ?? cell);
  }
  return measure === "employment_rate" ? cell.rate_status : cell.target_status;
}

const GLYPHS: { [sureness in Sureness]: string } = { agreed: "", single: "†", disputed: "≠", corrected: "✎", compiled: "§" };

/** Small sign beside a value; nothing where several voices agree. */
export function Mark({ sureness }: { sureness: Sureness | null }) {
  const { say } = useHere();
  if (!sureness || !GLYPHS[sureness]) return null;
  return (
    <span class={`mark mark-${sureness}`} title={say.w(sureness)}>
      <span aria-hidden="true">{GLYPHS[sureness]}</span>
      <span class="unseen"> ({say.w(sureness)})</span>
    </span>
  );
}

export function MarksLegend() {
  const { say } = useHere();
  const shown: Sureness[] = ["single", "disputed", "corrected", "compiled"];
  return (
    <p class="marks-legend">
      {shown.map((sureness) => (
        <span key={sureness}>
          <span class={`mark mark-${sureness}`} aria-hidden="true">
            {GLYPHS[sureness]}
          </span>{" "}
          {say.w(sureness)}
        </span>
      ))}
      <span>
        <span class="not-known" aria-hidden="true">
          –
        </span>{" "}
        {say.w("unknown")}
      </span>
    </p>
  );
}

/** A value that opens its evidence; a dash, said aloud as "not known", where there is none. */
export function NumberButton(props: { about: Ref; label: string; known: boolean; sureness: Sureness | null; children: ComponentChildren }) {
  const { say } = useHere();
  if (!props.known) return <NotKnown />;
  return (
    <button type="button" class="number" onClick={() => openEvidence(props.about)} title={`${props.label}: ${say.w("showEvidence")}`}>
      {props.children}
      <Mark sureness={props.sureness} />
      <span class="unseen">, {say.w("showEvidence")}</span>
    </button>
  );
}

export function NotKnown() {
  const { say } = useHere();
  return (
    <span class="not-known" title={say.w("unknown")}>
      <span aria-hidden="true">–</span>
      <span class="unseen">{say.w("unknown")}</span>
    </span>
  );
}
