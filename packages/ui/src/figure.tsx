import { clsx } from "clsx";
import { exactNumber, formatBytes, formatCount, formatNumber } from "./format/number.ts";

/** A measured value: four significant digits, in full on hover. */
export function Figure(props: { value: number; unit?: string; className?: string }) {
  return (
    <span title={exactNumber(props.value)} className={clsx("tabular-nums", props.className)}>
      {formatNumber(props.value)}
      {props.unit && <span className="text-ink-3"> {props.unit}</span>}
    </span>
  );
}

export function Count(props: { value: number; className?: string }) {
  return <span className={clsx("tabular-nums", props.className)}>{formatCount(props.value)}</span>;
}

export function Bytes(props: { value: number; className?: string }) {
  return (
    <span title={`${formatCount(props.value)} bytes`} className={clsx("tabular-nums", props.className)}>
      {formatBytes(props.value)}
    </span>
  );
}
