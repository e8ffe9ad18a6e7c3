/** A share of a whole as a bar; `label` says what of what, as the words beside it do. */
export function Progress(props: { value: number; max: number; label: string; className?: string }) {
  const share = props.max > 0 ? Math.min(1, Math.max(0, props.value / props.max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={props.label}
      aria-valuenow={Math.round(share * 100)}
      className={`h-1.5 overflow-hidden rounded-full bg-line ${props.className ?? ""}`}
    >
      <div className="h-full bg-accent transition-[width]" style={{ width: `${share * 100}%` }} />
    </div>
  );
}
