"use client";
import type { SubmitForecast } from "@plumbline/contracts/quotas/pending";
import { KeyValues } from "@plumbline/ui/key-values";
import { useNow } from "@plumbline/ui/time";
import { Money } from "../../money.tsx";
import { middleText, recordText, spanText } from "../../pending/pending-words.ts";

/** Where it would run, what it would take, when it would start and what it could cost. */
export function ForecastRows({ forecast }: { forecast: SubmitForecast }) {
  const { worstCaseCost, budget } = forecast;
  return (
    <KeyValues
      rows={[
        ["Where", placeText(forecast)],
        ["Takes", forecast.quotaEffect],
        ["Starts", <Start key="start" forecast={forecast} />],
        worstCaseCost && ["At most", <Money key="cost" {...worstCaseCost} />],
        budget && [
          "Budget",
          <span key="budget">
            <Money amount={budget.remaining} currency={budget.currency} /> left
            {budget.isOverSoftLimit && <span className="text-warn">, past the limit at which people are warned</span>}
          </span>,
        ],
      ]}
    />
  );
}

function placeText({ executor, cluster, pool }: SubmitForecast): string {
  const place = cluster ?? (executor === "local" ? "this machine" : "a cluster");
  return pool === null ? place : `${place}, pool ${pool}`;
}

function Start({ forecast }: { forecast: SubmitForecast }) {
  const now = useNow();
  if (forecast.startsNow) return "now";
  if (forecast.start === null) return forecast.startNote ?? "not foreseen";
  return (
    <>
      <strong className="font-semibold">{spanText(forecast.start, now)}</strong>, {middleText(forecast.start, now)}.
      <span className="mt-0.5 block text-ink-3 text-small">{recordText(forecast.start.record)}</span>
    </>
  );
}
