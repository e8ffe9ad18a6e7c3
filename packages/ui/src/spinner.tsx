import { clsx } from "clsx";

export function Spinner(props: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={clsx(
        "inline-block size-3.5 flex-none animate-turn rounded-full border-2 border-current border-t-transparent opacity-80",
        props.className,
      )}
    />
  );
}
