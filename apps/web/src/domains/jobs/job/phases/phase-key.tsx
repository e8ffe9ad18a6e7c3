const signs = [
  ["Queued", "border border-dashed border-ink-3"],
  ["Starting", "bg-ink-3"],
  ["Inputs", "bg-[var(--s5)]"],
  ["Running", "bg-accent"],
  ["Checkpoint", "rotate-45 scale-75 rounded-[1px]! bg-[var(--s3)]"],
] as const;

export function PhaseKey({ className }: { className: string }) {
  return (
    <ul className={`flex flex-wrap gap-x-3.5 text-ink-2 text-small ${className}`}>
      {signs.map(([word, look]) => (
        <li key={word} className="flex items-center gap-1.5">
          <i aria-hidden="true" className={`inline-block size-2.5 rounded-[2px] ${look}`} />
          {word}
        </li>
      ))}
    </ul>
  );
}
