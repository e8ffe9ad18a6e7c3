"use client";
import type { PromotionRequest } from "@plumbline/contracts/approvals/request";
import { Button } from "@plumbline/ui/button";
import { Time } from "@plumbline/ui/time";
import { Siren } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { personName } from "#src/components/person-name.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { isUndecided, useRequest } from "./request-context.tsx";
import { Section } from "./section.tsx";

type BreakGlass = NonNullable<PromotionRequest["breakGlass"]>;

const ConfirmDialog = dynamic(() => import("./break-glass-dialogs.tsx").then((module) => module.ConfirmDialog));
const ReviewDialog = dynamic(() => import("./break-glass-dialogs.tsx").then((module) => module.ReviewDialog));

/** The way past the votes in an emergency, and what it leaves to be done. */
export function BreakGlassSection() {
  const { breakGlass: glass } = useRequest();
  if (!glass || (glass.confirmedBy.length === 0 && !glass.isOffered)) return null;
  return (
    <Section
      icon={Siren}
      title="Break-glass"
      value={`${glass.confirmedBy.length} of ${glass.needed}`}
      brief={glass.reviewDueAt && !glass.reviewedAt ? "A review is due" : "In an emergency"}
      tone={glass.confirmedBy.length > 0 ? "bad" : "plain"}
    >
      <div className="grid gap-2">
        <State glass={glass} />
        <Review glass={glass} />
        <Acts glass={glass} />
      </div>
    </Section>
  );
}

function State({ glass }: { glass: BreakGlass }) {
  const request = useRequest();
  const { me } = useViewer();
  const confirmed = glass.confirmedBy.map((person) => personName(person, me.id)).join(" and ");
  return (
    <>
      {glass.note && isUndecided(request) && <p className="text-ink-2">{glass.note}</p>}
      {confirmed && (
        <p>
          Confirmed by {confirmed}: {glass.confirmedBy.length} of {glass.needed}.
        </p>
      )}
      {glass.expiresAt && (
        <p>
          What it let through ends <Time at={Date.parse(glass.expiresAt)} style="sentence" className="font-medium" />.
        </p>
      )}
    </>
  );
}

function Acts({ glass }: { glass: BreakGlass }) {
  const request = useRequest();
  const { me, can } = useViewer();
  const [asks, setAsks] = useState<"confirm" | "review">();
  const mayConfirm = isUndecided(request) && glass.isOffered;
  const mayReview = can("vote:cast") && isReviewer(request, me.id);
  if (!(mayConfirm || mayReview)) return null;
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      {mayConfirm && (
        <Button tone="danger" onClick={() => setAsks("confirm")}>
          {glass.confirmedBy.length === 0 ? "Break glass" : "Confirm break-glass"}
        </Button>
      )}
      {mayReview && <Button onClick={() => setAsks("review")}>Record review</Button>}
      {asks === "confirm" && <ConfirmDialog glass={glass} onClose={() => setAsks(undefined)} />}
      {asks === "review" && <ReviewDialog onClose={() => setAsks(undefined)} />}
    </div>
  );
}

/** Whoever asked for it or let it through does not review it. */
function isReviewer({ breakGlass, openedBy }: PromotionRequest, userId: string): boolean {
  if (!breakGlass || breakGlass.reviewDueAt === null || breakGlass.reviewedAt !== null) return false;
  return ![openedBy, ...breakGlass.confirmedBy].some(({ id }) => id === userId);
}

function Review({ glass }: { glass: BreakGlass }) {
  const { me } = useViewer();
  if (glass.reviewedAt) {
    return (
      <p className="wrap-anywhere">
        Reviewed by {glass.reviewedBy ? personName(glass.reviewedBy, me.id) : "somebody"}{" "}
        <Time at={Date.parse(glass.reviewedAt)} style="sentence" />: {glass.reviewNote}
      </p>
    );
  }
  if (!glass.reviewDueAt) return null;
  return (
    <p className="text-warn">
      A review is due <Time at={Date.parse(glass.reviewDueAt)} style="sentence" />, by somebody who neither asked for it nor let it through.
    </p>
  );
}
