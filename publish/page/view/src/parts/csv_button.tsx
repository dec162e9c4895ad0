import { download, type Table } from "../data/csv";
import { useHere } from "../data/say";

/** Gives the rows that the view shows. They are made when they are asked for. */
export function CsvButton({ rows, empty = false }: { rows: () => Table; empty?: boolean }) {
  const { data, say } = useHere();
  return (
    <button type="button" class="quiet csv" disabled={empty} onClick={() => download(rows(), data.release, say.lang)}>
      <span aria-hidden="true">↓ </span>
      {say.w("download")}
    </button>
  );
}
