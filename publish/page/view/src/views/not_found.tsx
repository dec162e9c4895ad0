import { to } from "../data/address";
import { useHere } from "../data/say";

export function NotFound() {
  const { say, address } = useHere();
  return (
    <div class="heading">
      <h1>{say.w("notFound")}</h1>
      <p>
        <a href={to(address, "map")}>{say.w("backToMap")}</a>
      </p>
    </div>
  );
}
