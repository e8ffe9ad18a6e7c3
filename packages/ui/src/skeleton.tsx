import { clsx } from "clsx";

/** A bar in the place of text that is on its way. */
export function Skeleton(props: { className?: string; width?: number | string }) {
  return (
    <span
      aria-hidden="true"
      style={{ width: props.width }}
      className={clsx("inline-block h-2 max-w-full animate-pulse rounded-sm bg-line align-middle", props.className)}
    />
  );
}

/** Rows of bars in the shape of a table; announced once as loading. */
export function SkeletonRows(props: { label: string; rows?: number; columns: readonly number[] }) {
  const rows = Array.from({ length: props.rows ?? 8 }, (_, row) => row);
  return (
    <div role="status" aria-label={props.label}>
      {rows.map((row) => (
        <div key={row} className="flex h-8 items-center gap-6 overflow-hidden border-b px-3 last:border-0">
          {props.columns.map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity but their place
            <Skeleton key={column} width={width * (1 - ((row * 7 + column * 3) % 5) * 0.09)} />
          ))}
        </div>
      ))}
    </div>
  );
}
