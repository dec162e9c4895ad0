// A mark of a chart as a button: SVG has none of its own, so it says that it is one and takes the keys of one.
type Key = Pick<KeyboardEvent, "key" | "preventDefault">;

export function asButton(press: () => void) {
  return {
    role: "button",
    tabindex: 0,
    onClick: press,
    onKeyDown: (event: Key): void => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      press();
    },
  } as const;
}
