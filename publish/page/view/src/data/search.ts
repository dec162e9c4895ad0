// Search among names: today's, old and short ones, in either language, and by first consonants (ㅊㅈ finds 청주).
import { getChoseong } from "es-hangul";
import type { Data, Municipality } from "./core";
import { byName } from "./format";

export type Hit = { municipality: Municipality; /** the other name by which it was found */ by: string | null };
type Entry = { municipality: Municipality; name: string; folded: string; initials: string; isOwn: boolean };

const fold = (text: string): string => text.normalize("NFC").toLowerCase().replace(/[\s·.,()-]+/gu, "");
const areInitials = (text: string): boolean => /^[ㄱ-ㅎ]+$/u.test(text);

function entries(data: Data): Entry[] {
  return data.municipalities.flatMap((municipality) => {
    const own = [municipality.ko, municipality.label, municipality.en, municipality.label_en];
    const all = new Map<string, boolean>();
    for (const name of own) all.set(name, true);
    for (const name of [...municipality.names, ...municipality.versions.flatMap(({ label, en }) => [label, en ?? label])]) if (!all.has(name)) all.set(name, false);
    return [...all].map(([name, isOwn]) => ({ municipality, name, isOwn, folded: fold(name), initials: fold(getChoseong(name)) }));
  });
}

/** How well an entry fits: lower is better, null where it does not. */
function fit(entry: Entry, wanted: string, byInitials: boolean): number | null {
  const text = byInitials ? entry.initials : entry.folded;
  const at = text.indexOf(wanted);
  if (at < 0) return null;
  const place = text === wanted ? 0 : at === 0 ? 1 : 2;
  return place * 4 + (entry.isOwn ? 0 : 2) + (entry.municipality.level === "metropolitan" ? 0 : 1);
}

export function searcher(data: Data): (text: string, most?: number) => Hit[] {
  let all: Entry[] | null = null;
  return (text, most = 8) => {
    const wanted = fold(text);
    if (!wanted) return [];
    all ??= entries(data);
    const byInitials = areInitials(wanted);
    const best = new Map<string, { score: number; entry: Entry }>();
    for (const entry of all) {
      const score = fit(entry, wanted, byInitials);
      if (score === null) continue;
      const known = best.get(entry.municipality.id);
      if (!known || score < known.score) best.set(entry.municipality.id, { score, entry });
    }
    return [...best.values()]
      .sort((a, b) => a.score - b.score || a.entry.name.length - b.entry.name.length || byName(a.entry.municipality.label, b.entry.municipality.label))
      .slice(0, most)
      .map(({ entry }) => ({ municipality: entry.municipality, by: entry.isOwn ? null : entry.name }));
  };
}
