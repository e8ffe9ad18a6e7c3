import type { QuotaEffect } from "@plumbline/contracts/quotas/platform";
import { amountText, waitText } from "../words.ts";

const text = (seconds: number | null): string => (seconds === null ? "never started" : waitText(seconds));

/** What the last days would have been: the wait of one's own, of the others, and what stays shared by all. */
export function EffectTiles({ effect, flavour }: { effect: QuotaEffect; flavour: string }) {
  const own = effect.workspaces.find(({ isOwn }) => isOwn);
  const others = effect.workspaces.filter(({ isOwn }) => !isOwn);
  const changed = others.filter(({ beforeSeconds, afterSeconds }) => beforeSeconds !== afterSeconds).slice(0, 2);
  return (
    <>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(140px,1fr))] border-y">
        {own && <Tile label="Your wait, half of jobs" before={text(own.beforeSeconds)} after={text(own.afterSeconds)} />}
        {changed.map((one) => (
          <Tile key={one.workspace} label={`${one.workspace}'s wait`} before={text(one.beforeSeconds)} after={text(one.afterSeconds)} />
        ))}
        {others.length > 0 && changed.length === 0 && <Tile label="Waits of others" before="as they were" />}
        <Tile label={`Shared ${flavour}`} before={amountText(effect.shared.before)} after={amountText(effect.shared.after)} />
      </dl>
      <p className="px-3 py-2 text-ink-3 text-small">
        {effect.claims > 0 && `${effect.claims} jobs of the last ${effect.days} days played through again. `}
        {effect.note}
      </p>
    </>
  );
}

function Tile({ label, before, after }: { label: string; before: string; after?: string }) {
  return (
    <div className="-mr-px min-w-0 border-r px-3 py-2">
      <dt className="truncate text-ink-2 text-small">{label}</dt>
      <dd className="font-semibold tabular-nums">{after === undefined || after === before ? before : `${before} → ${after}`}</dd>
    </div>
  );
}
