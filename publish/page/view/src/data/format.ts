// Numbers, days and names as Korean and British papers print them; both group by thousands with a comma.
// By hand, because the first use of any Intl object opens ICU's data, a fifth of all that the page does before it can be seen.
export type Lang = "ko" | "en";

const DAY = 86_400_000;
/** Korea has one time zone and no summer time. */
const KOREA = 9 * 3_600_000;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** 1234567 → 1,234,567; with one decimal 66.25 → 66.3. */
export function grouped(value: number, decimals: 0 | 1 = 0): string {
  const size = 10 ** decimals;
  const [whole = "", part] = (Math.round(Math.abs(value) * size) / size).toFixed(decimals).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/gu, ",") + (part === undefined ? "" : `.${part}`);
  return value < 0 && /[1-9]/u.test(digits) ? `-${digits}` : digits;
}

/** A time by Korea's calendar: 2025년 10월 20일, 20 October 2025; short: 2025. 10. 20., 20 Oct 2025. */
export function dayOf(time: number, lang: Lang, isShort = false): string {
  const day = new Date(time + KOREA);
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  if (lang === "ko") return isShort ? `${year}. ${month + 1}. ${date}.` : `${year}년 ${month + 1}월 ${date}일`;
  const name = MONTHS[month] ?? "";
  return `${date} ${isShort ? name.slice(0, 3) : name} ${year}`;
}

/** Whole days from a time until now, by Korea's calendar. */
export function daysSince(iso: string): number {
  const day = (time: number): number => Math.floor((time + KOREA) / DAY);
  return Math.max(0, day(Date.now()) - day(Date.parse(iso)));
}

/** 오늘, 어제, 12일 전; today, yesterday, 12 days ago. */
export function agoOf(iso: string, lang: Lang): string {
  const days = daysSince(iso);
  if (days === 0) return lang === "ko" ? "오늘" : "today";
  if (days === 1) return lang === "ko" ? "어제" : "yesterday";
  return lang === "ko" ? `${grouped(days)}일 전` : `${grouped(days)} days ago`;
}

/** The order of names: Unicode has the syllables of Hangul in the order of the dictionary. */
export const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
