"use client";
import type { StartForecast } from "@plumbline/contracts/quotas/pending";
import { formatCount } from "@plumbline/ui/format/number";
import { Panel } from "@plumbline/ui/panel";
import { Time, useNow } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { histogramOf, minutesText } from "./forecast-histogram.ts";
import { recordText, spanText, unknowable } from "./pending-words.ts";

/** How sure the forecast is: the waits it was made from, how often it held, and what it cannot know. */
export function ForecastPanel({ forecast, waitedSeconds }: { forecast: StartForecast; waitedSeconds: number }) {
  const now = useNow();
  const { basis } = forecast;
  return (
    <Panel title={`How sure is ${spanText(forecast, now)}?`}>
      <p className="mb-2 text-ink-2">
        Waits of {formatCount(basis.count)} jobs that stood where this one stands: {basis.alike}
      </p>
      <Histogram forecast={forecast} waitedMinutes={waitedSeconds / 60} />
      <p className="mt-2.5 text-ink-2 text-small leading-[18px]">{recordText(forecast.record)}</p>
      <p className="mt-1.5 text-ink-2 text-small leading-[18px]">
        {unknowable} Computed <Time at={Date.parse(forecast.computedAt)} style="sentence" />.
      </p>
    </Panel>
  );
}

function Histogram({ forecast, waitedMinutes }: { forecast: StartForecast; waitedMinutes: number }) {
  const { basis } = forecast;
  const { bars, most, end, ticks, inside } = histogramOf(forecast, waitedMinutes);
  if (bars.length === 0) return null;
  return (
    <figure>
      <figcaption className="sr-only">
        {basis.withinInterval} of {basis.count} waits lie between {minutesText(inside.from)} and {minutesText(inside.to)}. This job has
        waited {minutesText(waitedMinutes)}.
      </figcaption>
      <div aria-hidden="true" className="relative h-28 pb-4">
        <div className="relative flex h-full items-end gap-px border-line-strong border-b pt-4">
          {bars.map(({ from, count, isInside }) => (
            <i
              key={from}
              title={`${count} waited ${minutesText(from)} to ${minutesText(from + basis.histogram.binMinutes)}`}
              style={{ height: `${(count / most) * 100}%` }}
              className={clsx("min-w-0 flex-1 rounded-t-[1px]", isInside ? "bg-accent" : "bg-line-strong")}
            />
          ))}
          <span className="absolute top-0 right-0 text-[10px] text-accent leading-3">
            {formatCount(basis.withinInterval)} of {formatCount(basis.count)} in here
          </span>
          <i
            style={{ left: `${Math.min(100, (waitedMinutes / end) * 100)}%` }}
            className="absolute bottom-0 h-[calc(100%-14px)] w-px bg-ink"
          />
          <span
            style={{ left: `${Math.min(70, (waitedMinutes / end) * 100)}%` }}
            className="absolute top-0 whitespace-nowrap bg-surface pr-1 text-[10px] leading-3"
          >
            you: {minutesText(waitedMinutes)}
          </span>
        </div>
        {ticks.map((minutes) => (
          <span
            key={minutes}
            style={{ left: `${(minutes / end) * 100}%` }}
            className="absolute bottom-0 -translate-x-1/2 text-[10px] text-ink-3 tabular-nums leading-3 first-of-type:translate-x-0"
          >
            {minutesText(minutes)}
          </span>
        ))}
      </div>
    </figure>
  );
}
