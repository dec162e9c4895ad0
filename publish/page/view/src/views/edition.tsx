// An edition of the award: who won what, and how many of those announced have been found.
import { to } from "../data/address";
import type { Award, Edition } from "../data/core";
import type { Table } from "../data/csv";
import { bestFirst, keyOf, inOrder, SECTIONS } from "../data/measures";
import { useHere } from "../data/say";
import { CsvButton } from "../parts/csv_button";
import { MarksLegend, NumberButton, surenessOf } from "../parts/number";
import { YearStrip } from "../parts/year_strip";
import { NotFound } from "./not_found";

export function EditionView({ about }: { about: string }) {
  const { data, say, address } = useHere();
  const years = data.editions.map(({ year }) => year);
  const newest = data.editions.findLast(({ found }) => found > 0)?.year ?? years.at(-1);
  const edition = data.editions.find(({ year }) => year === (about ? Number(about) : newest));
  if (!edition) return <NotFound />;
  const { year } = edition;
  const awards = data.awards.filter(({ y }) => y === year).sort(bestFirst);
  const found = new Map(data.editions.map((one) => [one.year, one.found]));
  const sections = inOrder(awards.map(({ section }) => section));
  const table = (): Table => ({
    name: `edition_${year}`,
    columns: ["award_year", "municipality_id", "municipality", "municipality_en", "category", "counted_in", "grade", "incentive_krw", "status", "is_compiled_only", "fact_key"],
    rows: awards.map((award) => {
      const one = data.nth(award.m);
      return [year, one?.id, one ? data.versionIn(one, year)?.label : null, one?.en, award.category, award.section, award.grade, award.incentive_krw, award.status, award.compiled, keyOf(award)];
    }),
  });
  return (
    <>
      <div class="heading">
        <p class="kicker">
          {say.lang === "ko" ? "전국 지방자치단체 일자리대상" : "National Jobs Award for Local Governments"}
          {edition.number ? (say.lang === "ko" ? ` · 제${edition.number}회` : ` · edition ${edition.number}`) : ""}
          {edition.held_on ? ` · ${say.w("heldOn")} ${say.day(edition.held_on)}` : ""}
        </p>
        <h1>{headline(edition)}</h1>
      </div>
      <YearStrip years={years} year={year} known={found} of={edition.announced ?? edition.found} choose={(next) => (location.hash = to(address, "edition", String(next)))} label={say.w("year")} />
      <div class="edition">
        <section class="completeness">
          <h2>{say.w("completeness")}</h2>
          <Complete label={say.w("sectionsTogether")} announced={edition.announced} found={edition.found} isWhole />
          {edition.governments ? <Complete label={say.w("governments")} announced={edition.governments.announced} found={edition.governments.found} isWhole /> : null}
          {SECTIONS.map((section) => (
            <SectionComplete key={section} edition={edition} section={section} />
          ))}
          {edition.grades.some(({ announced, found }) => announced === null && found) ? <p class="quiet-text">? {say.w("notAnnounced")}</p> : null}
          {edition.source ? (
            <p class="edition-source">
              <a href={edition.source} rel="noreferrer noopener" target="_blank">
                {say.w("sourceOfEdition")}
                <span aria-hidden="true"> ↗</span>
              </a>
            </p>
          ) : null}
        </section>
        <section class="winners">
          <div class="table-tools">
            <h2>{say.w("winners")}</h2>
            <CsvButton rows={table} empty={awards.length === 0} />
          </div>
          {awards.length === 0 ? <p class="empty">{say.w("noWinners")}</p> : null}
          {sections.map((section) => (
            <Section key={section} section={section} year={year} awards={awards.filter((award) => award.section === section)} />
          ))}
          <MarksLegend />
        </section>
      </div>
    </>
  );

  function headline({ year: when, announced, found: n, governments }: Edition): string {
    const isKo = say.lang === "ko";
    if (announced !== null) return isKo ? `${when}년, 발표된 상 ${say.count(announced)}건 가운데 ${say.count(n)}건을 찾았다` : `${when}: ${say.count(n)} of ${say.count(announced)} announced prizes found`;
    if (governments?.announced)
      return isKo
        ? `${when}년, 상을 받은 ${say.count(governments.announced)}곳 가운데 ${say.count(governments.found)}곳을 찾았다`
        : `${when}: ${say.count(governments.found)} of ${say.count(governments.announced)} winning governments found`;
    return isKo ? `${when}년, 상 ${say.count(n)}건을 찾았다` : `${when}: ${say.count(n)} prizes found`;
  }
}

/** A section's completeness, by grade. Grades that this edition did not have are left out. */
function SectionComplete({ edition, section }: { edition: Edition; section: string }) {
  const { say } = useHere();
  const grades = edition.grades.filter(({ category = "disclosure", announced, found }) => category === section && (announced || found));
  const whole = edition.sections?.[section];
  if (!grades.length) return null;
  return (
    <>
      <h3 class="section-complete">
        {say.section(section)}
        {whole ? ` — ${say.count(whole.found)} / ${whole.announced === null ? "?" : say.count(whole.announced)}` : ""}
      </h3>
      {grades.map(({ grade, announced, found }) => (
        <Complete key={grade} label={say.grade(grade)} announced={announced} found={found} />
      ))}
    </>
  );
}

function Complete({ label, announced, found, isWhole = false }: { label: string; announced: number | null; found: number; isWhole?: boolean }) {
  const { say } = useHere();
  const share = announced ? Math.min(1, found / announced) : null;
  return (
    <div class={isWhole ? "complete whole" : "complete"}>
      <span class="complete-label">{label}</span>
      {/* Of a number that nobody announced there is no share to draw. */}
      {share === null ? (
        <span />
      ) : (
        <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect class="ground" width="100" height="8" />
          <rect class="got" width={100 * share} height="8" />
        </svg>
      )}
      <span class="complete-count">
        {say.count(found)} / {announced === null ? <abbr title={say.w("notAnnounced")}>?</abbr> : say.count(announced)}
      </span>
    </div>
  );
}

/** The prizes of a section, as the edition counts them; null: contests that it does not count. */
function Section({ section, year, awards }: { section: string | null; year: number; awards: Award[] }) {
  const { data, say, address } = useHere();
  const grades = [...new Set(awards.map(({ grade }) => grade))];
  return (
    <section class="section">
      <h3>
        {section === null ? say.w("contests") : say.section(section)} <small>{awards.length}</small>
      </h3>
      <dl>
        {grades.map((grade) => (
          <div key={grade} class="grade-row">
            <dt>
              {say.grade(grade)} <small>{awards.filter((award) => award.grade === grade).length}</small>
            </dt>
            <dd>
              <ul class="plain winners-list">
                {awards
                  .filter((award) => award.grade === grade)
                  .map((award) => {
                    const one = data.nth(award.m);
                    if (!one) return null;
                    return (
                      <li key={keyOf(award)}>
                        <a href={to(address, "place", one.id)}>{say.nameIn(one, year)}</a>
                        <NumberButton about={{ id: one.id, kind: "award", from: year, key: keyOf(award) }} label={`${say.name(one)}, ${say.grade(grade)}`} known sureness={surenessOf(award)}>
                          {award.incentive_krw === null ? <span class="on-screen">{say.w("evidence")}</span> : say.won(award.incentive_krw)}
                          {award.section !== null && award.category !== award.section ? <abbr title={say.w("inferred")}>*</abbr> : null}
                        </NumberButton>
                      </li>
                    );
                  })}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
      {awards.some(({ category }) => section !== null && category !== section) ? <p class="quiet-text">* {say.w("inferred")}</p> : null}
    </section>
  );
}
