type Option = { value: string; label: string };

/** A few choices of which one holds, as native radio buttons. */
export function Choice({ name, label, options, value, choose }: { name: string; label: string; options: Option[]; value: string; choose: (value: string) => void }) {
  return (
    <fieldset class={options.length > 3 ? "choice many" : "choice"}>
      <legend class="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => choose(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
