/** A person by their initials. */
export function Avatar(props: { name: string; size?: number }) {
  const size = props.size ?? 24;
  return (
    <span
      aria-hidden="true"
      style={{ width: size, height: size }}
      className="inline-grid flex-none place-items-center rounded-full bg-accent-soft font-semibold text-[10.5px] text-accent"
    >
      {initials(props.name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._@-]+/u)
    .filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const text = letters.map((word) => word?.[0] ?? "").join("");
  return (text || "?").toLocaleUpperCase();
}
