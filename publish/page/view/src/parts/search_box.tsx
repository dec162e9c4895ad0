// A combobox (ARIA 1.2): type, arrow keys, Enter.
import { useId, useMemo, useState } from "preact/hooks";
import type { Municipality } from "../data/core";
import { useHere } from "../data/say";
import { searcher } from "../data/search";

type Props = { label: string; choose: (municipality: Municipality) => void; except?: string[] };

export function SearchBox({ label, choose, except = [] }: Props) {
  const { data, say } = useHere();
  const search = useMemo(() => searcher(data), [data]);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const hits = isOpen ? search(text, 8 + except.length).filter(({ municipality }) => !except.includes(municipality.id)) : [];
  const shown = isOpen && text.trim() !== "";

  const take = (municipality: Municipality): void => {
    setText("");
    setOpen(false);
    choose(municipality);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While a Korean syllable is being put together, Enter ends the syllable and chooses nothing.
    if (event.isComposing) return;
    const hit = hits[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (hits.length) setActive((active + step + hits.length) % hits.length);
    } else if (event.key === "Enter" && hit) {
      event.preventDefault();
      take(hit.municipality);
    } else if (event.key === "Escape") {
      setOpen(false);
      setText("");
    }
  };

  return (
    <div class="search">
      <label class="unseen" for={`${id}-input`}>
        {label}
      </label>
      <input
        id={`${id}-input`}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder={`${label} — ${say.w("searchHint")}`}
        value={text}
        aria-expanded={shown && hits.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && hits[active] ? `${id}-${active}` : undefined}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!shown || hits.length === 0}>
        {hits.map(({ municipality, by }, i) => (
          <li
            key={municipality.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            onPointerDown={(event) => {
              event.preventDefault();
              take(municipality);
            }}
            onPointerEnter={() => setActive(i)}
          >
            <span>{say.name(municipality)}</span>
            {by ? (
              <small>
                {say.w("formerly")}: {by}
              </small>
            ) : null}
          </li>
        ))}
      </ul>
      {shown && hits.length === 0 ? <p class="search-none">{say.w("searchNone")}</p> : null}
      <p class="unseen" role="status">
        {shown ? `${hits.length} ${say.w("searchCount")}` : ""}
      </p>
    </div>
  );
}
