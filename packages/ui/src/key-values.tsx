import { Fragment, type ReactNode } from "react";

/** Names and values side by side; `null` rows are left out. */
export function KeyValues(props: { rows: readonly (readonly [name: string, value: ReactNode] | null)[] }) {
  return (
    <dl className="grid grid-cols-[minmax(88px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      {props.rows.map(
        (row) =>
          row && (
            <Fragment key={row[0]}>
              <dt className="text-ink-3">{row[0]}</dt>
              <dd className="wrap-anywhere min-w-0">{row[1]}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
