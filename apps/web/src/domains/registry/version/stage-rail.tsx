"use client";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { CircleCheck, CircleDashed, CircleDot, CircleX, Clock3, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import type { RailStep } from "./rail.ts";

const signs: Readonly<Record<RailStep["state"], { icon: LucideIcon; tone: string }>> = {
  passed: { icon: CircleCheck, tone: "text-accent" },
  now: { icon: CircleDot, tone: "text-accent" },
  open: { icon: CircleDashed, tone: "text-good" },
  waiting: { icon: Clock3, tone: "text-warn" },
  blocked: { icon: CircleX, tone: "text-bad" },
  none: { icon: CircleDashed, tone: "text-ink-3" },
};

/** Where the version stands between its registration and its end. */
export function StageRail({ steps }: { steps: readonly RailStep[] }) {
  return (
    <ol aria-label="Stages" className="mb-3 grid gap-y-3 rounded-lg border bg-surface px-3 pt-3 pb-2.5 sm:grid-cols-2 lg:grid-cols-4">
      {steps.map((step, at) => (
        <Step key={step.stage} step={step} isLast={at === steps.length - 1} />
      ))}
    </ol>
  );
}

function Step({ step, isLast }: { step: RailStep; isLast: boolean }) {
  const { icon: Icon, tone } = signs[step.state];
  return (
    <li aria-current={step.state === "now" ? "step" : undefined} className="relative min-w-0 pr-3">
      {!isLast && (
        <span
          aria-hidden="true"
          className={clsx(
            "absolute top-2 right-1.5 left-[22px] hidden border-t-[1.5px] lg:block",
            step.state === "passed" ? "border-accent" : "border-line-strong border-dashed",
          )}
        />
      )}
      <Icon className={clsx("size-4", tone)} strokeWidth={1.75} aria-hidden="true" />
      <p
        className={clsx(
          "mt-1",
          step.state === "now" && "font-semibold text-accent",
          step.state === "none" && "font-medium text-ink-2",
          step.state !== "now" && step.state !== "none" && "font-semibold",
        )}
      >
        {step.title}
      </p>
      <p className="wrap-anywhere text-ink-2 leading-[18px]">
        <Facts step={step} />
      </p>
    </li>
  );
}

function Facts({ step: { at, text, requestNumber } }: { step: RailStep }) {
  const { workspace } = useApi();
  return (
    <>
      {at !== undefined && <Time at={at} style="moment" />}
      {at !== undefined && text && ", "}
      {text}
      {requestNumber !== undefined && (
        <>
          {", "}
          <Link href={paths.request(workspace, requestNumber)} className="whitespace-nowrap text-accent underline">
            request {requestNumber}
          </Link>
        </>
      )}
    </>
  );
}
