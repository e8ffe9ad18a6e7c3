export interface BarsProps {
  counts: readonly number[];
  width?: number;
  height?: number;
  color?: number;
}

const gap = 0.5;
/** A count of one stays in sight beside one of millions. */
const least = 1;

/** A small histogram without axes; the words beside it carry the numbers. */
export function Bars({ counts, width = 100, height = 22, color = 1 }: BarsProps) {
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} preserveAspectRatio="none" aria-hidden="true" className="block">
      {counts.map((count, at) => {
        const tall = count === 0 ? 0 : Math.max(least, (count / most) * height);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bins have no identity but their place
            key={at}
            x={at * step + gap / 2}
            y={height - tall}
            width={Math.max(0, step - gap)}
            height={tall}
            fill={`var(--s${color})`}
          />
        );
      })}
    </svg>
  );
}
